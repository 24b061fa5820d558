//! The keys by which a provider signs.

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse},
};
use serde::Deserialize;

/// The keys; those that are of no kind we know are left out.
#[derive(Debug, Deserialize)]
#[serde(from = "Set")]
pub(super) struct Keys(Vec<Jwk>);

#[derive(Deserialize)]
struct Set {
    keys: Vec<serde_json::Value>,
}

impl From<Set> for Keys {
    fn from(set: Set) -> Self {
        Self(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
    }
}

impl Keys {
    /// Whether there is the key of that id; where a token names none, any will have to do.
    pub(super) fn has(&self, id: Option<&str>) -> bool {
        id.is_none_or(|id| self.0.iter().any(|key| key.common.key_id.as_deref() == Some(id)))
    }

    /// Those that may have signed a token which names that key and that algorithm.
    pub(super) fn of(&self, id: Option<&str>, algorithm: Algorithm) -> impl Iterator<Item = DecodingKey> {
        let fits = move |key: &&Jwk| {
            id.is_none_or(|id| key.common.key_id.as_deref() == Some(id))
                && key.common.public_key_use.as_ref().is_none_or(|used| *used == PublicKeyUse::Signature)
                && key.common.key_algorithm.is_none_or(|own| own.to_string() == format!("{algorithm:?}"))
                && is_for(&key.algorithm, algorithm)
        };
        self.0.iter().filter(fits).filter_map(|key| DecodingKey::from_jwk(key).ok())
    }
}

fn is_for(key: &AlgorithmParameters, algorithm: Algorithm) -> bool {
    match (key, algorithm) {
        (AlgorithmParameters::RSA(_), Algorithm::RS256) => true,
        (AlgorithmParameters::EllipticCurve(key), Algorithm::ES256) => key.curve == EllipticCurve::P256,
        _ => false,
    }
}
