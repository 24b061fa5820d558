//! What an answer depends on, and what a change touches. Where they meet, the answer is out of date: that is all of
//! invalidation, and no list of keys is kept by hand.
//!
//! Both sides are indexed by hash, so a change costs a handful of look-ups however many queries there are. Two names with the
//! same hash would cost one refetch too many, never one too few.

use std::{
    borrow::Cow,
    hash::{Hash, Hasher},
};

use rustc_hash::FxHasher;

/// The name of a kind or of a field.
pub type Name = Cow<'static, str>;

/// One thing an answer depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// Anything at all.
    Everything,
    /// All records of a scope.
    Scope(u128),
    /// All records of a kind.
    Kind(Name),
    /// All records of a kind in a scope.
    KindIn(Name, u128),
    /// The records of a kind one of whose fields has a value: the tasks of a project.
    Group(Name, Name, u64),
    /// One record.
    Record(u128),
}

/// One thing an answer depends on, and if it looks at some fields only, which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    pub(crate) what: What,
    pub(crate) fields: Option<Vec<u64>>,
}

/// All that an answer depends on.
///
/// ```
/// use holdfast_query::Reads;
///
/// // The titles of a project's tasks: a task's new status does not concern it, a task that moves here does.
/// let reads = Reads::none().group("task", "project", "p-1").fields(["title"]);
/// assert_eq!(reads.len(), 1);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reads(Vec<Read>);

impl Reads {
    /// Nothing.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Anything at all.
    pub fn everything() -> Self {
        Self::none().and(What::Everything)
    }

    /// And that.
    pub fn and(mut self, what: What) -> Self {
        self.0.push(Read { what, fields: None });
        self
    }

    /// And all of a kind.
    pub fn kind(self, kind: impl Into<Name>) -> Self {
        self.and(What::Kind(kind.into()))
    }

    /// And all of a scope.
    pub fn scope(self, scope: u128) -> Self {
        self.and(What::Scope(scope))
    }

    /// And all of a kind in a scope.
    pub fn kind_in(self, kind: impl Into<Name>, scope: u128) -> Self {
        self.and(What::KindIn(kind.into(), scope))
    }

    /// And the records of a kind whose field has that value.
    pub fn group(self, kind: impl Into<Name>, field: impl Into<Name>, value: impl Hash) -> Self {
        self.and(What::Group(kind.into(), field.into(), hash(&value)))
    }

    /// And a record.
    pub fn record(self, id: u128) -> Self {
        self.and(What::Record(id))
    }

    /// And these records.
    pub fn records(mut self, ids: impl IntoIterator<Item = u128>) -> Self {
        self.0.extend(ids.into_iter().map(|id| Read { what: What::Record(id), fields: None }));
        self
    }

    /// Of what was named last, only these fields matter. That a record comes or goes always matters.
    pub fn fields<'a>(mut self, fields: impl IntoIterator<Item = &'a str>) -> Self {
        if let Some(last) = self.0.last_mut() {
            last.fields = Some(fields.into_iter().map(hash).collect());
        }
        self
    }

    /// How many things are named.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Read> {
        self.0.iter()
    }

    /// What is named, in words, for developers.
    pub fn describe(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|read| match &read.what {
            What::Everything => "everything".to_owned(),
            What::Scope(scope) => format!("scope {scope:x}"),
            What::Kind(kind) => format!("every {kind}"),
            What::KindIn(kind, scope) => format!("every {kind} in {scope:x}"),
            What::Group(kind, field, _) => format!("every {kind} by {field}"),
            What::Record(id) => format!("record {id:x}"),
        })
    }
}

/// What happened to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change<'a> {
    /// It came, or came back.
    Created,
    /// Some of its fields changed.
    Changed(&'a [&'a str]),
    /// It went.
    Deleted,
    /// Something; what is not known, so that it may concern every group of its kind.
    Unknown,
}

/// A change, as a committed command or another replica's delta tells it.
#[derive(Clone, Debug)]
pub struct Touch<'a> {
    /// Its kind.
    pub kind: &'a str,
    /// Its scope.
    pub scope: u128,
    /// Which.
    pub id: u128,
    /// What happened.
    pub change: Change<'a>,
    /// Field and value, by hash ([`Touch::member`]), of the groups it was in before or is in after.
    pub groups: Vec<(u64, u64)>,
}

impl<'a> Touch<'a> {
    /// A change of a record.
    pub fn new(kind: &'a str, scope: u128, id: u128, change: Change<'a>) -> Self {
        Self { kind, scope, id, change, groups: Vec::new() }
    }

    /// That was, or is, among those whose field has that value.
    pub fn member(mut self, field: &str, value: impl Hash) -> Self {
        self.groups.push((hash(field), hash(&value)));
        self
    }

    /// The hashes under which whoever may be concerned is found.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = u64> + '_ {
        let kind = Cow::Borrowed(self.kind);
        let plain = [
            address_of(&Address::Everything),
            address_of(&Address::Scope(self.scope)),
            address_of(&Address::Kind(&kind)),
            address_of(&Address::KindIn(&kind, self.scope)),
            address_of(&Address::Record(self.id)),
        ];
        let groups = self.groups.iter().map(|(field, value)| address_of(&Address::Group(self.kind, *field, *value)));
        // Of what group it is, or was, is then not known either.
        let any_group = (self.change == Change::Unknown).then(|| address_of(&Address::AnyGroup(self.kind)));
        plain.into_iter().chain(groups).chain(any_group)
    }

    /// Whether a reader of some fields only is concerned; `group` is the field by which it groups.
    pub(crate) fn meets(&self, fields: Option<&[u64]>, group: Option<u64>) -> bool {
        match (self.change, fields) {
            (Change::Changed(changed), Some(fields)) => {
                changed.iter().any(|field| matters(hash(*field), fields, group))
            }
            _ => true,
        }
    }

    /// The fields that changed, by hash, where these are known to be all.
    pub(crate) fn changed_fields(&self) -> Option<Vec<u64>> {
        match self.change {
            Change::Changed(changed) => Some(changed.iter().map(|field| hash(*field)).collect()),
            _ => None,
        }
    }
}

/// [`Touch::meets`], of fields that are hashed already; none is all.
pub(crate) fn concerns(changed: Option<&[u64]>, fields: Option<&[u64]>, group: Option<u64>) -> bool {
    match (changed, fields) {
        (Some(changed), Some(fields)) => changed.iter().any(|field| matters(*field, fields, group)),
        _ => true,
    }
}

fn matters(field: u64, fields: &[u64], group: Option<u64>) -> bool {
    // Going from one group to another is coming and going to both.
    fields.contains(&field) || group == Some(field)
}

/// [`What`], borrowed and with names that are hashed already where it saves hashing them again.
#[derive(Hash)]
enum Address<'a> {
    Everything,
    Scope(u128),
    Kind(&'a str),
    KindIn(&'a str, u128),
    Group(&'a str, u64, u64),
    AnyGroup(&'a str),
    Record(u128),
}

fn address_of(address: &Address<'_>) -> u64 {
    hash(address)
}

impl Read {
    /// The field by which it groups.
    pub(crate) fn group_field(&self) -> Option<u64> {
        match &self.what {
            What::Group(_, field, _) => Some(hash(field.as_ref())),
            _ => None,
        }
    }

    /// Where it is found: a group also by changes of which nothing is known.
    pub(crate) fn addresses(&self) -> impl Iterator<Item = u64> + use<> {
        let any_group = match &self.what {
            What::Group(kind, ..) => Some(address_of(&Address::AnyGroup(kind))),
            _ => None,
        };
        std::iter::once(self.address()).chain(any_group)
    }

    pub(crate) fn address(&self) -> u64 {
        address_of(&match &self.what {
            What::Everything => Address::Everything,
            What::Scope(scope) => Address::Scope(*scope),
            What::Kind(kind) => Address::Kind(kind),
            What::KindIn(kind, scope) => Address::KindIn(kind, *scope),
            What::Group(kind, field, value) => Address::Group(kind, hash(field.as_ref()), *value),
            What::Record(id) => Address::Record(*id),
        })
    }
}

/// The hash of a name or a value as [`Touch`] and [`Reads`] use it.
pub(crate) fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = FxHasher::default();
    value.hash(&mut hasher);
    hasher.finish()
}
