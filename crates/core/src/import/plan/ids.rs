//! The ids of what an import makes.

use uuid::Version;

use crate::{
    entity::{Project, Task},
    id::{Id, RecordId, ScopeId},
    import::{Card, Source},
};

/// Ids derived from the source's, so that a second import finds the first. What Holdfast exported from the engagement it
/// is now imported to has its own: it is the same record.
#[derive(Clone, Copy)]
pub(super) struct Ids<'a> {
    pub(super) scope: ScopeId,
    pub(super) source: Source,
    pub(super) board: &'a str,
}

impl Ids<'_> {
    /// The board's own project.
    pub(super) fn board(self) -> Id<Project> {
        self.derived("board")
    }

    /// A card's task.
    pub(super) fn task(self, card: &Card) -> Id<Task> {
        self.of("card", &card.id)
    }

    /// The task that a card is a part of, by the id it has here.
    pub(super) fn own_parent(self, card: &Card) -> Option<Id<Task>> {
        self.own(card.parent.as_deref()?)
    }

    /// Anything else by its kind and its id in the source.
    pub(super) fn of<E>(self, kind: &str, id: &str) -> Id<E> {
        self.own(id).unwrap_or_else(|| self.derived(&format!("{kind}:{id}")))
    }

    fn derived<E>(self, what: &str) -> Id<E> {
        Id::derived(self.scope.0, &format!("{}:{}:{what}", self.source.name(), self.board))
    }

    /// Whether an id is that of a record of this engagement, which Holdfast exported.
    pub(super) fn is_own(self, id: &str) -> bool {
        self.own::<Task>(id).is_some()
    }

    /// The id that an export of this very engagement names, if it is of a version that clients make records with.
    fn own<E>(self, id: &str) -> Option<Id<E>> {
        if self.source != Source::Holdfast {
            return None;
        }
        let (scope, record) = id.split_once('/')?;
        let (scope, record): (ScopeId, RecordId) = (scope.parse().ok()?, record.parse().ok()?);
        let made = matches!(record.0.get_version(), Some(Version::Sha1 | Version::SortRand));
        (scope == self.scope && made).then(|| record.into())
    }
}
