//! What is said in a room.

use std::{cell::Cell, collections::BTreeSet, rc::Rc};

use holdfast_core::{
    entity::Session,
    flags::Flag,
    id::{Id, RecordId},
};
use yew::prelude::*;

use super::{
    super::deeds::Deeds,
    company::use_room,
    here::writing,
    message::{One, author},
    said::{PAGE, Row, Said, Talk, hidden, rows},
    say::Say,
    scroll::{use_kept_place, use_scroll},
};
use crate::{
    browser,
    hooks::{use_flag, use_now, use_records, use_today},
    t,
    words::time,
};

/// How many characters of a message are said aloud when it comes.
const ALOUD: usize = 200;

/// Properties of [`Chat`].
#[derive(Properties, PartialEq)]
pub(in super::super) struct Props {
    pub(in super::super) deeds: Deeds,
    pub(in super::super) session: Id<Session>,
}

/// The messages, who is writing one, and a place to write.
#[component]
pub(in super::super) fn Chat(props: &Props) -> Html {
    let Props { deeds, session } = props;
    let session = *session;
    let (now, today, room) = (use_now(), use_today(), use_room());
    let scroll = use_scroll();
    let is_on = use_flag(Flag::Chat);
    let update = use_force_update();
    // How many of the oldest are not drawn.
    let left_out = use_memo((), |()| Cell::new(None));
    let talk = use_records({
        let (scroll, left_out) = (scroll.clone(), Rc::clone(&left_out));
        move |records| {
            let hidden = |all| hidden(left_out.get(), all, scroll.is_at_end());
            records.read(|replica| Talk::read(replica, session, hidden))
        }
    });
    left_out.set(Some(talk.hidden()));
    use_kept_place(&scroll, &talk.shown);
    let new = use_new(&talk, deeds, scroll.is_at_end());
    let onscroll = {
        let (scroll, new) = (scroll.clone(), new.clone());
        Callback::from(move |_: Event| {
            scroll.look();
            if scroll.is_at_end() {
                new.unread.set(0);
            }
        })
    };
    let on_earlier = {
        let scroll = scroll.clone();
        Callback::from(move |_: MouseEvent| {
            scroll.stay();
            left_out.set(left_out.get().map(|hidden: usize| hidden.saturating_sub(PAGE)));
            update.force_update();
            browser::focus_soon_if_lost(".chat-box".into());
        })
    };
    let on_end = {
        let (scroll, new) = (scroll.clone(), new.clone());
        Callback::from(move |_: MouseEvent| {
            scroll.to_end();
            new.unread.set(0);
            browser::focus_soon_if_lost(".chat-box".into());
        })
    };
    let on_say = {
        let scroll = scroll.clone();
        Callback::from(move |()| scroll.to_end())
    };
    let one = |said: &Said, is_first: bool| {
        html! { <One key={said.id.to_string()} deeds={deeds.clone()} said={said.clone()} {is_first} {now} /> }
    };
    let row = |row: Row<'_>| match row {
        Row::Day(day) => {
            html! { <li key={format!("day {}", day.days())} class="chat-day"><span>{ time::day_words(day, today) }</span></li> }
        }
        Row::First(said) => one(said, true),
        Row::Next(said) => one(said, false),
    };
    html! {
        <section class="chat" aria-labelledby="session-chat">
            <h2 id="session-chat">{ t::chat() }</h2>
            <div ref={scroll.node.clone()} class="chat-box" tabindex="0" role="region" aria-label={t::chat_list()} {onscroll}>
                if talk.hidden() > 0 {
                    <button type="button" class="chat-earlier" onclick={on_earlier}>{ t::chat_earlier() }</button>
                }
                if talk.shown.is_empty() {
                    <p class="none">{ t::chat_none() }</p>
                } else {
                    <ol class="chat-list">
                        { for rows(&talk.shown, |at| time::local_day(at as i64)).into_iter().map(row) }
                    </ol>
                }
            </div>
            if *new.unread > 0 {
                <button type="button" class="chat-new" onclick={on_end}>{ t::chat_new(*new.unread) }</button>
            }
            // There before it says something: nothing moves when it does.
            <p class="chat-writing">{ writing(&room, deeds.me, &deeds.names) }</p>
            <p class="chat-aloud" aria-live="polite">{ &*new.aloud }</p>
            if !is_on {
                <p class="chat-off none" role="status">{ t::chat_off() }</p>
            }
            if deeds.role.is_some() {
                <Say commit={deeds.commit.clone()} engagement={deeds.engagement} {session} {is_on} {on_say} />
            }
        </section>
    }
}

/// What others have said since it was looked.
#[derive(Clone)]
struct New {
    /// How many are below what is in view.
    unread: UseStateHandle<usize>,
    /// The last of them, to be said aloud.
    aloud: UseStateHandle<String>,
}

/// Follows what others say, from when all that is stored has been read.
#[hook]
fn use_new(talk: &Talk, deeds: &Deeds, at_end: bool) -> New {
    let new = New { unread: use_state_eq(|| 0), aloud: use_state_eq(String::new) };
    let loaded = use_records(|records| records.is_loaded());
    let before = use_mut_ref(|| None::<BTreeSet<RecordId>>);
    use_effect_with((talk.ids.clone(), loaded), {
        let (new, talk, deeds) = (new.clone(), talk.clone(), deeds.clone());
        move |(ids, loaded)| {
            let before = before.borrow_mut().replace(ids.clone()).filter(|_| *loaded);
            let Some(before) = before else { return };
            let come: Vec<&Said> = talk.new_to(&before, deeds.me).collect();
            if let Some(last) = come.last() {
                let text: String = last.text.chars().take(ALOUD).collect();
                new.aloud.set(t::chat_aloud(&author(&deeds, last), &text));
                if !at_end {
                    new.unread.set(*new.unread + come.len());
                }
            }
        }
    });
    new
}
