use holdfast_core::{
    entity::{Engagement, Entity as _, Membership},
    id::Id,
    wire::remote::MemberInfo,
};
use holdfast_query::{Cx, Policy, Query, Reads, Stale};
use serde::{Deserialize, Serialize};

use super::ON_DEVICE;
use crate::api::{self, Failure};

/// Who is in an engagement, with what only the server knows of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Members {
    pub(crate) engagement: Id<Engagement>,
}

impl Query for Members {
    type Output = Vec<MemberInfo>;
    type Error = Failure;
    const NAME: &'static str = "engagement/members";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(60_000)).persist(ON_DEVICE).share();

    async fn run(&self, _: Cx<Self>) -> Result<Vec<MemberInfo>, Failure> {
        api::members(self.engagement).await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }

    fn reads(&self, _: Option<&Vec<MemberInfo>>) -> Reads {
        Reads::none().kind_in(Membership::KIND, self.engagement.scope().0.as_u128())
    }

    fn weigh(members: &Vec<MemberInfo>) -> usize {
        members.iter().map(|member| size_of::<MemberInfo>() + member.name.len() + member.email.len()).sum()
    }
}
