//! What people read of what core only names.

use holdfast_core::{
    entity::{Priority, SessionState, Status},
    import::Source,
    role::Role,
};

use super::capital;
use crate::t;

/// How far a task is.
pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Backlog => t::status_backlog(),
        Status::Todo => t::status_todo(),
        Status::InProgress => t::status_in_progress(),
        Status::InReview => t::status_in_review(),
        Status::Done => t::status_done(),
    }
}

/// How much a task matters.
pub(crate) fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => t::priority_low(),
        Priority::Medium => t::priority_medium(),
        Priority::High => t::priority_high(),
        Priority::Urgent => t::priority_urgent(),
    }
}

/// Whether a session is going on.
pub(crate) fn state(state: SessionState) -> &'static str {
    match state {
        SessionState::Active => t::state_active(),
        SessionState::Inactive => t::state_inactive(),
        SessionState::Archived => t::state_archived(),
    }
}

/// A choice of any field by its name.
pub(crate) fn named(name: &str) -> String {
    let known = Status::named(name).map(status).or_else(|| Priority::named(name).map(priority));
    let known = known.or_else(|| SessionState::named(name).map(state));
    known.map_or_else(|| capital(&name.replace('_', " ")), ToOwned::to_owned)
}

/// What somebody may do.
pub(crate) fn role(role: Role) -> &'static str {
    match role {
        Role::Viewer => t::role_viewer(),
        Role::Editor => t::role_editor(),
        Role::Admin => t::role_admin(),
        Role::Owner => t::role_owner(),
    }
}

/// The same within a sentence.
pub(crate) fn role_within(role: Role) -> &'static str {
    match role {
        Role::Viewer => t::role_within_viewer(),
        Role::Editor => t::role_within_editor(),
        Role::Admin => t::role_within_admin(),
        Role::Owner => t::role_within_owner(),
    }
}

/// Where a file comes from.
pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Trello => t::source_trello(),
        Source::Csv => t::source_csv(),
        Source::TodoTxt => t::source_todo_txt(),
        Source::Holdfast => t::source_holdfast(),
    }
}
