//! Finding by some of the letters.

use holdfast_core::find::is_unspaced;

use crate::words::fold::letters;

/// The most letters of a word that count.
const MOST: usize = 24;

/// The most words that count: what is pasted costs no more than what is typed.
const WORDS: usize = 8;

/// How many letters may be left out between two that are looked for.
const GAP: usize = 3;

/// How many words may be passed over between two whose beginnings are looked for: "gs" is "Go to settings".
const PASSED: usize = 1;

/// How far apart texts are that fit unlike; however long they are, those that fit alike are nearer to each other.
const STEP: i32 = 4_096;

/// How a text fits, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// The letters stand near each other, in order, from the beginning of a word on.
    Scattered = 1,
    /// They stand together somewhere.
    Within,
    /// They begin several words, few of which are passed over.
    Initials,
    /// They begin a word.
    Word,
    /// The text begins with all that is looked for.
    Beginning,
    /// It is just that.
    Whole,
}

/// Words that are looked for, in any script. What texts are searched without, as case and accents, does not count.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Needle {
    words: Vec<Vec<char>>,
}

impl Needle {
    /// What was typed.
    pub(crate) fn new(typed: &str) -> Self {
        let word = |word: &str| letters(word).take(MOST).collect();
        let words = typed.split_whitespace().take(WORDS).map(word);
        // Nothing is left of accents that stand alone.
        Self { words: words.filter(|word: &Vec<char>| !word.is_empty()).collect() }
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

    /// Whether a text may fit: it has every word's letters in order. Told at once of most that do not.
    pub(crate) fn may_fit(&self, text: &str) -> bool {
        self.words.iter().all(|word| is_within(word, text))
    }

    /// How well a text fits, the more the better; nothing if it does not. Takes no memory.
    pub(crate) fn score(&self, text: &str) -> Option<i32> {
        if !self.may_fit(text) {
            return None;
        }
        // Of several words the one that fits worst counts.
        let worst = || self.words.iter().map(|word| fit(word, text)).min().flatten();
        Some(counted(self.beginning(text).or_else(worst)?, text))
    }

    /// What no text as long as this that begins with its letter scores more than.
    pub(crate) fn most(&self, text: &str) -> i32 {
        let begins = self.words.first().is_none_or(|word| letters(text).next() == word.first().copied());
        counted(if begins { Fit::Whole } else { Fit::Word }, text)
    }

    /// The score of something whose other words have this one: as if they fitted one way less well.
    pub(crate) fn by_other_words(score: i32) -> i32 {
        score - STEP
    }

    /// Whether a score is one of words or parts of them, and not of letters here and there.
    pub(crate) fn is_strong(score: i32) -> bool {
        score > Fit::Scattered as i32 * STEP + STEP / 2
    }

    /// How a text fits that begins with all of the words.
    fn beginning(&self, text: &str) -> Option<Fit> {
        let mut there = letters(text);
        let spaced =
            self.words.iter().enumerate().flat_map(|(at, word)| [' '].iter().skip(usize::from(at == 0)).chain(word));
        for letter in spaced {
            if there.next() != Some(*letter) {
                return None;
            }
        }
        Some(if self.is_empty() || there.next().is_none() { Fit::Whole } else { Fit::Beginning })
    }
}

/// Of two that fit alike, the shorter is the closer one.
fn counted(fit: Fit, text: &str) -> i32 {
    fit as i32 * STEP - i32::try_from(text.len().min(1_000)).unwrap_or_default()
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

/// Where the first so many of a word's letters were found last, of the letters of a text read so far.
#[derive(Clone, Copy, Default)]
struct Found {
    /// Together, up to the letter just read: at the beginning of a word, or within one.
    run: Option<Fit>,
    /// As beginnings of words, up to the letter just read.
    is_here: bool,
    /// As beginnings of words: the number of the last of these.
    word: Option<usize>,
    /// Near each other: the place of the last of them.
    place: Option<usize>,
}

/// The best of all ways in which a text fits a word.
fn fit(word: &[char], text: &str) -> Option<Fit> {
    let mut found = [Found::default(); MOST + 1];
    let (mut best, mut before, mut number) = (None, ' ', 0);
    for (place, letter) in letters(text).enumerate() {
        let begins = letter.is_alphanumeric() && (!before.is_alphanumeric() || is_unspaced(letter));
        before = letter;
        number += usize::from(begins);
        // From the end, so that no letter of the text counts twice.
        for at in (1..=word.len()).rev() {
            let (first, last) = (at == 1, found[at - 1]);
            let now = &mut found[at];
            if word[at - 1] != letter {
                (now.run, now.is_here) = (None, false);
                continue;
            }
            now.run = if first { Some(if begins { Fit::Word } else { Fit::Within }) } else { last.run };
            let is_next = first || last.word.is_some_and(|word| number - word <= PASSED + 1);
            now.is_here = !first && last.is_here || begins && is_next;
            if now.is_here {
                now.word = Some(number);
            }
            if if first { begins } else { last.place.is_some_and(|last| place - last <= GAP + 1) } {
                now.place = Some(place);
            }
        }
        let whole = found[word.len()];
        best = best.max(whole.run).max(whole.is_here.then_some(Fit::Initials));
        best = best.max((whole.place == Some(place)).then_some(Fit::Scattered));
        if best == Some(Fit::Word) {
            break;
        }
    }
    best
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
    fn what_fits_better_comes_first() {
        let all = ["Support", "Old port", "Port of call", "Port", "Pilots or tugs", "Pour it", "Pay our third"];
        let sorted = ["Port", "Port of call", "Old port", "Pilots or tugs", "Support", "Pour it", "Pay our third"];
        assert_eq!(found("port", &all), sorted);
        let sorted = ["Pay our third", "Pilots or tugs", "Port", "Old port", "Port of call"];
        assert_eq!(found("pot", &all), sorted, "beginnings of words, then letters near each other");
        assert_eq!(found("old p", &all), ["Old port"]);
        assert_eq!(found("横港", &["東横浜港", "横浜港"]), ["横浜港", "東横浜港"]);
        assert_eq!(found("oh", &["Ôte-le Haut", "Mohn", "Other harbours"])[0], "Ôte-le Haut");
    }

    #[test]
    fn letters_far_apart_or_in_the_middle_of_a_word_do_not_fit() {
        for (typed, text, fits) in [
            ("hbr", "Harbour", true),
            ("rbr", "Harbour", false),
            ("cpt", "Call the port", false),
            ("pxrt", "Port", false),
            ("hr", "Habcur", false),
            ("ctp", "Call the port", true),
            ("cp", "Call the port", true),
            ("cp", "Call about the port", false),
            ("caport", "Call port", true),
            ("東港", "東の横浜の港", false),
        ] {
            assert_eq!(Needle::new(typed).score(text).is_some(), fits, "{typed:?} in {text:?}");
        }
    }

    #[test]
    fn only_letters_here_and_there_are_weak() {
        let is_strong = |typed: &str, text: &str| Needle::new(typed).score(text).map(Needle::is_strong);
        let long = format!("Support {}", "x".repeat(2_000));
        assert_eq!(
            [is_strong("port", &long), is_strong("cp", "Call port"), is_strong("hbr", "Harbour")],
            [Some(true), Some(true), Some(false)]
        );
        assert_eq!(is_strong("prt call", "Call the port"), Some(false), "the worst word counts");
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
        assert_eq!(Needle::new("").score("port"), Some(Needle::new("").most("port")));
    }
}
