use holdfast_core::wire::remote;
use holdfast_query::{Cx, Network, Policy, Query, Retry, Stale};
use serde::{Deserialize, Serialize};

use super::ON_DEVICE;
use crate::api::{self, Failure};

/// How the server stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Health;

/// How often it is asked while the page is seen, in milliseconds.
pub(crate) const POLL: u64 = 15_000;

impl Query for Health {
    type Output = remote::Health;
    type Error = Failure;
    const NAME: &'static str = "server/health";
    // Asked also when the line is down: that is when somebody wants to know. No answer is an answer, so it is not repeated.
    const POLICY: Policy = Policy::DEFAULT
        .stale(Stale::After(5_000))
        .network(Network::Always)
        .retry(Retry::NEVER)
        .timeout(10_000)
        .persist(ON_DEVICE);

    async fn run(&self, _: Cx<Self>) -> Result<remote::Health, Failure> {
        api::health().await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}
