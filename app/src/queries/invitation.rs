use holdfast_query::{Cx, Query};

use crate::api::{self, Failure, Invited};

/// What an invitation says before it is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Invitation {
    pub(crate) token: String,
}

impl Query for Invitation {
    type Output = Invited;
    type Error = Failure;
    const NAME: &'static str = "invitation";

    async fn run(&self, _: Cx<Self>) -> Result<Invited, Failure> {
        api::look(&self.token).await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}
