//! The filters: for each facet the values that there are.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{FieldValue as _, People, Priority, Status, Tags, Task},
    id::Id,
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::super::{Choice, Combobox, task_panel::FEW};
use crate::{
    board::{Board, Visit},
    browser,
    hooks::Names,
    t,
    views::{DueIn, Facet},
    words::{choice, fold::sort_key},
};

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

/// What is offered of a facet: a box for each value, and where those are many, only for what is chosen and for what has none,
/// with a field that finds the others.
struct Facets {
    boxes: Vec<(String, String)>,
    found: Vec<Choice>,
}

/// Splits the values of a facet: few are gone through quickly, among more one is found by some of its letters.
fn split(always: Vec<(String, String)>, others: Vec<(String, String)>, chosen: &BTreeSet<String>) -> Facets {
    let are_many = others.len() > FEW;
    let (shown, found): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(value, _)| !are_many || chosen.contains(value));
    let found = found.into_iter().map(|(value, label)| (value.into(), label.into())).collect();
    Facets { boxes: always.into_iter().chain(shown).collect(), found }
}

/// Boxes for each facet, and fields to find what there is much of.
pub(super) fn facets(board: &Board, offered: &Offered, names: &Names) -> Html {
    let onchange = {
        let board = board.clone();
        let many = |facet, all: usize| (all > FEW).then_some(facet);
        let many = [many(Facet::Person, offered.people.len()), many(Facet::Label, offered.labels.len())];
        Callback::from(move |event: Event| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let Some(facet) = Facet::named(&input.name()) else { return };
            board.look(&(*board.asked).clone().toggled(facet, &input.value()), Visit::Next);
            // Its box goes where there are many, and the focus with it.
            if !input.checked() && many.contains(&Some(facet)) {
                browser::focus_later_if_lost(match facet {
                    Facet::Person => ".facet-find [name=find-person]",
                    _ => ".facet-find [name=find-label]",
                });
            }
        })
    };
    let of = |facet: Facet| -> Facets {
        let plain = |name: &str, label: &str| (name.to_owned(), label.to_owned());
        let (always, others) = match facet {
            Facet::Status => {
                (Status::ALL.iter().map(|one| plain(one.name(), choice::status(*one))).collect(), Vec::new())
            }
            Facet::Priority => {
                (Priority::ALL.iter().rev().map(|one| plain(one.name(), choice::priority(*one))).collect(), Vec::new())
            }
            Facet::Due => (DueIn::ALL.iter().map(|one| plain(one.name(), one.label())).collect(), Vec::new()),
            Facet::Person => (vec![plain("me", t::me()), plain("", t::nobody())], offered.people.clone()),
            Facet::Label => {
                (vec![plain("", t::no_label())], offered.labels.iter().map(|label| plain(label, label)).collect())
            }
        };
        let mut all = split(always, others, board.asked.of(facet));
        // What a link names stays in sight, whether or not it is there.
        for value in board.asked.of(facet) {
            if !all.boxes.iter().any(|(there, _)| there == value) {
                let label = if facet == Facet::Person { names.of(value) } else { value };
                all.boxes.push(plain(value, label));
            }
        }
        all
    };
    let field = |facet: Facet, found: Vec<Choice>| {
        let (name, label, placeholder) = match facet {
            Facet::Person => ("find-person", t::find_person(), t::find_person_dots()),
            _ => ("find-label", t::find_label(), t::find_label_dots()),
        };
        let board = board.clone();
        let on_pick = Callback::from(move |value: String| {
            board.look(&(*board.asked).clone().toggled(facet, &value), Visit::Next);
        });
        let options = Callback::from(move |()| found.clone());
        html! { <Combobox class="facet-find" {name} {label} {placeholder} {options} {on_pick} /> }
    };
    html! {
        <div class="facets" {onchange}>
            { for Facet::ALL.iter().map(|facet| {
                let Facets { boxes, found } = of(*facet);
                html! {
                    <fieldset class="facet">
                        <legend>{ facet.label() }</legend>
                        { for boxes.into_iter().map(|(value, label)| {
                            let checked = board.asked.of(*facet).contains(&value);
                            html! {
                                <label key={value.clone()} class="check">
                                    <input type="checkbox" name={facet.name()} {value} {checked} />
                                    <span>{ label }</span>
                                </label>
                            }
                        }) }
                        if !found.is_empty() {
                            { field(*facet, found) }
                        }
                    </fieldset>
                }
            }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn among_many_all_can_be_found_and_what_is_chosen_is_in_sight() {
        let people = |all: usize| (0..all).map(|one| (one.to_string(), format!("Person {one}"))).collect::<Vec<_>>();
        let chosen = BTreeSet::from(["3".to_owned()]);
        let me = || vec![("me".to_owned(), "Me".to_owned())];
        let few = split(me(), people(FEW), &chosen);
        assert_eq!((few.boxes.len(), few.found.len()), (FEW + 1, 0));
        let many = split(me(), people(500), &chosen);
        assert_eq!(many.boxes.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>(), ["me", "3"]);
        assert_eq!(many.found.len(), 499);
    }
}
