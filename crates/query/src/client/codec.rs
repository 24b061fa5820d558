//! Writing entries down and reading them back: for the device, for the other tabs, and for developers. A type takes part
//! once it is registered; then its queries and answers go as JSON.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{AnyEntry, Client, Entry, EntryId, Inner, rank};
use crate::{Fetch, Millis, Origin, Policy, Query, Reads, machine::Held};

/// An entry written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    /// The name of its type.
    pub name: String,
    /// The query, as JSON.
    pub query: String,
    /// The answer, as JSON.
    pub data: String,
    /// When it was true, by the wall clock.
    pub at: Millis,
}

/// What became of a written entry that was read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpacked {
    /// It is in the cache.
    Taken,
    /// The cache had something as new.
    Known,
    /// No such type is registered.
    Unregistered,
    /// It is not what its type writes.
    Unreadable,
}

/// What is known of an entry's data besides itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When it was true, where it came from and whether it still counts; `None` if there is none.
    pub held: Option<Held>,
    /// When it was asked for, by the wall clock: it knows of no later change. For what came from elsewhere, when it was
    /// true.
    pub asked: Millis,
    /// When it was last said by hand to be out of date, by the wall clock, while anybody [listened](Client::listen).
    pub outdated_at: Millis,
    /// What is being done for newer data.
    pub fetch: Fetch,
    /// When the run began that is under way, by the wall clock.
    pub running_since: Option<Millis>,
    /// The data's weight in bytes, as its type weighs it.
    pub bytes: usize,
}

trait Codec {
    fn policy(&self, client: &Client) -> Policy;
    fn query(&self, entry: Rc<dyn AnyEntry>) -> Option<String>;
    fn pack(&self, entry: Rc<dyn AnyEntry>) -> Option<Packed>;
    fn overwrite(&self, client: &Client, packed: &Packed, origin: Origin) -> Unpacked;
    fn find(&self, client: &Client, query: &str) -> Option<EntryId>;
}

#[derive(Default)]
pub(super) struct Codecs(FxHashMap<&'static str, Rc<dyn Codec>>);

struct Json<Q>(std::marker::PhantomData<Q>);

impl<Q> Codec for Json<Q>
where
    Q: Query + Serialize + DeserializeOwned,
    Q::Output: Serialize + DeserializeOwned,
{
    fn policy(&self, client: &Client) -> Policy {
        client.0.types.of::<Q>().policy()
    }

    fn query(&self, entry: Rc<dyn AnyEntry>) -> Option<String> {
        let entry: Rc<Entry<Q>> = entry.as_any().downcast().ok()?;
        serde_json::to_string(&entry.query).ok()
    }

    fn pack(&self, entry: Rc<dyn AnyEntry>) -> Option<Packed> {
        let entry: Rc<Entry<Q>> = entry.as_any().downcast().ok()?;
        let (data, held) = (entry.data()?, entry.core.borrow().machine.held()?);
        Some(Packed {
            name: Q::NAME.to_owned(),
            query: serde_json::to_string(&entry.query).ok()?,
            data: serde_json::to_string(&*data).ok()?,
            at: held.at,
        })
    }

    fn overwrite(&self, client: &Client, packed: &Packed, origin: Origin) -> Unpacked {
        let Ok(query) = serde_json::from_str::<Q>(&packed.query) else { return Unpacked::Unreadable };
        let Ok(data) = serde_json::from_str::<Q::Output>(&packed.data) else { return Unpacked::Unreadable };
        let entry = client.0.entry_of(&query);
        client.0.put(&entry, data, packed.at, origin);
        Unpacked::Taken
    }

    fn find(&self, client: &Client, query: &str) -> Option<EntryId> {
        let query = serde_json::from_str::<Q>(query).ok()?;
        client.0.known(&query).map(|entry| entry.id)
    }
}

impl Client {
    /// Lets a type be stored, shared and shown to developers.
    pub fn register<Q>(&self)
    where
        Q: Query + Serialize + DeserializeOwned,
        Q::Output: Serialize + DeserializeOwned,
    {
        self.0.codecs.borrow_mut().0.insert(Q::NAME, Rc::new(Json::<Q>(std::marker::PhantomData)));
    }

    /// An entry, written down; `None` if it has no data or its type is not registered.
    pub fn pack(&self, id: EntryId) -> Option<Packed> {
        let entry = self.0.entry(id)?;
        self.0.codec(entry.name())?.pack(entry)
    }

    /// Takes a written entry, unless what is there is as new. Wrong ones change nothing.
    pub fn unpack(&self, packed: &Packed, origin: Origin) -> Unpacked {
        let known = self.find_packed(&packed.name, &packed.query).and_then(|id| self.stamp(id)?.held);
        let now = self.now();
        if known.is_some_and(|known| rank(known.at, now) >= rank(packed.at, now)) {
            return Unpacked::Known;
        }
        self.overwrite(packed, origin)
    }

    /// Takes a written entry, whatever is there. Wrong ones change nothing.
    pub fn overwrite(&self, packed: &Packed, origin: Origin) -> Unpacked {
        match self.0.codec(&packed.name) {
            Some(codec) => codec.overwrite(self, packed, origin),
            None => Unpacked::Unregistered,
        }
    }

    /// An entry's query, written down: the name of its type and the query as JSON. `None` if the type is not registered.
    pub fn written_query(&self, id: EntryId) -> Option<(&'static str, String)> {
        let entry = self.0.entry(id)?;
        Some((entry.name(), self.0.codec(entry.name())?.query(entry)?))
    }

    /// What is known of an entry's data besides itself.
    pub fn stamp(&self, id: EntryId) -> Option<Stamp> {
        let entry = self.0.entry(id)?;
        let core = entry.core().borrow();
        let fetch = core.machine.fetch();
        let running_since = matches!(fetch, Fetch::Running(_)).then_some(core.began_at);
        let (held, asked, outdated_at, bytes) = (core.machine.held(), core.asked, core.outdated_at, core.bytes);
        Some(Stamp { held, asked, outdated_at, fetch, running_since, bytes })
    }

    /// What an entry depends on.
    pub fn reads_of(&self, id: EntryId) -> Option<Reads> {
        self.0.entry(id).map(|entry| entry.reads())
    }

    /// The policy of a registered type, by its name.
    pub fn policy_named(&self, name: &str) -> Option<Policy> {
        self.0.codec(name).map(|codec| codec.policy(self))
    }

    /// When something was said to have changed last, by the wall clock; 0 if never.
    pub fn touched_at(&self) -> Millis {
        self.0.touched_at.get()
    }

    /// The entry of a query that is written down, if it is here.
    pub fn find_packed(&self, name: &str, query: &str) -> Option<EntryId> {
        self.0.codec(name)?.find(self, query)
    }

    /// The policy of an entry's type, and the type's name.
    pub fn policy_of(&self, id: EntryId) -> Option<(&'static str, Policy)> {
        self.0.entry(id).map(|entry| (entry.name(), entry.policy()))
    }
}

impl Inner {
    fn codec(&self, name: &str) -> Option<Rc<dyn Codec>> {
        self.codecs.borrow().0.get(name).cloned()
    }

    pub(super) fn data_text(&self, entry: &Rc<dyn AnyEntry>) -> Option<String> {
        Some(self.codec(entry.name())?.pack(Rc::clone(entry))?.data)
    }
}
