//! Whether a server for other people could be run as it is told.
//!
//! A server starts with less: on one machine, for whoever tries it, nothing here has to hold.

use super::{Config, PublicUrl};
use crate::routes::OIDC_CALLBACK;

/// The folder of the database, as it is found. Nothing is made there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// There is nothing of that name.
    Missing,
    /// It cannot be written to, for this reason.
    Closed(String),
    /// It can be written to.
    Open {
        /// Who else on the machine may look into it.
        others: Others,
    },
}

/// Whether others of the machine may look into a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Others {
    /// The folder's owner alone may.
    Out,
    /// Somebody else may.
    In,
}

/// Whether the program has the app inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum App {
    /// It has.
    Inside,
    /// It was built without.
    Left,
}

/// One thing that is needed: what it is, and how it is, or what is wrong with it and what to do.
pub(crate) type Finding = (&'static str, Result<String, String>);

/// Looks at each thing.
pub(crate) fn look(config: &Config, folder: &Folder, app: App) -> Vec<Finding> {
    vec![
        ("the address people type", address(config)),
        ("the proxy", proxy(config)),
        ("the port", port(config)),
        ("signing in", provider(config)),
        ("the data folder", data(config, folder)),
        ("the app", inside(app)),
    ]
}

fn address(config: &Config) -> Result<String, String> {
    match &config.public.public_url {
        None => Err("nobody has said what it is: links to it lead nowhere. Give it with --public-url".into()),
        Some(url) if url.is_secure() => Ok(url.origin().into()),
        Some(url) => {
            Err(format!("{} is without TLS, where browsers run no service worker: write https://", url.origin()))
        }
    }
}

fn proxy(config: &Config) -> Result<String, String> {
    let public = &config.public;
    match public.behind_proxy {
        // The server itself speaks no TLS.
        false if public.public_url.as_ref().is_some_and(PublicUrl::is_secure) => Err(
            "one must stand before the server, where the address begins with https, and the server would take all visitors \
             for one: say so with --behind-proxy"
                .into(),
        ),
        true if !config.listen.listen.ip().is_loopback() => Ok(format!(
            "visitors are told apart by what it says; nobody but the proxy may reach {}, or they say what they like",
            config.listen.listen
        )),
        true => Ok("visitors are told apart by what it says".into()),
        false => Ok("there is none; visitors are who connects".into()),
    }
}

fn port(config: &Config) -> Result<String, String> {
    match config.listen.listen.port() {
        0 => Err("each start takes another one, which no proxy knows: choose one with --listen".into()),
        port => Ok(port.to_string()),
    }
}

/// Its issuer has been looked at as it was read: it is TLS or this machine.
fn provider(config: &Config) -> Result<String, String> {
    let Some(provider) = config.oidc.provider() else { return Ok("by password".into()) };
    let issuer = provider.issuer.as_str();
    match &config.public.public_url {
        Some(url) => Ok(format!(
            "by password, or with {} ({issuer}), which is to send people back to {}{OIDC_CALLBACK}",
            provider.name,
            url.origin()
        )),
        None => Err(format!("{issuer} cannot send people back to a server without an address: --public-url")),
    }
}

fn data(config: &Config, folder: &Folder) -> Result<String, String> {
    let place = config.data.data.display();
    match folder {
        Folder::Missing => Err(format!(
            "there is none at {place}, and a server would begin an empty one there: say with --data where it is, or make it"
        )),
        Folder::Closed(why) => Err(why.clone()),
        Folder::Open { others: Others::In } => {
            Err(format!("others of this machine may look into {place}, where everybody's work is: `chmod 700 {place}`"))
        }
        Folder::Open { others: Others::Out } => Ok(place.to_string()),
    }
}

fn inside(app: App) -> Result<String, String> {
    match app {
        App::Inside => Ok("it is in the program".into()),
        App::Left => Err("it is not in the program: build it with `cargo xtask build`, then the server anew".into()),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::{App, Config, Folder, Others, look};

    const FINE: Folder = Folder::Open { others: Others::Out };

    /// What is wrong with the configuration that these arguments give.
    fn wrong(args: &str, folder: &Folder, app: App) -> Vec<&'static str> {
        let config = Config::try_parse_from(std::iter::once("holdfast").chain(args.split_whitespace())).unwrap();
        let findings = look(&config, folder, app);
        findings.into_iter().filter(|(_, how)| how.is_err()).map(|(what, _)| what).collect()
    }

    #[test]
    fn what_a_deployment_needs_is_asked_for() {
        let well = "--public-url https://tasks.example --behind-proxy --data /srv/holdfast";
        assert!(wrong(well, &FINE, App::Inside).is_empty());
        let (address, proxy, port) = ("the address people type", "the proxy", "the port");
        for (args, expected) in [
            ("", vec![address]),
            ("--public-url http://tasks.example", vec![address]),
            ("--public-url https://tasks.example", vec![proxy]),
            ("--public-url https://tasks.example --listen 192.0.2.1:80", vec![proxy]),
            ("--public-url https://tasks.example --listen 192.0.2.1:80 --behind-proxy", vec![]),
            ("--public-url https://tasks.example --behind-proxy --listen 127.0.0.1:0", vec![port]),
            ("--oidc-issuer https://id.example --oidc-client-id us", vec![address, "signing in"]),
            (
                "--oidc-issuer https://id.example --oidc-client-id us --public-url https://tasks.example --behind-proxy",
                vec![],
            ),
        ] {
            assert_eq!(wrong(args, &FINE, App::Inside), expected, "{args}");
        }
    }

    #[test]
    fn the_folder_is_there_and_closed_to_others() {
        let well = "--public-url https://tasks.example --behind-proxy";
        for folder in [Folder::Missing, Folder::Closed("read-only".into()), Folder::Open { others: Others::In }] {
            assert_eq!(wrong(well, &folder, App::Inside), ["the data folder"], "{folder:?}");
        }
        assert_eq!(wrong(well, &FINE, App::Left), ["the app"]);
    }
}
