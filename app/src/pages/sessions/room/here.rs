//! Who is in the room, in words.

use holdfast_core::{id::PersonId, status::Link, wire::presence::Doing};
use holdfast_web::Company;
use yew::prelude::*;

use super::company::{Room, use_room};
use crate::{
    components::avatar,
    hooks::{Names, use_records},
    t,
};

/// How many people are named; more are counted.
const NAMED: usize = 5;

/// Properties of [`HereLine`].
#[derive(Properties, PartialEq)]
pub(in super::super) struct Props {
    pub(in super::super) me: PersonId,
    pub(in super::super) names: Names,
}

/// A line that says who is in the room.
#[component]
pub(in super::super) fn HereLine(props: &Props) -> Html {
    let room = use_room();
    let link = use_records(|records| records.link());
    let others = others(&room, props.me, &props.names, |_| true);
    let (state, words) = match &room.company {
        None => ("asking", String::new()),
        Some(Company::Known(_)) => ("known", told(&others)),
        Some(Company::Unknown) if link == Link::Down => ("unknown", t::room_offline().to_owned()),
        Some(Company::Unknown) => ("unknown", t::room_unknown().to_owned()),
    };
    html! {
        // There before it says something: nothing moves when it does.
        <p class="room-here" data-here={state}>
            { for others.iter().take(NAMED).map(|name| avatar(name)) }
            <span>{ words }</span>
        </p>
    }
}

/// Who is writing; nothing where nobody is.
pub(super) fn writing(room: &Room, me: PersonId, names: &Names) -> String {
    let who = others(room, me, names, |doing| doing == Doing::Writing);
    match &who[..] {
        [] => String::new(),
        [one] => t::room_writes(one),
        [one, other] => t::room_write(one, other),
        _ => t::room_many_write().to_owned(),
    }
}

/// The names of the others who do such things there, in their order.
fn others(room: &Room, me: PersonId, names: &Names, is_such: impl Fn(Doing) -> bool) -> Vec<String> {
    let me = me.to_string();
    let others = room.people().filter(|(person, doing)| *person != me && is_such(*doing));
    let mut others: Vec<String> = others.map(|(person, _)| names.of(&person).to_owned()).collect();
    others.sort_by_key(|name| name.to_lowercase());
    others
}

/// Who is there besides oneself, in words.
fn told(others: &[String]) -> String {
    match others {
        [] => t::room_alone().to_owned(),
        [one] => t::room_one(one),
        [first @ .., last] if others.len() <= NAMED => t::room_some(&first.join(", "), last),
        _ => t::room_many(others.len()),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::wire::presence::PersonHere;

    use super::*;

    fn person(number: u8) -> PersonId {
        PersonId::new(0, [number; 10])
    }

    #[test]
    fn who_is_there_is_named_as_long_as_they_are_few() {
        let names = |many: usize| ["Ada", "Ben", "Cleo", "Dora", "Emil", "Fee"].map(ToOwned::to_owned)[..many].to_vec();
        assert_eq!(told(&names(0)), "Only you are here");
        assert_eq!(told(&names(1)), "You and Ada are here");
        assert_eq!(told(&names(3)), "You, Ada, Ben and Cleo are here");
        assert_eq!(told(&names(6)), "You and 6 others are here");
    }

    #[test]
    fn who_writes_is_named_but_for_oneself() {
        let names: Names =
            Names(std::rc::Rc::new((1..=4).map(|who| (person(who).to_string(), format!("P{who}"))).collect()));
        let room = |doing: &[Doing]| {
            let people = (1..).zip(doing).map(|(who, doing)| PersonHere { person: person(who), doing: *doing });
            Room { company: Some(Company::Known(people.collect())), ..Room::default() }
        };
        use Doing::{Looking, Writing};
        let words = |doing: &[Doing]| writing(&room(doing), person(1), &names);
        assert_eq!(words(&[Writing, Looking]), "");
        assert_eq!(words(&[Looking, Writing, Looking]), "P2 is typing…");
        assert_eq!(words(&[Writing, Writing, Writing]), "P2 and P3 are typing…");
        assert_eq!(words(&[Looking, Writing, Writing, Writing]), "Several people are typing…");
    }
}
