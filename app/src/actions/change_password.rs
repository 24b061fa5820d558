use holdfast_query::{Action, ActionCx, ActionPolicy, Client};

use super::{AT_ONCE, DEVICES, end_other_devices::others_ended};
use crate::api::{self, Failure, NewPassword};

/// Changes the password, which signs every other device of the account out.
pub(crate) struct ChangePassword(pub(crate) NewPassword);

impl Action for ChangePassword {
    /// How many there were.
    type Output = u64;
    type Error = Failure;
    const NAME: &'static str = "account/change-password";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<u64, Failure> {
        api::change_password(&self.0).await
    }

    fn scope(&self) -> Option<String> {
        Some(DEVICES.into())
    }

    fn done(&self, client: &Client, _: &u64) {
        others_ended(client);
    }
}
