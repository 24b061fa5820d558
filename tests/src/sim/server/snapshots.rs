//! What a reader gets of a scope whose log no longer reaches back to its place: the records as they are, page by page, and
//! deltas from there. And single records, for a reader whose disk has ruined them.

use holdfast_core::{
    id::{PersonId, ScopeId},
    record::Record,
    wire::{Cursor, FoundRecords, SnapshotPage},
};

use super::{super::world::World, Server, head};

/// The most records in a page.
const PAGE: usize = 6;

/// The next page for a reader, if it needs one.
pub(super) fn page(
    world: &World,
    server: &mut Server,
    reader: PersonId,
    cursor: &Cursor,
    scopes: &[ScopeId],
) -> Option<SnapshotPage> {
    let begun = cursor.snapshot.as_ref().filter(|place| scopes.contains(&place.scope));
    // A snapshot that was begun before the log was compacted again would end behind it.
    let begun = begun.filter(|place| !server.is_behind(place.scope, place.at));
    let (scope, at, after) = match begun {
        Some(place) => (place.scope, place.at, Some(place.after)),
        None => {
            let scope = *scopes.iter().find(|scope| server.is_behind(**scope, cursor.seq(**scope)))?;
            (scope, head(&server.ledger, scope), None)
        }
    };
    let rest = server.ledger.records().filter(|record| record.scope == scope && after.is_none_or(|id| record.id > id));
    let mut records: Vec<Record> = rest.take(PAGE + 1).cloned().collect();
    let last = records.len() <= PAGE;
    records.truncate(PAGE);
    let memory = SnapshotPage { scope, at, records, after, last };
    let known = server.snapshots.entry((reader, scope)).or_default();
    *known = at.max(*known);
    world.action("snapshot page");
    let trouble = match server.sql.as_ref().map(|sql| sql.snapshot(&memory, after, PAGE)) {
        None => return Some(memory),
        Some(Ok(page)) => return Some(page),
        Some(Err(trouble)) => trouble,
    };
    server.troubled(trouble);
    Some(memory)
}

/// Single records that a reader has lost.
pub(super) fn found(world: &World, server: &mut Server, cursor: &Cursor, scopes: &[ScopeId]) -> Vec<FoundRecords> {
    let mut all = Vec::new();
    for (scope, ids) in cursor.missing.iter().filter(|(scope, _)| scopes.contains(scope)) {
        world.action("records found");
        let memory = server.ledger.found(*scope, ids);
        let compared = server.sql.as_ref().map(|sql| sql.found(&memory, ids));
        if let Some(Err(trouble)) = compared {
            server.troubled(trouble);
        }
        all.push(memory);
    }
    all
}
