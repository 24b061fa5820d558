use holdfast_query::{Cx, Policy, Query, Stale};
use serde::{Deserialize, Serialize};

use crate::api::{self, Failure};

/// Whether the account has a password: who signs in with the provider may have none.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct HasPassword;

impl Query for HasPassword {
    type Output = bool;
    type Error = Failure;
    const NAME: &'static str = "account/has-password";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(0));

    async fn run(&self, _: Cx<Self>) -> Result<bool, Failure> {
        api::has_password().await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}
