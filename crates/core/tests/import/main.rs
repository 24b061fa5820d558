//! Import of board exports: the sample board, a real one where it is at hand, hostile files and generated boards.

mod boards;
mod generated;
mod odd;
mod refusals;
mod support;

/// The board that the demo and the browser suites use.
const SAMPLE: &[u8] = include_bytes!("../../../server/assets/sample-board.json");
