//! Whether the database holds together: what each table says against what the others do. Read only, and within one
//! transaction, so a server may go on writing meanwhile.

mod derived;
mod file;
mod log;

use super::{DbError, Tx};

/// How many findings of one check are told; a broken table has thousands.
const SHOWN: usize = 5;

/// Something to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// The file's own structure.
    File,
    /// That what a row refers to is there.
    References,
    /// That every scope's log has each number once, from its floor to its head.
    Log,
    /// That the records are what the log made of them.
    Records,
    /// That every effect has its operation's answer, and every answer its effect.
    Answers,
    /// That who may read and write is what the memberships say.
    Members,
    /// That the index of histories names what the log wrote.
    History,
    /// That the index of texts holds what the records say.
    Search,
    /// That the index of blobs holds what the records say.
    Blobs,
}

impl Check {
    /// All of them, in the order in which one finding explains the next.
    pub(crate) const ALL: [Self; 9] = [
        Self::File,
        Self::References,
        Self::Log,
        Self::Records,
        Self::Answers,
        Self::Members,
        Self::History,
        Self::Search,
        Self::Blobs,
    ];

    /// What it looks at, for people.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::File => "the file is whole",
            Self::References => "rows refer to rows that are there",
            Self::Log => "the log has no gaps",
            Self::Records => "the records are what the log made of them",
            Self::Answers => "every effect has its operation's answer",
            Self::Members => "access is what the memberships say",
            Self::History => "the index of histories fits the log",
            Self::Search => "the index of texts fits the records",
            Self::Blobs => "the index of files fits the records",
        }
    }
}

/// What a check found wrong.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    told: Vec<String>,
    count: usize,
}

impl Findings {
    fn add(&mut self, finding: impl FnOnce() -> String) {
        self.count += 1;
        if self.told.len() < SHOWN {
            self.told.push(finding());
        }
    }

    /// Whether all is well.
    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Some of them, for people.
    pub(crate) fn shown(&self) -> impl Iterator<Item = String> {
        let more = self.count - self.told.len();
        self.told.iter().cloned().chain((more > 0).then(|| format!("and {more} more")))
    }
}

impl Tx {
    /// Looks at one thing.
    pub(crate) async fn check(&mut self, check: Check) -> Result<Findings, DbError> {
        let mut findings = Findings::default();
        match check {
            Check::File => self.check_file(&mut findings).await?,
            Check::References => self.check_references(&mut findings).await?,
            Check::Log => self.check_log(&mut findings).await?,
            Check::Records => self.check_records(&mut findings).await?,
            Check::Answers => self.check_answers(&mut findings).await?,
            Check::Members => self.check_members(&mut findings).await?,
            Check::History => self.check_history(&mut findings).await?,
            Check::Search => self.check_search(&mut findings).await?,
            Check::Blobs => {
                self.blob_index_flaws().await?.into_iter().for_each(|flaw| findings.add(|| flaw));
            }
        }
        Ok(findings)
    }
}
