//! Randomness from the system: for ids and for secrets.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use crate::db::TokenHash;

/// Random bytes.
///
/// # Panics
/// If the system has no randomness to give: then nothing that needs secrets may go on.
pub(crate) fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's source of randomness works");
    bytes
}

/// A new secret: 256 bits, as text for a cookie or a URL.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<32>())
}

/// What the provider of a sign-in is told of a secret that it is shown later (RFC 7636, S256).
pub(crate) fn pkce_challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(token_hash(verifier))
}

/// What is stored of a secret. A plain hash is enough: there is nothing to guess in 256 random bits.
pub(crate) fn token_hash(token: &str) -> TokenHash {
    Sha256::digest(token.as_bytes()).into()
}
