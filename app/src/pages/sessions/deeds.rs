//! What can be done with a session, by whoever may: the same on its card, in its menu and on its own page.

use holdfast_core::{
    entity::{Engagement, Preferences, Session, SessionState},
    id::{Id, PersonId, RecordId},
    role::Role,
};
use yew::prelude::*;
use yew_router::prelude::*;

use super::over::Over;
use crate::{
    browser,
    commands::{Command, preferences, session},
    hooks::{Commit, Names, may_edit, may_host, use_commit, use_members, use_record, use_role},
    route::Route,
    sessions::{Line, Order},
    stores::Toast,
    t,
    words::quoted,
};

/// Where one stands in an engagement, and the way to do things there.
#[derive(Clone, PartialEq)]
pub(super) struct Deeds {
    pub(super) engagement: Id<Engagement>,
    pub(super) commit: Commit,
    pub(super) me: PersonId,
    pub(super) role: Option<Role>,
    pub(super) names: Names,
    /// What one likes, as far as anything is kept of it.
    pub(super) likes: Option<Preferences>,
    over: UseStateSetter<Option<Over>>,
}

/// What can be done in an engagement, and what lies over the page meanwhile.
#[hook]
pub(super) fn use_deeds(engagement: Id<Engagement>) -> (Deeds, Option<Over>) {
    let commit = use_commit();
    let me = commit.session().account().id;
    let role = use_role(engagement);
    let names: Names = use_members(engagement).into_iter().collect();
    let likes = use_record(Preferences::id_of(me));
    let over = use_state_eq(|| None);
    (Deeds { engagement, commit, me, role, names, likes, over: over.setter() }, (*over).clone())
}

impl Deeds {
    pub(super) fn may_make(&self) -> bool {
        may_edit(self.role)
    }

    /// Whether one may change and delete what somebody hosts.
    pub(super) fn may_host(&self, host: PersonId) -> bool {
        may_host(host, self.role, self.me)
    }

    pub(super) fn may_invite(&self) -> bool {
        self.role >= Some(Role::Admin)
    }

    pub(super) fn takes_part(&self, line: &Line) -> bool {
        line.has(&self.me.to_string())
    }

    pub(super) fn is_favourite(&self, id: Id<Session>) -> bool {
        self.likes.as_ref().is_some_and(|likes| likes.favourites.contains(&id.to_string()))
    }

    /// Shows something over the page, or nothing any more.
    pub(super) fn show(&self, over: Option<Over>) {
        self.over.set(over);
    }

    pub(super) fn route(&self, id: Id<Session>) -> Route {
        Route::Session { engagement: self.engagement, session: id }
    }

    pub(super) fn history(&self, id: Id<Session>) -> Route {
        Route::History { engagement: self.engagement, record: id.record() }
    }

    pub(super) fn hub(&self) -> Route {
        Route::Sessions { engagement: self.engagement }
    }

    fn undoable(&self, command: Command, words: String) {
        self.commit.with_undo(command, words);
    }

    pub(super) fn join(&self, line: &Line) {
        let command = session::join(self.engagement.scope(), line.id, &self.me.to_string());
        self.undoable(command, t::session_joined(&quoted(&line.session.name)));
    }

    pub(super) fn leave(&self, line: &Line) {
        let command = session::leave(self.engagement.scope(), line.id, &self.me.to_string());
        self.undoable(command, t::session_left(&quoted(&line.session.name)));
    }

    /// Gives somebody else's place up.
    pub(super) fn put_out(&self, line: &Line, person: &str) {
        let command = session::leave(self.engagement.scope(), line.id, person);
        self.undoable(command, t::session_put_out(self.names.of(person), &quoted(&line.session.name)));
    }

    pub(super) fn turn(&self, line: &Line, state: SessionState) {
        let name = quoted(&line.session.name);
        let words = match state {
            SessionState::Archived => t::op_archived(&name),
            _ => t::op_unarchived(&name),
        };
        self.undoable(session::turn(self.engagement.scope(), line.id, state), words);
    }

    /// Deletes some, and says so; `words` of how many of them, where others were meant too.
    pub(super) fn delete(&self, ids: &[Id<Session>], words: String) {
        self.undoable(session::delete(self.engagement.scope(), ids), words);
    }

    /// Marks one as a favourite, or takes the mark off. That shows on it: nothing is said.
    pub(super) fn favour(&self, line: &Line) {
        let is_one = !self.is_favourite(line.id);
        let name = quoted(&line.session.name);
        let marked = self.likes.as_ref().map(|likes| likes.favourites.clone()).unwrap_or_default();
        let replica = self.commit.session().replica();
        // What is not here may be elsewhere, or still on its way.
        let is_gone =
            |id: &str| id.parse().is_ok_and(|id: RecordId| replica.seen(id).is_some_and(|record| record.deleted));
        let room = preferences::room(&marked, is_gone);
        drop(replica);
        let Some(gone) = room.filter(|_| is_one).or((!is_one).then(Vec::new)) else {
            return self.commit.say(Toast::problem(t::session_favourites_full(marked.len())));
        };
        self.begin_likes();
        let words = if is_one { t::session_favoured(&name) } else { t::session_unfavoured(&name) };
        self.commit.run(preferences::favour(self.me, line.id, is_one, &gone).named(words));
    }

    /// Keeps the order that was chosen, for every device.
    pub(super) fn keep_order(&self, order: Order) {
        if self.likes.as_ref().is_none_or(|likes| likes.session_order != order.name()) {
            self.begin_likes();
            self.commit.quietly(preferences::order(self.me, order.name()));
        }
    }

    /// Makes what likes are kept in, if it is not there yet. That is no step of its own: who takes back the first mark does
    /// not mean to lose what another device has kept beside it.
    fn begin_likes(&self) {
        let id: RecordId = Preferences::id_of(self.me).record();
        let replica = self.commit.session().replica();
        let begun = preferences::begin(self.me, replica.seen(id).map(AsRef::as_ref));
        drop(replica);
        if let Some(command) = begun {
            self.commit.quietly(command);
        }
    }

    /// Puts the session's address on the clipboard.
    pub(super) fn share(&self, id: Id<Session>) {
        let address = browser::address_of(&self.route(id).to_path());
        let (commit, copied) = (self.commit.clone(), browser::copied(&address));
        wasm_bindgen_futures::spawn_local(async move {
            commit.say(match copied.await {
                true => Toast::info(t::session_link_copied()),
                false => Toast::info(address),
            });
        });
    }
}
