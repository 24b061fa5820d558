//! The server's API as the app uses it directly: accounts and invitations. Records go through the session instead.

mod accounts;
mod invites;

use holdfast_core::wire::{ApiError, ErrorBody, codes};
use reqwasm::http::{Request, Response};
use serde::{Serialize, de::DeserializeOwned};

pub(crate) use accounts::{Demo, Login, Register, about, demo, login, logout, me, register};
pub(crate) use invites::{Invited, accept, invite, look};

/// Why a request did not work.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// The server said no, in its words.
    Refused(ApiError),
    /// There was no answer, or none of ours.
    Unreachable,
}

impl Failure {
    /// What to tell the person.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Refused(error) => error.message.clone(),
            Self::Unreachable => "The server cannot be reached. Check your connection and try again.".into(),
        }
    }

    /// Whether the server asks for a sign-in.
    pub(crate) fn is_signed_out(&self) -> bool {
        matches!(self, Self::Refused(error) if error.code == codes::UNAUTHENTICATED)
    }

    /// The words about one field of a form, if they are about that.
    pub(crate) fn about_field(&self, name: &str) -> Option<String> {
        match self {
            Self::Refused(error) if error.field.as_deref() == Some(name) => Some(error.message.clone()),
            _ => None,
        }
    }

    /// The words about none of these fields.
    pub(crate) fn about_none_of(&self, names: &[&str]) -> Option<String> {
        names.iter().all(|name| self.about_field(name).is_none()).then(|| self.words())
    }
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(Request::get(path).send().await).await
}

async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, Failure> {
    read(send(path, body).await).await
}

async fn send(path: &str, body: &impl Serialize) -> Result<Response, reqwasm::Error> {
    request(path, body)?.send().await
}

fn request(path: &str, body: &impl Serialize) -> Result<Request, reqwasm::Error> {
    let body = serde_json::to_string(body)?;
    Ok(Request::post(path).header("content-type", "application/json").body(body))
}

async fn read<T: DeserializeOwned>(response: Result<Response, reqwasm::Error>) -> Result<T, Failure> {
    let response = response.map_err(|_| Failure::Unreachable)?;
    let text = response.text().await.map_err(|_| Failure::Unreachable)?;
    if response.ok() {
        return serde_json::from_str(&text).map_err(|_| Failure::Unreachable);
    }
    // A proxy's error page is no answer of ours.
    let body: ErrorBody = serde_json::from_str(&text).map_err(|_| Failure::Unreachable)?;
    Err(Failure::Refused(body.error))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_refusal_about_a_field_is_said_there_and_nowhere_else() {
        let error = ApiError { code: "invalid".into(), message: "Too short.".into(), field: Some("password".into()) };
        let refused = Failure::Refused(error);
        assert_eq!(refused.about_field("password").as_deref(), Some("Too short."));
        assert_eq!(refused.about_field("email"), None);
        assert_eq!(refused.about_none_of(&["email", "password"]), None);
        assert!(refused.about_none_of(&["email"]).is_some());
        assert!(Failure::Unreachable.about_none_of(&["email"]).is_some());
    }
}
