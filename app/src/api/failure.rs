use holdfast_core::wire::{ApiError, codes};
use holdfast_query::{Error, is_transient_status};

use crate::t;

/// Why a request did not work.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Failure {
    /// The server said no, in its words.
    Refused(ApiError),
    /// There was no answer, or one that is cut off or none of ours although it says that all is well.
    Unreachable,
    /// An answer of that status that is none of ours: a proxy's, or the network's own sign-in page.
    Foreign(u16),
}

impl Failure {
    /// What to tell the person.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Refused(error) => said(error),
            Self::Unreachable | Self::Foreign(_) => t::unreachable().into(),
        }
    }

    /// Whether the server asks for a sign-in.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.is_refused_as(codes::UNAUTHENTICATED)
    }

    /// Whether the server said no under that name: one of [`codes`].
    pub(crate) fn is_refused_as(&self, code: &str) -> bool {
        matches!(self, Self::Refused(error) if error.code == code)
    }

    /// Whether asking again may do better: there was no answer, or the server is busy or at fault.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable => true,
            Self::Foreign(status) => is_transient_status(Some(*status)),
            Self::Refused(error) => matches!(error.code.as_str(), codes::THROTTLED | codes::INTERNAL),
        }
    }

    /// The words about one field of a form, if they are about that.
    pub(crate) fn about_field(&self, name: &str) -> Option<String> {
        match self {
            Self::Refused(error) if error.field.as_deref() == Some(name) => Some(match name {
                "name" => t::refused_name(&error.message),
                "email" => t::refused_email(&error.message),
                "password" => t::refused_password(&error.message),
                _ => error.message.clone(),
            }),
            _ => None,
        }
    }

    /// The words about none of these fields.
    pub(crate) fn about_none_of(&self, names: &[&str]) -> Option<String> {
        names.iter().all(|name| self.about_field(name).is_none()).then(|| self.words())
    }
}

/// What the server says, which speaks English, led up to in the language that is spoken where its name is known here.
fn said(ApiError { code, message, .. }: &ApiError) -> String {
    match code.as_str() {
        codes::UNAUTHENTICATED => t::refused_unauthenticated(message),
        codes::WRONG_ACCOUNT => t::refused_wrong_account(message),
        codes::PROTOCOL => t::refused_protocol(message),
        codes::TOO_LARGE => t::refused_too_large(message),
        codes::THROTTLED => t::refused_throttled(message),
        codes::NOT_FOUND => t::refused_not_found(message),
        codes::FORBIDDEN => t::refused_forbidden(message),
        codes::INTERNAL => t::refused_internal(message),
        _ => message.clone(),
    }
}

impl From<&Error<Failure>> for Failure {
    /// What a query or an action failed with; one that took too long had no answer.
    fn from(error: &Error<Self>) -> Self {
        error.own().cloned().unwrap_or(Self::Unreachable)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn refused(code: &str, field: Option<&str>) -> Failure {
        let field = field.map(ToOwned::to_owned);
        Failure::Refused(ApiError { code: code.into(), message: "Too short.".into(), field })
    }

    #[test]
    fn a_refusal_about_a_field_is_said_there_and_nowhere_else() {
        let refused = refused(codes::INVALID, Some("password"));
        assert_eq!(refused.about_field("password").as_deref(), Some("Too short."));
        assert_eq!(refused.about_field("email"), None);
        assert_eq!(refused.about_none_of(&["email", "password"]), None);
        assert!(refused.about_none_of(&["email"]).is_some());
        assert!(Failure::Unreachable.about_none_of(&["email"]).is_some());
    }

    #[test]
    fn a_refusal_keeps_what_the_server_says() {
        for code in [codes::THROTTLED, codes::FORBIDDEN, codes::INVALID, "unheard_of"] {
            assert_eq!(refused(code, None).words(), "Too short.", "{code}");
        }
    }

    #[test]
    fn only_what_may_pass_is_asked_again() {
        for (failure, again) in [
            (Failure::Unreachable, true),
            (Failure::Foreign(502), true),
            (Failure::Foreign(429), true),
            (Failure::Foreign(403), false),
            (refused(codes::THROTTLED, None), true),
            (refused(codes::INTERNAL, None), true),
            (refused(codes::NOT_FOUND, None), false),
            (refused(codes::UNAUTHENTICATED, None), false),
        ] {
            assert_eq!(failure.is_transient(), again, "{failure:?}");
        }
    }

    #[test]
    fn what_took_too_long_had_no_answer() {
        assert_eq!(Failure::from(&Error::TimedOut), Failure::Unreachable);
        let own = refused(codes::INVALID, None);
        assert_eq!(Failure::from(&Error::Failed(own.clone())), own);
    }
}
