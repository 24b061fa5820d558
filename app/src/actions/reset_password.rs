use holdfast_query::{Action, ActionCx, ActionPolicy, Client};
use holdfast_web::Account;

use super::{AT_ONCE, ENTERING, entered};
use crate::api::{self, Failure, Reset};

/// Sets a password by a link, and signs in.
pub(crate) struct ResetPassword(pub(crate) Reset);

impl Action for ResetPassword {
    type Output = Account;
    type Error = Failure;
    const NAME: &'static str = "account/reset-password";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Account, Failure> {
        api::reset(&self.0).await
    }

    fn scope(&self) -> Option<String> {
        Some(ENTERING.into())
    }

    fn done(&self, client: &Client, _: &Account) {
        entered(client);
    }
}
