//! The form of a session: the same for one that is made, one that is changed, and on a session's own page.

use std::rc::Rc;

use holdfast_core::{
    entity::{Entity as _, FieldValue as _, Session},
    id::Id,
};
use yew::prelude::*;
use yewdux::prelude::*;

use super::deeds::Deeds;
use crate::{
    browser,
    commands::session,
    components::form::{Asked, use_kept_form},
    hooks::{Before, Names},
    sessions::Line,
    stores::{Records, Toast},
    t,
    words::quoted,
};

/// Properties of [`Editor`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    /// The session that is changed; none where one is made.
    pub(super) line: Option<Rc<Line>>,
    /// Told once it is done.
    pub(super) on_done: Callback<()>,
}

/// What is asked for of a session, with what it has.
fn asked(session: &Session, is_new: bool) -> Vec<Asked> {
    let fields = session.fields();
    let all = [Session::NAME, Session::DESCRIPTION, Session::STATE, Session::SEATS, Session::TAGS];
    let asked = all.into_iter().filter(|name| !is_new || *name != Session::STATE);
    asked.filter_map(|name| Asked::of(&Session::SCHEMA, name, fields.get(name)?.clone())).collect()
}

/// The form. A field shows what there is until somebody writes in it; then it stays as they write it, and is met as an edit that
/// has seen no more than there was when they began.
#[component]
pub(super) fn Editor(props: &Props) -> Html {
    let Props { deeds, line, on_done } = props;
    let records = use_dispatch::<Records>();
    let (me, id) = (deeds.me, line.as_ref().map(|line| line.id));
    let now = line.as_ref().map_or_else(|| session::begun(me), |line| line.session.clone());
    let shown = asked(&now, id.is_none());
    let form = use_kept_form(Session::KIND, key(deeds, id), &shown);
    // What there was when somebody began to write: until they do, what there is.
    let began = use_mut_ref(|| None::<(Session, Before)>);
    if began.borrow().is_none() || !form.is_written() {
        *began.borrow_mut() = Some((now, Before::of(&records.get(), id.map(|id| id.record()))));
    }
    // Of a dialog the first thing in it has the focus, which is the way out.
    use_effect_with((), |()| {
        browser::focus_soon("dialog[open] #session-name".into());
    });
    let onsubmit = {
        let (deeds, form, shown, on_done) = (deeds.clone(), form.clone(), shown.clone(), on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(written) = form.sent(&shown) else { return };
            let Some((session, before)) = began.borrow().clone() else { return };
            let scope = deeds.engagement.scope();
            match id {
                None => {
                    let id = deeds.commit.session().fresh();
                    let name = String::read(written.get(Session::NAME));
                    deeds
                        .commit
                        .with_undo(session::create(scope, id, me, &written), t::session_made(&quoted(name.trim())));
                }
                Some(id) => match session::change(scope, id, &session, &written) {
                    Some(command) => {
                        let words = t::session_changed(&quoted(&session.name));
                        deeds.commit.with_undo(command.begun_at(before.seen(&records.get())), words);
                    }
                    None => deeds.commit.say(Toast::info(t::session_unchanged())),
                },
            }
            form.forget(&shown);
            on_done.emit(());
        })
    };
    let on_anew = {
        let (form, shown) = (form.clone(), shown.clone());
        Callback::from(move |_: MouseEvent| {
            form.forget(&shown);
            browser::focus("#session-name");
        })
    };
    html! {
        <form class="session-form" {onsubmit} novalidate={true}>
            if form.has_found() {
                <p class="form-found">{ t::form_found() }{ " " }<button type="button" class="form-anew" onclick={on_anew}>{ t::form_anew() }</button></p>
            }
            { form.fields(&shown, &Names::default()) }
            <div class="dialog-actions">
                <button type="submit" class="primary">{ if id.is_none() { t::session_create() } else { t::save() } }</button>
            </div>
        </form>
    }
}

/// Under which what is typed is kept: of a new session one of each engagement.
fn key(deeds: &Deeds, id: Option<Id<Session>>) -> String {
    id.map_or_else(|| format!("session of {}", deeds.engagement), |id| format!("session {id}"))
}
