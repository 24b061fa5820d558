//! What differs between two texts, word by word.

use std::ops::Range;

/// The most words that may differ before the rest counts as rewritten: beyond that nobody reads the pieces.
const MOST: usize = 600;

/// A piece of two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// In both.
    Same(&'a str),
    /// Replaced: either may be empty.
    Changed {
        /// What was there before.
        gone: &'a str,
        /// What is there now.
        came: &'a str,
    },
}

/// The pieces that lead from one text to another, in order.
pub fn diff<'a>(before: &'a str, after: &'a str) -> Vec<Piece<'a>> {
    let (a, b) = (words(before), words(after));
    let text = |whole: &'a str, words: &[Range<usize>], at: Range<usize>| match words.get(at.clone()) {
        Some([first, .., last]) => &whole[first.start..last.end],
        Some([only]) => &whole[only.clone()],
        _ => "",
    };
    let mut pieces = Vec::new();
    let (mut x, mut y) = (0, 0);
    for (left, right) in kept(before, &a, after, &b) {
        if x < left.start || y < right.start {
            let (gone, came) = (text(before, &a, x..left.start), text(after, &b, y..right.start));
            pieces.push(Piece::Changed { gone, came });
        }
        if !left.is_empty() {
            pieces.push(Piece::Same(text(before, &a, left.clone())));
        }
        (x, y) = (left.end, right.end);
    }
    pieces
}

/// How many characters are shown of a difference that is told in brief.
const BRIEF: usize = 280;
/// How many of them stand at most on each side of a change.
const AROUND: usize = 40;

/// A difference in brief: its changes with what stands around them, from the first on; nothing where that saves little.
pub fn brief<'a>(pieces: &[Piece<'a>]) -> Option<Vec<Piece<'a>>> {
    let long = |piece: &Piece<'_>| match piece {
        Piece::Same(text) => text.chars().count(),
        Piece::Changed { gone, came } => gone.chars().count() + came.chars().count(),
    };
    if pieces.iter().map(long).sum::<usize>() <= 2 * BRIEF {
        return None;
    }
    let mut room = BRIEF;
    let mut brief = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match *piece {
            Piece::Same(text) => {
                let (after, before) = (if at > 0 { AROUND } else { 0 }, if at + 1 < pieces.len() { AROUND } else { 0 });
                let (head, rest) = cut(text, after);
                let (_, tail) = cut(rest, rest.chars().count().saturating_sub(before));
                brief.push(Piece::Same(head));
                if tail.len() < rest.len() {
                    brief.push(Piece::Same("…"));
                }
                brief.push(Piece::Same(tail));
            }
            Piece::Changed { gone, came } => {
                let (gone, gone_on) = cut(gone, room);
                let (came, came_on) = cut(came, room);
                brief.push(Piece::Changed { gone, came });
                if !gone_on.is_empty() || !came_on.is_empty() {
                    brief.push(Piece::Same("…"));
                    break;
                }
            }
        }
        let most = if matches!(piece, Piece::Same(_)) { 2 * AROUND } else { room };
        room = room.saturating_sub(long(piece).min(most));
        if room == 0 && at + 1 < pieces.len() {
            brief.push(Piece::Same("…"));
            break;
        }
    }
    brief.retain(|piece| *piece != Piece::Same(""));
    Some(brief)
}

/// So many characters of a text, and the rest of it.
fn cut(text: &str, at: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(at).map_or(text.len(), |(at, _)| at))
}

/// Where words, runs of space and signs stand.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (at, sign) in text.char_indices() {
        let kind = (sign.is_alphanumeric() || sign == '\'' || sign == '’', sign.is_whitespace());
        let end = at + sign.len_utf8();
        match words.last_mut() {
            Some(word) if last == Some(kind) && (kind.0 || kind.1) => word.end = end,
            _ => words.push(at..end),
        }
        last = Some(kind);
    }
    words
}

/// The runs of words that both texts keep, and an empty one at the end of both. Space alone between two changes is no run:
/// a sentence changed word by word is read as one change.
fn kept(before: &str, a: &[Range<usize>], after: &str, b: &[Range<usize>]) -> Vec<(Range<usize>, Range<usize>)> {
    let same = |x: usize, y: usize| before[a[x].clone()] == after[b[y].clone()];
    let least = a.len().min(b.len());
    let head = (0..least).take_while(|at| same(*at, *at)).count();
    let tail = (0..least - head).take_while(|at| same(a.len() - 1 - at, b.len() - 1 - at)).count();
    let (n, m) = (a.len() - head - tail, b.len() - head - tail);
    let mut runs: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let mut push = |x: usize, y: usize, length: usize| match runs.last_mut() {
        Some((left, right)) if left.end == x && right.end == y => (left.end, right.end) = (x + length, y + length),
        _ => runs.push((x..x + length, y..y + length)),
    };
    push(0, 0, head);
    for (x, y) in common(n, m, |x, y| same(head + x, head + y)) {
        push(head + x, head + y, 1);
    }
    push(a.len() - tail, b.len() - tail, tail);
    push(a.len(), b.len(), 0);
    let (first, last) = (head > 0, runs.len() - 1);
    let mut number = 0;
    runs.retain(|(left, _)| {
        let is_edge = number == last || (number == 0 && first) || (tail > 0 && left.end == a.len());
        number += 1;
        is_edge || left.clone().any(|at| !before[a[at].clone()].trim().is_empty())
    });
    runs
}

/// The pairs of a shortest edit script between two lists of which `same` compares members, by Myers' greedy algorithm; none
/// if more than [`MOST`] members differ.
fn common(n: usize, m: usize, same: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let most = (n + m).min(MOST);
    // On each diagonal x - y = k, how far x has come; shifted so that no index is negative.
    let mut reach = vec![0_usize; 2 * most + 3];
    let shift = most + 1;
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for edits in 0..=most {
        trace.push(reach[shift - edits..=shift + edits].to_vec());
        for step in 0..=edits {
            // The diagonals -edits, -edits + 2, … edits.
            let at = shift + 2 * step - edits;
            let down = step == 0 || (step < edits && reach[at - 1] < reach[at + 1]);
            let mut x = if down { reach[at + 1] } else { reach[at - 1] + 1 };
            let mut y = (x + shift).saturating_sub(at);
            while x < n && y < m && same(x, y) {
                (x, y) = (x + 1, y + 1);
            }
            reach[at] = x;
            if x >= n && y >= m {
                return walk_back(&trace, n, m);
            }
        }
    }
    Vec::new()
}

/// Follows the furthest points back to the beginning: `trace` holds, for each number of edits, how far one came with one
/// edit less.
fn walk_back(trace: &[Vec<usize>], n: usize, m: usize) -> Vec<(usize, usize)> {
    let (mut x, mut y) = (n, m);
    let mut pairs = Vec::new();
    for (edits, reach) in trace.iter().enumerate().rev() {
        // Within this level's slice the diagonal 0 stands at `edits`.
        let at = x + edits - y;
        let (from_x, from_y) = if edits == 0 {
            (0, 0)
        } else {
            let beside = |at: usize| reach.get(at).copied().unwrap_or_default();
            let down = at == 0 || (at < 2 * edits && beside(at - 1) < beside(at + 1));
            let (from, from_at) = if down { (beside(at + 1), at + 1) } else { (beside(at - 1), at - 1) };
            (from, from + edits - from_at)
        };
        while x > from_x && y > from_y {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        (x, y) = (from_x, from_y);
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// "[gone|came]" for a change.
    fn told(before: &str, after: &str) -> String {
        let piece = |piece| match piece {
            Piece::Same(text) => text.to_owned(),
            Piece::Changed { gone, came } => format!("[{gone}|{came}]"),
        };
        diff(before, after).into_iter().map(piece).collect()
    }

    #[test]
    fn words_are_told_apart_and_what_stays_is_whole() {
        for (before, after, want) in [
            ("", "", ""),
            ("a", "a", "a"),
            ("", "new", "[|new]"),
            ("old", "", "[old|]"),
            ("Call the port", "Call the port today", "Call the port[| today]"),
            ("Call the port", "Ring the port", "[Call|Ring] the port"),
            ("Call the port", "Ring a harbour", "[Call the port|Ring a harbour]"),
            ("one two three four", "one three four five", "one [two |]three four[| five]"),
            ("Berth 7, at noon.", "Berth 9, at noon.", "Berth [7|9], at noon."),
            ("wait", "Wait! ", "[wait|Wait! ]"),
            ("über\nallen", "über\n\nallen", "über[\n|\n\n]allen"),
        ] {
            assert_eq!(told(before, after), want, "{before:?} → {after:?}");
        }
    }

    /// Any two texts are put together again from their pieces.
    #[test]
    fn pieces_make_both_texts_again() {
        let mut seed = 7_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for round in 0..300 {
            let mut text =
                || (0..next(30)).map(|_| ["a", "b ", " ", "ab", ",", "é"][next(6) as usize]).collect::<String>();
            let (before, after) = (text(), text());
            let (mut gone_too, mut came_too) = (String::new(), String::new());
            for piece in diff(&before, &after) {
                let (gone, came) = match piece {
                    Piece::Same(text) => (text, text),
                    Piece::Changed { gone, came } => (gone, came),
                };
                gone_too.push_str(gone);
                came_too.push_str(came);
            }
            assert_eq!((gone_too, came_too), (before, after), "round {round} of seed 7");
        }
    }

    /// In brief, of a text whose pieces are these.
    fn in_brief(before: &str, after: &str) -> Option<String> {
        let told = |piece| match piece {
            Piece::Same(text) => text.to_owned(),
            Piece::Changed { gone, came } => format!("[{gone}|{came}]"),
        };
        Some(brief(&diff(before, after))?.into_iter().map(told).collect())
    }

    #[test]
    fn in_brief_each_change_stands_among_a_few_words() {
        assert_eq!(in_brief("Call the port", "Ring the port"), None, "all of it is brief");
        let line = |from: usize, to: usize| (from..to).map(|n| format!("{n:03} ")).collect::<String>();
        let (before, after) = (format!("{}x {}", line(0, 100), line(100, 200)), line(0, 200));
        let told = "…090 091 092 093 094 095 096 097 098 099 [x |]100 101 102 103 104 105 106 107 108 109 …";
        assert_eq!(in_brief(&before, &after).as_deref(), Some(told));
        let new = line(0, 500);
        let told = in_brief("", &new).unwrap();
        assert_eq!((told.chars().count(), told.ends_with("]…")), (BRIEF + 4, true), "{told}");
        let many: String = (0..100).map(|n| format!("same words here {n} ")).collect();
        let told = in_brief(&many, &many.replace("here", "there")).unwrap();
        assert!(told.chars().count() < 4 * BRIEF && told.starts_with("same words [here|there] 0"), "{told}");
    }

    #[test]
    fn texts_that_share_little_are_one_change() {
        let number = |from: usize| (from..from + 2_000).map(|n| format!("{n} ")).collect::<String>();
        let (before, after) = (format!("same {}", number(0)), format!("same {}", number(9_000)));
        assert_eq!(diff(&before, &after).len(), 3, "the beginning, all that changed, the last space");
    }
}
