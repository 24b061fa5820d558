//! Bugs put into the simulated surroundings on purpose. Each proves that some check can fail.

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Planted {
    /// The server keeps no results, so a repeated push is done again.
    ForgetsResults,
    /// Something on the way answers "accepted" and the server never hears of it.
    AnswersWithoutDoing,
    /// A client takes the answer to a push for its confirmation and drops the rows before the effects are there.
    ConfirmsOnAnswer,
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
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ForgetsResults,
        Self::AnswersWithoutDoing,
        Self::ConfirmsOnAnswer,
        Self::ReversesBatches,
        Self::LosesRowInCrash,
        Self::OmitsWrites,
        Self::KeepsRevoked,
        Self::ForgesRefusals,
    ];
}
