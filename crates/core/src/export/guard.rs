//! Cells that spreadsheets would take for formulas. A title such as `=HYPERLINK(…)` is a stranger's text, and opening a
//! table must not run it: an apostrophe before it makes it text.

/// Characters that begin a formula, in full width too; a tab or line break may hide one.
const STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A cell that no spreadsheet takes for a formula.
pub(super) fn guarded(cell: String) -> String {
    if needs_guard(&cell) { format!("'{cell}") } else { cell }
}

/// The text that [`guarded`] was given.
pub(crate) fn unguarded(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| needs_guard(rest)).unwrap_or(cell)
}

/// Whether it begins like a formula, or like one that is guarded already: so a guard can always be taken off.
fn needs_guard(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(STARTS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{STARTS, guarded, unguarded};

    proptest! {
        #[test]
        fn a_guard_comes_off_again(text in "['=+@a\t-]{0,4}\\PC{0,8}") {
            let cell = guarded(text.clone());
            prop_assert!(!cell.starts_with(STARTS));
            prop_assert_eq!(unguarded(&cell), text);
        }
    }

    #[test]
    fn only_formulas_are_guarded() {
        for (text, cell) in
            [("=1+1", "'=1+1"), ("'=1", "''=1"), ("it's", "it's"), ("'tis", "'tis"), ("", ""), ("＝1", "'＝1")]
        {
            assert_eq!(guarded(text.into()), cell);
        }
    }
}
