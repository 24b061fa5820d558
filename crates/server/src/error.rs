//! The one error type of the API, which is also its answer: [`wire::ErrorBody`] as JSON.
//!
//! Which error belongs where: what a client can act on has a code of its own (`wire::codes`); what only a person can act on
//! is [`Error::Invalid`] or [`Error::Forbidden`] with words that say what to do; everything that is the server's fault is
//! [`Error::Internal`], whose cause goes to the log and never to the client.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use holdfast_core::{
    flags::Flag,
    wire::{self, codes},
};

use crate::db::DbError;

/// What goes wrong with a request.
#[derive(Debug)]
pub(crate) enum Error {
    /// There is no session, or it has ended. 401.
    Unauthenticated,
    /// E-mail address and password do not belong together; which of them is wrong is not told. 401.
    WrongPassword,
    /// The request names another account than the session's. 403.
    WrongAccount,
    /// The request speaks another version of the protocol. 400.
    Protocol,
    /// Something in the request is wrong. 400.
    Invalid {
        /// Which field, where there is one.
        field: Option<&'static str>,
        /// What is wrong and what to do.
        message: String,
    },
    /// The e-mail address has an account already. 409.
    Taken,
    /// What the request is about is not as it takes it to be. 409.
    Conflict(String),
    /// All places are taken. 409.
    Full,
    /// The body is too large, or holds too much. 413.
    TooLarge(String),
    /// Too many attempts. 429.
    Throttled {
        /// Seconds to wait.
        seconds: u64,
    },
    /// The server has too much to do just now. 503.
    Busy,
    /// The server's disk has no room for it. 507.
    NoRoom,
    /// Not with this role, or not from there. 403.
    Forbidden(String),
    /// Turned off on this server, or for this person. 403.
    Off(Flag),
    /// Not there, or not for this person. 404.
    NotFound(String),
    /// There, but not with this method. 405.
    Method,
    /// The server's fault. 500.
    Internal(String),
}

impl Error {
    /// Something is wrong with one field.
    pub(crate) fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { field: Some(field), message: message.into() }
    }

    /// Something is wrong with the request as a whole.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid { field: None, message: message.into() }
    }

    /// What is told of it in the body.
    pub(crate) fn told(self) -> wire::ApiError {
        let (_, code, message, field) = self.parts();
        wire::ApiError { code: code.to_owned(), message, field: field.map(ToOwned::to_owned) }
    }

    fn parts(self) -> (StatusCode, &'static str, String, Option<&'static str>) {
        let plain = |status, code, message: &str| (status, code, message.to_owned(), None);
        match self {
            Self::Unauthenticated => plain(StatusCode::UNAUTHORIZED, codes::UNAUTHENTICATED, "Sign in first."),
            Self::WrongPassword => plain(
                StatusCode::UNAUTHORIZED,
                codes::UNAUTHENTICATED,
                "This e-mail address and password do not belong together. Check both and try again.",
            ),
            Self::WrongAccount => plain(
                StatusCode::FORBIDDEN,
                codes::WRONG_ACCOUNT,
                "Another account is signed in here by now. Sign in with this page's account to go on.",
            ),
            Self::Protocol => plain(
                StatusCode::BAD_REQUEST,
                codes::PROTOCOL,
                "The app and the server are of different versions. Reload the app.",
            ),
            Self::Invalid { field, message } => (StatusCode::BAD_REQUEST, codes::INVALID, message, field),
            Self::Taken => (
                StatusCode::CONFLICT,
                codes::INVALID,
                "There is an account with this e-mail address already. Sign in instead.".into(),
                Some("email"),
            ),
            Self::Conflict(message) => (StatusCode::CONFLICT, codes::CONFLICT, message, None),
            Self::Full => {
                plain(StatusCode::CONFLICT, codes::FULL, "All places are taken. Try again when somebody has left.")
            }
            Self::TooLarge(message) => (StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_LARGE, message, None),
            Self::Throttled { seconds } => (
                StatusCode::TOO_MANY_REQUESTS,
                codes::THROTTLED,
                format!("Too many attempts. Try again in {seconds} s."),
                None,
            ),
            Self::Busy => plain(
                StatusCode::SERVICE_UNAVAILABLE,
                codes::THROTTLED,
                "The server has too much to do just now. Try again in a moment.",
            ),
            Self::NoRoom => plain(
                StatusCode::INSUFFICIENT_STORAGE,
                codes::NO_ROOM,
                "The server's disk is nearly full, and takes no more files. Ask whoever runs it to make room; it is tried again.",
            ),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, codes::FORBIDDEN, message, None),
            Self::Off(flag) => (
                StatusCode::FORBIDDEN,
                codes::OFF,
                format!("Turned off here: {}. Ask whoever runs this server.", flag.what()),
                None,
            ),
            Self::NotFound(message) => (StatusCode::NOT_FOUND, codes::NOT_FOUND, message, None),
            Self::Method => plain(
                StatusCode::METHOD_NOT_ALLOWED,
                codes::INVALID,
                "This address does not take this kind of request.",
            ),
            Self::Internal(_) => plain(
                StatusCode::INTERNAL_SERVER_ERROR,
                codes::INTERNAL,
                "The server failed and has written down why. Your edits are kept; try again later.",
            ),
        }
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        Self::Internal(error.to_string())
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let wait = match &self {
            Self::Throttled { seconds } => Some(*seconds),
            Self::Busy => Some(5),
            _ => None,
        };
        if let Self::Internal(cause) = &self {
            tracing::error!(cause, "a request failed");
        }
        let (status, code, message, field) = self.parts();
        let body = wire::ErrorBody {
            error: wire::ApiError { code: code.to_owned(), message, field: field.map(ToOwned::to_owned) },
        };
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::to_bytes, response::IntoResponse as _};
    use holdfast_core::wire::ErrorBody;

    use super::Error;

    async fn body(error: Error) -> ErrorBody {
        let body = to_bytes(error.into_response().into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn every_error_is_a_body_of_ours() {
        insta::assert_json_snapshot!(body(Error::field("password", "Use at least 8 characters.")).await, @r#"
        {
          "error": {
            "code": "invalid",
            "message": "Use at least 8 characters.",
            "field": "password"
          }
        }
        "#);
        insta::assert_json_snapshot!(body(Error::Throttled { seconds: 4 }).await, @r#"
        {
          "error": {
            "code": "throttled",
            "message": "Too many attempts. Try again in 4 s."
          }
        }
        "#);
    }

    #[tokio::test]
    async fn the_cause_of_a_failure_stays_in_the_log() {
        let body = body(Error::Internal("secret table".into())).await;
        assert!(body.error.code == "internal" && !body.error.message.contains("secret table"));
    }

    #[tokio::test]
    async fn waiting_times_are_in_the_header_too() {
        assert_eq!(Error::Throttled { seconds: 7 }.into_response().headers()["retry-after"], "7");
    }
}
