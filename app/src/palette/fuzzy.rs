//! Finding by some of the letters.

use crate::words::fold::letters;

/// The most letters of a word that count.
const MOST: usize = 24;

/// The most words that count: what is pasted costs no more than what is typed.
const WORDS: usize = 8;

/// What a letter that fits is worth, what is added where it begins a word, and where it follows the letter before it. Alike, so
/// that the most a word can come to is known ([`Needle::most`]).
const FIT: i32 = 1;
const START: i32 = 5;
const NEXT: i32 = 5;

/// No way to fit.
const NONE: i32 = i32::MIN / 2;

/// Words that are looked for, in any script: every word's letters must be there in order. What texts are
/// searched without, as case and accents, does not count.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Needle {
    words: Vec<Vec<char>>,
}

impl Needle {
    /// What was typed.
    pub(crate) fn new(typed: &str) -> Self {
        let word = |word: &str| letters(word).take(MOST).collect();
        Self { words: typed.split_whitespace().take(WORDS).map(word).collect() }
    }

    /// Whether nothing is looked for.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether all that fits this also fits another: then only that need be looked at.
    pub(crate) fn narrows(&self, before: &Self) -> bool {
        let Some((last, whole)) = before.words.split_last() else { return true };
        self.words.len() >= before.words.len()
            && self.words.starts_with(whole)
            && self.words[whole.len()].starts_with(last)
    }

    /// Whether a text fits.
    pub(crate) fn fits(&self, text: &str) -> bool {
        self.words.iter().all(|word| is_within(word, text))
    }

    /// How well a text fits, the more the better; nothing if it does not. Takes no memory.
    pub(crate) fn score(&self, text: &str) -> Option<i32> {
        let sum = || self.words.iter().map(|word| best(word, text)).sum();
        self.fits(text).then(|| counted(sum(), text))
    }

    /// What no text as long as this scores more than.
    pub(crate) fn most(&self, text: &str) -> i32 {
        counted(self.words.iter().map(|word| most(word)).sum(), text)
    }
}

/// Of two that fit alike, the shorter is the closer one.
fn counted(sum: i32, text: &str) -> i32 {
    sum * 64 - i32::try_from(text.len().min(1_000)).unwrap_or_default()
}

/// Every letter begins a word or follows the one before it; after a sign it does both.
fn most(word: &[char]) -> i32 {
    let after_signs = word.iter().rev().skip(1).filter(|letter| !letter.is_alphanumeric());
    let all = i32::try_from(word.len()).unwrap_or_default();
    all * (FIT + START.max(NEXT)) + i32::try_from(after_signs.count()).unwrap_or_default() * START.min(NEXT)
}

fn is_within(word: &[char], text: &str) -> bool {
    let mut wanted = word.iter();
    let mut next = wanted.next();
    for letter in letters(text) {
        match next {
            None => return true,
            Some(one) if *one == letter => next = wanted.next(),
            Some(_) => {}
        }
    }
    next.is_none()
}

/// The best of all ways in which a word's letters are found in order. Two rows are kept: what the first letters of the word
/// come to wherever they ended, and what they come to if the last of them is the letter of the text just read.
fn best(word: &[char], text: &str) -> i32 {
    let (mut any, mut here) = ([NONE; MOST + 1], [NONE; MOST + 1]);
    any[0] = 0;
    let mut is_start = true;
    for letter in letters(text) {
        let worth = if is_start { FIT + START } else { FIT };
        is_start = !letter.is_alphanumeric();
        // From the end, so that no letter of the text counts twice.
        for at in (1..=word.len()).rev() {
            here[at] = match word[at - 1] == letter {
                true => (any[at - 1] + worth).max(here[at - 1] + worth + NEXT),
                false => NONE,
            };
            any[at] = any[at].max(here[at]);
        }
    }
    any[word.len()]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn found<'a>(typed: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let needle = Needle::new(typed);
        let mut found: Vec<_> = texts.iter().filter_map(|text| Some((needle.score(text)?, *text))).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn letters_in_order_are_found_and_others_not() {
        for (typed, text, fits) in [
            ("hbr", "Harbour", true),
            ("rbh", "Harbour", false),
            ("port call", "Call the port", true),
            ("port fax", "Call the port", false),
            ("", "Anything", true),
            ("x", "", false),
            ("ä", "Äpfel", true),
            ("ПОРТ", "Порт", true),
            ("港", "横浜港", true),
            ("is", "İstanbul", true),
            ("apfel", "Äpfel", true),
            ("カク", "ｶﾞｸ", false),
            ("ガク", "ｶﾞｸ", true),
            ("ｶﾞｸ", "ガク", true),
            ("ｐｏ", "Port", true),
        ] {
            assert_eq!(Needle::new(typed).score(text).is_some(), fits, "{typed:?} in {text:?}");
        }
    }

    #[test]
    fn beginnings_of_words_and_letters_in_a_row_come_first() {
        assert_eq!(found("port", &["Import a list", "Call the port", "Pool of rotors"])[0], "Call the port");
        assert_eq!(found("gs", &["Bags", "Go to settings"])[0], "Go to settings");
        assert_eq!(found("sync", &["Sunny scene", "Sync centre"])[0], "Sync centre");
        assert_eq!(found("plan", &["Plan of the harbour", "Plan"]), ["Plan", "Plan of the harbour"]);
        // The better of two places counts, not the first.
        assert_eq!(found("ar", &["Bazaar", "Beta art"])[0], "Beta art");
    }

    #[test]
    fn only_what_fitted_before_need_be_looked_at_again() {
        for (before, after, narrows) in [
            ("", "a", true),
            ("ca", "cal", true),
            ("call", "call p", true),
            ("call p", "call po", true),
            ("call p", "call", false),
            ("call", "cal", false),
            ("call", "port call", false),
        ] {
            assert_eq!(Needle::new(after).narrows(&Needle::new(before)), narrows, "{before:?}, {after:?}");
        }
    }

    #[test]
    fn what_is_typed_without_end_is_cut() {
        let long = "a".repeat(1_000);
        assert!(Needle::new(&long).score(&long).is_some());
        let many = "a ".repeat(1_000);
        assert_eq!(Needle::new(&many), Needle::new(&"a ".repeat(WORDS)));
        assert!(Needle::new(&many).narrows(&Needle::new(&many[..100])));
    }

    #[test]
    fn nothing_scores_more_than_the_most_there_is() {
        for (typed, text) in [
            ("port", "port"),
            ("port", "Call the port"),
            ("prt cal", "Call the port"),
            ("港", "港"),
            ("gs", "Go set"),
            ("a-b", "x a-b"),
            ("--", "--"),
        ] {
            let needle = Needle::new(typed);
            assert!(needle.score(text).unwrap() <= needle.most(text), "{typed:?} in {text:?}");
        }
        assert_eq!(Needle::new("port").score("port"), Some(Needle::new("port").most("port")));
    }
}
