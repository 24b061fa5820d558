use holdfast_query::{Action, ActionCx, ActionPolicy, Client};

use super::{AT_ONCE, ENTERING, entered};
use crate::api::{self, Demo, Failure};

/// Makes the demo and signs in to it.
pub(crate) struct TryDemo;

impl Action for TryDemo {
    type Output = Demo;
    type Error = Failure;
    const NAME: &'static str = "account/try-demo";
    const POLICY: ActionPolicy = AT_ONCE;

    async fn run(&self, _: ActionCx) -> Result<Demo, Failure> {
        api::demo().await
    }

    fn scope(&self) -> Option<String> {
        Some(ENTERING.into())
    }

    fn done(&self, client: &Client, _: &Demo) {
        entered(client);
    }
}
