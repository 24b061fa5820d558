//! The faults: what goes wrong, by name, and how often within a run.

use super::rng::Rng;

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fault(u8);

macro_rules! faults {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $most:literal;)+) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms, reason = "only to number the constants below")]
        enum Number { $($id,)+ }

        impl Fault {
            $($(#[$doc])* pub const $id: Self = Self(Number::$id as u8);)+
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$id,)+];
            const NAMES: &'static [&'static str] = &[$($name,)+];
            /// The most often that it strikes where it may, in ten thousand; 0 for what strikes as a step of its own.
            const MOST: &'static [u64] = &[$($most,)+];
        }
    };
}

faults! {
    /// A request never arrives.
    REQUEST_DROPPED = "request dropped", 2_000;
    /// A request arrives twice.
    REQUEST_REPEATED = "request repeated", 2_000;
    /// An answer never arrives.
    ANSWER_DROPPED = "answer dropped", 2_000;
    /// A message takes seconds.
    SLOW_MESSAGE = "slow message", 400;
    /// An answer or frame is cut short.
    TEXT_TRUNCATED = "text truncated", 800;
    /// A run of effects lacks some, and is well-formed all the same.
    EFFECTS_TORN = "effects torn", 500;
    /// Something on the way answers in the server's place.
    PROXY_ANSWERED = "proxy answered", 600;
    /// The session has lapsed, and a renewal is needed.
    SESSION_LAPSED = "session lapsed", 200;
    /// The server finds a batch too large.
    TOO_LARGE = "batch too large", 300;
    /// A frame never arrives.
    FRAME_DROPPED = "frame dropped", 600;
    /// A frame arrives twice.
    FRAME_REPEATED = "frame repeated", 1_000;
    /// A frame is overtaken by the next.
    FRAME_OVERTAKEN = "frame overtaken", 1_000;
    /// A line ends.
    LINE_CUT = "line cut", 150;
    /// A line carries nothing any more, and neither end is told.
    HALF_OPEN = "half-open line", 100;
    /// A hint between the tabs of a profile is lost.
    HINT_DROPPED = "hint dropped", 2_000;
    /// Storage takes seconds.
    SLOW_STORAGE = "slow storage", 40;
    /// The device has no room at a commit.
    NO_ROOM = "no room", 150;
    /// A tab or worker dies before a transaction.
    CRASH_BEFORE_TRANSACTION = "crash before transaction", 40;
    /// A tab or worker dies at a read.
    CRASH_AT_READ = "crash at read", 40;
    /// A tab or worker dies before a commit.
    CRASH_BEFORE_COMMIT = "crash before commit", 40;
    /// A tab or worker dies after a commit, before it knows.
    CRASH_AFTER_COMMIT = "crash after commit", 60;
    /// A tab or worker dies between storage awaits.
    CRASH = "crash", 0;
    /// The server dies.
    SERVER_CRASH = "server crash", 0;
    /// The server dies within a push, before its commit.
    SERVER_CRASH_BEFORE_COMMIT = "server crash before commit", 500;
    /// The server dies within a push, after its commit.
    SERVER_CRASH_AFTER_COMMIT = "server crash after commit", 600;
    /// A profile has no network.
    NETWORK_DOWN = "network down", 0;
    /// A tab or worker stands still for seconds, and goes on.
    FREEZE = "freeze", 0;
    /// A device's clock jumps, forth or back.
    CLOCK_JUMP = "clock jump", 0;
    /// A device loses its power: all that ran there, and the last of what was stored without waiting for the disk.
    POWER_CUT = "power cut", 0;
    /// Everything a profile has stored is gone.
    STORAGE_WIPED = "storage wiped", 0;
    /// A stored value is damaged.
    STORAGE_CORRUPT = "storage corrupt", 0;
    /// The server is restored from an older backup.
    SERVER_RESTORED = "server restored", 0;
    /// The server's log is compacted: whoever is behind needs a snapshot.
    LOG_COMPACTED = "log compacted", 0;
    /// A person is put out of an engagement.
    ACCESS_REVOKED = "access revoked", 0;
    /// The app is upgraded while edits in an older form are queued.
    UPGRADED = "upgraded with queued edits", 0;
    /// A newer build has written what this one cannot read.
    NEWER_BUILD = "row of a newer build", 0;
    /// Another account signs in on a profile.
    OTHER_ACCOUNT = "other account", 0;
}

impl Fault {
    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES[self.index()]
    }

    /// Its number, from 0.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The fault of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fault| fault.name() == name)
    }
}

/// How often each fault strikes in one run. Each run leaves many kinds out, so that the others meet in every mixture, calm
/// and wild.
pub struct Rates([u64; Fault::ALL.len()]);

impl Rates {
    /// Draws the rates of a run.
    pub fn draw(rng: &mut Rng) -> Self {
        let density = [2_500, 5_000, 8_000][rng.index(3)];
        Self(std::array::from_fn(|number| {
            let most = Fault::MOST[number];
            let (is_there, rate) = (rng.chance(density), if most == 0 { 1 } else { 1 + rng.below(most) });
            if is_there { rate } else { 0 }
        }))
    }

    /// How often a fault strikes where it may, in ten thousand.
    pub fn of(&self, fault: Fault) -> u64 {
        self.0[fault.index()]
    }

    /// Whether a fault is part of this run at all.
    pub fn has(&self, fault: Fault) -> bool {
        self.of(fault) > 0
    }
}
