//! `holdfast check-config`.

use std::{
    fs,
    io::{ErrorKind, Write},
    os::unix::fs::PermissionsExt as _,
    path::Path,
};

use super::{Failure, say};
use crate::{
    Config,
    clock::Clock,
    config::{
        Provider,
        sound::{App, Folder, Others, look},
    },
    db,
    oidc::{Oidc, Refusal},
    routes,
};

/// Says of each thing how it is, and starts nothing.
pub(super) async fn run(config: &Config, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let app = if routes::has_app() { App::Inside } else { App::Left };
    let mut wrong = 0;
    for (what, how) in look(config, &folder(&config.data.data), app) {
        let result = if how.is_ok() { "ok" } else { "NOT OK" };
        wrong += usize::from(how.is_err());
        say(out, &format!("{result:6} {what}: {}", how.unwrap_or_else(|why| why)));
    }
    if let Some(provider) = config.oidc.provider() {
        // It may be down now and up when the server runs: told, and no fault of the settings.
        let (result, how) = match reach(provider).await {
            Ok(()) => ("ok", "it answers".to_owned()),
            Err(why) => ("note", why),
        };
        say(out, &format!("{result:6} the provider to sign in with: {how}"));
    }
    match wrong {
        0 => Ok(()),
        _ => Err(Failure::Unsound("a server for other people could not be run so".into())),
    }
}

/// Whether a provider answers, or why not.
async fn reach(provider: Provider) -> Result<(), String> {
    let reached = Oidc::new(provider)?.reach(Clock::System.now()).await;
    reached.map_err(|refusal| match refusal {
        Refusal::Unreachable(why) | Refusal::Failed(why) => why,
        other => other.code().to_owned(),
    })
}

/// Looks without making it: a slip of the finger in its name is to show.
fn folder(path: &Path) -> Folder {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Folder::Missing,
        Err(error) => return Folder::Closed(format!("{}: {error}", path.display())),
    };
    match db::make_folder(path) {
        Err(error) => Folder::Closed(error.to_string()),
        Ok(()) if found.permissions().mode() & 0o077 == 0 => Folder::Open { others: Others::Out },
        Ok(()) => Folder::Open { others: Others::In },
    }
}
