//! Import of files: the sample board, a real one where it is at hand, tables, lists, our own exports, hostile files and
//! generated ones.

mod boards;
mod files;
mod generated;
mod lists;
mod odd;
mod people;
mod refusals;
mod support;
mod tables;
mod text_files;

/// The board that the demo and the browser suites use.
const SAMPLE: &[u8] = include_bytes!("../../../server/assets/sample-board.json");
/// A table as another program writes it.
const TABLE: &[u8] = include_bytes!("../fixtures/tasks.csv");
/// A table as a German program writes it.
const GERMAN: &[u8] = include_bytes!("../fixtures/aufgaben.csv");
/// A todo.txt list.
const LIST: &[u8] = include_bytes!("../fixtures/todo.txt");
/// Our own export.
const EXPORT: &[u8] = include_bytes!("../fixtures/export.json");
