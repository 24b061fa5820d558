//! The form of a session: the same for one that is made, one that is changed, and on a session's own page.

use std::rc::Rc;

use holdfast_core::entity::{Entity as _, FieldValue as _, Session};
use yew::prelude::*;
use yewdux::prelude::*;

use super::deeds::Deeds;
use crate::{
    browser,
    commands::session,
    components::form::{Asked, use_form},
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

/// The form. What it holds at first is what there was when it was opened: what is typed is not thrown away by what arrives, and
/// is met as an edit that has seen no more than that.
#[component]
pub(super) fn Editor(props: &Props) -> Html {
    let Props { deeds, line, on_done } = props;
    let records = use_dispatch::<Records>();
    let form = use_form(Session::KIND);
    let (me, id) = (deeds.me, line.as_ref().map(|line| line.id));
    let began = use_memo(id, {
        let (line, records) = (line.clone(), records.clone());
        move |id| {
            let session = line.map_or_else(|| session::begun(me), |line| line.session.clone());
            let before = Before::of(&records.get(), id.map(|id| id.record()));
            (asked(&session, id.is_none()), session, before)
        }
    });
    // Of a dialog the first thing in it has the focus, which is the way out.
    use_effect_with((), |()| {
        browser::focus_soon("dialog[open] #session-name".into());
    });
    let onsubmit = {
        let (deeds, form, began, on_done) = (deeds.clone(), form.clone(), Rc::clone(&began), on_done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (asked, session, before) = &*began;
            let Some(written) = form.sent(asked) else { return };
            let scope = deeds.engagement.scope();
            match id {
                None => {
                    let id = deeds.commit.session().fresh();
                    let name = String::read(written.get(Session::NAME));
                    deeds
                        .commit
                        .with_undo(session::create(scope, id, me, &written), t::session_made(&quoted(name.trim())));
                }
                Some(id) => match session::change(scope, id, session, &written) {
                    Some(command) => {
                        let words = t::session_changed(&quoted(&session.name));
                        deeds.commit.with_undo(command.begun_at(before.seen(&records.get())), words);
                    }
                    None => deeds.commit.say(Toast::info(t::session_unchanged())),
                },
            }
            on_done.emit(());
        })
    };
    html! {
        <form class="session-form" {onsubmit} novalidate={true}>
            { form.fields(&began.0, &Names::default()) }
            <div class="dialog-actions">
                <button type="submit" class="primary">{ if id.is_none() { t::session_create() } else { t::save() } }</button>
            </div>
        </form>
    }
}
