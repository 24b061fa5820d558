//! What an update must be before yrs sees it. yrs takes what it is given for what Yjs would write; here it comes from anyone who may
//! write. An update that names a writer twice, say, would have it free what is still in use, and what refers to what nobody knows
//! would wait within the document, neither shown nor refused.

use std::collections::BTreeMap;

use crate::{
    NAME,
    var::{Broken, Reader},
};

/// The largest update that is stored, in bytes: a whole document that a server has lost, and more.
pub const MOST_UPDATE: usize = crate::MOST_DELETING_BYTES + crate::MOST_DELETING_BYTES / 4;

/// Why an update is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// It is no update, or one in another form than Yjs writes.
    #[error("this is no update of a Yjs document")]
    Broken,
    /// It is larger than any may be.
    #[error("this update is too large")]
    Large,
    /// It names a writer twice, or what they wrote out of order.
    #[error("this update names a writer twice")]
    Twice,
    /// It holds something else than text, or is about another text.
    #[error("this update is about something else than the plain text")]
    Foreign,
    /// It builds on what is not there.
    #[error("this update builds on others that are not here")]
    Gap,
}

impl From<Broken> for Flaw {
    fn from(_: Broken) -> Self {
        Self::Broken
    }
}

const HAS_ORIGIN: u8 = 0x80;
const HAS_RIGHT_ORIGIN: u8 = 0x40;
const GONE: u8 = 0;
const DELETED: u8 = 1;
const STRING: u8 = 4;

/// Something that an update names: whose, and its number.
type Named = (u64, u64);

/// What was read of an update.
#[derive(Debug, Default)]
struct Read {
    /// Of each writer, from where to where the update goes.
    brings: BTreeMap<u64, (u64, u64)>,
    /// What it refers to.
    names: Vec<Named>,
    /// Of how many pieces it is that are new.
    pieces: usize,
}

/// What an update brings, if it may be taken by a document that knows as much of each writer as `known` says.
pub(crate) fn check(update: &[u8], known: impl Fn(u64) -> u64) -> Result<Brings, Flaw> {
    let mut reader = Reader::new(update);
    let mut read = Read::default();
    for _ in 0..reader.count()? {
        writer(&mut reader, &mut read, &known)?;
    }
    let deleted = deletions(&mut reader, &mut read.names)?;
    if !reader.is_empty() {
        return Err(Flaw::Broken);
    }
    let end = |writer| read.brings.get(&writer).map_or(0, |(_, end)| *end).max(known(writer));
    let has_gap = read.brings.iter().any(|(writer, (start, _))| *start > known(*writer));
    if has_gap || read.names.iter().any(|(writer, clock)| *clock >= end(*writer)) {
        return Err(Flaw::Gap);
    }
    let is_new = read.brings.iter().any(|(writer, (_, end))| *end > known(*writer));
    Ok(Brings { is_new, deleted, pieces: read.pieces })
}

/// What an update brings.
#[derive(Debug)]
pub(crate) struct Brings {
    /// Whether it adds anything.
    pub(crate) is_new: bool,
    /// What it deletes: whose, from where, and how much.
    pub(crate) deleted: Vec<(u64, u64, u64)>,
    /// Of how many pieces that is.
    pub(crate) pieces: usize,
}

/// What one writer wrote.
fn writer(reader: &mut Reader<'_>, read: &mut Read, known: impl Fn(u64) -> u64) -> Result<(), Flaw> {
    let count = reader.count()?;
    let (writer, start) = (reader.number()?, reader.count()?);
    if count == 0 {
        return Err(Flaw::Broken);
    }
    let (mut clock, known) = (start, known(writer));
    for _ in 0..count {
        clock += block(reader, read, (writer, clock))?;
        read.pieces += usize::from(clock > known);
        if clock >= 1 << 31 {
            return Err(Flaw::Broken);
        }
    }
    match read.brings.insert(writer, (start, clock)) {
        Some(_) => Err(Flaw::Twice),
        None => Ok(()),
    }
}

/// One thing that was written at once; how much it is.
fn block(reader: &mut Reader<'_>, read: &mut Read, (writer, clock): Named) -> Result<u64, Flaw> {
    let info = reader.byte()?;
    if info == GONE {
        return length(reader.count()?);
    }
    let beside = [HAS_ORIGIN, HAS_RIGHT_ORIGIN].into_iter().filter(|flag| info & flag != 0);
    let mut is_placed = false;
    for _ in beside {
        let origin = (reader.number()?, reader.count()?);
        // What its own writer wrote later it cannot have been written beside.
        if origin.0 == writer && origin.1 >= clock {
            return Err(Flaw::Gap);
        }
        read.names.push(origin);
        is_placed = true;
    }
    if !is_placed && (reader.number()? != 1 || reader.text()? != NAME) {
        return Err(Flaw::Foreign);
    }
    match info & !(HAS_ORIGIN | HAS_RIGHT_ORIGIN) {
        DELETED => length(reader.count()?),
        STRING => {
            let text = reader.text()?;
            let units = text.chars().map(|letter| letter.len_utf16() as u64).sum::<u64>();
            length(units)
        }
        _ => Err(Flaw::Foreign),
    }
}

fn length(length: u64) -> Result<u64, Flaw> {
    if length == 0 { Err(Flaw::Broken) } else { Ok(length) }
}

/// What is deleted.
fn deletions(reader: &mut Reader<'_>, names: &mut Vec<Named>) -> Result<Vec<(u64, u64, u64)>, Flaw> {
    let mut deleted = Vec::new();
    let mut writers = std::collections::BTreeSet::new();
    for _ in 0..reader.count()? {
        let writer = reader.number()?;
        if !writers.insert(writer) {
            return Err(Flaw::Twice);
        }
        let mut from = 0;
        for _ in 0..reader.count()? {
            let (start, count) = (reader.count()?, length(reader.count()?)?);
            if start < from {
                return Err(Flaw::Twice);
            }
            from = start + count;
            names.push((writer, from - 1));
            deleted.push((writer, start, count));
        }
    }
    Ok(deleted)
}

/// Whether that is a state vector.
pub(crate) fn check_known(known: &[u8]) -> Result<(), Flaw> {
    let mut reader = Reader::new(known);
    for _ in 0..reader.count()? {
        reader.number()?;
        reader.count()?;
    }
    if reader.is_empty() { Ok(()) } else { Err(Flaw::Broken) }
}
