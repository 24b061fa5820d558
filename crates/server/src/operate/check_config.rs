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
    config::sound::{App, Folder, Others, look},
    db, routes,
};

/// Says of each thing how it is, and starts nothing.
pub(super) fn run(config: &Config, out: &mut impl Write) -> Result<(), Failure> {
    let app = if routes::has_app() { App::Inside } else { App::Left };
    let mut wrong = 0;
    for (what, how) in look(config, &folder(&config.data.data), app) {
        let result = if how.is_ok() { "ok" } else { "NOT OK" };
        wrong += usize::from(how.is_err());
        say(out, &format!("{result:6} {what}: {}", how.unwrap_or_else(|why| why)));
    }
    match wrong {
        0 => Ok(()),
        _ => Err(Failure::Unsound("a server for other people could not be run so".into())),
    }
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
