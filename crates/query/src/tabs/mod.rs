//! One person's tabs as one: answers to shared queries ([`Policy::share`](crate::Policy::share)), and what is said by hand to be
//! out of date, go from tab to tab over a [`Line`].
//!
//! Messages may be lost, repeated, late or not ours, and no tab is in charge. What makes that safe:
//!
//! - A tab numbers what it posts. Whoever notices a gap asks for a *digest*: what the tab has, and how new; then for what it
//!   lacks. A tab that comes late is answered with digests.
//! - An answer is taken only if it is newer than the one here, and was asked for after everything that is known to have
//!   changed since. Versions are compared, never the order in which messages come.
//! - What came from a tab is not sent on, and nothing is ever removed because another tab lacks it.
//! - Changes of records are not sent: every tab follows those by itself, and an answer from before the last change that this
//!   tab knows of is refused.
//! - Another person's messages, another protocol's and garbled ones change nothing.

mod digest;
mod figures;
mod hear;
mod hub;
mod line;
mod message;
mod outdated;
mod peers;
mod post;
mod pulse;
mod version;

pub use figures::TabFigures;
pub use hub::Tabs;
pub use line::Line;
