//! What is begun in fields that store it only when their form is sent. Kept in the tab's own storage with every letter, so that
//! a reload takes nothing away: a newer build replaces the page whether or not somebody is writing.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use holdfast_core::id::PersonId;
use web_sys::Storage;

/// What the names of all drafts begin with in the tab's storage.
const DRAFTS: &str = "holdfast-draft ";

thread_local! {
    /// What the browser would not keep, by its name: it is there until the page goes.
    static UNKEPT: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };

    /// The names of those that were drawn or written since the page was loaded. Others may be of what is gone.
    static SEEN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Where the words of a field are kept: a person's, under a key of the field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    name: String,
}

impl Draft {
    /// The draft of a person's field, or where nobody is signed in, of nobody's.
    pub fn of(person: Option<PersonId>, key: &str) -> Self {
        Self { name: format!("{}{key}", prefix(person)) }
    }

    /// What is begun; nothing is no words.
    pub fn text(&self) -> String {
        let unkept = UNKEPT.with_borrow(|unkept| unkept.get(&self.name).cloned());
        let text = unkept.or_else(|| storage()?.get_item(&self.name).ok()?).unwrap_or_default();
        if !text.is_empty() {
            SEEN.with_borrow_mut(|seen| seen.insert(self.name.clone()));
        }
        text
    }

    /// Keeps what is begun; where there are no words, it is forgotten.
    pub fn keep(&self, text: &str) {
        if text.trim().is_empty() {
            return self.forget();
        }
        SEEN.with_borrow_mut(|seen| seen.insert(self.name.clone()));
        let is_kept = storage().is_some_and(|storage| storage.set_item(&self.name, text).is_ok());
        UNKEPT.with_borrow_mut(|unkept| match is_kept {
            true => drop(unkept.remove(&self.name)),
            false => drop(unkept.insert(self.name.clone(), text.to_owned())),
        });
    }

    /// Forgets it: it was sent, or settled otherwise.
    pub fn forget(&self) {
        UNKEPT.with_borrow_mut(|unkept| unkept.remove(&self.name));
        SEEN.with_borrow_mut(|seen| seen.remove(&self.name));
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.name);
        }
    }
}

/// A person's drafts whose keys begin so: what follows in the key, and the words.
pub fn all(person: PersonId, begin: &str) -> Vec<(String, String)> {
    let begin = format!("{}{begin}", prefix(Some(person)));
    let named = |name: String| {
        let key = name.strip_prefix(&begin)?.to_owned();
        Some((key, Draft { name }.text()))
    };
    names().into_iter().filter_map(named).collect()
}

/// How many drafts there are of a person's. It does not count as looking at them.
pub fn count(person: PersonId) -> usize {
    let own = prefix(Some(person));
    names().into_iter().filter(|name| name.starts_with(&own)).count()
}

/// Whether anything is begun that a person knows of and that goes with the tab.
pub fn are_there() -> bool {
    SEEN.with_borrow(|seen| !seen.is_empty())
}

/// Whether anything is begun that a reload would take away.
pub fn are_unkept() -> bool {
    UNKEPT.with_borrow(|unkept| !unkept.is_empty())
}

/// Forgets what anybody else has begun here: they have left.
pub fn leave_only(person: Option<PersonId>) {
    let own = person.map(|person| prefix(Some(person)));
    for name in names() {
        if own.as_ref().is_none_or(|own| !name.starts_with(own)) {
            Draft { name }.forget();
        }
    }
}

fn prefix(person: Option<PersonId>) -> String {
    match person {
        Some(person) => format!("{DRAFTS}{person} "),
        None => format!("{DRAFTS}nobody "),
    }
}

fn names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = UNKEPT.with_borrow(|unkept| unkept.keys().cloned().collect());
    if let Some(storage) = storage() {
        let kept = (0..storage.length().unwrap_or_default()).filter_map(|place| storage.key(place).ok()?);
        names.extend(kept.filter(|name| name.starts_with(DRAFTS)));
    }
    names
}

/// There is none in a worker, nor where the person has switched it off.
fn storage() -> Option<Storage> {
    web_sys::window()?.session_storage().ok()?
}

#[cfg(test)]
mod tests {
    use holdfast_core::id::Id;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_begun_is_kept_until_it_is_sent_or_its_author_leaves() {
        let (ada, ben) = (Id::new(0, [11; 10]), Id::new(0, [12; 10]));
        let (hers, his) = (Draft::of(Some(ada), "one"), Draft::of(Some(ben), "one"));
        hers.keep("Half a");
        his.keep("Half another");
        assert_eq!((hers.text().as_str(), Draft::of(Some(ada), "other").text().as_str()), ("Half a", ""));
        let stored = storage().and_then(|storage| storage.get_item(&hers.name).ok()?);
        assert_eq!(stored.as_deref(), Some("Half a"), "where a reload finds it");
        assert!(are_there() && !are_unkept());

        leave_only(Some(ada));
        assert_eq!((hers.text().as_str(), his.text().as_str()), ("Half a", ""));
        hers.keep(" \n");
        assert!(hers.text().is_empty() && !are_there(), "no words are no draft");
    }

    #[test]
    fn drafts_of_a_sort_are_found_by_what_their_keys_begin_with() {
        let ada = Id::new(0, [13; 10]);
        Draft::of(Some(ada), "sort 1").keep("one");
        Draft::of(Some(ada), "other 2").keep("two");
        assert_eq!(all(ada, "sort "), [("1".to_owned(), "one".to_owned())]);
        leave_only(None);
        assert!(all(ada, "").is_empty());
    }

    #[test]
    fn what_the_browser_does_not_keep_stays_while_the_page_does() {
        let draft = Draft::of(Some(Id::new(0, [14; 10])), "long");
        let long = "x".repeat(16 << 20);
        draft.keep(&long);
        assert!(are_unkept() && draft.text() == long, "more than the storage takes");
        draft.keep("short");
        assert!(!are_unkept() && draft.text() == "short");
        draft.forget();
        assert!(!are_there());
    }
}
