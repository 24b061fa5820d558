use holdfast_query::{Cx, Query};
use holdfast_web::Account;

use crate::api::{self, Failure};

/// Whose password a link sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ResetLink {
    pub(crate) token: String,
}

impl Query for ResetLink {
    type Output = Account;
    type Error = Failure;
    const NAME: &'static str = "account/reset-link";

    async fn run(&self, _: Cx<Self>) -> Result<Account, Failure> {
        api::look_at_reset(&self.token).await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}
