//! Messages in a session's room.

use holdfast_core::{
    entity::{Entity as _, Message, Session},
    id::{Id, ScopeId},
    operation::Edit,
    record::Seq,
};

use super::Command;

/// Says something in a session's room; nothing if there is nothing to say.
pub(crate) fn say(scope: ScopeId, id: Id<Message>, session: Id<Session>, text: &str) -> Option<Command> {
    let text = words(text)?.to_owned();
    let message = Message { session, text, said_by: String::new(), said_at: None };
    Some(Command::one(message.create(scope, id)))
}

/// Says it otherwise, begun when its record had that version; nothing if that is the same or nothing.
pub(crate) fn change(scope: ScopeId, id: Id<Message>, before: &str, text: &str, seen: Option<Seq>) -> Option<Command> {
    let text = words(text).filter(|text| *text != before)?;
    Some(Command::one(Edit::set(scope, id).put(Message::TEXT, text)).begun_at(seen))
}

/// Takes it back.
pub(crate) fn delete(scope: ScopeId, id: Id<Message>) -> Command {
    Command::one(Edit::delete(scope, id))
}

/// What was written, without what is blank after it.
fn words(text: &str) -> Option<&str> {
    let text = text.trim_end();
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::testing::{applied, id, scope};

    #[test]
    fn what_is_said_can_be_said_otherwise_and_taken_back() {
        let said = applied(None, &say(scope(), id(1), id(2), "  - one\n\n").unwrap().edits).unwrap();
        let read = Message::read(&said);
        assert_eq!((read.text.as_str(), read.session), ("  - one", id(2)));
        assert_eq!(say(scope(), id(1), id(2), " \n "), None);
        assert_eq!(change(scope(), id(1), "one", "one ", None), None);
        assert_eq!(change(scope(), id(1), "one", " ", None), None, "a message without words is deleted instead");
        let changed = change(scope(), id(1), "one", "two", Some(Seq(3))).unwrap();
        assert_eq!(changed.edits[0].seen, Some(Seq(3)));
        let changed = applied(Some(said), &changed.edits).unwrap();
        assert_eq!(Message::read(&changed).text, "two");
        assert!(applied(Some(changed), &delete(scope(), id(1)).edits).unwrap().deleted);
    }
}
