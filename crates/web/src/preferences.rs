//! Small choices of how the app looks and listens, as text. In local storage: they are read before the first paint, and the
//! page itself reads [`LOOK`] before any of this has arrived.

use holdfast_core::{Millis, id::PersonId};

use crate::{
    locks::hold_within,
    messages::{code_name, files_name, person_name, queries_name},
};

/// The name of how the app looks here: `theme=dark density=compact`. A script in `index.html` reads it.
pub const LOOK: &str = "look";

/// Everything that is kept for a person goes with their data.
const OF_A_PERSON: [&str; 5] = [FILES_SEEN, KEYS, RECENT, REMINDERS, SHOWN];

/// The name of the server's history in which it was looked whether the server has the contents of this device's files.
pub(crate) const FILES_SEEN: &str = "files-seen";

/// The name of a person's own keys.
pub const KEYS: &str = "keys";

/// The name of what a person opened last by the command palette: ids, no words of theirs.
pub const RECENT: &str = "recent";

/// The name of what a person was reminded of, and of what they want to be: ids and moments.
pub const REMINDERS: &str = "reminders";

/// The name of what was shown last: ids.
pub(crate) const SHOWN: &str = "shown";

/// How long another tab that is at it is waited for, in milliseconds.
const PATIENCE: Millis = 2_000;

/// What is kept under a name, for whoever uses this device.
pub fn load(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps something under a name. Where that is refused, the choice holds until the page is closed.
pub fn save(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(name), text);
    }
}

/// What is kept under a name for a person.
pub fn load_for(person: PersonId, name: &str) -> Option<String> {
    load(&of(person, name))
}

/// Keeps something under a name for a person, until they sign out.
pub fn save_for(person: PersonId, name: &str, text: &str) {
    save(&of(person, name), text);
}

/// Changes what is kept under a name for a person while no other tab does; nothing if one is at it for too long.
pub async fn change_for<T>(person: PersonId, name: &str, change: impl FnOnce(&str) -> (String, T)) -> Option<T> {
    let name = of(person, name);
    let _alone = hold_within(&format!("holdfast-{name}"), PATIENCE).await?;
    let before = load(&name).unwrap_or_default();
    let (after, told) = change(&before);
    if after != before {
        save(&name, &after);
    }
    Some(told)
}

/// Whether a `storage` event says that another tab has changed what is kept under a name, for whomever, or everything.
pub fn is_about(event: &web_sys::Event, name: &str) -> bool {
    let changed = js_sys::Reflect::get(event, &"key".into()).ok().and_then(|changed| changed.as_string());
    changed.is_none_or(|changed| changed.starts_with(&key(name)))
}

/// The name of the version that a database had before a build brought it up to date.
pub(crate) fn upgraded(database: &str) -> String {
    format!("upgraded-{database}")
}

/// Forgets what is kept for a person.
pub(crate) fn forget(person: PersonId) {
    if let Some(storage) = storage() {
        for database in [person_name(person), queries_name(person), files_name(person), code_name(person)] {
            let _ = storage.remove_item(&key(&upgraded(&database)));
        }
        for name in OF_A_PERSON {
            let _ = storage.remove_item(&key(&of(person, name)));
        }
    }
}

fn of(person: PersonId, name: &str) -> String {
    format!("{name}-{person}")
}

fn key(name: &str) -> String {
    format!("holdfast-{name}")
}

/// There is none where the person has switched it off.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

#[cfg(test)]
mod tests {
    use holdfast_core::id::Id;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_event_is_about_what_it_names_or_about_everything() {
        let event = |changed: Option<&str>| {
            let event = web_sys::Event::new("storage").unwrap();
            js_sys::Reflect::set(&event, &"key".into(), &changed.map(key).into()).unwrap();
            event
        };
        assert!(is_about(&event(Some("keys-a")), KEYS) && is_about(&event(Some("look")), LOOK));
        assert!(!is_about(&event(Some("reminders-a")), KEYS) && !is_about(&event(Some("recent-a")), LOOK));
        assert!(is_about(&event(None), KEYS), "everything was cleared");
    }

    #[test]
    fn what_is_kept_for_a_person_goes_with_them() {
        let (ada, ben) = (Id::new(0, [1; 10]), Id::new(0, [2; 10]));
        save_for(ada, KEYS, "hers");
        save_for(ben, KEYS, "his");
        save(LOOK, "theme=dark");
        forget(ada);
        assert_eq!(load_for(ada, KEYS), None);
        assert_eq!(load_for(ben, KEYS).as_deref(), Some("his"));
        assert_eq!(load(LOOK).as_deref(), Some("theme=dark"));
        forget(ben);
        save(LOOK, "");
    }
}
