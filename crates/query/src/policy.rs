//! How long answers are good, how failures are repeated, and what makes a query run again. A type's policy is the default
//! of all its queries; an observer may differ where [`crate::Options`] says so.

/// A time or a span of time in milliseconds.
pub type Millis = u64;

/// When data stops being fresh. Stale data is still shown; it is fetched again at the next occasion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// So many milliseconds after it was fetched; 0 is at once.
    After(Millis),
    /// Never by age: only invalidation makes it stale.
    Never,
}

impl Stale {
    /// Whether data of that age is stale.
    pub fn holds(self, age: Millis) -> bool {
        match self {
            Self::After(limit) => age >= limit,
            Self::Never => false,
        }
    }
}

/// How long data stays in memory after its last observer has gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// So many milliseconds.
    For(Millis),
    /// Until it is evicted for room, or removed.
    Forever,
}

/// Whether an occasion runs a query again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// It does not.
    Never,
    /// If the data is stale.
    IfStale,
    /// Always.
    Always,
}

/// What being offline means to a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// It waits, without using up attempts, until there is a network.
    Online,
    /// It runs whether or not there is one: it needs none.
    Always,
    /// Its first attempt runs without one (a cache or a service worker may answer); further attempts wait.
    OfflineFirst,
}

/// How failures are repeated: after `first`, twice that, and so on up to `cap`, each spread by up to half of it at random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// How many times after the first attempt.
    pub limit: u32,
    /// The wait before the first repetition.
    pub first: Millis,
    /// The longest wait.
    pub cap: Millis,
}

impl Retry {
    /// No repetition.
    pub const NEVER: Self = Self { limit: 0, first: 1_000, cap: 30_000 };

    /// Three, after 1, 2 and 4 seconds.
    pub const DEFAULT: Self = Self { limit: 3, first: 1_000, cap: 30_000 };

    /// For ever.
    pub const ALWAYS: Self = Self { limit: u32::MAX, first: 1_000, cap: 30_000 };

    /// The wait before repetition `number` (counts from 1): the upper half of its span, spread by `random`.
    ///
    /// ```
    /// use holdfast_query::Retry;
    ///
    /// assert_eq!(Retry::DEFAULT.wait(1, 0), 500);
    /// assert!(Retry::DEFAULT.wait(3, u64::MAX) <= 4_000);
    /// assert!(Retry::ALWAYS.wait(4_000_000_000, u64::MAX) <= 30_000);
    /// ```
    pub fn wait(self, number: u32, random: u64) -> Millis {
        let doublings = number.saturating_sub(1).min(32);
        let span = self.first.saturating_mul(1 << doublings).min(self.cap);
        span - span / 2 + random % (span / 2 + 1)
    }
}

/// Whether an answer of that HTTP status is worth asking for again: no answer, 408, 429 and 5xx are; every other 4xx would
/// only be refused once more.
pub fn is_transient_status(status: Option<u16>) -> bool {
    match status {
        None | Some(408 | 429) => true,
        Some(status) => status >= 500,
    }
}

/// Keeping a type's answers on the device. Needs [`crate::Client::register`] to say how they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persist {
    /// The version of what is written; entries of another are dropped.
    pub version: u32,
    /// The oldest that is restored.
    pub max_age: Millis,
    /// The largest entry that is written, in bytes of JSON.
    pub max_bytes: usize,
}

/// The defaults of a type of queries.
///
/// ```
/// use holdfast_query::{Keep, Policy, Stale};
///
/// const CALM: Policy = Policy::DEFAULT.stale(Stale::After(60_000)).keep(Keep::For(600_000));
/// assert_eq!(CALM.stale, Stale::After(60_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// When answers stop being fresh.
    pub stale: Stale,
    /// How long they stay unobserved.
    pub keep: Keep,
    /// How failures are repeated.
    pub retry: Retry,
    /// What being offline means.
    pub network: Network,
    /// When an observer comes.
    pub on_mount: When,
    /// When the person comes back to the window.
    pub on_focus: When,
    /// When the network comes back.
    pub on_reconnect: When,
    /// How long one attempt may take.
    pub timeout: Option<Millis>,
    /// Whether answers are written to the device.
    pub persist: Option<Persist>,
    /// Whether the other tabs hear of new answers.
    pub share: bool,
}

impl Policy {
    /// Stale at once, kept for five minutes, three repetitions, everything refetched when stale, nothing stored or shared.
    pub const DEFAULT: Self = Self {
        stale: Stale::After(0),
        keep: Keep::For(300_000),
        retry: Retry::DEFAULT,
        network: Network::Online,
        on_mount: When::IfStale,
        on_focus: When::IfStale,
        on_reconnect: When::IfStale,
        timeout: None,
        persist: None,
        share: false,
    };

    /// With another stale time.
    pub const fn stale(self, stale: Stale) -> Self {
        Self { stale, ..self }
    }

    /// With another time to stay unobserved.
    pub const fn keep(self, keep: Keep) -> Self {
        Self { keep, ..self }
    }

    /// With other repetitions.
    pub const fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// With another meaning of being offline.
    pub const fn network(self, network: Network) -> Self {
        Self { network, ..self }
    }

    /// With another answer to an observer's coming.
    pub const fn on_mount(self, on_mount: When) -> Self {
        Self { on_mount, ..self }
    }

    /// With another answer to the window's focus.
    pub const fn on_focus(self, on_focus: When) -> Self {
        Self { on_focus, ..self }
    }

    /// With another answer to the network's coming back.
    pub const fn on_reconnect(self, on_reconnect: When) -> Self {
        Self { on_reconnect, ..self }
    }

    /// With attempts that may take only so long.
    pub const fn timeout(self, timeout: Millis) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// Written to the device.
    pub const fn persist(self, persist: Persist) -> Self {
        Self { persist: Some(persist), ..self }
    }

    /// Shared with the other tabs.
    pub const fn share(self) -> Self {
        Self { share: true, ..self }
    }
}
