//! Words, and texts as words are looked for in them: folded, and every word after one space. So a word is found by one plain
//! search for a space and its letters, and what is written together, such as `north-east`, for words that follow each other.

use crate::{
    fold::letters,
    wire::remote::{MAX_SEARCH_QUERY, MatchRange},
};

/// The words of a search.
#[derive(Debug)]
pub(super) struct Words(Vec<String>);

/// What a letter is to its neighbours.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A sign or a space, which only parts words.
    Apart,
    /// A part of a word.
    Word,
    /// Of a script that puts no spaces between words: any of them may begin one.
    Unspaced,
}

impl Sort {
    fn of(letter: char) -> Self {
        match letter {
            letter if !letter.is_alphanumeric() => Self::Apart,
            letter if letter.is_ascii() => Self::Word,
            // Thai and Lao, Myanmar, Hangul, Khmer, kana and bopomofo, Han.
            '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' => Self::Unspaced,
            _ => Self::Word,
        }
    }
}

/// Whether a letter is of a script that puts no spaces between words: any of them may begin one.
pub fn is_unspaced(letter: char) -> bool {
    Sort::of(letter) == Sort::Unspaced
}

impl Words {
    /// What stands between spaces, as far as there is a letter or a digit in it.
    pub(super) fn new(typed: &str) -> Self {
        let typed: String = typed.chars().take(MAX_SEARCH_QUERY).collect();
        let apart = typed.split(|c: char| c.is_whitespace() || c.is_control());
        let words = apart.filter_map(|word| {
            let mut spread = String::new();
            add(&mut spread, word);
            // It need not begin a word.
            let anywhere =
                spread.strip_prefix(' ').filter(|rest| rest.chars().next().map(Sort::of) == Some(Sort::Unspaced));
            let word = anywhere.map(str::to_owned).unwrap_or(spread);
            (!word.is_empty()).then_some(word)
        });
        Self(words.collect())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Each as it is looked for in what [`add`] makes of a text.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Where a text has any of them, in order and apart from each other. A word that is only begun counts to its end.
    pub(super) fn places(&self, text: &str) -> Vec<MatchRange> {
        let source = Source::of(text);
        let mut found: Vec<MatchRange> = self.iter().flat_map(|word| source.places(word)).collect();
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<MatchRange> = Vec::new();
        for range in found {
            match apart.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => apart.push(range),
            }
        }
        apart
    }
}

/// Adds a text as words are looked for in it.
pub(super) fn add(to: &mut String, text: &str) {
    to.reserve(text.len());
    // Most texts are, and a search is little else than this.
    if text.is_ascii() {
        spread(text.bytes().map(|byte| char::from(byte.to_ascii_lowercase())), |letter, _| to.push(letter));
    } else {
        spread(letters(text), |letter, _| to.push(letter));
    }
}

/// Gives the letters and digits of a folded text, and a space before each word, each with the number of the letter it is or
/// stands before.
fn spread(letters: impl Iterator<Item = char>, mut put: impl FnMut(char, usize)) {
    let mut last = Sort::Apart;
    for (number, letter) in letters.enumerate() {
        let sort = Sort::of(letter);
        if sort != Sort::Apart {
            if sort != last {
                put(' ', number);
            }
            put(letter, number);
        }
        last = sort;
    }
}

/// A text as words are looked for in it, and what of it each byte was made of.
struct Source {
    spread: String,
    /// For each byte, the number of its letter.
    numbers: Vec<usize>,
    /// For each letter the character of the text at which it begins, and the text's end.
    places: Vec<usize>,
}

impl Source {
    fn of(text: &str) -> Self {
        let (mut made, mut places) = (Vec::new(), Vec::new());
        let mut letters = letters(text);
        let (mut at, mut chars) = (0, 0);
        while let Some(letter) = letters.next() {
            chars += text[at..letters.place()].chars().count();
            at = letters.place();
            made.push(letter);
            places.push(chars);
        }
        places.push(chars + text[at..].chars().count());
        let (mut source, mut numbers) = (String::new(), Vec::new());
        spread(made.into_iter(), |letter, number| {
            source.push(letter);
            numbers.resize(source.len(), number);
        });
        Self { spread: source, numbers, places }
    }

    fn places<'a>(&'a self, word: &'a str) -> impl Iterator<Item = MatchRange> + 'a {
        self.spread.match_indices(word).map(|(at, word)| {
            let end = at + word.len();
            let is_word = word.chars().next_back().map(Sort::of) == Some(Sort::Word);
            let end =
                if is_word { self.spread[end..].find(' ').map_or(self.spread.len(), |more| end + more) } else { end };
            let last = self.places[self.numbers[end - 1]];
            // Letters that were made of one character begin at the same.
            let next = self.places.partition_point(|place| *place <= last);
            MatchRange { start: self.places[self.numbers[at]], end: self.places[next.min(self.places.len() - 1)] }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with what is found of it in brackets; nothing if a word is missing.
    fn found(typed: &str, text: &str) -> Option<String> {
        let words = Words::new(typed);
        let mut spread = String::new();
        add(&mut spread, text);
        if words.is_empty() || !words.iter().all(|word| spread.contains(word)) {
            return None;
        }
        let chars: Vec<char> = text.chars().collect();
        let (mut told, mut at) = (String::new(), 0);
        for MatchRange { start, end } in words.places(text) {
            assert!(at <= start && start < end && end <= chars.len(), "{typed} in {text}");
            told.extend(&chars[at..start]);
            told = format!("{told}[{}]", chars[start..end].iter().collect::<String>());
            at = end;
        }
        told.extend(&chars[at..]);
        Some(told)
    }

    #[test]
    fn words_are_found_by_their_beginning_in_any_case_and_without_accents() {
        for (typed, text, told) in [
            ("port", "Call the Port", Some("Call the [Port]")),
            ("por CAL", "Call the port", Some("[Call] the [port]")),
            ("ort", "Call the port", None),
            ("call quay", "Call the port", None),
            ("fahre", "Überholung der Fähre", Some("Überholung der [Fähre]")),
            ("FÄHRE uber", "Überholung der Fa\u{308}hre!", Some("[Überholung] der [Fa\u{308}hre]!")),
            ("strasse", "Lange Straße 7", Some("Lange [Straße] 7")),
            ("straß", "STRASSE", Some("[STRASSE]")),
            ("１２", "Pier 12b", Some("Pier [12b]")),
            ("call port", "port, call; port", Some("[port], [call]; [port]")),
        ] {
            assert_eq!(found(typed, text).as_deref(), told, "{typed} in {text}");
        }
    }

    #[test]
    fn what_is_written_together_stands_together() {
        for (typed, text, told) in [
            ("north-east", "the north-east pier", Some("the [north-east] pier")),
            ("north-ea", "North East", Some("[North East]")),
            ("north-east", "east-north", None),
            ("north-east", "north by east", None),
            ("\"pier\"", "the pier", Some("the [pier]")),
            ("don't", "I DON’T", Some("I [DON’T]")),
        ] {
            assert_eq!(found(typed, text).as_deref(), told, "{typed} in {text}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_found_anywhere() {
        for (typed, text, told) in [
            ("港", "横浜港に電話する", Some("横浜[港]に電話する")),
            ("電話 横浜", "横浜港に電話する", Some("[横浜]港に[電話]する")),
            ("ガク", "ﾃﾝｶﾞｸ", Some("ﾃﾝ[ｶﾞｸ]")),
            ("カク", "ﾃﾝｶﾞｸ", None),
            ("api", "新しいAPIを作る", Some("新しい[API]を作る")),
            ("しいap", "新しいAPIを作る", Some("新[しいAPI]を作る")),
            ("船", "横浜港", None),
            ("항구", "부산항구에", Some("부산[항구]에")),
        ] {
            assert_eq!(found(typed, text).as_deref(), told, "{typed} in {text}");
        }
    }

    #[test]
    fn without_a_letter_or_digit_there_are_no_words() {
        for typed in ["", " ", "\"\"\"", "-- ;", "\0", "😀", "*", "\u{301}"] {
            assert!(Words::new(typed).is_empty(), "{typed:?}");
        }
        assert_eq!(found("a\0b 😀", "A b"), Some("[A] [b]".into()));
        assert_eq!(Words::new(&"x ".repeat(1_000)).len(), MAX_SEARCH_QUERY / 2);
    }
}
