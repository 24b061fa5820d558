use holdfast_core::wire::remote::SessionInfo;
use holdfast_query::{Action, ActionCx, ActionPolicy, Client, Error};

use super::{DEVICES, WHEN_ONLINE, may_repeat};
use crate::{
    api::{self, Failure},
    queries::Devices,
};

/// Signs every device of the account out but this one.
pub(crate) struct EndOtherDevices;

impl Action for EndOtherDevices {
    /// How many there were.
    type Output = u64;
    type Error = Failure;
    const NAME: &'static str = "account/devices/end-others";
    const POLICY: ActionPolicy = WHEN_ONLINE;

    async fn run(&self, _: ActionCx) -> Result<u64, Failure> {
        api::end_other_devices().await
    }

    fn scope(&self) -> Option<String> {
        Some(DEVICES.into())
    }

    fn is_transient(error: &Error<Failure>) -> bool {
        may_repeat(error)
    }

    fn done(&self, client: &Client, _: &u64) {
        others_ended(client);
    }
}

/// This device is the only one that is signed in by now.
pub(super) fn others_ended(client: &Client) {
    let current = |all: &Vec<SessionInfo>| Some(all.iter().filter(|one| one.current).cloned().collect());
    client.update(&Devices, current);
    client.invalidate(&Devices);
}
