//! A conflict as people read it: what it is about, whose words they are, and when they were written.

use std::collections::BTreeMap;

use holdfast_core::{
    Millis, conflict,
    entity::{Conflict, Engagement, Entity as _, Resolution, Rights, schema_of},
    id::{Id, PersonId, RecordId},
    operation::{Action, Operation},
    record::{Kind, Record, Seq},
    replica::Replica,
    value::{Change, FieldName, Value},
};

use crate::{
    hooks::Names,
    record::{called_as, page_of},
    route::Route,
    t,
    words::{capital, operation as words, operation::Form},
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
    /// The version of the record as it is shown here.
    pub(super) version: Option<Seq>,
    /// Whether the record is deleted.
    pub(super) is_deleted: bool,
    /// Who alone may change what it is about, as with a comment's words; none where any editor may.
    pub(super) only: Option<PersonId>,
}

/// What a conflict is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    /// A text of which there are two versions; what both began from, if that is known.
    Field { name: FieldName, base: Option<String>, mine: String, theirs: String, later: Option<Later> },
    /// An edit of what had been deleted; without changes, something was added to it.
    Deleted(BTreeMap<FieldName, Change>),
}

/// What stands in the field now, where that is not what stood there when the two versions met.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Later {
    pub(super) text: String,
    /// Who wrote it, if that is known here.
    pub(super) by: Option<PersonId>,
    /// The effect that did; 0 while only this device has it.
    pub(super) version: Seq,
}

impl Later {
    fn of(replica: &Replica, target: Option<&Record>, name: &str, theirs: &str) -> Option<Self> {
        let target = target?;
        let stored = target.fields.get(name)?;
        let text = stored.value.as_text().unwrap_or_default();
        let puts = |operation: &Operation| match &operation.action {
            Action::Set(changes) => changes.get(name) == Some(&Change::Put(stored.value.clone())),
            _ => false,
        };
        let own = replica.lane(target.id).find(|operation| puts(operation));
        let later =
            || Self { text: text.to_owned(), by: own.map(|operation| operation.author), version: stored.version };
        (text != theirs).then(later)
    }
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

/// Whether a conflict is one of an engagement, and of a record if only its own are asked for.
pub(super) fn is_in(replica: &Replica, id: Id<Conflict>, engagement: Id<Engagement>, of: Option<RecordId>) -> bool {
    let record = replica.live(id.record()).filter(|record| record.scope == engagement.scope());
    record.is_some_and(|record| of.is_none_or(|of| Conflict::read(record).of == of))
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
            later: Later::of(replica, target, name, &text(&conflict.theirs)),
        },
    };
    let only = target.filter(|_| of_author_alone(&kind)).map(|record| record.created_by);
    Some(Told {
        id,
        what: what(&kind, target, &conflict.field, &about),
        to: target.and_then(|record| page_of(replica, record)),
        of: conflict.of,
        kind,
        about,
        mine: Side { by: Some(conflict.mine_by), at: moment(conflict.mine_at) },
        theirs: Side { by: conflict.theirs_by, at: conflict.theirs_at.and_then(moment) },
        resolution: conflict.resolution,
        version: target.map(|record| record.version),
        is_deleted: target.is_some_and(|record| record.deleted),
        only,
    })
}

fn of_author_alone(kind: &Kind) -> bool {
    schema_of(kind).is_some_and(|schema| matches!(schema.rights, Rights::Author { .. }))
}

fn what(kind: &Kind, target: Option<&Record>, field: &str, about: &About) -> String {
    let record =
        |form: Form| target.map_or_else(|| words::noun(kind, form).to_owned(), |record| called_as(record, form));
    let said = match field {
        "" if matches!(about, About::Deleted(changes) if changes.is_empty()) => {
            t::deleted_and_added(&record(Form::Bare))
        }
        "" => t::deleted_and_edited(&record(Form::Bare)),
        field => t::field_of(&words::field_label(field), &record(Form::The)),
    };
    capital(&said)
}

impl Told {
    /// What stands in the field now, where that is not what stood there when the two versions met.
    pub(super) fn later(&self) -> Option<&Later> {
        match &self.about {
            About::Field { later, .. } => later.as_ref(),
            About::Deleted(_) => None,
        }
    }

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
            Some(by) if by == me => t::whose_your().to_owned(),
            Some(by) => names.whose(&by.to_string()),
            None => t::whose_other().to_owned(),
        };
        match self.mine.by == self.theirs.by {
            // One person at two devices. What follows a name ends otherwise than what follows "your" in some languages.
            true => {
                let whose = name(self.mine.by);
                match self.mine.by.filter(|by| *by != me).is_some_and(|by| names.0.contains_key(&by.to_string())) {
                    true => (t::named_later(&whose), t::named_earlier(&whose)),
                    false => (t::whose_later(&whose), t::whose_earlier(&whose)),
                }
            }
            false => (name(self.mine.by), name(self.theirs.by)),
        }
    }

    /// The two sides' makers, as they are named.
    pub(super) fn people(&self, me: PersonId, names: &Names) -> (String, String) {
        let name = |by: Option<PersonId>| match by {
            Some(by) if by == me => t::you().to_owned(),
            Some(by) => names.of(&by.to_string()).to_owned(),
            None => t::someone().to_owned(),
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
