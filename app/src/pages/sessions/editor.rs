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
    components::form::{Asked, Over, use_kept_form},
    hooks::{Before, Names, use_records},
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
fn asked(fields: &session::Written, is_new: bool) -> Vec<Asked> {
    let all = [Session::NAME, Session::DESCRIPTION, Session::STATE, Session::SEATS, Session::TAGS];
    let asked = all.into_iter().filter(|name| !is_new || *name != Session::STATE);
    asked.filter_map(|name| Asked::of(&Session::SCHEMA, name, fields.get(name)?.clone())).collect()
}

/// The form. It shows what there is until somebody writes in it; from then on what there was, whatever arrives, and what they write is
/// met as an edit that has seen no more than that.
#[component]
pub(super) fn Editor(props: &Props) -> Html {
    let Props { deeds, line, on_done } = props;
    let records = use_dispatch::<Records>();
    let (me, id) = (deeds.me, line.as_ref().map(|line| line.id));
    // The words and their version are read at once: an edit may not say that its author has seen others.
    let now = use_records({
        let line = line.clone();
        move |records| {
            let id = line.as_ref().map(|line| line.id);
            let here = records.read(|replica| replica.entity::<Session>(id?));
            let first = || line.as_ref().map_or_else(|| session::begun(me), |line| line.session.clone());
            Over { fields: here.unwrap_or_else(first).fields(), before: Before::of(records, id.map(|id| id.record())) }
        }
    });
    let form = use_kept_form(Session::KIND, &key(deeds, id));
    form.lies_over(now);
    let shown = asked(&form.over().fields, id.is_none());
    // Of a dialog the first thing in it has the focus, which is the way out.
    use_effect_with((), |()| {
        browser::focus_soon("dialog[open] #session-name".into());
    });
    let onsubmit = {
        let (deeds, form, shown, on_done) = (deeds.clone(), form.clone(), shown.clone(), on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(written) = form.sent(&shown) else { return };
            let Over { fields, before } = form.over();
            let session = session::told(&fields);
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
            form.forget();
            on_done.emit(());
        })
    };
    let on_anew = {
        let form = form.clone();
        Callback::from(move |_: MouseEvent| {
            form.forget();
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

/// Under which what is typed is kept: that of a session, or of a new one of each engagement.
fn key(deeds: &Deeds, id: Option<Id<Session>>) -> String {
    id.map_or_else(|| format!("session of {}", deeds.engagement), |id| format!("session {id}"))
}
