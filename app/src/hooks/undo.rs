use holdfast_core::{client::StoreError, id::OpId};
use holdfast_web::{Session, Undone};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yewdux::prelude::*;

use super::{use_records, use_session};
use crate::{
    browser,
    stores::{Handle, Toast, Ui},
    words::undo::{Way, left, said},
};

/// Taking back what was done, and doing it again.
#[derive(Clone, PartialEq)]
pub(crate) struct Undo {
    session: Session,
    ui: Handle<Ui>,
}

/// The way to undo and redo.
#[hook]
pub(crate) fn use_undo() -> Undo {
    Undo::new(use_session(), use_dispatch().into())
}

/// What the next undo and the next redo are about, followed as it changes.
#[hook]
pub(crate) fn use_undo_labels() -> (Option<String>, Option<String>) {
    use_records(|records| {
        let session = records.session();
        (session.and_then(Session::can_undo), session.and_then(Session::can_redo))
    })
}

impl Undo {
    pub(super) fn new(session: Session, ui: Handle<Ui>) -> Self {
        Self { session, ui }
    }

    /// Takes back what was done last, or does again what was taken back last, and says what that came to.
    pub(crate) fn go(&self, way: Way) {
        // What is being typed is what was done last.
        browser::blur_field();
        let undo = self.clone();
        spawn_local(async move {
            let undone = match way {
                Way::Undo => undo.session.undo().await,
                Way::Redo => undo.session.redo().await,
            };
            undo.tell(way, undone);
        });
    }

    /// Takes back one step, whatever was done since.
    pub(crate) fn step(&self, step: OpId) {
        let undo = self.clone();
        spawn_local(async move {
            let undone = undo.session.undo_step(step).await;
            undo.tell(Way::Undo, undone);
        });
    }

    /// Takes back the step that an edit is part of, whatever was done since.
    pub(crate) fn edit(&self, op: OpId) {
        let undo = self.clone();
        spawn_local(async move {
            let undone = undo.session.undo_edit(op).await;
            undo.tell(Way::Undo, undone);
        });
    }

    fn tell(&self, way: Way, undone: Result<Option<Undone>, StoreError>) {
        // What had it may have gone with what was undone.
        browser::focus_if_lost(".project, .conflicts");
        let toast = match undone {
            // Everyone is told of it by the session.
            Err(_) => return,
            Ok(Some(Undone { label, kept })) => {
                let replica = self.session.replica();
                let kept: Vec<String> = kept.iter().map(|kept| left(&replica, kept)).collect();
                Toast::info(said(way, &label, &kept))
            }
            Ok(None) => Toast::info(way.nothing()),
        };
        self.ui.reduce_mut(|ui| ui.say(toast));
    }
}
