//! Where something new is said.

use holdfast_core::{
    entity::{Engagement, Message, Session},
    id::Id,
    wire::presence::Doing,
};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::company::use_room;
use crate::{
    commands::chat,
    components::{Refusal, anchor, refused},
    hooks::{Commit, use_draft},
    t,
};

/// By which the field is described where its text is refused.
const WRONG: &str = "chat-wrong";
/// By which it says which key sends.
const KEYS: &str = "chat-keys";

/// Properties of [`Say`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) commit: Commit,
    pub(super) engagement: Id<Engagement>,
    pub(super) session: Id<Session>,
    /// Whether anything can be said: where not, what was half written stays to be read and copied.
    pub(super) is_on: bool,
    /// Told before it is said.
    pub(super) on_say: Callback<()>,
}

/// A field that says what is in it on Enter, and keeps it until then.
#[component]
pub(super) fn Say(props: &Props) -> Html {
    let Props { engagement, session, is_on, .. } = *props;
    let room = use_room();
    let node = use_node_ref();
    let wrong = use_state_eq(|| None);
    let written = use_draft(&format!("chat {session}"), {
        let node = node.clone();
        move |text| node.cast::<HtmlTextAreaElement>().into_iter().for_each(|area| area.set_value(text))
    });
    let oninput = {
        let (written, wrong, on_doing) = (written.clone(), wrong.clone(), room.on_doing.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            wrong.set(None);
            written.keep(&text);
            on_doing.emit(if text.trim().is_empty() { Doing::Looking } else { Doing::Writing });
        })
    };
    let say = {
        let (commit, on_say, node, wrong) = (props.commit.clone(), props.on_say.clone(), node.clone(), wrong.clone());
        Callback::from(move |()| {
            let Some(area) = node.cast::<HtmlTextAreaElement>().filter(|_| is_on) else { return };
            let text = area.value();
            let Some(command) = chat::say(engagement.scope(), commit.session().fresh(), session, &text) else { return };
            let found = refused(Message::WORDS, text.trim());
            wrong.set(found.clone());
            if found.is_none() {
                area.set_value("");
                written.forget();
                on_say.emit(());
                commit.run(command);
                room.on_doing.emit(Doing::Looking);
            }
        })
    };
    let onsubmit = {
        let say = say.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            say.emit(());
        })
    };
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if sends(&event) {
            event.prevent_default();
            say.emit(());
        }
    });
    html! {
        <form class="chat-say" {onsubmit}>
            <textarea ref={node} name="message" aria-label={t::chat_say()} placeholder={t::chat_placeholder()} rows="2" enterkeyhint="send" readonly={!is_on}
                style={anchor(WRONG)} aria-invalid={wrong.is_some().then_some("true")} aria-describedby={format!("{WRONG} {KEYS}")}
                {onkeydown} {oninput} />
            <Refusal id={WRONG} why={(*wrong).clone()} />
            <p class="chat-keys" id={KEYS}>{ t::chat_keys() }</p>
            <button type="submit" disabled={!is_on}>{ t::chat_send() }</button>
        </form>
    }
}

/// Whether a key sends what is written: Enter, but not with Shift, and not where it ends a word that is being composed.
pub(super) fn sends(event: &KeyboardEvent) -> bool {
    event.key() == "Enter" && !event.shift_key() && !event.is_composing()
}
