//! Fractional order keys: text that sorts between any two others, so that moving one thing changes one record.
//!
//! A key is digits of base 62 after an implied point, with no trailing zero digit, so there is always room below and above.
//! Two people may make the same key at once: equal keys are ordered by id, and neither move is lost.

use std::fmt;

use smol_str::SmolStr;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A place in an order. Compare keys as text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrderKey(SmolStr);

impl OrderKey {
    /// The most characters a key may have. Moves into one gap lengthen keys by one character in about six; at the ends of
    /// a list, one in about twenty.
    pub const MAX: usize = 1000;

    /// The key with that text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let valid = !text.is_empty()
            && text.len() <= Self::MAX
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && !text.ends_with('0');
        valid.then(|| Self(text.into()))
    }

    /// The key's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A key between two neighbours; `None` is the end of the list on that side. Where the neighbours are equal or out of
    /// order (two people made them at once), the key follows the first.
    pub fn between(before: Option<&Self>, after: Option<&Self>) -> Self {
        let low: Vec<u8> = before.map_or_else(Vec::new, |key| digits(&key.0));
        let high: Option<Vec<u8>> = after.map(|key| digits(&key.0)).filter(|high| *high > low);
        let mut out = Vec::new();
        let mut bounded = high.is_some();
        for place in 0.. {
            let floor = low.get(place).copied().unwrap_or(0);
            let ceiling = match &high {
                Some(high) if bounded => high.get(place).copied().unwrap_or(0),
                _ => 62,
            };
            if ceiling > floor + 1 {
                // With room only on one side, step by a few instead of halving: lists grow at their ends.
                let digit = match (&high, low.len() > place) {
                    (None, true) => floor + 1 + (ceiling - floor - 2) / 8,
                    (Some(_), _) if low.is_empty() => ceiling - 1 - (ceiling - floor - 2) / 8,
                    _ => floor + (ceiling - floor) / 2,
                };
                out.push(digit);
                break;
            }
            out.push(floor);
            // Once a digit is below the ceiling's, what follows is free of it.
            bounded = bounded && floor == ceiling;
        }
        // No room left in that gap (a hostile neighbour's key can be of any length): equal keys are ordered by id.
        if out.len() > Self::MAX {
            return before.or(after).cloned().unwrap_or_else(|| Self::between(None, None));
        }
        Self(out.into_iter().map(|digit| DIGITS[usize::from(digit)] as char).collect())
    }

    /// The key of what goes to a place of a list whose keys are in order. Two people who add at once give theirs the same, and
    /// between those there is no place: what goes up passes all of them, and so does what goes down.
    pub fn among(keys: &[&Self], place: usize, is_up: bool) -> Self {
        let (above, below) = keys.split_at(place.min(keys.len()));
        let (mut before, mut after) = (above.last(), below.first());
        if is_up {
            before = above.iter().rev().find(|key| after.is_none_or(|after| *key < after));
        } else {
            after = below.iter().find(|key| before.is_none_or(|before| *key > before));
        }
        Self::between(before.copied(), after.copied())
    }

    /// Keys for a whole list at once, evenly spread after `after`: an import's.
    pub fn spread(after: Option<&Self>, count: usize) -> Vec<Self> {
        let mut width = 1;
        while 61_usize.pow(width) <= count {
            width += 1;
        }
        // The whole list shares one prefix that follows `after`, so it stays clear of what comes later.
        let prefix = Self::between(after, None).0;
        let space = 62_usize.pow(width);
        (1..=count)
            .map(|index| {
                let mut number = index * space / (count + 1);
                let mut tail = vec![0_u8; width as usize];
                for digit in tail.iter_mut().rev() {
                    *digit = DIGITS[number % 62];
                    number /= 62;
                }
                let tail = String::from_utf8_lossy(&tail).into_owned();
                Self(format!("{prefix}{}", tail).trim_end_matches('0').into())
            })
            .collect()
    }
}

impl fmt::Display for OrderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes()
        .map(|byte| match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 36,
            _ => 0,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::OrderKey;

    proptest! {
        #[test]
        fn a_key_between_two_others_sorts_between_them(moves in prop::collection::vec(any::<prop::sample::Index>(), 1..300)) {
            let mut list: Vec<OrderKey> = Vec::new();
            for at in moves {
                let place = at.index(list.len() + 1);
                let before = place.checked_sub(1).map(|index| &list[index]);
                let key = OrderKey::between(before, list.get(place));
                prop_assert_eq!(OrderKey::parse(key.as_str()), Some(key.clone()), "well formed");
                list.insert(place, key);
            }
            prop_assert!(list.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn a_spread_is_ordered_and_follows_what_was_there(count in 0_usize..5000) {
            let first = OrderKey::between(None, None);
            let keys = OrderKey::spread(Some(&first), count);
            prop_assert_eq!(keys.len(), count);
            prop_assert!(keys.iter().all(|key| *key > first && OrderKey::parse(key.as_str()).is_some()));
            prop_assert!(keys.is_sorted_by(|a, b| a < b));
        }
    }

    #[test]
    fn a_thousand_at_either_end_keep_keys_short() {
        let (mut first, mut last) = (OrderKey::between(None, None), OrderKey::between(None, None));
        for _ in 0..1000 {
            first = OrderKey::between(None, Some(&first));
            last = OrderKey::between(Some(&last), None);
        }
        assert!(first.as_str().len() < 60 && last.as_str().len() < 60, "{first} {last}");
    }

    #[test]
    fn a_neighbour_without_room_behind_it_still_gives_a_valid_key() {
        let last = OrderKey::parse(&"z".repeat(OrderKey::MAX)).unwrap();
        let key = OrderKey::between(Some(&last), None);
        assert!(key >= last && OrderKey::parse(key.as_str()).is_some());
    }

    #[test]
    fn what_moves_passes_all_that_have_one_key() {
        let keys: Vec<OrderKey> = ["B", "K", "K", "K", "T"].into_iter().filter_map(OrderKey::parse).collect();
        let keys: Vec<&OrderKey> = keys.iter().collect();
        let up = OrderKey::among(&keys, 2, true);
        assert!(up > *keys[0] && up < *keys[1]);
        let down = OrderKey::among(&keys, 2, false);
        assert!(down > *keys[3] && down < *keys[4]);
        assert!(OrderKey::among(&keys, 0, true) < *keys[0] && OrderKey::among(&keys, 9, false) > *keys[4]);
    }

    #[test]
    fn equal_neighbours_made_by_two_people_still_give_a_key() {
        let key = OrderKey::between(None, None);
        assert!(OrderKey::between(Some(&key), Some(&key)) > key);
    }
}
