use holdfast_core::wire::{
    codes,
    remote::{SessionId, SessionInfo},
};
use holdfast_query::{Action, ActionCx, ActionPolicy, Client, Error};

use super::{DEVICES, WHEN_ONLINE, may_repeat};
use crate::{
    api::{self, Failure},
    queries::Devices,
};

/// Signs one of the account's devices out.
pub(crate) struct EndDevice {
    pub(crate) id: SessionId,
}

impl EndDevice {
    /// The key of a device's end.
    pub(crate) fn key_of(id: SessionId) -> String {
        format!("{}/{}", Self::NAME, id.0)
    }
}

impl Action for EndDevice {
    type Output = ();
    type Error = Failure;
    const NAME: &'static str = "account/devices/end";
    const POLICY: ActionPolicy = WHEN_ONLINE;

    async fn run(&self, _: ActionCx) -> Result<(), Failure> {
        match api::end_device(self.id).await {
            // It has signed out by itself meanwhile: what was wanted is so.
            Err(failure) if failure.is_refused_as(codes::NOT_FOUND) => Ok(()),
            ended => ended,
        }
    }

    fn scope(&self) -> Option<String> {
        Some(DEVICES.into())
    }

    fn key(&self) -> String {
        Self::key_of(self.id)
    }

    fn is_transient(error: &Error<Failure>) -> bool {
        may_repeat(error)
    }

    fn done(&self, client: &Client, (): &()) {
        let others = |all: &Vec<SessionInfo>| Some(all.iter().filter(|one| one.id != self.id).cloned().collect());
        client.update(&Devices, others);
        client.invalidate(&Devices);
    }
}
