//! What is signed: `jsonwebtoken` reads it, ring does the arithmetic. Its own backends are the ones of a second TLS stack, or have
//! an RSA with an open advisory.

use std::sync::Once;

use jsonwebtoken::{
    Algorithm, DecodingKey, DecodingKeyKind, Validation,
    crypto::{CryptoProvider, JwtVerifier, KeyUtils},
    decode, decode_header,
    errors::{ErrorKind, Result},
    signature::{self, Verifier},
};
use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::de::DeserializeOwned;

use super::keys::Keys;

static RING: CryptoProvider = CryptoProvider {
    signer_factory: |_, _| Err(ErrorKind::UnsupportedAlgorithm.into()),
    verifier_factory: verifier,
    key_utils: KeyUtils::new_unimplemented(),
};

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    match (algorithm, key.kind()) {
        (Algorithm::RS256, DecodingKeyKind::RsaModulusExponent { n, e }) => {
            Ok(Box::new(Rs256(RsaPublicKeyComponents { n: n.clone(), e: e.clone() })))
        }
        (Algorithm::ES256, DecodingKeyKind::SecretOrDer(point)) => {
            Ok(Box::new(Es256(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point.clone()))))
        }
        _ => Err(ErrorKind::UnsupportedAlgorithm.into()),
    }
}

struct Rs256(RsaPublicKeyComponents<Vec<u8>>);

impl Verifier<Vec<u8>> for Rs256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        let verified = self.0.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature);
        verified.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Rs256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::RS256
    }
}

struct Es256(UnparsedPublicKey<Vec<u8>>);

impl Verifier<Vec<u8>> for Es256 {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), signature::Error> {
        self.0.verify(message, signature).map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Es256 {
    fn algorithm(&self) -> Algorithm {
        Algorithm::ES256
    }
}

/// The key that a token says it is signed by, if it says so. Nothing of it is proven.
pub(super) fn key_of(token: &str) -> std::result::Result<Option<String>, String> {
    Ok(decode_header(token).map_err(|error| error.to_string())?.kid)
}

/// What a token says that one of the keys has signed, by RS256 or ES256, for that client by that issuer. Nothing else of what it
/// says is looked at; not even when it ends.
pub(super) fn read<T: DeserializeOwned>(
    token: &str,
    keys: &Keys,
    issuer: &str,
    client: &str,
) -> std::result::Result<T, String> {
    // The library has one for the process; there is no other user of it here.
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        let _ = RING.install_default();
    });
    let header = decode_header(token).map_err(|error| error.to_string())?;
    if !matches!(header.alg, Algorithm::RS256 | Algorithm::ES256) {
        return Err(format!("signed by {:?}, which is not taken", header.alg));
    }
    let mut validation = Validation::new(header.alg);
    // The library asks the system for the time; the server has a clock of its own.
    validation.validate_exp = false;
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[client]);
    let mut why = format!("no key of the provider's is {:?}", header.kid);
    for key in keys.of(header.kid.as_deref(), header.alg) {
        match decode(token, &key, &validation) {
            Ok(read) => return Ok(read.claims),
            Err(error) => why = error.to_string(),
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Keys, key_of};

    // RFC 7515, appendices A.2 and A.3.
    const CLAIMS: &str =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const RSA: &str = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const EC: &str = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    fn keys() -> Vec<Value> {
        vec![
            json!({ "kty": "RSA", "e": "AQAB", "n": N }),
            json!({
                "kty": "EC",
                "crv": "P-256",
                "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"
            }),
        ]
    }

    /// Why a token is not believed. None of the RFC's has an audience, so what is signed well is refused for that.
    fn why(token: &str, keys: Vec<Value>) -> String {
        let keys: Keys = serde_json::from_value(json!({ "keys": keys })).unwrap();
        super::read::<Value>(token, &keys, "joe", "us").unwrap_err()
    }

    const WELL: &str = "Missing required claim";

    #[test]
    fn what_the_standard_has_signed_is_signed_well() {
        let (rsa, ec) = (format!("eyJhbGciOiJSUzI1NiJ9.{CLAIMS}.{RSA}"), format!("eyJhbGciOiJFUzI1NiJ9.{CLAIMS}.{EC}"));
        for token in [&rsa, &ec] {
            assert!(why(token, keys()).contains(WELL), "{}", why(token, keys()));
            assert_eq!(key_of(token), Ok(None));
        }
        assert!(
            why(&rsa.replace("joe", "eve").replace(".eyJpc3MiOiJqb2", ".eyJpc3MiOiJqb3"), keys())
                .contains("InvalidSig")
        );
        assert!(why(&ec, vec![keys().remove(0)]).contains("no key"), "a key of another kind is none");
        let mut encrypts = keys();
        encrypts[0]["use"] = json!("enc");
        assert!(why(&rsa, encrypts).contains("no key"), "nor is one that encrypts");
        let strange = json!({ "kty": "of tomorrow" });
        assert!(why(&rsa, vec![strange, keys().remove(0)]).contains(WELL), "and a strange one spoils nothing");
    }

    #[test]
    fn what_is_not_signed_or_by_a_shared_secret_is_refused() {
        // {"alg":"none"} and {"alg":"HS256"}.
        for header in ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJIUzI1NiJ9"] {
            for signature in ["", RSA, EC] {
                let why = why(&format!("{header}.{CLAIMS}.{signature}"), keys());
                assert!(!why.contains(WELL), "{why}");
            }
        }
    }
}
