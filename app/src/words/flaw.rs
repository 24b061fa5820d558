//! Why a value or an edit is refused, in the language that is spoken.

use holdfast_core::{
    authority::Rejection,
    entity::{FieldType, Flaw, Invalid, Wrong, schema_of},
    flags::Flag,
    operation::{Action, Operation},
    value::FieldName,
};

use super::{choice, operation::field_label};
use crate::t;

/// What is wrong with a value, to follow the name of its field.
pub fn wrong(wrong: Wrong) -> String {
    match wrong {
        Wrong::Blank => t::wrong_blank().into(),
        Wrong::Long { has, most } => t::wrong_long(has, most),
        Wrong::Unknown(names) => {
            t::wrong_choice(&names.iter().map(|name| choice::named(name)).collect::<Vec<_>>().join(", "))
        }
        Wrong::Time => t::wrong_time().into(),
        Wrong::Many { has, most } => t::wrong_many(has, most),
        Wrong::Member { most } => t::wrong_member(most),
        Wrong::Range { least, most } => t::wrong_range(&least.to_string(), &most.to_string()),
        Wrong::Full { most } => t::wrong_full(most),
        Wrong::TooLong => t::wrong_too_long().into(),
        Wrong::Missing => t::wrong_missing().into(),
        Wrong::Field => t::wrong_field().into(),
        Wrong::Settled => t::wrong_settled().into(),
        Wrong::Kind | Wrong::MembersOnly | Wrong::IncrementsOnly | Wrong::Single => t::wrong_kind().into(),
    }
}

/// A field and what is wrong with it.
pub fn of(flaw: &Flaw) -> String {
    t::field_wrong(&field_label(&flaw.field), &wrong(flaw.wrong))
}

/// Why the server refused an operation. What it says of a value it says in English; what is wrong is found here as it was
/// there, by the same check.
pub fn rejected(why: &Rejection, operation: &Operation) -> String {
    match why {
        why if Flag::refused(why, operation).is_some() => t::rejected_off().into(),
        Rejection::Invalid(invalid) => {
            let found = found(operation, &invalid.field).or_else(|| full(operation, invalid));
            let words = found.map_or_else(|| invalid.message.clone(), wrong);
            t::field_wrong(&field_label(&invalid.field), &words)
        }
        Rejection::NotFound => t::rejected_not_found().into(),
        Rejection::Deleted => t::rejected_deleted().into(),
        Rejection::Forbidden => t::rejected_forbidden().into(),
        Rejection::NoAccess => t::rejected_no_access().into(),
        Rejection::UnknownKind => t::rejected_unknown_kind().into(),
        Rejection::UnknownFormat => t::rejected_unknown_format().into(),
        Rejection::TooLarge => t::rejected_too_large().into(),
        Rejection::ContentLost => t::rejected_content_lost().into(),
    }
}

/// What is wrong with a field of an operation, as far as that is known here.
fn found(operation: &Operation, field: &FieldName) -> Option<Wrong> {
    let schema = schema_of(&operation.kind)?;
    let checked = match &operation.action {
        Action::Create(fields) => schema.check_new(fields),
        Action::Set(changes) => changes.get(field).map_or(Ok(()), |change| schema.check_change(field, change)),
        Action::Delete | Action::Restore => Ok(()),
    };
    checked.err().filter(|flaw| flaw.field == *field).map(|flaw| flaw.wrong)
}

/// Whether there was no place left, which only the server can know; how many there are is in what it says.
fn full(operation: &Operation, invalid: &Invalid) -> Option<Wrong> {
    let field = schema_of(&operation.kind)?.field(&invalid.field)?;
    let said = || invalid.message.split(|letter: char| !letter.is_ascii_digit()).find_map(|most| most.parse().ok());
    matches!(field.field_type, FieldType::Places { .. }).then(said)?.map(|most| Wrong::Full { most })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        entity::{Entity as _, Session, Task},
        id::{ClientId, OpId},
        operation::{ClientSeq, Draft},
        record::{Kind, Seq},
        value::{Change, Value},
    };

    use super::*;
    use crate::commands::testing::{id, scope};

    #[test]
    fn english_is_said_as_the_server_says_it() {
        let all = [
            Wrong::Blank,
            Wrong::Long { has: 501, most: 500 },
            Wrong::Unknown(&["todo", "done"]),
            Wrong::Time,
            Wrong::Many { has: 201, most: 200 },
            Wrong::Member { most: 100 },
            Wrong::Range { least: 1, most: 200 },
            Wrong::Full { most: 2 },
            Wrong::TooLong,
            Wrong::Kind,
            Wrong::Field,
            Wrong::Missing,
            Wrong::Settled,
        ];
        for one in all {
            let said = one.to_string().replace("todo, done", "To do, Done");
            assert_eq!(wrong(one), said);
        }
        for why in [
            Rejection::NotFound,
            Rejection::Deleted,
            Rejection::Forbidden,
            Rejection::NoAccess,
            Rejection::UnknownKind,
            Rejection::UnknownFormat,
            Rejection::TooLarge,
            Rejection::ContentLost,
        ] {
            assert_eq!(rejected(&why, &titled("x")), why.to_string());
        }
    }

    fn titled(title: &str) -> Operation {
        let changes = [(Task::TITLE.into(), Change::Put(Value::Text(title.into())))].into();
        let edit = holdfast_core::operation::Edit {
            scope: scope(),
            kind: Kind::new(Task::KIND),
            id: id::<Task>(2).record(),
            action: Action::Set(changes),
        };
        let draft = Draft::new(OpId::new(0, [0; 10]), id(1), 0, edit);
        Operation::stored(&draft, ClientId::new(0, [0; 10]), ClientSeq(1), Seq(0), Vec::new())
    }

    #[test]
    fn what_is_wrong_with_a_value_is_found_here_or_told_as_the_server_says_it() {
        let refused =
            |message: &str| Rejection::Invalid(Invalid { field: Task::TITLE.into(), message: message.into() });
        assert_eq!(rejected(&refused("ist leer"), &titled(" ")), "title must not be empty");
        assert_eq!(rejected(&refused("is a bad word"), &titled("Call")), "title is a bad word");
        let join = holdfast_core::operation::Edit::set::<Session>(scope(), id(2)).add(Session::PARTICIPANTS, "x");
        let join = Draft::new(OpId::new(0, [0; 10]), id(1), 0, join);
        let join = Operation::stored(&join, ClientId::new(0, [0; 10]), ClientSeq(1), Seq(0), Vec::new());
        let flaw = Flaw { field: Session::PARTICIPANTS.into(), wrong: Wrong::Full { most: 12 } };
        assert_eq!(
            rejected(&Rejection::Invalid(flaw.into()), &join),
            "participants find no place left: all 12 places are taken"
        );
    }
}
