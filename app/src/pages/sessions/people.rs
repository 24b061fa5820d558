//! Who takes part in a session.

use std::rc::Rc;

use yew::prelude::*;

use super::{deeds::Deeds, room::use_room};
use crate::{
    components::{avatar, badge},
    hooks::use_kept_focus,
    sessions::Line,
    t,
};

/// Properties of [`People`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) line: Rc<Line>,
}

/// Those who take part, with a way to give the place of each up for whoever may.
#[component]
pub(super) fn People(props: &Props) -> Html {
    let Props { deeds, line } = props;
    let me = deeds.me.to_string();
    let node = use_node_ref();
    let onclick = use_kept_focus(&node, line.session.participants.clone(), ".session-share");
    let room = use_room();
    let mut people: Vec<(&String, &str)> =
        line.session.participants.iter().map(|person| (person, deeds.names.of(person))).collect();
    people.sort_by_key(|(person, name)| (**person != line.host.to_string(), name.to_lowercase()));
    let entry = |(person, name): (&String, &str)| {
        let onclick = {
            let (deeds, line, person) = (deeds.clone(), Rc::clone(line), person.clone());
            Callback::from(move |_: MouseEvent| deeds.put_out(&line, &person))
        };
        html! {
            <li key={person.clone()} class="member" data-person={person.clone()}>
                { avatar(name) }
                <span class="member-name">{ name }{ if *person == me { t::you_mark() } else { "" } }</span>
                if room.has(person) {
                    <span class="member-here">{ t::room_in() }</span>
                }
                if *person == line.host.to_string() {
                    { badge(t::session_host()) }
                }
                if *person != me && deeds.may_host(line.host) {
                    <button type="button" class="session-put-out" aria-label={t::remove_named(name)} {onclick}>{ t::remove() }</button>
                }
            </li>
        }
    };
    html! {
        <ul ref={node} class="member-list" {onclick}>
            if people.is_empty() {
                <li class="none">{ t::session_nobody() }</li>
            }
            { for people.into_iter().map(entry) }
        </ul>
    }
}
