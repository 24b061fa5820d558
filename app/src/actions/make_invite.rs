use holdfast_core::{entity::Engagement, id::Id, role::Role};
use holdfast_query::{Action, ActionCx, ActionPolicy};

use super::AT_ONCE;
use crate::api::{self, Failure, Invite};

/// Makes a link that lets whoever opens it into an engagement.
pub(crate) struct MakeInvite {
    pub(crate) engagement: Id<Engagement>,
    /// What they may do there.
    pub(crate) role: Role,
}

impl MakeInvite {
    /// The key of an engagement's invitations.
    pub(crate) fn key_of(engagement: Id<Engagement>) -> String {
        format!("{}/{engagement}", Self::NAME)
    }
}

impl Action for MakeInvite {
    type Output = Invite;
    type Error = Failure;
    const NAME: &'static str = "invitation/make";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Invite, Failure> {
        api::invite(self.engagement, self.role).await
    }

    fn key(&self) -> String {
        Self::key_of(self.engagement)
    }
}
