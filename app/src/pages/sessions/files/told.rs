//! What is shown of a session's files. Pure.

use holdfast_core::{
    entity::{Entity as _, File, Session},
    id::{Id, PersonId, ScopeId},
    operation::ClientSeq,
    outbox::RowState,
    record::{Kind, Record},
    replica::Replica,
};

use crate::words::flaw::rejected;

/// A file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) id: Id<File>,
    pub(super) scope: ScopeId,
    pub(super) file: File,
    pub(super) by: PersonId,
    /// When it was added, in milliseconds.
    pub(super) at: u64,
    pub(super) stands: Stands,
}

/// How far a file is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Stands {
    /// The server has it.
    There,
    /// It is being stored here.
    Saving,
    /// It is on this device alone.
    Waits(ClientSeq),
    /// It was refused, or could not be sent: why, in words.
    Refused(ClientSeq, String),
}

/// How a file can be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Image,
    Text,
}

/// The files of a session, the newest last.
pub(super) fn all(replica: &Replica, session: Id<Session>) -> Vec<Told> {
    let kind = Kind::new(File::KIND);
    let records = replica.children(session.record(), &kind);
    let mut files: Vec<Told> = records.filter(|record| !record.deleted).map(|record| told(replica, record)).collect();
    files.sort_by_key(|told| (told.at, told.id.record()));
    files
}

fn told(replica: &Replica, record: &Record) -> Told {
    let made =
        replica.pending().find(|(_, pending)| pending.operation.id == record.id && pending.operation.is_create());
    let stands = match made.map(|(_, pending)| (&pending.operation, &pending.state)) {
        None | Some((_, Some(RowState::Accepted { .. }))) => Stands::There,
        Some((_, None)) => Stands::Saving,
        Some((made, Some(RowState::Waiting))) => Stands::Waits(made.client_seq),
        Some((made, Some(RowState::Dead { why, .. }))) => Stands::Refused(made.client_seq, rejected(why, made)),
    };
    Told {
        id: record.id.into(),
        scope: record.scope,
        file: File::read(record),
        by: record.created_by,
        at: record.created_at,
        stands,
    }
}

impl Told {
    /// How large it is, in bytes.
    pub(super) fn size(&self) -> u64 {
        u64::try_from(self.file.size).unwrap_or_default()
    }

    /// How it can be looked at here, if it can: only what can do nothing by itself.
    pub(super) fn sort(&self) -> Option<Sort> {
        let media_type = self.file.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match media_type.as_str() {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif" => Some(Sort::Image),
            "text/plain" | "text/markdown" | "text/csv" | "application/json" => Some(Sort::Text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::commands::{
        file,
        testing::{applied, id, scope},
    };

    #[test]
    fn only_what_can_do_nothing_is_looked_at() {
        let of = |media_type: &str| {
            let file = file::named(id(2), "tides", media_type.into(), "0f".repeat(32), 3);
            let record = applied(None, &file::attach(scope(), id(1), file).edits).unwrap();
            told(&Replica::new(holdfast_core::id::ClientId::new(0, [1; 10])), &record).sort()
        };
        assert_eq!(of("Image/PNG"), Some(Sort::Image));
        assert_eq!(of("text/plain; charset=utf-8"), Some(Sort::Text));
        for active in ["image/svg+xml", "text/html", "application/pdf", ""] {
            assert_eq!(of(active), None, "{active}");
        }
    }
}
