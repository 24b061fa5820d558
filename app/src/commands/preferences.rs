//! What a person likes, on whatever device.

use std::collections::BTreeSet;

use holdfast_core::{
    entity::{Entity as _, MEMBERS, Preferences, Session},
    id::{Id, PersonId},
    operation::Edit,
    record::Record,
};

use super::Command;

/// What there has to be before anything is kept: nothing where it is there. Two devices that both make it make one.
pub(crate) fn begin(person: PersonId, seen: Option<&Record>) -> Option<Command> {
    let id = Preferences::id_of(person);
    match seen {
        None => {
            let empty = Preferences { favourites: [].into(), session_order: String::new() };
            Some(Command::one(empty.create(person.scope(), id)))
        }
        Some(record) if record.deleted => Some(Command::one(Edit::restore(person.scope(), id))),
        Some(_) => None,
    }
}

/// Makes room for one more favourite: the mark to be taken off for it, of what was deleted; nothing where there is no room.
pub(crate) fn room(marked: &BTreeSet<String>, is_gone: impl Fn(&str) -> bool) -> Option<Vec<String>> {
    if marked.len() < MEMBERS {
        return Some(Vec::new());
    }
    marked.iter().find(|id| is_gone(id)).map(|gone| vec![gone.clone()])
}

/// Marks a session as a favourite, or takes the mark off; and takes the marks off those that are `gone`.
pub(crate) fn favour(person: PersonId, session: Id<Session>, is_one: bool, gone: &[String]) -> Command {
    let edit = gone.iter().fold(set(person), |edit, id| edit.remove(Preferences::FAVOURITES, id.clone()));
    let session = session.to_string();
    Command::one(match is_one {
        true => edit.add(Preferences::FAVOURITES, session),
        false => edit.remove(Preferences::FAVOURITES, session),
    })
}

/// Keeps the order in which sessions are looked at.
pub(crate) fn order(person: PersonId, name: &str) -> Command {
    Command::one(set(person).put(Preferences::SESSION_ORDER, name.to_owned()))
}

fn set(person: PersonId) -> Edit {
    Edit::set(person.scope(), Preferences::id_of(person))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id};

    #[test]
    fn a_full_set_of_favourites_gives_up_what_is_gone_and_nothing_else() {
        let few = BTreeSet::from(["a".to_owned()]);
        assert_eq!(room(&few, |_| true), Some(Vec::new()), "there is room");
        let full: BTreeSet<String> = (0..MEMBERS).map(|number| format!("{number:03}")).collect();
        assert_eq!(room(&full, |_| false), None);
        let gone = room(&full, |id| ["007", "008"].contains(&id)).unwrap();
        assert_eq!(gone, ["007"]);
        let edit = favour(id(1), id(7), true, &gone).edits.remove(0);
        let liked = Preferences { favourites: full, session_order: String::new() };
        let kept = applied(None, &Command::one(liked.create(id::<()>(1).scope(), Preferences::id_of(id(1)))).edits);
        let after = Preferences::read(&applied(kept, &[edit]).unwrap());
        assert!(after.favourites.len() == MEMBERS && !after.favourites.contains("007"));
    }

    #[test]
    fn the_first_mark_makes_what_it_is_kept_in_and_no_other_does() {
        let made = applied(None, &begin(id(1), None).unwrap().edits).unwrap();
        assert_eq!(begin(id(1), Some(&made)), None);
        let marked = applied(Some(made), &favour(id(1), id(7), true, &[]).edits).unwrap();
        assert_eq!(Preferences::read(&marked).favourites, [id::<()>(7).to_string()].into());
        let ordered = applied(Some(marked), &order(id(1), "created").edits).unwrap();
        assert_eq!(Preferences::read(&ordered).session_order, "created");
        let plain = applied(Some(ordered), &favour(id(1), id(7), false, &[]).edits).unwrap();
        assert!(Preferences::read(&plain).favourites.is_empty());
        let gone = Record { deleted: true, ..plain };
        let back = applied(Some(gone.clone()), &begin(id(1), Some(&gone)).unwrap().edits).unwrap();
        assert!(!back.deleted);
    }
}
