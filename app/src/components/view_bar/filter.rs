//! The filters: for each facet the values that there are.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{FieldValue as _, People, Priority, Status, Tags, Task},
    id::Id,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    board::{Board, Visit},
    hooks::Names,
    t,
    views::{DueIn, Facet},
    words::{choice, fold::sort_key},
};

/// The most people and the most labels offered: a longer list is searched by words instead.
const MOST: usize = 200;

/// The values of a project's tasks, as they were when the filters were opened.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Offered {
    /// Ids, or names, and what they are called.
    people: Vec<(String, String)>,
    labels: BTreeSet<String>,
}

impl Offered {
    /// What there is now.
    pub(super) fn by(board: &Board, names: &Names) -> Self {
        let me = board.commit.session().account().id.to_string();
        let mut people: BTreeSet<String> = names.0.keys().cloned().collect();
        let mut labels = BTreeSet::new();
        board.each_task(|task| {
            people.extend(People::read(task.value(Task::ASSIGNEES)));
            labels.extend(Tags::read(task.value(Task::TAGS)));
        });
        people.remove(&me);
        let called = |person: &String| {
            let name = names.of(person).to_owned();
            (person.clone(), if person.parse::<Id<()>>().is_ok() { name } else { t::not_member(&name) })
        };
        let mut people: Vec<(String, String)> = people.iter().map(called).collect();
        people.sort_by_key(|(_, name)| sort_key(name));
        Self { people, labels }
    }
}

/// A list of boxes for each facet.
pub(super) fn facets(board: &Board, offered: &Offered, names: &Names) -> Html {
    let onchange = {
        let board = board.clone();
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            if let Some(facet) = Facet::named(&input.name()) {
                board.look(&(*board.asked).clone().toggled(facet, &input.value()), Visit::Next);
            }
        })
    };
    let of = |facet: Facet| -> Vec<(String, String)> {
        let plain = |name: &str, label: &str| (name.to_owned(), label.to_owned());
        let mut all: Vec<(String, String)> = match facet {
            Facet::Status => Status::ALL.iter().map(|one| plain(one.name(), choice::status(*one))).collect(),
            Facet::Priority => {
                Priority::ALL.iter().rev().map(|one| plain(one.name(), choice::priority(*one))).collect()
            }
            Facet::Due => DueIn::ALL.iter().map(|one| plain(one.name(), one.label())).collect(),
            Facet::Person => {
                let others = offered.people.iter().take(MOST).cloned();
                [plain("me", t::me()), plain("", t::nobody())].into_iter().chain(others).collect()
            }
            Facet::Label => {
                let labels = offered.labels.iter().take(MOST).map(|label| plain(label, label));
                std::iter::once(plain("", t::no_label())).chain(labels).collect()
            }
        };
        // What a link names stays in sight, whether or not it is there.
        for value in board.asked.of(facet) {
            if !all.iter().any(|(there, _)| there == value) {
                let label = if facet == Facet::Person { names.of(value) } else { value };
                all.push(plain(value, label));
            }
        }
        all
    };
    html! {
        <div class="facets" {onchange}>
            { for Facet::ALL.iter().map(|facet| html! {
                <fieldset class="facet">
                    <legend>{ facet.label() }</legend>
                    { for of(*facet).into_iter().map(|(value, label)| {
                        let checked = board.asked.of(*facet).contains(&value);
                        html! {
                            <label key={value.clone()} class="check">
                                <input type="checkbox" name={facet.name()} {value} {checked} />
                                <span>{ label }</span>
                            </label>
                        }
                    }) }
                </fieldset>
            }) }
        </div>
    }
}
