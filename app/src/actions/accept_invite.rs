use holdfast_query::{Action, ActionCx, ActionPolicy};

use super::AT_ONCE;
use crate::api::{self, Accepted, Failure};

/// Joins the engagement that an invitation is to.
pub(crate) struct AcceptInvite {
    pub(crate) token: String,
}

impl AcceptInvite {
    /// The key of a token's acceptance.
    pub(crate) fn key_of(token: &str) -> String {
        format!("{}/{token}", Self::NAME)
    }
}

impl Action for AcceptInvite {
    type Output = Accepted;
    type Error = Failure;
    const NAME: &'static str = "invitation/accept";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Accepted, Failure> {
        api::accept(&self.token).await
    }

    fn key(&self) -> String {
        Self::key_of(&self.token)
    }
}
