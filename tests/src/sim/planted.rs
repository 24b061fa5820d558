//! Bugs put in on purpose. Each proves that some check can fail.
//!
//! Some are in the surroundings that the simulation makes: the network, the server, the disk. The others are in the real
//! code, behind a switch that only the simulation's build has ([`holdfast_core::planted`]).

use holdfast_core::planted::Bug;

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planted {
    /// One in the real code.
    Core(Bug),
    /// The server keeps no results, so a repeated push is done again.
    ForgetsResults,
    /// Something on the way answers "accepted" and the server never hears of it.
    AnswersWithoutDoing,
    /// Operations of one push arrive in reverse order, stripped of what they depend on.
    ReversesBatches,
    /// A device loses the last stored edit when a tab crashes.
    LosesRowInCrash,
    /// The server sends some effects without what they wrote.
    OmitsWrites,
    /// The server goes on sending a scope to people who may no longer read it.
    KeepsRevoked,
    /// Something on the way turns an acceptance into a refusal.
    ForgesRefusals,
}

impl Planted {
    /// Those in the surroundings.
    const AROUND: [(Self, &'static str); 7] = [
        (Self::ForgetsResults, "forgets_results"),
        (Self::AnswersWithoutDoing, "answers_without_doing"),
        (Self::ReversesBatches, "reverses_batches"),
        (Self::LosesRowInCrash, "loses_row_in_crash"),
        (Self::OmitsWrites, "omits_writes"),
        (Self::KeepsRevoked, "keeps_revoked"),
        (Self::ForgesRefusals, "forges_refusals"),
    ];

    /// All of them, with their names.
    pub fn all() -> Vec<(Self, &'static str)> {
        let core = Bug::ALL.iter().map(|bug| (Self::Core(*bug), bug.name()));
        core.chain(Self::AROUND).collect()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::all().into_iter().find(|(planted, _)| *planted == self).map_or("", |(_, name)| name)
    }

    /// The bug of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|(_, known)| *known == name).map(|(planted, _)| planted)
    }

    /// The switch in the real code, for one of those.
    pub fn in_core(self) -> Option<Bug> {
        match self {
            Self::Core(bug) => Some(bug),
            _ => None,
        }
    }
}
