//! Whose names a file has: members of the engagement it goes to, where a name is that of just one of them.

use std::collections::{HashMap, hash_map::Entry};

use super::{Board, Card};
use crate::id::PersonId;

impl Board {
    /// The board with the people of its cards told apart: the name of just one of these members becomes that member's id,
    /// whatever its case; any other stays the name it is. A context of a list becomes a member likewise, and is no label
    /// then; as it cannot have spaces, "@Ada_Byron" and "@AdaByron" are Ada Byron.
    #[must_use]
    pub fn with_people(mut self, members: &[(PersonId, String)]) -> Self {
        let (names, contexts) = (only(members, plain), only(members, bare));
        for card in &mut self.cards {
            for name in &mut card.members {
                if let Some(person) = names.get(&plain(name)) {
                    *name = person.to_string();
                }
            }
            call(card, &contexts);
        }
        self
    }
}

/// Makes assignees of the contexts that are people.
fn call(card: &mut Card, people: &HashMap<String, PersonId>) {
    for context in std::mem::take(&mut card.contexts) {
        match people.get(&bare(&context)) {
            Some(person) => {
                card.labels.retain(|label| *label != context);
                card.members.push(person.to_string());
            }
            None => card.contexts.push(context),
        }
    }
}

/// Members by how their names are written, without those that are written alike.
fn only(members: &[(PersonId, String)], written: fn(&str) -> String) -> HashMap<String, PersonId> {
    let mut found: HashMap<String, Option<PersonId>> = HashMap::new();
    for (person, name) in members {
        match found.entry(written(name)) {
            Entry::Vacant(free) => {
                free.insert(Some(*person));
            }
            Entry::Occupied(mut taken) if *taken.get() != Some(*person) => {
                taken.insert(None);
            }
            Entry::Occupied(_) => {}
        }
    }
    found.remove("");
    found.into_iter().filter_map(|(name, person)| Some((name, person?))).collect()
}

fn plain(name: &str) -> String {
    name.trim().to_lowercase()
}

fn bare(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
