//! A conflict as people read it: what it is about, whose words they are, and when they were written.

use std::collections::BTreeMap;

use holdfast_core::{
    Millis, conflict,
    entity::{Conflict, Engagement, Entity as _, Resolution, Rights, schema_of},
    id::{Id, PersonId, RecordId},
    record::{Kind, Record},
    replica::Replica,
    value::{Change, FieldName, Value},
};

use crate::{
    hooks::Names,
    record::{called, page_of},
    route::Route,
    words::{capital, operation},
};

/// A conflict, open or settled.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    pub(super) id: Id<Conflict>,
    /// What it is about: "Description of the task “Call the port”".
    pub(super) what: String,
    /// Where that is.
    pub(super) to: Option<Route>,
    /// The record it is about, and the record's kind.
    pub(super) of: RecordId,
    pub(super) kind: Kind,
    pub(super) about: About,
    pub(super) mine: Side,
    pub(super) theirs: Side,
    pub(super) resolution: Resolution,
    /// Who alone may change what it is about, as with a comment's words; none where any editor may.
    pub(super) only: Option<PersonId>,
}

/// What a conflict is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    /// A text of which there are two versions; what both began from, if that is known.
    Field { name: FieldName, base: Option<String>, mine: String, theirs: String },
    /// An edit of what had been deleted.
    Deleted(BTreeMap<FieldName, Change>),
}

/// One of the two.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side {
    pub(super) by: Option<PersonId>,
    pub(super) at: Option<Millis>,
}

/// Every open conflict of an engagement, the newest first; with a record, those about it alone.
pub(super) fn open_in(replica: &Replica, engagement: Id<Engagement>, of: Option<RecordId>) -> Vec<Id<Conflict>> {
    let kind = Kind::new(Conflict::KIND);
    let all = replica.of_kind(&kind).filter(|record| record.scope == engagement.scope());
    let mut open: Vec<(i64, Id<Conflict>)> = all
        .map(|record| (Conflict::read(record), Id::from(record.id)))
        .filter(|(conflict, _)| conflict.resolution == Resolution::Open && of.is_none_or(|of| conflict.of == of))
        .map(|(conflict, id)| (conflict.mine_at, id))
        .collect();
    open.sort_unstable_by_key(|conflict| std::cmp::Reverse(*conflict));
    open.into_iter().map(|(_, id)| id).collect()
}

/// A conflict that is known here.
pub(super) fn told(replica: &Replica, id: Id<Conflict>) -> Option<Told> {
    let conflict: Conflict = replica.entity(id)?;
    let target = replica.seen(conflict.of).map(AsRef::as_ref);
    let kind = target.map_or_else(|| Kind(conflict.of_kind.as_str().into()), |record| record.kind.clone());
    let text = |value: &Value| value.as_text().unwrap_or_default().to_owned();
    let moment = |at: i64| Millis::try_from(at).ok();
    let about = match conflict.field.as_str() {
        "" => About::Deleted(conflict::asked(&conflict)),
        name => About::Field {
            name: name.into(),
            base: conflict.base.as_text().map(ToOwned::to_owned),
            mine: text(&conflict.mine),
            theirs: text(&conflict.theirs),
        },
    };
    let only = target.filter(|_| of_author_alone(&kind)).map(|record| record.created_by);
    Some(Told {
        id,
        what: what(&kind, target, &conflict.field),
        to: target.and_then(|record| page_of(replica, record)),
        of: conflict.of,
        kind,
        about,
        mine: Side { by: Some(conflict.mine_by), at: moment(conflict.mine_at) },
        theirs: Side { by: conflict.theirs_by, at: conflict.theirs_at.and_then(moment) },
        resolution: conflict.resolution,
        only,
    })
}

fn of_author_alone(kind: &Kind) -> bool {
    schema_of(kind).is_some_and(|schema| schema.rights == Rights::Author)
}

fn what(kind: &Kind, target: Option<&Record>, field: &str) -> String {
    let record = target.map_or_else(|| operation::noun(kind).to_owned(), called);
    let words = match field {
        "" => format!("{} was deleted and edited", record.trim_start_matches("the ")),
        field => format!("{} of {record}", operation::field_words(field).trim_start_matches("the ").replace('_', " ")),
    };
    capital(&words)
}

impl Told {
    /// Whether it waits for someone to settle it.
    pub(super) fn is_open(&self) -> bool {
        self.resolution == Resolution::Open
    }

    /// Whether a person may choose what is not there now. Whoever may not can still say that it is right as it is.
    pub(super) fn may_change(&self, me: PersonId) -> bool {
        self.only.is_none_or(|only| only == me)
    }

    /// Whose the two sides are, to stand before "words": "your", "Ada’s".
    pub(super) fn whose(&self, me: PersonId, names: &Names) -> (String, String) {
        let name = |by: Option<PersonId>| match by {
            Some(by) if by == me => "your".to_owned(),
            Some(by) => format!("{}’s", names.of(&by.to_string())),
            None => "the other".to_owned(),
        };
        match self.mine.by == self.theirs.by {
            // One person at two devices.
            true => (format!("{} later", name(self.mine.by)), format!("{} earlier", name(self.theirs.by))),
            false => (name(self.mine.by), name(self.theirs.by)),
        }
    }

    /// The two sides' makers, as they are named.
    pub(super) fn people(&self, me: PersonId, names: &Names) -> (String, String) {
        let name = |by: Option<PersonId>| match by {
            Some(by) if by == me => "You".to_owned(),
            Some(by) => names.of(&by.to_string()).to_owned(),
            None => "Someone".to_owned(),
        };
        (name(self.mine.by), name(self.theirs.by))
    }

    /// What keeps the words of a person rather than the others': theirs if only the first edit was theirs.
    pub(super) fn keeps(&self, me: PersonId) -> Which {
        match self.theirs.by == Some(me) && self.mine.by != Some(me) {
            true => Which::Theirs,
            false => Which::Mine,
        }
    }
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The edit that came second.
    Mine,
    /// What was there.
    Theirs,
}

impl Which {
    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::Mine => Self::Theirs,
            Self::Theirs => Self::Mine,
        }
    }
}
