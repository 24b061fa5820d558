//! Who sits where, and what was typed: what a tab said was saved is promised, the rest may come or not.

use super::super::Board;

/// Somebody at a tab.
pub(super) struct Seat {
    /// Which person.
    pub(super) who: usize,
    /// The tab, at the project.
    pub(super) board: Board,
}

/// Everything typed so far.
#[derive(Default)]
pub(super) struct Told {
    made: u64,
    steps: Vec<String>,
    words: Vec<Word>,
    quarters: Vec<Quarter>,
}

struct Word {
    text: String,
    tab: String,
    promised: bool,
    /// Whether something else was written in its place: by its author before it was sent, and nobody else hears of it.
    replaced: bool,
}

struct Quarter {
    tab: String,
    promised: bool,
}

impl Told {
    /// A word nobody has used.
    pub(super) fn word(&mut self, round: usize) -> String {
        self.made += 1;
        // Its end marks its end: word 1 is no part of word 11.
        format!("round {round} word {}.", self.made)
    }

    /// A word was typed into a tab and shows there.
    pub(super) fn typed(&mut self, tab: String, text: &str) {
        self.words.push(Word { text: text.to_owned(), tab, promised: false, replaced: false });
    }

    /// Somebody writes over a text. If it is another's, it has been sent: it is seen.
    pub(super) fn replaced(&mut self, text: &str) {
        self.words.iter_mut().filter(|word| word.text == text).for_each(|word| word.replaced = true);
    }

    /// What is being done, for whoever reads of a storm that ended.
    pub(super) fn does(&mut self, step: String) {
        self.steps.push(step);
    }

    /// What was done since this was last asked, one to a line.
    pub(super) fn done(&mut self) -> String {
        std::mem::take(&mut self.steps).join("\n")
    }

    /// A quarter of an hour was added in a tab.
    pub(super) fn added(&mut self, tab: String) {
        self.quarters.push(Quarter { tab, promised: false });
    }

    /// A tab says that all is saved.
    pub(super) fn promised(&mut self, tab: String) {
        self.words.iter_mut().filter(|word| word.tab == tab).for_each(|word| word.promised = true);
        self.quarters.iter_mut().filter(|quarter| quarter.tab == tab).for_each(|quarter| quarter.promised = true);
    }

    /// Every promised word that stood until it was sent.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().filter(|word| word.promised && !word.replaced).map(|word| word.text.as_str())
    }

    /// The fewest and the most quarters that may be on the server.
    pub(super) fn quarters(&self) -> (i64, i64) {
        let promised = self.quarters.iter().filter(|quarter| quarter.promised).count();
        (promised as i64, self.quarters.len() as i64)
    }
}
