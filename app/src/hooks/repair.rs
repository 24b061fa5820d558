use std::collections::BTreeMap;

use holdfast_core::{
    client::repair::Withdrawn,
    id::OpId,
    operation::ClientSeq,
    value::{Change, FieldName, Value},
};
use holdfast_web::Session;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yewdux::prelude::*;

use super::use_session;
use crate::{
    browser,
    components::sync::Ask,
    stores::{Handle, Toast, Ui},
    t,
};

/// What a person can do about edits that were refused, or that wait.
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
    pub(crate) fn edit(&self, seq: ClientSeq, written: BTreeMap<FieldName, Value>) {
        let repair = self.clone();
        spawn_local(async move {
            let changes = written.iter().map(|(name, value)| (name.clone(), Change::Put(value.clone()))).collect();
            if repair.session.edit_letter(seq, changes).await == Ok(false) {
                repair.say_gone(&written);
            }
        });
    }

    /// Says that an edit was dealt with while its words were being changed; what was written is there to be copied.
    fn say_gone(&self, written: &BTreeMap<FieldName, Value>) {
        let words: Vec<&str> = written.values().filter_map(Value::as_text).collect();
        let mut toast = Toast::problem(t::repair_late());
        if !words.is_empty() {
            toast = toast.with_details(words.join("\n\n"));
        }
        self.ui.reduce_mut(|ui| ui.say(toast));
    }

    /// Discards edits, and offers to take that back.
    pub(crate) fn discard(&self, seqs: Vec<ClientSeq>) {
        self.session.discard_all(seqs.clone());
        self.say_discarded(seqs);
    }

    /// Asks what is to be done about an edit that waits: its words can be changed as long as it has not left this device.
    pub(crate) fn ask_to_edit(&self, seq: ClientSeq, ask: Callback<Ask>) {
        let session = self.session.clone();
        spawn_local(async move {
            // What cannot be read has not been seen to wait.
            let has_left = session.has_left(seq).await.unwrap_or(true);
            ask.emit(if has_left { Ask::Withdraw(seq) } else { Ask::Edit(seq) });
        });
    }

    /// Takes an edit that waits out of the outbox, with what builds on it, and offers to take that back. `sent` is told if it
    /// may have left this device, `done` else.
    pub(crate) fn withdraw(&self, seq: ClientSeq, sent: Callback<()>, done: Callback<()>) {
        let repair = self.clone();
        spawn_local(async move {
            match repair.session.withdraw(seq).await {
                Ok(Withdrawn::Sent) => return sent.emit(()),
                Ok(Withdrawn::Out(seqs)) => repair.say_discarded(seqs),
                Ok(Withdrawn::Gone) => {
                    repair.ui.reduce_mut(|ui| ui.say(Toast::info(t::repair_gone())));
                }
                // Everyone is told of it by the session.
                Err(_) => {}
            }
            done.emit(());
        });
    }

    /// Saves one edit as a file.
    pub(crate) fn export(&self, op: OpId) {
        if let Some(text) = self.session.export_edit(op) {
            let _ = browser::download("holdfast-edit.json", browser::JSON, &text);
        }
    }

    fn say_discarded(&self, seqs: Vec<ClientSeq>) {
        let words = t::discarded(seqs.len());
        let session = self.session.clone();
        let toast = Toast::info(words).with_action(t::undo(), move || session.undiscard(seqs.clone()));
        self.ui.reduce_mut(|ui| ui.say(toast));
    }
}
