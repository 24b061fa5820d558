//! Exceptions. Each has a reason a reviewer can disagree with; an entry that no longer excuses anything should go.

/// Files that may be longer than [`super::text::LIMIT`] lines, with the reason.
pub(super) const LONG: &[(&str, &str)] = &[];

/// A kind's name or type where it means something else or must be known: (file, word, why).
pub(super) const KIND_WORDS: &[(&str, &str, &str)] = &[
    (
        "crates/core/src/authority.rs",
        "Membership",
        "rights are memberships; founding an engagement writes the first one",
    ),
    ("crates/core/src/wire.rs", "conflict", "a code of error, which programs act on"),
    (
        "crates/core/src/import/plan.rs",
        "comment",
        "what the source calls it: part of derived ids, so it may never change",
    ),
    ("app/src/fault/mod.rs", "message", "a part of the browser's errors"),
    ("crates/server/src/rest/description.rs", "message", "a part of every error's answer"),
    ("crates/web/src/channel.rs", "message", "an event of the browser"),
    ("crates/web/src/code/channel.rs", "message", "an event of the browser"),
    ("crates/web/src/code/wire.rs", "message", "an event of the browser"),
    ("crates/web/src/feed/events.rs", "message", "an event of the browser"),
    ("crates/web/src/feed/socket.rs", "message", "an event of the browser"),
    ("crates/web/src/notices.rs", "message", "an event of the browser"),
    ("crates/web/src/query_tabs.rs", "message", "an event of the browser"),
    ("worker/src/lib.rs", "message", "an event of the browser"),
    ("app/src/browser.rs", "file", "a type of input, as HTML calls it"),
    ("crates/web/src/shared.rs", "file", "a field of the share target, as the manifest calls it"),
    ("bench/src/bin/size/questions.rs", "session", "what a measured page is asked for, which knows no kinds"),
];

/// Whether `KIND_WORDS` excuses this word here.
pub(super) fn kind_word(path: &str, word: &str) -> bool {
    KIND_WORDS.iter().any(|(file, allowed, _)| *file == path && *allowed == word)
}
