use holdfast_query::{Action, ActionCx, ActionPolicy, Client};
use holdfast_web::Account;

use super::{AT_ONCE, ENTERING, entered};
use crate::api::{self, Failure, Login};

/// Signs in.
pub(crate) struct SignIn(pub(crate) Login);

impl Action for SignIn {
    type Output = Account;
    type Error = Failure;
    const NAME: &'static str = "account/sign-in";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Account, Failure> {
        api::login(&self.0).await
    }

    fn scope(&self) -> Option<String> {
        Some(ENTERING.into())
    }

    fn done(&self, client: &Client, _: &Account) {
        entered(client);
    }
}
