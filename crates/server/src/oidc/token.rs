//! What a provider says of a person: an ID token, believed only if every claim is as it must be (OpenID Connect Core, 3.1.3.7).

use serde::{Deserialize, Deserializer};

use super::{keys::Keys, signed};

/// How far the provider's clock may be off, in seconds.
const LEEWAY: u64 = 60;
/// The most bytes of a subject, by the standard.
const SUBJECT: usize = 255;

/// Whom a token must be about, and when.
pub(super) struct Expected<'a> {
    /// Who must have made it.
    pub(super) issuer: &'a str,
    /// For whom.
    pub(super) client: &'a str,
    /// For which sign-in.
    pub(super) nonce: &'a str,
    /// When it must be good, in seconds.
    pub(super) now: u64,
}

/// A person, as the provider knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    /// What it calls them, for ever.
    pub(super) subject: String,
    /// Their address, if it says that it has found it to be theirs.
    pub(crate) verified_email: Option<String>,
    /// What others call them, if it says so.
    pub(crate) name: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    /// One: the library takes a list too.
    #[serde(rename = "iss")]
    _issuer: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: f64,
    iat: f64,
    nonce: Option<String>,
    email: Option<String>,
    #[serde(default, deserialize_with = "truth")]
    email_verified: bool,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn others(&self, client: &str) -> bool {
        match self {
            Self::One(one) => one != client,
            Self::Many(many) => many.iter().any(|one| one != client),
        }
    }
}

/// Some providers write it as text.
fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(value == true || value == "true")
}

/// Whom a token is about.
pub(super) fn check(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Person, String> {
    let claims: Claims = signed::read(token, keys, expected.issuer, expected.client)?;
    let (now, leeway) = (expected.now as f64, LEEWAY as f64);
    let party = claims.azp.as_deref();
    let wrong = if claims.nonce.as_deref() != Some(expected.nonce) {
        "it is of another sign-in"
    } else if claims.exp + leeway <= now {
        "it has ended"
    } else if claims.iat > now + leeway {
        "it is of the future"
    } else if party.is_some_and(|party| party != expected.client) {
        "it was made for somebody else"
    } else if party.is_none() && claims.aud.others(expected.client) {
        "it is for several, and does not say for whom it was made"
    } else if claims.sub.is_empty() || claims.sub.len() > SUBJECT {
        "its subject is none"
    } else {
        let verified_email = claims.email.filter(|_| claims.email_verified);
        return Ok(Person { subject: claims.sub, verified_email, name: claims.name });
    };
    Err(format!("the ID token is not to be believed: {wrong}"))
}
