use holdfast_query::{Cx, Policy, Query, Retry, Stale};
use serde::{Deserialize, Serialize};

use crate::api::{self, Failure};

/// What the server says about itself to anyone.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct About;

impl Query for About {
    type Output = api::About;
    type Error = Failure;
    const NAME: &'static str = "server/about";
    // Whether there is a demo changes when the first account is made.
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(0)).retry(Retry { limit: 1, ..Retry::DEFAULT });

    async fn run(&self, _: Cx<Self>) -> Result<api::About, Failure> {
        api::about().await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}
