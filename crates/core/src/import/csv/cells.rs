//! What stands in a cell: yes or no, a priority, several names, steps, a duration.

use crate::entity::Priority;

/// Yes or no, in the usual words and marks of English and German programs.
pub(super) fn yes_no(cell: &str) -> Option<bool> {
    const YES: &str = "yes, y, true, x, 1, done, complete, completed, finished, closed, ja, j, wahr, erledigt, fertig, \
                       abgeschlossen, ✓, ✔, ✔️, ☑, ✅, [x]";
    const NO: &str =
        "no, n, false, 0, open, not done, incomplete, nein, falsch, offen, nicht erledigt, ☐, ⬜, [ ], [], -";
    let cell = cell.trim().to_lowercase();
    let among = |words: &str| words.split(", ").any(|word| word == cell);
    among(YES).then_some(true).or_else(|| among(NO).then_some(false))
}

/// A priority by its name or number, of which 1 is the most, in the usual words.
pub(super) fn priority(cell: &str) -> Option<Priority> {
    const WORDS: [(Priority, &str); 4] = [
        (
            Priority::Urgent,
            "urgent, critical, blocker, highest, very high, immediate, emergency, p0, p1, 1, a, dringend, kritisch, \
             sehr hoch, höchste, sofort, 緊急",
        ),
        (Priority::High, "high, important, major, p2, 2, b, hoch, wichtig, 高"),
        (Priority::Medium, "medium, normal, moderate, default, none, p3, 3, c, mittel, keine, 中"),
        (
            Priority::Low,
            "low, lowest, minor, trivial, very low, p4, p5, 4, 5, d, niedrig, gering, sehr niedrig, unwichtig, 低",
        ),
    ];
    let cell = cell.trim().trim_matches(['!', '(', ')']).to_lowercase();
    WORDS.iter().find(|(_, words)| words.split(", ").any(|word| word == cell)).map(|(priority, _)| *priority)
}

/// Several texts in one cell, between commas, semicolons, bars or line breaks; one that holds such a character stands in
/// quotation marks, doubled within.
pub(super) fn several(cell: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut one = String::new();
    let mut characters = cell.chars().peekable();
    let (mut quoted, mut was_quoted) = (false, false);
    while let Some(c) = characters.next() {
        match c {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                one.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if one.trim().is_empty() && !was_quoted => {
                one.clear();
                (quoted, was_quoted) = (true, true);
            }
            ',' | ';' | '|' | '\n' if !quoted => {
                all.push(std::mem::take(&mut one));
                was_quoted = false;
            }
            c => one.push(c),
        }
    }
    all.push(one);
    all.into_iter().map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

/// A step of a task as its line says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The checklist it stands in, or nothing.
    pub(super) list: String,
    pub(super) title: String,
    pub(super) done: bool,
}

/// The steps of a cell, a line each: "[x] Buy paint"; a line that ends in a colon and has no box before it is the name of
/// the list that follows.
pub(super) fn steps(cell: &str) -> Vec<Step> {
    let mut list = String::new();
    let mut steps = Vec::new();
    for line in cell.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let bare = line.trim_start_matches(['-', '*', '•']).trim_start();
        let boxed = [("[x]", true), ("[X]", true), ("[ ]", false), ("[]", false), ("☑", true), ("☐", false)];
        let found = boxed.iter().find_map(|(mark, done)| bare.strip_prefix(mark).map(|title| (title.trim(), *done)));
        match (found, line.strip_suffix(':')) {
            (Some((title, done)), _) => steps.push(Step { list: list.clone(), title: title.to_owned(), done }),
            (None, Some(name)) => name.trim().clone_into(&mut list),
            (None, None) => steps.push(Step { list: list.clone(), title: bare.to_owned(), done: false }),
        }
    }
    steps
}

/// Seconds, of a number of seconds or hours:minutes with perhaps seconds.
pub(super) fn duration(cell: &str) -> Option<i64> {
    let number = |part: &str| -> Option<i64> {
        (!part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse().ok())?
    };
    let parts: Option<Vec<i64>> = cell.trim().split(':').map(number).collect();
    match parts?.as_slice() {
        [seconds] => Some(*seconds),
        [hours, minutes @ 0..60] => Some(hours * 3600 + minutes * 60),
        [hours, minutes @ 0..60, seconds @ 0..60] => Some(hours * 3600 + minutes * 60 + seconds),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, duration, priority, several, steps, yes_no};
    use crate::entity::Priority;

    #[test]
    fn words_for_yes_no_and_priorities() {
        for (cell, expected) in [
            ("TRUE", Some(true)),
            (" ja ", Some(true)),
            ("☐", Some(false)),
            ("0", Some(false)),
            ("maybe", None),
            ("", None),
        ] {
            assert_eq!(yes_no(cell), expected, "{cell}");
        }
        for (cell, expected) in [
            ("High", Some(Priority::High)),
            ("(A)", Some(Priority::Urgent)),
            ("P3", Some(Priority::Medium)),
            ("sehr niedrig", Some(Priority::Low)),
            ("7", None),
            ("", None),
        ] {
            assert_eq!(priority(cell), expected, "{cell}");
        }
    }

    #[test]
    fn several_in_one_cell() {
        assert_eq!(several("a, b;c|d\ne,,"), ["a", "b", "c", "d", "e"]);
        assert_eq!(several(r#""a, b", "say ""hi""", 5" pipe"#), ["a, b", r#"say "hi""#, r#"5" pipe"#]);
        assert_eq!(several("日本、大阪"), ["日本、大阪"]);
        assert!(several(" , ").is_empty());
        assert_eq!(several("\"never closed, x"), ["never closed, x"]);
    }

    #[test]
    fn steps_of_a_cell() {
        let step = |list: &str, title: &str, done| Step { list: list.into(), title: title.into(), done };
        assert_eq!(
            steps("[x] a\n- [ ] b:\nPaint:\n[ ] red\nblue\n\n"),
            [step("", "a", true), step("", "b:", false), step("Paint", "red", false), step("Paint", "blue", false)]
        );
    }

    #[test]
    fn durations() {
        for (cell, seconds) in [
            ("90", Some(90)),
            ("1:30", Some(5400)),
            ("100:00:01", Some(360_001)),
            ("1:60", None),
            ("-5", None),
            ("", None),
            ("1h", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(duration(cell), seconds, "{cell}");
        }
    }
}
