//! Who reads what: from an address to the entries that read it.

use rustc_hash::FxHashMap;

use super::EntryId;
use crate::{Reads, Touch, reads::hash};

/// Where the index has an entry: an address, and the fields that matter there, by hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    address: u64,
    fields: u64,
}

impl Place {
    /// Where something reads an address, if only some fields there matter with these in mind.
    pub(super) fn new(address: u64, fields: Option<&[u64]>) -> Self {
        Self { address, fields: fields.map_or(0, hash) }
    }
}

/// One reader of an address.
struct Reader {
    id: EntryId,
    fields: Option<Vec<u64>>,
    group: Option<u64>,
}

/// The index: the readers of each address, by their id.
#[derive(Default)]
pub(crate) struct Index(FxHashMap<u64, Vec<Reader>>);

impl Index {
    /// Replaces what an entry reads, `old` being where it was. Where it is now.
    pub(crate) fn replace(&mut self, id: EntryId, old: Vec<Place>, reads: &Reads) -> Vec<Place> {
        let new: Vec<Place> = places(reads).collect();
        if new == old {
            // The usual case: another answer to the same question.
            return old;
        }
        for place in &old {
            if let Some(readers) = self.0.get_mut(&place.address) {
                readers.drain(range_of(id, readers));
                if readers.is_empty() {
                    self.0.remove(&place.address);
                }
            }
        }
        for read in reads.iter() {
            for address in read.addresses() {
                let readers = self.0.entry(address).or_default();
                let at = range_of(id, readers).end;
                readers.insert(at, Reader { id, fields: read.fields.clone(), group: read.group_field() });
            }
        }
        new
    }

    /// The entries that a change concerns.
    pub(crate) fn concerned(&self, touch: &Touch<'_>, mut hit: impl FnMut(EntryId)) {
        for address in touch.addresses() {
            for reader in self.0.get(&address).into_iter().flatten() {
                if touch.meets(reader.fields.as_deref(), reader.group) {
                    hit(reader.id);
                }
            }
        }
    }
}

/// Where something that reads that is.
fn places(reads: &Reads) -> impl Iterator<Item = Place> {
    reads.iter().flat_map(|read| read.addresses().map(|address| Place::new(address, read.fields.as_deref())))
}

fn range_of(id: EntryId, readers: &[Reader]) -> std::ops::Range<usize> {
    readers.partition_point(|reader| reader.id < id)..readers.partition_point(|reader| reader.id <= id)
}
