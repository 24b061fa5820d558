use holdfast_core::wire::remote::SessionInfo;
use holdfast_query::{Cx, Policy, Query, Stale};
use serde::{Deserialize, Serialize};

use super::ON_DEVICE;
use crate::api::{self, Failure};

/// The places the account is signed in at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Devices;

/// How often the list is asked for while it is seen, in milliseconds: the server notes who was there by the minute.
pub(crate) const POLL: u64 = 60_000;

impl Query for Devices {
    type Output = Vec<SessionInfo>;
    type Error = Failure;
    const NAME: &'static str = "account/devices";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(10_000)).persist(ON_DEVICE).share();

    async fn run(&self, _: Cx<Self>) -> Result<Vec<SessionInfo>, Failure> {
        api::devices().await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }

    fn weigh(devices: &Vec<SessionInfo>) -> usize {
        devices.iter().map(|device| size_of::<SessionInfo>() + device.user_agent.len()).sum()
    }
}
