use holdfast_query::{Action, ActionCx, ActionPolicy, Client};
use holdfast_web::Account;

use super::{AT_ONCE, ENTERING, entered};
use crate::api::{self, Failure};

/// Makes an account and signs in to it.
pub(crate) struct Register(pub(crate) api::Register);

impl Action for Register {
    type Output = Account;
    type Error = Failure;
    const NAME: &'static str = "account/register";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Account, Failure> {
        api::register(&self.0).await
    }

    fn scope(&self) -> Option<String> {
        Some(ENTERING.into())
    }

    fn done(&self, client: &Client, _: &Account) {
        entered(client);
    }
}
