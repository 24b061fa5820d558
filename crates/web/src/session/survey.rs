//! What this device has kept for a person, gone through item by item, to say how this build reads it.

use holdfast_core::{
    client::{
        StoreError,
        survey::{Form, Item, Tally, survey},
    },
    id::PersonId,
};

use super::Session;
use crate::{answers, code, device, drafts, files, idb, memory, messages, preferences, shared};

/// One of the databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The profile's own: who is signed in.
    Device,
    /// The person's: records and edits.
    Person,
    /// The server's answers.
    Answers,
    /// The contents of files.
    Files,
    /// The code of sessions.
    Code,
}

/// Which version a database is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The one that it has; nothing where it is not there, or the browser does not tell.
    pub found: Option<u32>,
    /// The one that this build makes.
    pub own: u32,
    /// The one from which a build brought it up to date on this device.
    pub was: Option<u32>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The databases.
    pub databases: [(Place, Version); 5],
    /// Who is signed in.
    pub account: Tally,
    /// What the person's database holds.
    pub items: Vec<(Item, Tally)>,
    /// What is remembered of it outside.
    pub memory: Tally,
    /// What was on the screen last.
    pub shown: usize,
    /// Words that were begun in this tab.
    pub drafts: usize,
    /// Contents of files.
    pub files: usize,
    /// What other apps have shared and nobody has taken.
    pub shared: usize,
}

impl Session {
    /// Goes through all that is kept here. Nothing is changed by it.
    ///
    /// # Errors
    ///
    /// If the database cannot be read.
    pub async fn survey(&self) -> Result<Survey, StoreError> {
        let person = self.0.account.id;
        let files_there = idb::stored_version(&messages::files_name(person)).await.is_some();
        Ok(Survey {
            databases: databases(person).await?,
            account: tally(device::is_current_readable().await?),
            items: survey(self.0.tab.db()).await?,
            memory: tally(memory::is_readable(person)),
            shown: preferences::load_for(person, preferences::SHOWN).map_or(0, |shown| shown.lines().count()),
            drafts: drafts::count(person),
            // Not made by looking.
            files: if files_there { files::count(person).await? } else { 0 },
            shared: shared::count().await,
        })
    }
}

async fn databases(person: PersonId) -> Result<[(Place, Version); 5], StoreError> {
    let own = device::database_of(person).await?;
    let of = [
        (Place::Device, device::NAME.to_owned(), device::VERSION),
        (Place::Person, own, idb::VERSION),
        (Place::Answers, messages::queries_name(person), answers::VERSION),
        (Place::Files, messages::files_name(person), files::VERSION),
        (Place::Code, messages::code_name(person), code::VERSION),
    ];
    let mut found = Vec::with_capacity(of.len());
    for (place, name, own) in of {
        let version = Version {
            found: idb::stored_version(&name).await.map(|version| version as u32),
            own,
            was: preferences::load(&preferences::upgraded(&name)).and_then(|was| was.parse().ok()),
        };
        found.push((place, version));
    }
    Ok(std::array::from_fn(|at| found[at]))
}

/// One thing that is there or not, and can be read or not.
fn tally(readable: Option<bool>) -> Tally {
    let mut tally = Tally::default();
    if let Some(readable) = readable {
        tally.add(if readable { Form::Own } else { Form::Unreadable });
    }
    tally
}
