//! Who stands in the list, and what may be done to them.

use holdfast_core::{Millis, entity::Membership, id::PersonId, role::Role, wire::remote::MemberInfo};

/// One of the people.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) person: PersonId,
    pub(super) name: String,
    pub(super) role: Role,
    /// What only the server knows of them, once it has told.
    pub(super) told: Option<Told>,
}

/// What only the server knows of a member.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) email: String,
    pub(super) joined_at: Millis,
    /// None if they are signed in nowhere.
    pub(super) last_seen_at: Option<Millis>,
}

/// The people, by role and name. Who is there and as what is the replica's to say, which follows every change at once; the
/// server's answer adds to that, and stands alone only while the replica has nobody.
pub(super) fn rows(here: &[Membership], told: Option<&[MemberInfo]>) -> Vec<Row> {
    let told = told.unwrap_or_default();
    let add = |info: &MemberInfo| Told {
        email: info.email.clone(),
        joined_at: info.joined_at,
        last_seen_at: info.last_seen_at,
    };
    if here.is_empty() {
        let row = |info: &MemberInfo| Row {
            person: info.person,
            name: info.name.clone(),
            role: info.role,
            told: Some(add(info)),
        };
        return told.iter().map(row).collect();
    }
    let row = |member: &Membership| Row {
        person: member.person,
        name: member.name.clone(),
        role: member.role,
        told: told.iter().find(|info| info.person == member.person).map(add),
    };
    here.iter().map(row).collect()
}

/// What a person may do to another member, or to themselves.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Rights {
    /// The roles they may give; with none, or one, there is nothing to choose.
    pub(super) roles: Vec<Role>,
    /// Whether they may take them out; of oneself: leave.
    pub(super) may_remove: bool,
}

/// By the rules of the server, which has the last word: admins change those who are not above them, anyone may leave, and
/// an engagement keeps an owner.
pub(super) fn rights(own: Option<Role>, me: PersonId, row: &Row, owners: usize) -> Rights {
    if row.role == Role::Owner && owners <= 1 {
        return Rights::default();
    }
    let reigns = own.filter(|own| *own >= Role::Admin && row.role <= *own);
    let roles = reigns.map(|own| Role::ALL.into_iter().filter(|role| *role <= own).collect()).unwrap_or_default();
    Rights { roles, may_remove: reigns.is_some() || row.person == me }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::id::Id;

    use super::*;

    fn person(number: u8) -> PersonId {
        Id::new(0, [number; 10])
    }

    fn here(number: u8, role: Role) -> Membership {
        Membership { person: person(number), role, name: format!("{number}") }
    }

    fn told(number: u8, role: Role) -> MemberInfo {
        let (name, email) = (format!("{number}"), format!("{number}@holdfast.example"));
        MemberInfo { person: person(number), name, email, role, joined_at: 1, last_seen_at: None }
    }

    fn short(rows: &[Row]) -> Vec<(PersonId, Role, bool)> {
        rows.iter().map(|row| (row.person, row.role, row.told.is_some())).collect()
    }

    #[test]
    fn who_is_there_is_the_replicas_to_say() {
        let replica = [here(1, Role::Owner), here(2, Role::Viewer)];
        let server = [told(1, Role::Owner), told(2, Role::Admin), told(3, Role::Viewer)];
        let both = rows(&replica, Some(&server));
        assert_eq!(short(&both), [(person(1), Role::Owner, true), (person(2), Role::Viewer, true)]);
        assert_eq!(short(&rows(&replica, None))[1], (person(2), Role::Viewer, false), "without the server");
        assert_eq!(rows(&[], Some(&server)).len(), 3, "without the replica");
        assert!(rows(&[], None).is_empty());
    }

    #[test]
    fn rights_are_the_servers() {
        use Role::{Admin, Editor, Owner, Viewer};
        let may = |own: Role, other: Role, owners: usize| {
            let rights = rights(Some(own), person(1), &rows(&[here(2, other)], None)[0], owners);
            (rights.roles.last().copied(), rights.may_remove)
        };
        for (own, other, owners, expected) in [
            (Owner, Owner, 2, (Some(Owner), true)),
            (Owner, Editor, 1, (Some(Owner), true)),
            (Admin, Owner, 2, (None, false)),
            (Admin, Admin, 1, (Some(Admin), true)),
            (Editor, Viewer, 1, (None, false)),
        ] {
            assert_eq!(may(own, other, owners), expected, "{own:?} to {other:?}");
        }
        let mine = |role: Role, owners: usize| rights(Some(role), person(1), &rows(&[here(1, role)], None)[0], owners);
        assert_eq!(mine(Owner, 1), Rights::default(), "the only owner stays");
        assert_eq!(mine(Viewer, 1), Rights { roles: Vec::new(), may_remove: true }, "anyone may leave");
        assert_eq!(rights(None, person(9), &rows(&[here(1, Viewer)], None)[0], 1), Rights::default());
    }
}
