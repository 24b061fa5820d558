//! Signing in with a provider, by OpenID Connect: the authorization code flow with PKCE.
//!
//! What is known of the provider (its endpoints, its keys) is fetched when it is first needed and kept for a while. What is under
//! way is kept in memory: a restart costs whoever is just signing in one more try. A token is believed only where `token` finds
//! every claim to be as it must.

mod begun;
mod kept;
mod keys;
mod signed;
mod token;
mod web;

use axum::http::Uri;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use form_urlencoded::{Serializer, byte_serialize};
use holdfast_core::Millis;
use serde::Deserialize;

use self::{begun::Begun, kept::Kept, keys::Keys, web::Web};
use crate::{
    config::{Provider, is_guarded},
    db::Identity,
    random,
};

pub(crate) use begun::{Begin, Started, Wish};
pub(crate) use token::Person;

/// Why a sign-in with the provider did not work: what the sign-in page is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The person or the provider said no.
    Denied,
    /// It took too long, was done already, or was begun in another browser.
    Expired,
    /// The provider does not say that the address is theirs.
    Unverified,
    /// The provider does not answer, or not as one does.
    Unreachable(String),
    /// Only who has an account may sign in.
    Closed,
    /// The address is of an account that another of the provider's people signs in to.
    Taken,
    /// Too many attempts.
    Busy,
    /// What the provider sent is not to be believed, or it refuses this server.
    Failed(String),
}

impl Refusal {
    /// Its name, as the app knows it.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Unverified => "unverified",
            Self::Unreachable(_) => "unreachable",
            Self::Closed => "closed",
            Self::Taken => "taken",
            Self::Busy => "busy",
            Self::Failed(_) => "failed",
        }
    }
}

/// What a provider says of itself.
#[derive(Debug, Deserialize)]
struct Endpoints {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    /// How it wants to be told a secret; by a header if it says nothing.
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

/// The provider, with what is known of it and what is under way.
#[derive(Debug)]
pub(crate) struct Oidc {
    provider: Provider,
    web: Web,
    endpoints: Kept<Endpoints>,
    keys: Kept<Keys>,
    begun: Begun,
}

impl Oidc {
    /// Nothing is fetched yet.
    ///
    /// # Errors
    ///
    /// In words, if the machine knows no authority for certificates.
    pub(crate) fn new(provider: Provider) -> Result<Self, String> {
        let web = Web::new().map_err(|error| format!("no certificates by which to know the provider: {error}"))?;
        Ok(Self { provider, web, endpoints: Kept::default(), keys: Kept::default(), begun: Begun::default() })
    }

    /// Whom people sign in with, and as whom this server.
    pub(crate) fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Whether the provider answers: its endpoints.
    pub(crate) async fn reach(&self, now: Millis) -> Result<(), Refusal> {
        self.endpoints(now).await.map(|_| ())
    }

    /// Begins a sign-in: the address to send the browser to, and what it is to bring back.
    pub(crate) async fn begin(&self, wish: Wish, redirect: &str, now: Millis) -> Result<(String, Started), Refusal> {
        let endpoints = self.endpoints(now).await?;
        let started = self.begun.begin(wish, now);
        let joint = if endpoints.authorization_endpoint.contains('?') { '&' } else { '?' };
        let challenge = random::pkce_challenge(&started.verifier);
        let query = Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.provider.client_id)
            .append_pair("redirect_uri", redirect)
            .append_pair("scope", "openid email profile")
            .append_pair("state", &started.state)
            .append_pair("nonce", &started.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        Ok((format!("{}{joint}{query}", endpoints.authorization_endpoint), started))
    }

    /// The sign-in that a browser comes back to, by the state and the secret that it brings; once.
    pub(crate) fn back(&self, state: &str, browser: &str, now: Millis) -> Option<Begin> {
        self.begun.take(state, browser, now)
    }

    /// Who has come back with a code.
    pub(crate) async fn person(
        &self,
        code: &str,
        begin: &Begin,
        redirect: &str,
        now: Millis,
    ) -> Result<(Identity, Person), Refusal> {
        let endpoints = self.endpoints(now).await?;
        let token = self.exchange(&endpoints, code, &begin.verifier, redirect).await?;
        let kid = signed::key_of(&token).map_err(Refusal::Failed)?;
        let fetch = async || self.web.get::<Keys>(&endpoints.jwks_uri).await;
        let keys = self.keys.get(now, |keys| keys.has(kid.as_deref()), fetch).await?;
        let expected = token::Expected {
            issuer: &endpoints.issuer,
            client: &self.provider.client_id,
            nonce: &begin.nonce,
            now: now / 1000,
        };
        let person = token::check(&token, &keys, &expected).map_err(Refusal::Failed)?;
        let identity = Identity { issuer: self.provider.issuer.as_str().to_owned(), subject: person.subject.clone() };
        Ok((identity, person))
    }

    async fn endpoints(&self, now: Millis) -> Result<std::sync::Arc<Endpoints>, Refusal> {
        let issuer = self.provider.issuer.as_str();
        let fetch = async || {
            let found: Endpoints = self.web.get(&format!("{issuer}/.well-known/openid-configuration")).await?;
            if found.issuer.trim_end_matches('/') != issuer {
                return Err(Refusal::Failed(format!("the provider at {issuer} calls itself {}", found.issuer)));
            }
            for url in [&found.authorization_endpoint, &found.token_endpoint, &found.jwks_uri] {
                // A provider elsewhere is not to have this server ask what listens on its own machine.
                let is_near = |uri: &Uri| uri.scheme_str() == Some("https") || issuer.starts_with("http:");
                if !url.parse::<Uri>().is_ok_and(|uri| is_guarded(&uri) && is_near(&uri)) {
                    return Err(Refusal::Failed(format!("the provider's endpoint {url} is without TLS")));
                }
            }
            Ok(found)
        };
        self.endpoints.get(now, |_| true, fetch).await
    }

    /// The ID token for a code.
    async fn exchange(
        &self,
        endpoints: &Endpoints,
        code: &str,
        verifier: &str,
        redirect: &str,
    ) -> Result<String, Refusal> {
        let (form, header) = self.asks(endpoints, code, verifier, redirect);
        let answer: Tokens = self.web.post(&endpoints.token_endpoint, form, header).await?;
        match answer {
            Tokens { id_token: Some(token), .. } => Ok(token),
            // A code is good once and not for long.
            Tokens { error: Some(error), .. } if error == "invalid_grant" => Err(Refusal::Expired),
            Tokens { error, .. } => Err(Refusal::Failed(format!("the provider gives no ID token: {error:?}"))),
        }
    }

    /// The form that asks for it, and what proves who asks, if that is not in the form.
    fn asks(&self, endpoints: &Endpoints, code: &str, verifier: &str, redirect: &str) -> (String, Option<String>) {
        let Provider { client_id, client_secret, .. } = &self.provider;
        let mut form = Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", redirect)
            .append_pair("code_verifier", verifier)
            .append_pair("client_id", client_id);
        let methods = endpoints.token_endpoint_auth_methods_supported.as_deref();
        let by_header = methods.is_none_or(|methods| methods.iter().any(|method| method == "client_secret_basic"));
        let mut header = None;
        match client_secret {
            Some(secret) if by_header => {
                let escaped = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
                header = Some(STANDARD.encode(format!("{}:{}", escaped(client_id), escaped(secret.reveal()))));
            }
            Some(secret) => {
                form.append_pair("client_secret", secret.reveal());
            }
            None => {}
        }
        (form.finish(), header)
    }
}

/// What is answered to a code.
#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    error: Option<String>,
}
