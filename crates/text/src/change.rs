//! What an input has done to a text, found from before and after it: a field of a page tells only what it holds.

/// What was put in the place of what, counted in UTF-16 units as pages and Yjs count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Where.
    pub at: u32,
    /// How much was taken out there.
    pub removed: u32,
    /// What was put in.
    pub inserted: String,
}

/// The one change that makes `after` of `before`; nothing where they are the same. `caret` is where the caret stands after it, in
/// UTF-16 units: of the places where the change may be, as in a row of equal letters, it is the one before the caret.
pub fn change(before: &str, after: &str, caret: Option<u32>) -> Option<Change> {
    if before == after {
        return None;
    }
    let (old, new): (Vec<u16>, Vec<u16>) = (before.encode_utf16().collect(), after.encode_utf16().collect());
    // What stands behind the caret was there before it.
    let behind = caret.map_or(0, |caret| new.len().saturating_sub(caret as usize));
    let common = |most: usize| {
        let ends = old.iter().rev().zip(new.iter().rev()).take(most);
        ends.take_while(|(old, new)| old == new).count()
    };
    let shorter = old.len().min(new.len());
    let mut tail = common(behind.min(shorter));
    let mut head = old.iter().zip(&new).take(shorter - tail).take_while(|(old, new)| old == new).count();
    // Without a caret that tells, or with one that tells wrong, as little as possible.
    if tail < behind || caret.is_none() {
        tail = common(shorter - head);
    }
    // Nothing is cut within a letter of two units.
    while head > 0 && is_high(old[head - 1]) {
        head -= 1;
    }
    while tail > 0 && is_low(old[old.len() - tail]) {
        tail -= 1;
    }
    let inserted = String::from_utf16_lossy(&new[head..new.len() - tail]);
    Some(Change { at: head as u32, removed: (old.len() - tail - head) as u32, inserted })
}

fn is_high(unit: u16) -> bool {
    (0xd800..0xdc00).contains(&unit)
}

fn is_low(unit: u16) -> bool {
    (0xdc00..0xe000).contains(&unit)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn told(before: &str, after: &str, caret: Option<u32>) -> Option<(u32, u32, String)> {
        change(before, after, caret).map(|change| (change.at, change.removed, change.inserted))
    }

    #[test]
    fn it_is_found_where_the_caret_is() {
        assert_eq!(told("aaa", "aaaa", Some(2)), Some((1, 0, "a".into())), "the second of equal letters");
        assert_eq!(told("aaa", "aaaa", Some(1)), Some((0, 0, "a".into())));
        assert_eq!(told("aaa", "aa", Some(1)), Some((1, 1, String::new())), "what was deleted before the caret");
        assert_eq!(told("one two", "one 2 two", Some(6)), Some((4, 0, "2 ".into())));
        assert_eq!(told("same", "same", Some(0)), None);
        assert_eq!(told("abc", "xbc", None), Some((0, 1, "x".into())));
        assert_eq!(told("a😀b", "a😁b", None), Some((1, 2, "😁".into())), "whole letters");
    }

    proptest! {
        #[test]
        fn it_makes_the_one_of_the_other(
            before in "[ab\n😀é]{0,12}", after in "[ab\n😀é]{0,12}", caret in proptest::option::of(0_u32..30)
        ) {
            let made = match change(&before, &after, caret) {
                None => before,
                Some(Change { at, removed, inserted }) => {
                    let old: Vec<u16> = before.encode_utf16().collect();
                    let (at, end) = (at as usize, (at + removed) as usize);
                    let text = |units: &[u16]| String::from_utf16(units).expect("whole letters");
                    text(&old[..at]) + &inserted + &text(&old[end..])
                }
            };
            prop_assert_eq!(made, after);
        }
    }
}
