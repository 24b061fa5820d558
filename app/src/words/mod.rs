//! What the app says, in plain words. Pure but for [`time::today`] and [`time::local_day`], which ask the browser's clock.

pub mod diff;
pub mod operation;
pub mod sync;
pub mod time;
pub mod trouble;
pub mod undo;

/// A number with its noun: "1 edit", "3 edits".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// A number whose digits are grouped where it is long: "10,001".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// What a noun ends with: nothing for one, an "s" for any other number.
pub fn s(number: usize) -> &'static str {
    if number == 1 { "" } else { "s" }
}

/// Words that begin a sentence.
pub fn capital(words: &str) -> String {
    let mut rest = words.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A title in quotation marks, shortened where it is long.
pub fn quoted(title: &str) -> String {
    const MOST: usize = 60;
    if title.chars().count() <= MOST {
        return format!("“{title}”");
    }
    let short: String = title.chars().take(MOST - 1).collect();
    format!("“{}…”", short.trim_end())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn long_titles_are_shortened_by_characters() {
        assert_eq!(quoted("Call"), "“Call”");
        let long = quoted(&"é".repeat(100));
        assert_eq!(long.chars().count(), 62);
        assert!(long.ends_with("é…”"));
    }

    #[test]
    fn long_numbers_are_grouped() {
        for (number, words) in [(0, "0"), (999, "999"), (1_000, "1,000"), (10_001, "10,001"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), words);
        }
        assert_eq!(count(10_001, "edit", "edits"), "10,001 edits");
    }

    #[test]
    fn one_is_singular() {
        assert_eq!((count(1, "edit", "edits"), count(0, "edit", "edits")), ("1 edit".into(), "0 edits".into()));
    }
}
