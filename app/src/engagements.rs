//! The engagements a person works on, as lists of them are shown.

use holdfast_core::{
    entity::{Engagement, Entity as _},
    id::{Id, PersonId},
    record::Kind,
    replica::Replica,
};

use crate::{
    hooks::{may_edit, role_in},
    words::fold::sort_key,
};

/// All of them with their names, by the alphabet.
pub(crate) fn engagements(replica: &Replica) -> Vec<(Id<Engagement>, String)> {
    let kind = Kind::new(Engagement::KIND);
    let all = replica.of_kind(&kind).map(|record| (record.id.into(), Engagement::read(record).name));
    let mut all: Vec<(Id<Engagement>, String)> = all.collect();
    all.sort_by_cached_key(|(id, name)| (sort_key(name), *id));
    all
}

/// Those that a person may add to.
pub(crate) fn engagements_of(replica: &Replica, person: PersonId) -> Vec<(Id<Engagement>, String)> {
    let mut all = engagements(replica);
    all.retain(|(id, _)| may_edit(role_in(replica, *id, person)));
    all
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{ClientId, OpId},
        operation::Draft,
    };

    use super::*;
    use crate::commands::{engagement, testing::id};

    #[test]
    fn they_stand_by_their_names_and_only_a_members_are_added_to() {
        let mut replica = Replica::new(ClientId::new(0, [0; 10]));
        for (number, name, author) in [(1, "Yard", 7), (2, "Ärzte", 8), (3, "boats", 7), (4, "Boats", 7)] {
            let edit = engagement::create(id(number), name).unwrap().edits.remove(0).edit;
            replica.stage(&[Draft::new(OpId::new(number.into(), [0; 10]), id(author), 0, edit)]);
        }
        let names = |all: Vec<(Id<Engagement>, String)>| all.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(names(engagements(&replica)), ["Ärzte", "boats", "Boats", "Yard"]);
        assert_eq!(names(engagements_of(&replica, id(7))), ["boats", "Boats", "Yard"]);
    }
}
