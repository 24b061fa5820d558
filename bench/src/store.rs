use std::convert::Infallible;

use holdfast_query::{Client, Cx, Policy, Query};
use wasm_bindgen::prelude::*;

use crate::record::{POLICY, client};

/// Many small answers that nobody observes, to be weighed.
#[wasm_bindgen]
pub struct Store {
    client: Client,
}

/// An answer whose title is its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Note {
    id: u32,
    version: u32,
    title: String,
    done: bool,
}

/// The note of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct NoteOf(u32);

impl Query for NoteOf {
    type Output = Note;
    type Error = Infallible;
    const NAME: &'static str = "bench/note";
    const POLICY: Policy = POLICY;

    async fn run(&self, _: Cx<Self>) -> Result<Note, Infallible> {
        Ok(note(self.0))
    }

    fn is_transient(error: &Infallible) -> bool {
        match *error {}
    }
}

fn note(id: u32) -> Note {
    Note { id, version: id, title: format!("Ask the bank for statement {id}"), done: false }
}

#[wasm_bindgen]
impl Store {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { client: client() }
    }

    /// Keeps so many.
    pub fn fill(&self, entries: u32) {
        for id in 0..entries {
            self.client.set(&NoteOf(id), note(id));
        }
    }

    /// The sum of what is kept.
    pub fn sum(&self, entries: u32) -> f64 {
        let notes = (0..entries).filter_map(|id| self.client.get(&NoteOf(id)));
        notes.filter(|note| !note.done).map(|note| f64::from(note.version) + note.title.len() as f64).sum()
    }
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}
