//! One message, and its author's way to say it otherwise.

use holdfast_core::{Millis, entity::Message, id::Id, record::Seq, role::Role};
use holdfast_web::drafts::Draft;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::{super::deeds::Deeds, said::Said, say::sends};
use crate::{
    browser,
    commands::chat,
    components::{Glyph, IconButton, Refusal, anchor, avatar, mark_dot, markdown, refused},
    hooks::{Before, use_before, use_draft},
    stores::Records,
    t,
    words::time,
};

/// How long ago a message is told of by how long ago it was, and not by the time of day.
const RECENT: Millis = 60 * 60 * 1000;

/// Properties of [`One`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) said: Said,
    /// Whether it stands under its author's name.
    pub(super) is_first: bool,
    pub(super) now: Millis,
}

/// A message.
#[component]
pub(super) fn One(props: &Props) -> Html {
    let Props { deeds, said, is_first, now } = props;
    let id = said.id;
    let is_mine = said.by == deeds.me;
    let editing = use_state_eq(|| is_mine && !Draft::of(Some(deeds.me), &key(id)).text().is_empty());
    let author = author(deeds, said);
    // What was begun before is there again, and leaves the focus where it is.
    let pressed = use_state_eq(|| false);
    let on_edit = {
        let (editing, pressed) = (editing.clone(), pressed.clone());
        Callback::from(move |_: MouseEvent| {
            pressed.set(true);
            editing.set(true);
        })
    };
    let on_end = {
        let editing = editing.clone();
        Callback::from(move |()| {
            editing.set(false);
            browser::focus_soon_if_lost(format!(".message[data-record=\"{id}\"] .message-edit"));
        })
    };
    let on_delete = {
        let deeds = deeds.clone();
        Callback::from(move |_: MouseEvent| {
            deeds.commit.with_undo(chat::delete(deeds.engagement.scope(), id), t::message_deleted().into());
            browser::focus_soon_if_lost(".chat-box".into());
        })
    };
    let at = said.at as i64;
    html! {
        <li class={classes!("message", is_first.then_some("is-first"))} data-record={id.to_string()} data-mine={is_mine.then_some("yes")}>
            if *is_first {
                { avatar(&author) }
                <p class="message-head">
                    <strong>{ &author }</strong>
                    <span class="comment-at" title={time::of_day(at)}>{ when(said.at, *now) }</span>
                </p>
            }
            if *editing && is_mine {
                <Edit deeds={deeds.clone()} {id} text={said.text.clone()} has_focus={*pressed} {on_end} />
            } else {
                <div class="message-text" title={time::of_day(at)}>{ markdown(&said.text) }{ mark_dot(said.mark) }</div>
                <div class="message-tools">
                    if is_mine && deeds.role.is_some() {
                        <IconButton class="message-edit" glyph={Glyph::Rename} label={t::message_edit()} onclick={on_edit} />
                    }
                    // As the server has it: whoever said it, or an admin.
                    if (is_mine && deeds.role.is_some()) || deeds.role >= Some(Role::Admin) {
                        <IconButton class="message-delete" glyph={Glyph::Delete} label={t::message_delete()} onclick={on_delete} />
                    }
                </div>
            }
        </li>
    }
}

/// Who said it. A name that came with a file is only text: whoever read that in vouches for it.
pub(super) fn author(deeds: &Deeds, said: &Said) -> String {
    let by = said.by.to_string();
    let account = deeds.commit.session().account();
    let member = if said.by == account.id { account.name.as_str() } else { deeds.names.of(&by) };
    match said.said_by.trim() {
        "" => member.to_owned(),
        said_by => t::imported_by(said_by, member),
    }
}

fn when(at: Millis, now: Millis) -> String {
    if now.saturating_sub(at) < RECENT { time::ago(at, now) } else { time::of_day(at as i64) }
}

/// Under which what is begun of a change is kept.
fn key(id: Id<Message>) -> String {
    format!("message {id}")
}

#[derive(Properties, PartialEq)]
struct EditProps {
    deeds: Deeds,
    id: Id<Message>,
    text: String,
    /// Whether it is written in at once.
    has_focus: bool,
    on_end: Callback<()>,
}

/// A message's text while its author changes it.
#[component]
fn Edit(props: &EditProps) -> Html {
    let EditProps { deeds, id, on_end, .. } = props;
    let id = *id;
    let node = use_node_ref();
    let wrong = use_state_eq(|| None);
    let before: Before = use_before(Some(id.record()));
    // What was there when they began: others may not write it, but they themselves on another device.
    let began = use_state(|| (before, props.text.clone()));
    // Of a draft that was found nobody knows what its author had before them: it has seen nothing.
    let was_found = *use_memo((), |()| !Draft::of(Some(deeds.me), &key(id)).text().is_empty());
    let written = use_draft(&key(id), {
        let (node, text, has_focus) = (node.clone(), props.text.clone(), props.has_focus);
        move |draft| {
            if let Some(area) = node.cast::<HtmlTextAreaElement>() {
                area.set_value(if draft.is_empty() { &text } else { draft });
                if has_focus {
                    let _ = area.focus();
                }
            }
        }
    });
    let records = yewdux::prelude::use_dispatch::<Records>();
    let oninput = {
        let (written, wrong) = (written.clone(), wrong.clone());
        Callback::from(move |event: InputEvent| {
            wrong.set(None);
            written.keep(&event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let end = {
        let (written, on_end) = (written.clone(), on_end.clone());
        Callback::from(move |()| {
            written.forget();
            on_end.emit(());
        })
    };
    let save = {
        let (deeds, node, wrong, end) = (deeds.clone(), node.clone(), wrong.clone(), end.clone());
        Callback::from(move |()| {
            let Some(area) = node.cast::<HtmlTextAreaElement>() else { return };
            let text = area.value();
            let found = refused(Message::WORDS, text.trim());
            wrong.set(found.clone());
            if found.is_none() {
                let (before, was) = &*began;
                let seen = if was_found { Some(Seq::default()) } else { before.seen(&records.get()) };
                deeds.commit.maybe(chat::change(deeds.engagement.scope(), id, was, &text, seen));
                end.emit(());
            }
        })
    };
    let onsubmit = {
        let save = save.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            save.emit(());
        })
    };
    let onkeydown = {
        let end = end.clone();
        Callback::from(move |event: KeyboardEvent| {
            if sends(&event) {
                event.prevent_default();
                save.emit(());
            } else if event.key() == "Escape" && !event.is_composing() {
                event.stop_propagation();
                end.emit(());
            }
        })
    };
    let wrong_id = format!("wrong-{id}");
    html! {
        <form class="message-form" {onsubmit}>
            <textarea ref={node} name="changed" aria-label={t::message_edit()} rows="2" style={anchor(&wrong_id)}
                aria-invalid={wrong.is_some().then_some("true")} aria-describedby={wrong_id.clone()} {onkeydown} {oninput} />
            <Refusal id={wrong_id} why={(*wrong).clone()} />
            <button type="button" onclick={move |_: MouseEvent| end.emit(())}>{ t::cancel() }</button>
            <button type="submit">{ t::save() }</button>
        </form>
    }
}
