use std::collections::BTreeMap;

use holdfast_core::{
    operation::ClientSeq,
    value::{Change, FieldName, Value},
};
use holdfast_web::Session;
use yew::prelude::*;
use yewdux::prelude::*;

use super::use_session;
use crate::{
    stores::{Handle, Toast, Ui},
    words::count,
};

/// What a person can do about edits that were refused.
#[derive(Clone, PartialEq)]
pub(crate) struct Repair {
    session: Session,
    ui: Handle<Ui>,
}

/// The way to repair refused edits.
#[hook]
pub(crate) fn use_repair() -> Repair {
    Repair { session: use_session(), ui: use_dispatch().into() }
}

impl Repair {
    /// Offers edits to the server again, as they are.
    pub(crate) fn retry(&self, seqs: Vec<ClientSeq>) {
        self.session.retry_all(seqs);
    }

    /// Offers an edit to the server again with other words.
    pub(crate) fn edit(&self, seq: ClientSeq, changes: BTreeMap<FieldName, Change>) {
        self.session.edit_letter(seq, changes);
    }

    /// Says that an edit was dealt with while its words were being changed; what was written is there to be copied.
    pub(crate) fn say_gone(&self, written: &BTreeMap<FieldName, Value>) {
        let words: Vec<&str> = written.values().filter_map(Value::as_text).collect();
        let mut toast = Toast::problem("This edit was dealt with meanwhile, so your changes to it were not made.");
        if !words.is_empty() {
            toast = toast.with_details(words.join("\n\n"));
        }
        self.ui.reduce_mut(|ui| ui.say(toast));
    }

    /// Discards edits, and offers to take that back.
    pub(crate) fn discard(&self, seqs: Vec<ClientSeq>) {
        let words = format!("Discarded {}", count(seqs.len(), "edit", "edits"));
        self.session.discard_all(seqs.clone());
        let session = self.session.clone();
        let toast = Toast::info(words).with_action("Undo", move || session.undiscard(seqs.clone()));
        self.ui.reduce_mut(|ui| ui.say(toast));
    }
}
