use holdfast_core::flags;
use holdfast_query::{Client, Cx, Persist, Policy, Query, Stale};
use serde::{Deserialize, Serialize};

use crate::api::{self, Failure};

/// What is turned on and off for whoever is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Flags;

/// What the server has said last holds on the device until it says something else.
const LASTING: Persist = Persist { version: 1, max_age: 10 * 365 * 24 * 60 * 60 * 1000, max_bytes: 16 << 10 };

impl Query for Flags {
    type Output = flags::Flags;
    type Error = Failure;
    const NAME: &'static str = "account/flags";
    // The line tells of a change.
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(300_000)).persist(LASTING).share();

    async fn run(&self, _: Cx<Self>) -> Result<flags::Flags, Failure> {
        api::flags().await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }
}

/// Asks again, whoever looks at it: the server may have decided something else, and this device is to know it offline too.
pub(crate) fn ask_flags(client: &Client) {
    client.invalidate(&Flags);
    client.prefetch(&Flags);
}
