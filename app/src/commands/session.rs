//! Sessions: making them, taking part, and what their hosts do.

use holdfast_core::{
    entity::{Entity as _, FieldValue, People, Session, SessionState, Tags},
    id::{Id, PersonId, ScopeId},
    operation::Edit,
    value::{FieldName, Value},
};

use super::Command;

/// What is written of a session in a form, by field; what is not there stays as it is.
pub(crate) type Written = std::collections::BTreeMap<FieldName, Value>;

/// A session as somebody begins it: it goes on, and who makes it has a place in it.
pub(crate) fn begun(me: PersonId) -> Session {
    Session {
        name: String::new(),
        description: String::new(),
        state: SessionState::Active,
        seats: Session::USUAL_SEATS,
        participants: [me.to_string()].into(),
        tags: Tags::new(),
    }
}

/// A session as a form has it.
pub(crate) fn told(fields: &Written) -> Session {
    Session {
        name: String::read(fields.get(Session::NAME)),
        description: String::read(fields.get(Session::DESCRIPTION)),
        state: SessionState::read(fields.get(Session::STATE)),
        seats: i64::read(fields.get(Session::SEATS)),
        participants: People::read(fields.get(Session::PARTICIPANTS)),
        tags: Tags::read(fields.get(Session::TAGS)),
    }
}

/// The same with what is written in the place of what there was.
fn overwritten(session: &Session, written: &Written) -> Session {
    let mut fields = session.fields();
    fields.extend(written.clone());
    let told = told(&fields);
    Session { name: told.name.trim().to_owned(), ..told }
}

/// Makes a session.
pub(crate) fn create(scope: ScopeId, id: Id<Session>, me: PersonId, written: &Written) -> Command {
    Command::one(overwritten(&begun(me), written).create(scope, id))
}

/// Changes what is written to be otherwise than before; nothing where nothing is.
pub(crate) fn change(scope: ScopeId, id: Id<Session>, before: &Session, written: &Written) -> Option<Command> {
    let after = overwritten(before, written);
    let mut edit = Edit::set(scope, id);
    let begun = edit.clone();
    if after.name != before.name {
        edit = edit.put(Session::NAME, after.name);
    }
    if after.description != before.description {
        edit = edit.put(Session::DESCRIPTION, after.description);
    }
    if after.state != before.state {
        edit = edit.put(Session::STATE, after.state);
    }
    if after.seats != before.seats {
        edit = edit.put(Session::SEATS, after.seats);
    }
    edit = (&after.tags - &before.tags).into_iter().fold(edit, |edit, tag| edit.add(Session::TAGS, tag));
    edit = (&before.tags - &after.tags).into_iter().fold(edit, |edit, tag| edit.remove(Session::TAGS, tag));
    (edit != begun).then(|| Command::one(edit))
}

/// Takes a place for somebody.
pub(crate) fn join(scope: ScopeId, id: Id<Session>, person: &str) -> Command {
    Command::one(Edit::set(scope, id).add(Session::PARTICIPANTS, person))
}

/// Gives somebody's place up.
pub(crate) fn leave(scope: ScopeId, id: Id<Session>, person: &str) -> Command {
    Command::one(Edit::set(scope, id).remove(Session::PARTICIPANTS, person))
}

/// Puts it into another state.
pub(crate) fn turn(scope: ScopeId, id: Id<Session>, state: SessionState) -> Command {
    Command::one(Edit::set(scope, id).put(Session::STATE, state))
}

/// Deletes some.
pub(crate) fn delete(scope: ScopeId, ids: &[Id<Session>]) -> Command {
    Command::of(ids.iter().map(|id| Edit::delete(scope, *id)))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    fn written(of: &[(&'static str, Value)]) -> Written {
        of.iter().map(|(name, value)| ((*name).into(), value.clone())).collect()
    }

    fn line(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn who_makes_a_session_has_a_place_in_it_at_once() {
        let made = create(scope(), id(1), id(2), &written(&[(Session::NAME, line(" Tides "))]));
        let session = Session::read(&applied(None, &made.edits).unwrap());
        let me = id::<()>(2).to_string();
        assert_eq!((session.name.as_str(), session.seats, session.state), ("Tides", 10, SessionState::Active));
        assert_eq!(session.participants, [me.clone()].into());
        let left = applied(applied(None, &made.edits), &leave(scope(), id(1), &me).edits);
        assert!(Session::read(left.as_ref().unwrap()).participants.is_empty());
        let back = applied(left, &join(scope(), id(1), &me).edits).unwrap();
        assert_eq!(Session::read(&back).participants.len(), 1);
        let gone = applied(Some(back), &delete(scope(), &[id(1)]).edits).unwrap();
        assert!(gone.deleted);
    }

    #[test]
    fn what_a_form_has_of_a_session_is_that_session() {
        let of = Session {
            name: "Tides".into(),
            description: "All".into(),
            tags: ["port".to_owned()].into(),
            ..begun(id(2))
        };
        assert_eq!(told(&of.fields()), of);
    }

    #[test]
    fn only_what_is_other_than_before_is_changed() {
        let before = Session { name: "Tides".into(), tags: ["port".to_owned()].into(), ..begun(id(2)) };
        let same = [(Session::NAME, line("Tides ")), (Session::SEATS, Value::Int(10))];
        assert_eq!(change(scope(), id(1), &before, &written(&same)), None);
        let other = written(&[
            (Session::SEATS, Value::Int(3)),
            (Session::STATE, line("archived")),
            (Session::TAGS, Value::Set(["quay".to_owned()].into())),
        ]);
        let made = applied(None, &Command::one(before.create(scope(), id(1))).edits);
        let after = applied(made, &change(scope(), id(1), &before, &other).unwrap().edits).unwrap();
        let wanted = Session { seats: 3, state: SessionState::Archived, tags: ["quay".to_owned()].into(), ..before };
        assert_eq!(Session::read(&after), wanted);
        let turned = applied(Some(after), &turn(scope(), id(1), SessionState::Inactive).edits).unwrap();
        assert_eq!(Session::read(&turned).state, SessionState::Inactive);
    }
}
