use holdfast_core::{
    entity::Engagement,
    id::{Id, PersonId},
    role::Role,
    wire::remote::MemberInfo,
};
use holdfast_query::{Action, ActionCx, ActionPolicy, Client};

use super::AT_ONCE;
use crate::{
    api::{self, Failure},
    queries::Members,
};

/// Gives a member of an engagement another role, or takes them out of it.
pub(crate) struct ChangeMember {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) person: PersonId,
    /// The new role; none takes the person out.
    pub(crate) to: Option<Role>,
}

impl ChangeMember {
    /// The key of a member's changes.
    pub(crate) fn key_of(engagement: Id<Engagement>, person: PersonId) -> String {
        format!("{}/{engagement}/{person}", Self::NAME)
    }
}

impl Action for ChangeMember {
    type Output = ();
    type Error = Failure;
    const NAME: &'static str = "engagement/members/change";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<(), Failure> {
        api::change_member(self.engagement, self.person, self.to).await
    }

    /// What one change may depends on those before it: an engagement keeps an owner.
    fn scope(&self) -> Option<String> {
        Some(format!("engagement/{}/members", self.engagement))
    }

    fn key(&self) -> String {
        Self::key_of(self.engagement, self.person)
    }

    fn done(&self, client: &Client, (): &()) {
        let changed = |all: &Vec<MemberInfo>| {
            let others = all.iter().filter(|one| one.person != self.person || self.to.is_some()).cloned();
            Some(others.map(|one| self.changed(one)).collect())
        };
        client.update(&Members { engagement: self.engagement }, changed);
        client.invalidate(&Members { engagement: self.engagement });
    }
}

impl ChangeMember {
    fn changed(&self, member: MemberInfo) -> MemberInfo {
        match self.to {
            Some(role) if member.person == self.person => MemberInfo { role, ..member },
            _ => member,
        }
    }
}
