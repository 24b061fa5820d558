//! One entry as it is stored. Reading and judging a row are pure: what is there, what the type says today, and the time.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{Millis, Packed, Policy, Query, client::age};

/// An entry and all by which it is judged later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    /// Whose it is.
    pub(super) owner: String,
    /// [`crate::Persist::version`] when it was written.
    pub(super) version: u32,
    /// Whether it was out of date when it was written.
    pub(super) invalid: bool,
    pub(super) entry: Packed,
}

/// A row and its checksum, as it lies on the shelf.
#[derive(Serialize, Deserialize)]
struct Sealed {
    sum: String,
    row: Row,
}

/// Why a row was not restored; it is removed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dropped {
    /// It is not what was written: cut off, changed, or of another build's form.
    Damaged,
    /// It is another person's.
    Foreign,
    /// No such type is registered, or it is no longer stored.
    Unknown,
    /// It is of another version.
    Version,
    /// It is older than its type allows, or from the future.
    Old,
    /// It is larger than its type allows.
    Large,
    /// There are newer ones and no more room.
    Excess,
    /// Its type does not understand it.
    Unreadable,
}

/// The key of an entry's row. Neither a type's name nor JSON on one line has a line break.
pub(super) fn key(name: &str, query: &str) -> String {
    format!("{name}\n{query}")
}

/// The query of a row's key, if it is one of that type.
pub(super) fn query_in<Q: Query + DeserializeOwned>(key: &str) -> Option<Q> {
    let (name, query) = key.split_once('\n')?;
    serde_json::from_str(query).ok().filter(|_| name == Q::NAME)
}

impl Row {
    /// As it is stored.
    pub(super) fn seal(self) -> String {
        let sealed = Sealed { sum: self.checksum(), row: self };
        serde_json::to_string(&sealed).expect("texts and numbers have no failing serialiser")
    }

    /// Reads what [`Self::seal`] wrote under a key.
    pub(super) fn open(key: &str, text: &str) -> Result<Self, Dropped> {
        let Sealed { sum, row } = serde_json::from_str(text).map_err(|_| Dropped::Damaged)?;
        let is_whole = sum == row.checksum() && key == self::key(&row.entry.name, &row.entry.query);
        if is_whole { Ok(row) } else { Err(Dropped::Damaged) }
    }

    /// Whether it may be restored: to that owner, under the policy that its type has today, `None` if there is no such type.
    pub(super) fn judge(&self, owner: &str, policy: Option<Policy>, now: Millis) -> Result<(), Dropped> {
        if self.owner != owner {
            return Err(Dropped::Foreign);
        }
        let persist = policy.and_then(|policy| policy.persist).ok_or(Dropped::Unknown)?;
        if self.version != persist.version {
            return Err(Dropped::Version);
        }
        if age(self.entry.at, now) > persist.max_age {
            return Err(Dropped::Old);
        }
        if self.entry.data.len() > persist.max_bytes {
            return Err(Dropped::Large);
        }
        Ok(())
    }

    /// FNV-1a, 64 bits: against half-written and damaged rows, not against anyone's intent.
    fn checksum(&self) -> String {
        let Self { owner, version, invalid, entry: Packed { name, query, data, at } } = self;
        let numbers = version.to_le_bytes().into_iter().chain([u8::from(*invalid)]).chain(at.to_le_bytes());
        // 0xff is in no text: it keeps one from running into the next.
        let texts = [owner, name, query, data].into_iter().flat_map(|text| text.bytes().chain([0xff]));
        let hash = numbers
            .chain(texts)
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        format!("{hash:016x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Persist;

    const NOW: Millis = 1_000_000;
    const PERSIST: Persist = Persist { version: 2, max_age: 1_000, max_bytes: 10 };

    fn row() -> Row {
        let entry = Packed { name: "a/b".into(), query: "7".into(), data: "\"x\"".into(), at: NOW - 10 };
        Row { owner: "ada".into(), version: 2, invalid: false, entry }
    }

    #[test]
    fn a_row_is_read_as_it_was_written() {
        assert_eq!(Row::open("a/b\n7", &row().seal()), Ok(row()));
    }

    #[test]
    fn damage_is_noticed_wherever_it_is() {
        let text = row().seal();
        for end in 0..text.len() {
            assert_eq!(Row::open("a/b\n7", &text[..end]), Err(Dropped::Damaged), "cut off at {end}");
        }
        for (was, is) in [("ada", "eve"), ("\"version\":2", "\"version\":3"), ("false", "true"), ("999990", "999991")] {
            assert_eq!(Row::open("a/b\n7", &text.replace(was, is)), Err(Dropped::Damaged), "{was} became {is}");
        }
        assert_eq!(Row::open("a/b\n8", &text), Err(Dropped::Damaged), "under another key");
    }

    #[test]
    fn a_row_is_judged_by_what_its_type_says_today() {
        let policy = Policy::DEFAULT.persist(PERSIST);
        let with = |persist: Persist| Some(Policy::DEFAULT.persist(persist));
        let cases = [
            ("ada", Some(policy), NOW, Ok(())),
            ("eve", Some(policy), NOW, Err(Dropped::Foreign)),
            ("ada", None, NOW, Err(Dropped::Unknown)),
            ("ada", Some(Policy::DEFAULT), NOW, Err(Dropped::Unknown)),
            ("ada", with(Persist { version: 3, ..PERSIST }), NOW, Err(Dropped::Version)),
            ("ada", Some(policy), NOW + 990, Ok(())),
            ("ada", Some(policy), NOW + 991, Err(Dropped::Old)),
            // The clock was set back by more than a minute: nobody knows how old it is.
            ("ada", Some(policy), NOW - 100_000, Err(Dropped::Old)),
            ("ada", Some(policy), NOW - 30_000, Ok(())),
            ("ada", with(Persist { max_bytes: 2, ..PERSIST }), NOW, Err(Dropped::Large)),
        ];
        for (owner, policy, now, expected) in cases {
            assert_eq!(row().judge(owner, policy, now), expected, "{owner} {policy:?} {now}");
        }
    }
}
