//! Figures and states in words.

use crate::{ActionPhase, Cause, Fetch, Intent, Millis, Origin};

/// How long a time is, in whole units: `12 s`, `3 min`, `5 h`, `2 d`.
///
/// ```
/// use holdfast_query::devtools::words;
///
/// assert_eq!([0, 59_999, 60_000, 7_200_000, 172_800_000].map(words::span), ["0 s", "59 s", "1 min", "2 h", "2 d"]);
/// ```
pub fn span(time: Millis) -> String {
    const DAY: Millis = 86_400_000;
    match time {
        0..60_000 => format!("{} s", time / 1_000),
        60_000..3_600_000 => format!("{} min", time / 60_000),
        3_600_000..DAY => format!("{} h", time / 3_600_000),
        _ => format!("{} d", time / DAY),
    }
}

/// How long something took: `850 ms`, `1.2 s`, and as [`span`] from a minute on.
///
/// ```
/// use holdfast_query::devtools::words;
///
/// assert_eq!([0, 999, 1_250, 61_000].map(words::took), ["0 ms", "999 ms", "1.2 s", "1 min"]);
/// ```
pub fn took(time: Millis) -> String {
    match time {
        0..1_000 => format!("{time} ms"),
        1_000..60_000 => format!("{}.{} s", time / 1_000, time % 1_000 / 100),
        _ => span(time),
    }
}

/// How much memory that is, in powers of 1000.
///
/// ```
/// use holdfast_query::devtools::words;
///
/// assert_eq!([0, 999, 1_540, 32_000_000].map(words::size), ["0 B", "999 B", "1.5 kB", "32.0 MB"]);
/// ```
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Why a query ran.
pub const fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Mount => "mount",
        Cause::Call => "call",
        Cause::Invalidation => "invalidation",
        Cause::Focus => "focus",
        Cause::Reconnect => "reconnect",
        Cause::Poll => "poll",
    }
}

/// Where data came from.
pub const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Fetched => "fetched",
        Origin::Set => "set by hand",
        Origin::Tab => "another tab",
        Origin::Stored => "this device",
    }
}

/// What is being done for new data.
pub fn fetch(fetch: &Fetch) -> String {
    let Some(run) = fetch.run() else { return "nothing".to_owned() };
    let what = match run.intent {
        Intent::Refresh => "",
        Intent::Next => " for the next page",
        Intent::Previous => " for the page before",
    };
    let (attempt, why) = (run.failures.saturating_add(1), cause(run.cause));
    match fetch {
        Fetch::Idle => "nothing".to_owned(),
        Fetch::Running(_) => format!("attempt {attempt}{what}, by {why}"),
        Fetch::Backoff(_) => format!("waits for attempt {attempt}{what}, by {why}"),
        Fetch::Paused(_) => format!("waits for the network{what}, by {why}"),
    }
}

/// How far an action is.
pub fn phase(phase: ActionPhase) -> String {
    match phase {
        ActionPhase::Queued => "waits for its turn".to_owned(),
        ActionPhase::Paused => "waits for the network".to_owned(),
        ActionPhase::Running { attempt } => format!("attempt {attempt}"),
        ActionPhase::Retrying { attempt, .. } => format!("waits for attempt {attempt}"),
    }
}
