use holdfast_query::{Action, ActionCx, ActionPolicy, Client};
use holdfast_web::Account;

use super::{AT_ONCE, ENTERING, entered};
use crate::api::{self, Failure, Login};

/// Signs in.
pub(crate) enum SignIn {
    /// By what was filled in.
    Form(Login),
    /// As whom the server knows since the provider has sent them back.
    Back,
}

impl Action for SignIn {
    type Output = Account;
    type Error = Failure;
    const NAME: &'static str = "account/sign-in";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Account, Failure> {
        match self {
            Self::Form(login) => api::login(login).await,
            Self::Back => api::whoever().await,
        }
    }

    fn scope(&self) -> Option<String> {
        Some(ENTERING.into())
    }

    fn done(&self, client: &Client, _: &Account) {
        entered(client);
    }
}
