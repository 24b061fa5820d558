//! What the server is told when it starts, by flags or by environment: one struct per concern, checked before anything
//! else happens. A wrong value ends the program with a message that says what to write instead.

mod api;
mod data;
mod keep;
mod listen;
mod log;
mod oidc;
mod public;
pub(crate) mod sound;

pub use api::ApiConfig;
pub use data::DataConfig;
pub use keep::KeepConfig;
pub use listen::ListenConfig;
pub use log::{LogConfig, LogFormat, LogLevel};
pub use oidc::{Issuer, OidcConfig, Secret, SignUp};
pub(crate) use oidc::{Provider, is_guarded, is_this_machine};
pub use public::{PublicConfig, PublicUrl};

use std::{net::SocketAddr, path::PathBuf};

/// The Holdfast server: projects and tasks that work offline, for the people you share this machine with.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "holdfast", version)]
pub struct Config {
    /// Where it listens.
    #[command(flatten)]
    pub listen: ListenConfig,
    /// Where it keeps its data.
    #[command(flatten)]
    pub data: DataConfig,
    /// For how long it keeps what it needs no more.
    #[command(flatten)]
    pub keep: KeepConfig,
    /// Who reaches it, and how.
    #[command(flatten)]
    pub public: PublicConfig,
    /// What programs may ask of it.
    #[command(flatten)]
    pub api: ApiConfig,
    /// With which provider people may sign in.
    #[command(flatten)]
    pub oidc: OidcConfig,
    /// What it writes down.
    #[command(flatten)]
    pub log: LogConfig,
}

impl Config {
    /// A server on a free port of this machine, for tests.
    pub fn local(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: ListenConfig {
                listen: SocketAddr::from(([127, 0, 0, 1], 0)),
                max_connections: listen::MAX_CONNECTIONS,
            },
            data: DataConfig::of(data),
            keep: KeepConfig::default(),
            public: PublicConfig::default(),
            api: ApiConfig::default(),
            oidc: OidcConfig::default(),
            log: LogConfig::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::Config;

    fn refusal(args: &[&str]) -> String {
        let args = std::iter::once("holdfast").chain(args.iter().copied());
        Config::try_parse_from(args).map(|_| ()).expect_err("it is refused").to_string()
    }

    #[test]
    fn defaults_are_for_one_machine() {
        let config = Config::try_parse_from(["holdfast"]).unwrap();
        assert_eq!(config.listen.listen.to_string(), "127.0.0.1:8080");
        assert!(config.public.public_url.is_none() && !config.public.behind_proxy);
    }

    #[test]
    fn wrong_values_say_what_to_write() {
        assert!(refusal(&["--listen", "8080"]).contains("127.0.0.1:8080"), "{}", refusal(&["--listen", "8080"]));
        assert!(refusal(&["--public-url", "tasks.example"]).contains("https://"));
        assert!(refusal(&["--public-url", "https://tasks.example/app"]).contains("without a path"));
        assert!(refusal(&["--oidc-client-id", "us"]).contains("--oidc-issuer"));
        assert!(refusal(&["--oidc-issuer", "https://id.example"]).contains("--oidc-client-id"));
        assert!(refusal(&["--oidc-issuer", "http://id.example", "--oidc-client-id", "us"]).contains("https://"));
        assert!(refusal(&["--log", "loud"]).contains("debug"));
        assert!(refusal(&["--data", ""]).contains("--data"));
    }
}
