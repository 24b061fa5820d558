use std::{collections::BTreeMap, rc::Rc};

use holdfast_core::{
    entity::{Engagement, Entity as _, Membership},
    id::Id,
    record::Kind,
};
use yew::prelude::*;

use super::use_records;

use crate::t;

/// The names of an engagement's members by the text of their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names(pub Rc<BTreeMap<String, String>>);

impl Names {
    /// What a member of a set of people is called: a member's name, or the text itself where it is a name already.
    pub fn of<'a>(&'a self, person: &'a str) -> &'a str {
        match self.0.get(person) {
            Some(name) => name,
            None if self.is_former(person) => t::former_member(),
            None => person,
        }
    }

    /// Whose words something is, to stand before them: "Ada’s".
    pub(crate) fn whose(&self, person: &str) -> String {
        match self.of(person) {
            _ if self.is_former(person) => t::of_former().into(),
            // Some languages add no letter to what ends in such a sound.
            name if name.ends_with(['s', 'ß', 'x', 'z']) => t::of_name_hissing(name),
            name => t::of_name(name),
        }
    }

    /// Whether it is the id of someone who is no member any more.
    fn is_former(&self, person: &str) -> bool {
        !self.0.contains_key(person) && person.parse::<Id<()>>().is_ok()
    }

    /// One or two letters for a person.
    pub fn initials(&self, person: &str) -> String {
        let mut words = self.of(person).split_whitespace();
        let first = words.next().and_then(|word| word.chars().next());
        let last = words.next_back().and_then(|word| word.chars().next());
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

/// An engagement's members, by role and name.
#[hook]
pub fn use_members(engagement: Id<Engagement>) -> Vec<Membership> {
    use_records(move |records| {
        records.read(|replica| {
            let kind = Kind::new(Membership::KIND);
            let members = replica.of_kind(&kind).filter(|record| record.scope == engagement.scope());
            let mut members: Vec<Membership> = members.map(|record| Membership::read(record)).collect();
            members.sort_by(|a, b| (b.role, &a.name, a.person).cmp(&(a.role, &b.name, b.person)));
            members
        })
    })
}

impl FromIterator<Membership> for Names {
    fn from_iter<I: IntoIterator<Item = Membership>>(members: I) -> Self {
        Self(Rc::new(members.into_iter().map(|member| (member.person.to_string(), member.name)).collect()))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn people_are_called_by_their_names() {
        let id = Id::<()>::new(0, [1; 10]).to_string();
        let names = Names(Rc::new(BTreeMap::from([(id.clone(), "Ada Byron Lovelace".into())])));
        assert_eq!((names.of(&id), names.initials(&id).as_str()), ("Ada Byron Lovelace", "AL"));
        assert_eq!((names.of("Ben"), names.initials("Ben").as_str()), ("Ben", "B"));
        let gone = Id::<()>::new(0, [2; 10]).to_string();
        assert_eq!((names.of(&gone), names.whose(&gone).as_str()), ("Former member", "Former member’s"));
        assert_eq!([names.whose(&id), names.whose("Boris")], ["Ada Byron Lovelace’s", "Boris’s"]);
    }
}
