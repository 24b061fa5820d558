//! `holdfast flags`.

use std::io::Write;

use holdfast_core::flags::{By, Flag, State};

use super::{Failure, Folder, open, say};
use crate::{
    clock::Clock,
    db::{Db, Setting, Tx},
};

/// Show what is turned on and off, or change it. A server that serves takes it at once.
#[derive(Clone, Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct FlagsCommand {
    #[command(subcommand)]
    change: Option<Change>,
    /// Where the database is.
    #[command(flatten)]
    folder: Folder,
}

/// A change of a flag.
#[derive(Clone, Debug, clap::Subcommand)]
enum Change {
    /// Turn something on or off.
    Set {
        /// What: files, chat, rest.
        #[arg(value_parser = flag)]
        flag: Flag,
        /// On or off.
        #[arg(value_parser = ["on", "off"])]
        state: String,
        #[command(flatten)]
        whose: Whose,
    },
    /// Take back what was set: then the server's setting counts for the person, and what is built in for the server.
    Reset {
        /// What: files, chat, rest.
        #[arg(value_parser = flag)]
        flag: Flag,
        #[command(flatten)]
        whose: Whose,
    },
}

/// For whom.
#[derive(Clone, Debug, clap::Args)]
struct Whose {
    /// The address with which the person signs in whom it is for alone: it beats the server's setting. Without it, it is for
    /// everybody who has none of their own.
    #[arg(long = "for", value_name = "EMAIL")]
    person: Option<String>,
    /// Where the database is.
    #[command(flatten)]
    folder: Folder,
}

fn flag(name: &str) -> Result<Flag, String> {
    Flag::named(name).ok_or_else(|| {
        let names = Flag::ALL.map(Flag::name).join(", ");
        format!("there is {names}")
    })
}

/// Does it, and prints how things stand then.
pub(super) async fn run(flags: FlagsCommand, out: &mut (impl Write + Send)) -> Result<(), Failure> {
    let (folder, change) = match flags.change {
        None => (flags.folder, None),
        Some(Change::Set { flag, state, whose }) => (whose.folder, Some((flag, whose.person, Some(state == "on")))),
        Some(Change::Reset { flag, whose }) => (whose.folder, Some((flag, whose.person, None))),
    };
    let (db, _lock) = open(&folder).await?;
    let settings = change_and_read(&db, change).await;
    db.close().await;
    for line in table(&settings?) {
        say(out, &line);
    }
    Ok(())
}

async fn change_and_read(
    db: &Db,
    change: Option<(Flag, Option<String>, Option<bool>)>,
) -> Result<Vec<Setting>, Failure> {
    let now = Clock::System.now();
    let Some((flag, email, state)) = change else { return Ok(db.read(now).await?.flag_settings().await?) };
    let mut tx = db.write(now).await?;
    let person = match email {
        Some(email) => Some(account(&mut tx, &email).await?),
        None => None,
    };
    tx.set_flag(flag, person, state).await?;
    let settings = tx.flag_settings().await?;
    tx.commit().await?;
    Ok(settings)
}

async fn account(tx: &mut Tx, email: &str) -> Result<holdfast_core::id::PersonId, Failure> {
    let account = tx.account_by_email(email.trim()).await?;
    Ok(account.ok_or_else(|| Failure::Refused(format!("nobody here signs in as {email}")))?.id)
}

const fn word(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// A line for each flag as it is for everybody, and one for each person who has a setting of their own.
fn table(settings: &[Setting]) -> Vec<String> {
    let line = |flag: &str, whom: &str, set: &str, state: &str, what: &str| {
        format!("{flag:<6} {whom:<32} {set:<8} {state:<6} {what}").trim_end().to_owned()
    };
    let mut lines = vec![line("flag", "for", "set to", "is", "")];
    for flag in Flag::ALL {
        let of = |email: Option<&str>| {
            let found = settings.iter().find(|one| one.flag == flag && one.email.as_deref() == email);
            found.map(|one| one.on)
        };
        let server = of(None);
        let state = State::of(flag, server, None);
        let set = if state.by == By::Server { word(state.on) } else { "-" };
        lines.push(line(flag.name(), "everybody", set, word(state.on), flag.what()));
        for email in settings.iter().filter(|one| one.flag == flag).filter_map(|one| one.email.as_deref()) {
            let own = of(Some(email));
            let state = State::of(flag, server, own);
            lines.push(line(flag.name(), email, own.map_or("-", word), word(state.on), ""));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{Flag, Setting, table};

    #[test]
    fn what_is_set_is_told_with_what_comes_of_it() {
        let set = |flag, email: Option<&str>, on| Setting { flag, email: email.map(ToOwned::to_owned), on };
        let told = table(&[
            set(Flag::Files, None, false),
            set(Flag::Files, Some("ada@example.org"), true),
            set(Flag::Rest, Some("ben@example.org"), false),
        ]);
        insta::assert_snapshot!(told.join("\n"), @"
        flag   for                              set to   is
        files  everybody                        off      off    attaching files to sessions
        files  ada@example.org                  on       on
        chat   everybody                        -        on     messages in sessions
        rest   everybody                        -        on     the interface for programs
        rest   ben@example.org                  off      off
        code   everybody                        -        on     code of sessions that is written together
        ");
    }
}
