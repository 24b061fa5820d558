use std::{fmt, str::FromStr};

use axum::http::Uri;
use clap::ValueEnum;

/// The provider with which people may sign in, by OpenID Connect, if there is one.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct OidcConfig {
    /// Also let people sign in with an OpenID Connect provider: its issuer, such as
    /// https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf. It is to send them back to
    /// PUBLIC-URL/api/v1/auth/oidc/callback.
    #[arg(long, env = "HOLDFAST_OIDC_ISSUER", value_name = "URL", requires = "oidc_client_id")]
    pub oidc_issuer: Option<Issuer>,
    /// As whom the provider knows this server.
    #[arg(long, env = "HOLDFAST_OIDC_CLIENT_ID", value_name = "ID", requires = "oidc_issuer")]
    pub oidc_client_id: Option<String>,
    /// What proves it to the provider, if it has given one. Better in the environment than here, where others of the machine
    /// see it.
    #[arg(
        long,
        env = "HOLDFAST_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        value_name = "SECRET",
        requires = "oidc_issuer"
    )]
    pub oidc_client_secret: Option<Secret>,
    /// What the button "Sign in with …" calls the provider; without it, by the issuer's host.
    #[arg(long, env = "HOLDFAST_OIDC_NAME", value_name = "NAME", value_parser = name)]
    pub oidc_name: Option<String>,
    /// Who may sign in with the provider.
    #[arg(long, env = "HOLDFAST_OIDC_SIGN_UP", value_name = "WHO", default_value = "anyone")]
    pub oidc_sign_up: SignUp,
}

/// Who may sign in with the provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SignUp {
    /// Whoever has no account gets one, as by the form.
    #[default]
    Anyone,
    /// Only who has an account.
    Known,
}

/// A provider, and who this server is to it.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    /// Its issuer.
    pub(crate) issuer: Issuer,
    /// As whom it knows this server.
    pub(crate) client_id: String,
    /// What proves it.
    pub(crate) client_secret: Option<Secret>,
    /// What people call it.
    pub(crate) name: String,
    /// Who may sign in with it.
    pub(crate) sign_up: SignUp,
}

impl OidcConfig {
    /// The provider, if there is one.
    pub(crate) fn provider(&self) -> Option<Provider> {
        let issuer = self.oidc_issuer.clone()?;
        Some(Provider {
            client_id: self.oidc_client_id.clone()?,
            client_secret: self.oidc_client_secret.clone(),
            name: self.oidc_name.clone().unwrap_or_else(|| issuer.host().to_owned()),
            sign_up: self.oidc_sign_up,
            issuer,
        })
    }
}

/// The address of a provider, without a `/` at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    /// It as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default()
    }
}

impl FromStr for Issuer {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().trim_end_matches('/');
        let parsed: Option<Uri> = text.parse().ok();
        let Some(uri) =
            parsed.filter(|uri| uri.host().is_some() && uri.query().is_none() && !text.contains(['#', '@']))
        else {
            return Err("write the whole address and nothing more, such as https://accounts.example.com".into());
        };
        match is_guarded(&uri) {
            true => Ok(Self(text.to_owned())),
            false => Err("write https://: what the provider says of people must come from nobody else".into()),
        }
    }
}

/// Whether nobody on the way can read or change what goes to an address: TLS, or this machine.
pub(crate) fn is_guarded(uri: &Uri) -> bool {
    match (uri.scheme_str(), uri.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => is_this_machine(host),
        _ => false,
    }
}

/// Whether a host, as it stands in an address, is the machine itself.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Something that no log is to have.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// What it is.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "" => Err("leave it out if the provider has given none".into()),
            text => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

fn name(text: &str) -> Result<String, String> {
    let text = text.trim();
    match text.chars().count() {
        1..=40 if !text.chars().any(char::is_control) => Ok(text.to_owned()),
        _ => Err("write a name of at most 40 characters, as it is to stand on a button".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Issuer, Secret};

    #[test]
    fn an_issuer_is_guarded_by_tls_or_is_this_machine() {
        for good in ["https://id.example/realms/a", "http://127.0.0.1:9000", "http://localhost:1/x", "http://[::1]:80"]
        {
            assert_eq!(good.parse::<Issuer>().unwrap().as_str(), good);
        }
        assert_eq!("https://id.example/".parse::<Issuer>().unwrap().as_str(), "https://id.example");
        for bad in [
            "",
            "id.example",
            "http://id.example",
            "http://127.0.0.1.evil.example",
            "http://10.0.0.1",
            "ftp://id.example",
            "https://id.example?a=b",
            "https://id.example#a",
        ] {
            assert!(bad.parse::<Issuer>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_not_written_down() {
        let secret: Secret = "hunter2".parse().unwrap();
        assert_eq!((format!("{secret:?}").as_str(), secret.reveal()), ("Secret", "hunter2"));
    }
}
