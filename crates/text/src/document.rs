//! The document: a Yjs document with one text in it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use yrs::{
    Assoc, Doc, GetString as _, ID, IndexScope, IndexedSequence as _, OffsetKind, Options, ReadTxn as _, StateVector,
    StickyIndex, Text as _, TextRef, Transact as _, Update,
    block::ClientID,
    updates::{decoder::Decode as _, encoder::Encode as _},
};

use crate::{
    Change, ItemId, MOST_DELETING_BYTES, MOST_PIECES, MOST_STATE_BYTES, MOST_TOGETHER, MOST_UPDATE, NAME, Place,
    Writer,
    document_undo::Undo,
    shape::{self, Brings, Flaw},
};

/// What comes from elsewhere is marked with this, so that nobody undoes what somebody else has done.
const FAR: &str = "far";

/// A text and all that its Yjs document knows of it.
pub struct Document {
    pub(crate) doc: Doc,
    text: TextRef,
    /// What every transaction has changed, as updates, until it is taken.
    changes: Arc<Mutex<Vec<Vec<u8>>>>,
    /// At most how large it is as a whole, in bytes, once that was looked at.
    size: Option<usize>,
    pub(crate) undo: Option<Undo>,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document").field("length", &self.len()).finish_non_exhaustive()
    }
}

/// Why an update is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is none that could be.
    #[error(transparent)]
    Flaw(#[from] Flaw),
    /// The document would be larger than any may be, or is by now: it must be thrown away and made again from what is stored.
    #[error("the text would be too long")]
    Full,
    /// It made of the document what none may be, and this too must be thrown away.
    #[error("this update contradicts itself")]
    Spoiled,
}

/// What an update did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Took {
    /// Nothing: all of it was known.
    Nothing,
    /// This, as an update that holds no more than that.
    Change(Vec<u8>),
}

impl Document {
    /// An empty one, in which this writer writes.
    pub fn new(writer: Writer) -> Self {
        let mut options = Options::with_guid_and_client_id(NAME.into(), ClientID::new(writer.number()));
        options.offset_kind = OffsetKind::Utf16;
        let doc = Doc::with_options(options);
        let text = doc.get_or_insert_text(NAME);
        let changes: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let to = Arc::clone(&changes);
        let watched = doc.observe_update_v1("changes", move |_, event| {
            to.lock().unwrap_or_else(PoisonError::into_inner).push(event.update.clone());
        });
        // Nothing else works with a document that was just made.
        debug_assert!(watched.is_ok());
        Self { doc, text, changes, size: None, undo: None }
    }

    /// Takes what came from elsewhere, where it was stored: however long the text is with it. What it changed.
    ///
    /// # Errors
    ///
    /// If it cannot be taken; but for [`Refused::Spoiled`], nothing has changed then.
    pub fn take(&mut self, update: &[u8]) -> Result<Took, Refused> {
        self.check(update)?;
        self.apply(update)
    }

    /// Takes what is to be stored; what it changed.
    ///
    /// # Errors
    ///
    /// If it may not be taken; but for [`Refused::Full`] and [`Refused::Spoiled`], nothing has changed then.
    pub fn take_within_bounds(&mut self, update: &[u8]) -> Result<Took, Refused> {
        if update.len() > MOST_UPDATE {
            return Err(Flaw::Large.into());
        }
        let brings = self.check(update)?;
        if brings.pieces > MOST_PIECES || self.deletes_more_than(MOST_PIECES, &brings) {
            return Err(Flaw::Large.into());
        }
        let before = self.len();
        let took = self.apply(update)?;
        let is_longer = self.len() > before;
        let most = if is_longer { MOST_STATE_BYTES } else { MOST_DELETING_BYTES };
        if (is_longer && self.len() > MOST_TOGETHER) || self.is_larger_than(most, update.len()) {
            return Err(Refused::Full);
        }
        Ok(took)
    }

    fn apply(&mut self, update: &[u8]) -> Result<Took, Refused> {
        let decoded = Update::decode_v1(update).map_err(|_| Flaw::Broken)?;
        let mut tx = self.doc.transact_mut_with(FAR);
        if tx.apply_update(decoded).is_err() || tx.has_missing_updates() {
            return Err(Refused::Spoiled);
        }
        drop(tx);
        Ok(self.changed())
    }

    /// Whether it would change anything to take an update, which is not taken.
    ///
    /// # Errors
    ///
    /// If it could not be taken.
    pub fn would_change(&self, update: &[u8]) -> Result<bool, Refused> {
        let brings = self.check(update)?;
        Ok(brings.is_new || self.deletes_more_than(0, &brings))
    }

    /// Whether it deletes more than so many things that are not deleted yet.
    fn deletes_more_than(&self, most: usize, brings: &Brings) -> bool {
        if brings.deleted.len() <= most {
            return false;
        }
        let known = self.doc.transact().snapshot().delete_set;
        let mut gone = BTreeMap::<u64, Vec<(u64, u64)>>::new();
        for writer in brings.deleted.iter().map(|(writer, ..)| *writer) {
            gone.entry(writer).or_insert_with(|| {
                let ranges = known.get(&ClientID::new(writer)).into_iter().flat_map(|ranges| ranges.ranges());
                joined(ranges.map(|range| (range.start.into(), range.end.into())).collect())
            });
        }
        let is_gone = |(writer, start, count): &&(u64, u64, u64)| {
            let ranges = &gone[writer];
            let after = ranges.partition_point(|(from, _)| from <= start);
            after > 0 && ranges[after - 1].1 >= start + count
        };
        brings.deleted.iter().filter(|range| !is_gone(range)).count() > most
    }

    fn check(&self, update: &[u8]) -> Result<Brings, Flaw> {
        let known = self.doc.transact().state_vector();
        shape::check(update, |writer| known.get(&ClientID::new(writer)).into())
    }

    /// Whether it is, after something so large was taken. What is put within or deleted from something cuts it into two, of which
    /// each says anew where it stands, so a little makes much.
    fn is_larger_than(&mut self, most: usize, taken: usize) -> bool {
        const MORE: usize = 16;
        let size = self.size.map(|size| size + MORE * taken).filter(|size| *size <= most);
        let size = size.unwrap_or_else(|| self.whole().len());
        self.size = Some(size);
        size > most
    }

    /// Makes a change here; the update that tells others. A change beyond the end is made there.
    pub fn edit(&mut self, change: &Change) -> Option<Vec<u8>> {
        let length = self.len();
        let at = change.at.min(length);
        {
            let mut tx = self.doc.transact_mut();
            let removed = change.removed.min(length - at);
            if removed > 0 {
                self.text.remove_range(&mut tx, at, removed);
            }
            if !change.inserted.is_empty() {
                self.text.insert(&mut tx, at, &change.inserted);
            }
        }
        self.changed().update()
    }

    /// What has changed since this was asked last.
    pub(crate) fn changed(&mut self) -> Took {
        let mut changes = std::mem::take(&mut *self.changes.lock().unwrap_or_else(PoisonError::into_inner));
        let update = match changes.len() {
            0 => return Took::Nothing,
            1 => changes.remove(0),
            // They are of this document, so they fit each other.
            _ => yrs::merge_updates_v1(&changes).unwrap_or_else(|_| self.whole()),
        };
        Took::Change(update)
    }

    /// The text.
    pub fn text(&self) -> String {
        self.text.get_string(&self.doc.transact())
    }

    /// How long it is, in UTF-16 units.
    pub fn len(&self) -> u32 {
        self.text.len(&self.doc.transact())
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is known here: a state vector.
    pub fn known(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// What somebody lacks who knows that much, as an update.
    ///
    /// # Errors
    ///
    /// If that is no state vector.
    pub fn lacking(&self, known: &[u8]) -> Result<Vec<u8>, Flaw> {
        shape::check_known(known)?;
        let known = StateVector::decode_v1(known).map_err(|_| Flaw::Broken)?;
        Ok(self.doc.transact().encode_state_as_update_v1(&known))
    }

    /// All of it, as one update.
    pub fn whole(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// A place in the text, told by what stands there.
    pub fn place(&self, at: u32) -> Place {
        let tx = self.doc.transact();
        let sticky = self.text.sticky_index(&tx, at.min(self.text.len(&tx)), Assoc::After);
        match sticky.as_ref().map(StickyIndex::scope) {
            Some(IndexScope::Relative(id)) => {
                let item = ItemId { client: id.client.get(), clock: id.clock };
                Place { item: Some(item), tname: None, assoc: 0 }
            }
            _ => Place { item: None, tname: Some(NAME.into()), assoc: 0 },
        }
    }

    /// Where such a place is now, in UTF-16 units; nothing if what stood there is not known here.
    pub fn offset(&self, place: &Place) -> Option<u32> {
        let assoc = if place.assoc < 0 { Assoc::Before } else { Assoc::After };
        let Some(ItemId { client, clock }) = place.item else {
            return match place.tname.as_deref() {
                Some(NAME) if place.assoc < 0 => Some(0),
                Some(NAME) => Some(self.len()),
                _ => None,
            };
        };
        let tx = self.doc.transact();
        if client >= 1 << 53 || clock >= tx.state_vector().get(&ClientID::new(client)) {
            return None;
        }
        let sticky = StickyIndex::from_id(ID::new(ClientID::new(client), clock), assoc);
        sticky.get_offset(&tx).map(|offset| offset.index.min(self.text.len(&tx)))
    }

    pub(crate) fn scope(&self) -> &TextRef {
        &self.text
    }
}

/// Ranges in their order, each ending before the next begins.
fn joined(mut ranges: Vec<(u64, u64)>) -> Vec<(u64, u64)> {
    ranges.sort_unstable();
    let mut joined = Vec::<(u64, u64)>::new();
    for (from, to) in ranges {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// Several updates of one document, of which none builds on what is in none of them, as one.
pub fn merge(updates: &[Vec<u8>]) -> Option<Vec<u8>> {
    yrs::merge_updates_v1(updates).ok()
}

impl Took {
    /// The update, where it changed anything.
    pub fn update(self) -> Option<Vec<u8>> {
        match self {
            Self::Nothing => None,
            Self::Change(update) => Some(update),
        }
    }
}
