//! The rows: all that Holdfast must do.

/// One of the things that Holdfast must do.
#[derive(Debug)]
pub(crate) struct Row {
    /// A letter for what it is part of (the hub, engagements, real time, stories, chat) and a number.
    pub(crate) id: &'static str,
    /// What it is, in short.
    pub(crate) what: &'static str,
    /// Stories of other names that show the whole of it. Whoever adds one has compared each of the row's words with what the
    /// story asserts; a story that shows a part of a row is not here.
    pub(crate) shown_by: &'static [&'static str],
}

const fn row(id: &'static str, what: &'static str) -> Row {
    Row { id, what, shown_by: &[] }
}

/// All of them, in order.
pub(crate) const ALL: &[Row] = &[
    // The hub.
    row("H1", "sign in, stay signed in, sign out wiped; OpenID Connect"),
    row("H2", "what the page remembers: dialogs, toasts, filters, theme"),
    row("H3", "sessions fetched under keys in levels, each with its age"),
    row("H4", "sessions made, edited, deleted, joined, left; many at once"),
    row("H5", "sessions by tab, search, status and order; their figures"),
    row("H6", "the hub's page: cards, dialogs, empty, loading, failed"),
    row("H7", "a session's room, live: people, files, code, chat"),
    row("H8", "going offline and coming back told once; back, it syncs"),
    row("H9", "endless pages of 20 in a grid that draws what is seen"),
    row("H10", "slow queries, large caches and memory are noticed"),
    row("H11", "old local state brought up to date, and checked by item"),
    row("H12", "feature flags, and a way back to before an upgrade"),
    row("H13", "health: queries, stores, connections, memory"),
    row("H14", "a fault of the state: again, reload, report, details"),
    row("H15", "the check before a release"),
    row("H16", "a session's settings; its capacity, sharing, reporting"),
    // Engagements and their sessions.
    row("E1", "people, engagements and sessions, always with a default"),
    row("E2", "the REST API: described, with examples and limits"),
    row("E3", "switching asks anew for all that hangs on it; deep links"),
    row("E4", "what is done in a session; idle ones cleaned up by rule"),
    row("E5", "two sessions merged: shown first, nothing lost, undone"),
    row("E6", "a session chosen, made and edited in a form that checks"),
    row("E7", "what was found at a client: imported, drawn, judged"),
    row("E8", "session templates, bulk work, filters saved and shared"),
    row("E9", "export and import in many forms; signed webhooks"),
    row("E10", "everything by keyboard, and WCAG 2.2 AA"),
    row("E11", "rights by role, for each record, on the server"),
    row("E12", "error reports, usage and feedback, only if switched on"),
    row("E13", "a guide for people; rollout in stages for operators"),
    // Real time and state.
    row("R1", "events with types and versions"),
    row("R2", "who is here, where, and by what; a person counts once"),
    row("R3", "cursors of others, by the frame, gone after ten seconds"),
    row("R4", "the WebSocket: signed in, kept, resumed without a gap"),
    row("R5", "event streams, then polling; the same events, resumed"),
    row("R6", "tabs share state, caches, actions and the timer"),
    row("R7", "edits at once: timed, retried, confirmed, rolled back"),
    row("R8", "conflicts by field; base, mine and theirs; none is lost"),
    row("R9", "measures of speed and use, shown, and sent if allowed"),
    row("R10", "long lists: only what is seen, by keys, spoken"),
    row("R11", "what comes into view is loaded then"),
    row("R12", "memory: cleaned under pressure, and reported"),
    row("R13", "the query cache: true counts, cleaned, warmed"),
    row("R14", "state on disk: checked, migrated, mended; edits kept"),
    row("R15", "the offline queue: ordered, bounded, seen, repairable"),
    row("R16", "tasks, projects, notes edited together, edit locks"),
    row("R17", "one focus timer for all tabs and devices; the team's"),
    row("R18", "a live dashboard: progress, burn-down, focus, team"),
    row("R19", "the last 50 events of people and projects; cache bounded"),
    // Stories, agents, notifications.
    row("S1", "episodes, characters and scenes, edited at once"),
    row("S2", "agents: conversations, and runs followed live"),
    row("S3", "the notification centre, and the system's, if allowed"),
    row("S4", "the network and the sync always in sight; toasts that act"),
    row("S5", "the state of layout, orchestrator, dialogs and toasts"),
    row("S6", "a panel over the queries, in builds for developers"),
    // Chat.
    row("C1", "projects with status, priority, progress and settings"),
    row("C2", "a project's conversations: sent, read, retried, typing"),
    row("C3", "an assistant that streams, built in or by configuration"),
    row("C4", "the sidebar: connection, project, system, memory"),
    row("C5", "one client of the API, one kind of error, recovery"),
    // Planted errors, rejections and a panic are told with a report, and what is met elsewhere is not.
    Row {
        id: "C6",
        what: "errors and rejections that nobody caught are caught",
        shown_by: &["fault::h14_a_fault_is_told_with_its_details_and_people_go_on"],
    },
    row("C7", "a bounded cache with times; debounce, throttle, frames"),
    row("C8", "every payload checked on both sides as it runs"),
    row("C9", "profile, language, theme, notifications, remember me"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_all_there_once_and_in_order() {
        let parts = [('H', 16), ('E', 13), ('R', 19), ('S', 6), ('C', 9)];
        let all: Vec<String> = parts
            .iter()
            .flat_map(|&(letter, last)| (1..=last).map(move |number| format!("{letter}{number}")))
            .collect();
        assert_eq!(ALL.iter().map(|row| row.id).collect::<Vec<_>>(), all);
        assert!(ALL.iter().all(|row| row.what.chars().count() <= 60), "a row fits into a line");
    }
}
