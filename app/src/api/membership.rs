//! Who is in an engagement, changed.

use holdfast_core::{
    entity::Engagement,
    id::{Id, PersonId},
    role::Role,
};
use serde::Deserialize;

use super::{Failure, request::post};

/// What a membership became. The role is the one asked for, so it is not read.
#[derive(Deserialize)]
struct Changed {}

/// Gives a member another role; with none, takes them out.
pub(crate) async fn change_member(
    engagement: Id<Engagement>,
    person: PersonId,
    to: Option<Role>,
) -> Result<(), Failure> {
    let body = serde_json::json!({ "role": to });
    let Changed {} = post(&format!("/api/v1/engagements/{engagement}/members/{person}"), &body).await?;
    Ok(())
}
