use holdfast_core::{
    entity::{Engagement, Entity as _, Membership},
    id::{Id, PersonId},
    replica::Replica,
    role::Role,
};
use yew::prelude::*;

use super::{use_records, use_session};

/// A person's role in an engagement: what their membership says. Until the server has confirmed an engagement made here,
/// whoever made it is its owner.
pub fn role_in(replica: &Replica, engagement: Id<Engagement>, person: PersonId) -> Option<Role> {
    let membership = replica.live(Membership::id_of(engagement.scope(), person).record());
    if let Some(record) = membership {
        return Some(Membership::read(record).role);
    }
    let made_here =
        replica.live(engagement.record()).is_some_and(|record| record.version.0 == 0 && record.created_by == person);
    made_here.then_some(Role::Owner)
}

/// My role in an engagement, if I am in it.
#[hook]
pub fn use_role(engagement: Id<Engagement>) -> Option<Role> {
    let person = use_session().account().id;
    use_records(move |records| records.read(|replica| role_in(replica, engagement, person)))
}

/// Whether a role may change projects and tasks.
pub fn may_edit(role: Option<Role>) -> bool {
    role.is_some_and(|role| role >= Role::Editor)
}

/// Whether a person may change and delete a record that has a host: as an editor their own, as an admin any.
pub(crate) fn may_host(host: PersonId, role: Option<Role>, me: PersonId) -> bool {
    role >= Some(Role::Admin) || (may_edit(role) && host == me)
}
