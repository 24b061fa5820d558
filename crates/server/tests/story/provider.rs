//! A provider to sign in with, which does as a test tells it: OpenID Connect on a free port of this machine.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

use axum::{
    Form, Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use ring::{
    digest::{SHA256, digest},
    rand::SystemRandom,
    rsa,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use serde_json::{Value, json};

pub(crate) const CLIENT: &str = "holdfast & co";
pub(crate) const SECRET: &str = "a secret: 100% / safe";

/// The provider, until it is dropped.
pub(crate) struct Provider {
    pub(crate) issuer: String,
    inner: Arc<Mutex<Inner>>,
    serving: tokio::task::JoinHandle<()>,
}

/// What it does.
pub(crate) struct Inner {
    /// Who is signed in there: claims of the token.
    pub(crate) person: Value,
    /// Whether that one lets others know.
    pub(crate) agrees: bool,
    /// By what it signs.
    pub(crate) signer: Signer,
    /// The keys it tells.
    pub(crate) keys: Vec<Value>,
    /// Its time, in seconds.
    pub(crate) now: u64,
    /// What it does to a token's claims before they are signed.
    pub(crate) alter: fn(&mut Value),
    /// What it does to a token after.
    pub(crate) spoil: fn(String) -> String,
    /// How many times its keys were asked for.
    pub(crate) key_requests: u32,
    codes: HashMap<String, HashMap<String, String>>,
}

/// A key of its own.
pub(crate) enum Signer {
    Es256(String, EcdsaKeyPair),
    Rs256(String, RsaKeyPair),
}

impl Signer {
    /// A new key.
    pub(crate) fn es256(id: &str) -> Self {
        let (algorithm, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let document = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        Self::Es256(id.into(), EcdsaKeyPair::from_pkcs8(algorithm, document.as_ref(), &random).unwrap())
    }

    /// The key that everybody knows: RFC 7515, appendix A.2. Making one takes a library that nothing else needs.
    pub(crate) fn rs256(id: &str) -> Self {
        let [n, d, p, q, dp, dq, qi] = RSA.map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
        let public_key = rsa::PublicKeyComponents { n, e: vec![1, 0, 1] };
        let key = rsa::KeyPairComponents { public_key, d, p, q, dP: dp, dQ: dq, qInv: qi };
        Self::Rs256(id.into(), RsaKeyPair::from_components(&key).unwrap())
    }

    /// What others check its signatures by.
    pub(crate) fn public(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Es256(id, pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "use": "sig", "kid": id, "x": text(x), "y": text(y) })
            }
            Self::Rs256(id, _) => {
                json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": id, "n": RSA[0], "e": "AQAB" })
            }
        }
    }

    fn sign(&self, claims: &Value) -> String {
        let (id, algorithm) = match self {
            Self::Es256(id, _) => (id, "ES256"),
            Self::Rs256(id, _) => (id, "RS256"),
        };
        let message = unsigned(&json!({ "alg": algorithm, "kid": id, "typ": "JWT" }), claims);
        let random = SystemRandom::new();
        let signature = match self {
            Self::Es256(_, pair) => pair.sign(&random, message.as_bytes()).unwrap().as_ref().to_vec(),
            Self::Rs256(_, pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signature).unwrap();
                signature
            }
        };
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A token's header and claims.
pub(crate) fn unsigned(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}

impl Provider {
    /// One at which Ada is signed in, whose address it has verified. This machine goes by that name.
    pub(crate) async fn start(host: &str, now: u64) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{host}:{}", listener.local_addr().unwrap().port());
        let signer = Signer::es256("first");
        let inner = Arc::new(Mutex::new(Inner {
            person: json!({ "sub": "person-1", "email": "ada@holdfast.example", "email_verified": true, "name": "Ada L." }),
            agrees: true,
            keys: vec![signer.public()],
            signer,
            now,
            alter: |_| {},
            spoil: |token| token,
            key_requests: 0,
            codes: HashMap::new(),
        }));
        let state = (issuer.clone(), Arc::clone(&inner));
        let app = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/jwks", get(jwks))
            .with_state(state);
        let serving = tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { issuer, inner, serving }
    }

    /// Has it do something else from now on.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

type Told = State<(String, Arc<Mutex<Inner>>)>;

async fn discovery(State((issuer, _)): Told) -> Json<Value> {
    let at = |path: &str| format!("{issuer}{path}");
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": at("/authorize?tenant=one"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
    }))
}

async fn jwks(State((_, inner)): Told) -> Json<Value> {
    let mut inner = inner.lock().unwrap();
    inner.key_requests += 1;
    Json(json!({ "keys": inner.keys }))
}

/// As if somebody had signed in there and said yes or no.
async fn authorize(State((_, inner)): Told, Query(asked): Query<HashMap<String, String>>) -> Response {
    let mut inner = inner.lock().unwrap();
    let is = |name: &str, value: &str| asked.get(name).is_some_and(|asked| asked == value);
    let scope = asked.get("scope").is_some_and(|scope| scope.split(' ').any(|one| one == "openid"));
    let pkce = is("code_challenge_method", "S256") && asked.get("code_challenge").is_some_and(|one| one.len() == 43);
    if !(is("tenant", "one") && is("response_type", "code") && is("client_id", CLIENT) && scope && pkce) {
        return (StatusCode::BAD_REQUEST, format!("{asked:?}")).into_response();
    }
    let code = format!("code-{}", inner.codes.len());
    let answer = if inner.agrees { ("code", code.as_str()) } else { ("error", "access_denied") };
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair(answer.0, answer.1)
        .append_pair("state", &asked["state"])
        .finish();
    let to = format!("{}?{query}", asked["redirect_uri"]);
    inner.codes.insert(code, asked);
    (StatusCode::FOUND, [(header::LOCATION, to)]).into_response()
}

/// Gives a token for a code, once, to whom that was given, with the verifier of its challenge.
async fn token(
    State((issuer, inner)): Told,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut inner = inner.lock().unwrap();
    let refused = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let escaped = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let client = format!("Basic {}", STANDARD.encode(format!("{}:{}", escaped(CLIENT), escaped(SECRET))));
    if headers.get(header::AUTHORIZATION).is_none_or(|told| told.to_str().unwrap() != client) {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "invalid_client" }))).into_response();
    }
    let Some(asked) = inner.codes.insert(form["code"].clone(), HashMap::new()).filter(|asked| !asked.is_empty()) else {
        return refused("invalid_grant");
    };
    let challenge = URL_SAFE_NO_PAD.encode(digest(&SHA256, form["code_verifier"].as_bytes()));
    if challenge != asked["code_challenge"] || form["redirect_uri"] != asked["redirect_uri"] {
        return refused("invalid_grant");
    }
    let mut claims = inner.person.clone();
    for (name, value) in [
        ("iss", json!(issuer)),
        ("aud", json!(CLIENT)),
        ("iat", json!(inner.now)),
        ("exp", json!(inner.now + 300)),
        ("nonce", json!(asked["nonce"])),
    ] {
        claims[name] = value;
    }
    (inner.alter)(&mut claims);
    let token = (inner.spoil)(inner.signer.sign(&claims));
    Json(json!({ "token_type": "Bearer", "access_token": "of no use", "id_token": token })).into_response()
}

/// The modulus, the secret exponent, both primes, and what makes it quicker.
const RSA: [&str; 7] = [
    "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ",
    "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
    "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
    "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
    "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
    "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U",
];
