//! Bugs put in on purpose, to prove that the simulation's checks can fail. Each is one condition at the very line it breaks.
//! Without the feature `planted` the condition is a constant, and nothing of it is left in the program.

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bug {
    /// A row leaves the outbox when it is sent, before the answer.
    DeleteBeforeAnswer,
    /// An edit is called saved before the disk has it.
    SavesRelaxed,
    /// That an edit may have left the device is noted without waiting for the disk.
    PeeksRelaxed,
    /// The answer to a push counts as its confirmation: the row goes before the effect is in the base.
    ConfirmOnAnswer,
    /// The cursor is stored in a transaction before the records'.
    CursorBeforeRecords,
    /// The server remembers results in another transaction than the effects.
    DedupeElsewhere,
    /// Another epoch's effects are taken for this one's.
    EpochIgnored,
    /// A resync clears what is pending too.
    ResyncClearsPending,
    /// A replaced holder of the lease goes on writing.
    LeaseUnfenced,
    /// Two edits get the same number.
    ClientSeqCollision,
    /// The base version is what a stale tab last saw of anything, not of the record.
    StaleBase,
    /// Values are compared instead of versions, so that A→B→A goes unseen.
    AbaUnseen,
    /// An operation that may have been sent is compacted.
    CompactsSent,
    /// A dependent is sent before what it depends on.
    DependentFirst,
    /// A dead letter blocks other lanes.
    DeadLetterBlocks,
    /// One proxy's 403 page makes dead letters of a whole batch.
    ForbiddenPageKills,
    /// A delta that was cut short is taken for whole.
    TruncatedAsWhole,
    /// Retries end after a while.
    RetriesEnd,
    /// A device without room evicts operations.
    QuotaEvictsOperations,
    /// A row of an unknown version is dropped.
    UnknownVersionDropped,
    /// The purge of a lost scope misses rows.
    PurgeMissesRows,
    /// One account's outbox is sent under another's session.
    WrongAccountSent,
    /// Undo puts back what somebody else has changed since.
    UndoOverOthers,
    /// The loser of a conflict is kept nowhere.
    LoserLost,
    /// An edit that may be on the server is taken out of the outbox as if it had never left.
    WithdrawsSent,
}

impl Bug {
    /// All of them.
    pub const ALL: [Self; 25] = [
        Self::DeleteBeforeAnswer,
        Self::SavesRelaxed,
        Self::PeeksRelaxed,
        Self::ConfirmOnAnswer,
        Self::CursorBeforeRecords,
        Self::DedupeElsewhere,
        Self::EpochIgnored,
        Self::ResyncClearsPending,
        Self::LeaseUnfenced,
        Self::ClientSeqCollision,
        Self::StaleBase,
        Self::AbaUnseen,
        Self::CompactsSent,
        Self::DependentFirst,
        Self::DeadLetterBlocks,
        Self::ForbiddenPageKills,
        Self::TruncatedAsWhole,
        Self::RetriesEnd,
        Self::QuotaEvictsOperations,
        Self::UnknownVersionDropped,
        Self::PurgeMissesRows,
        Self::WrongAccountSent,
        Self::UndoOverOthers,
        Self::LoserLost,
        Self::WithdrawsSent,
    ];

    /// What it is called in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DeleteBeforeAnswer => "delete_before_answer",
            Self::SavesRelaxed => "saves_relaxed",
            Self::PeeksRelaxed => "peeks_relaxed",
            Self::ConfirmOnAnswer => "confirm_on_answer",
            Self::CursorBeforeRecords => "cursor_before_records",
            Self::DedupeElsewhere => "dedupe_elsewhere",
            Self::EpochIgnored => "epoch_ignored",
            Self::ResyncClearsPending => "resync_clears_pending",
            Self::LeaseUnfenced => "lease_unfenced",
            Self::ClientSeqCollision => "client_seq_collision",
            Self::StaleBase => "stale_base",
            Self::AbaUnseen => "aba_unseen",
            Self::CompactsSent => "compacts_sent",
            Self::DependentFirst => "dependent_first",
            Self::DeadLetterBlocks => "dead_letter_blocks",
            Self::ForbiddenPageKills => "forbidden_page_kills",
            Self::TruncatedAsWhole => "truncated_as_whole",
            Self::RetriesEnd => "retries_end",
            Self::QuotaEvictsOperations => "quota_evicts_operations",
            Self::UnknownVersionDropped => "unknown_version_dropped",
            Self::PurgeMissesRows => "purge_misses_rows",
            Self::WrongAccountSent => "wrong_account_sent",
            Self::UndoOverOthers => "undo_over_others",
            Self::LoserLost => "loser_lost",
            Self::WithdrawsSent => "withdraws_sent",
        }
    }
}

#[cfg(feature = "planted")]
thread_local! {
    static PLANTED: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// A bug stays planted in this thread as long as this lives.
#[cfg(feature = "planted")]
#[derive(Debug)]
pub struct Plant(Option<Bug>);

/// Plants a bug in this thread.
#[cfg(feature = "planted")]
#[must_use]
pub fn plant(bug: Bug) -> Plant {
    Plant(PLANTED.replace(Some(bug)))
}

#[cfg(feature = "planted")]
impl Drop for Plant {
    fn drop(&mut self) {
        PLANTED.set(self.0);
    }
}

/// Whether a bug is planted here.
#[cfg(feature = "planted")]
pub fn has(bug: Bug) -> bool {
    PLANTED.get() == Some(bug)
}

/// Whether a bug is planted here: never.
#[cfg(not(feature = "planted"))]
#[inline]
pub const fn has(_: Bug) -> bool {
    false
}
