//! Invitations.

use holdfast_core::{entity::Engagement, id::Id, role::Role};
use serde::Deserialize;

use super::{
    Failure,
    request::{get, post},
};
use crate::browser;

/// An invitation just made.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Invite {
    url: String,
}

impl Invite {
    /// The whole address to give to others.
    pub(crate) fn address(&self) -> String {
        match self.url.starts_with('/') {
            true => browser::address_of(&self.url),
            false => self.url.clone(),
        }
    }
}

/// What an invitation says before it is accepted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Invited {
    /// The engagement's name.
    pub(crate) engagement: String,
    pub(crate) role: Role,
    /// The name of whoever invited.
    pub(crate) invited_by: String,
}

/// What accepting an invitation brought.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Accepted {
    pub(crate) scope: Id<Engagement>,
    /// The engagement's name.
    pub(crate) engagement: String,
    pub(crate) already_member: bool,
}

/// Makes an invitation.
pub(crate) async fn invite(engagement: Id<Engagement>, role: Role) -> Result<Invite, Failure> {
    let body = serde_json::json!({ "role": role });
    post(&format!("/api/v1/engagements/{engagement}/invites"), &body).await
}

/// Looks at an invitation.
pub(crate) async fn look(token: &str) -> Result<Invited, Failure> {
    get(&format!("/api/v1/invites/{}", encoded(token))).await
}

/// Accepts an invitation.
pub(crate) async fn accept(token: &str) -> Result<Accepted, Failure> {
    post(&format!("/api/v1/invites/{}/accept", encoded(token)), &serde_json::json!({})).await
}

fn encoded(token: &str) -> String {
    js_sys::encode_uri_component(token).into()
}
