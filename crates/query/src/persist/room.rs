//! The bound of a shelf.

use std::collections::BTreeMap;

use crate::Millis;

/// How much a persister keeps. Beyond that the oldest answers are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Rows.
    pub rows: usize,
    /// Bytes of text, of all rows together.
    pub bytes: usize,
}

impl Default for Room {
    fn default() -> Self {
        Self { rows: 500, bytes: 4 << 20 }
    }
}

/// What is known of a row on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    /// When its data was true.
    pub(super) at: Millis,
    /// Bytes of text.
    pub(super) bytes: usize,
}

impl Room {
    /// The rows that have to go so that the others fit: the oldest.
    pub(super) fn excess(self, rows: &BTreeMap<String, Kept>) -> Vec<String> {
        let mut newest: Vec<(&String, Kept)> = rows.iter().map(|(key, kept)| (key, *kept)).collect();
        newest.sort_by(|(a, x), (b, y)| y.at.cmp(&x.at).then(a.cmp(b)));
        let mut bytes = 0_usize;
        let fits = newest.iter().take(self.rows).take_while(|(_, kept)| {
            bytes = bytes.saturating_add(kept.bytes);
            bytes <= self.bytes
        });
        let fits = fits.count();
        newest.into_iter().skip(fits).map(|(key, _)| key.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_go_first() {
        let rows: BTreeMap<String, Kept> =
            [("a", 3), ("b", 1), ("c", 2)].map(|(key, at)| (key.to_owned(), Kept { at, bytes: 10 })).into();
        let excess = |rows_at_most, bytes| Room { rows: rows_at_most, bytes }.excess(&rows).join("");
        assert_eq!(excess(3, 30), "");
        assert_eq!(excess(2, 30), "b");
        assert_eq!(excess(3, 29), "b");
        assert_eq!(excess(3, 19), "cb");
        assert_eq!(excess(0, 100), "acb");
    }
}
