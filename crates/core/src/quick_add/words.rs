//! A line as words.

/// What may stand right after a word that means something.
const AFTER: [char; 13] = [',', ';', ':', '!', '?', '.', ')', ']', '、', '。', '！', '？', '，'];

/// A word: what stands between white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word<'a> {
    /// Where it begins in the line, in bytes.
    pub(super) start: usize,
    /// All of it.
    pub(super) whole: &'a str,
    /// It without punctuation at its end.
    pub(super) core: &'a str,
    /// The core in lower case.
    pub(super) lower: String,
}

impl<'a> Word<'a> {
    fn new(start: usize, whole: &'a str) -> Self {
        let core = whole.trim_end_matches(AFTER);
        Self { start, whole, core, lower: core.to_lowercase() }
    }

    /// Where its core ends in the line.
    pub(super) fn core_end(&self) -> usize {
        self.start + self.core.len()
    }

    /// Where it ends in the line, punctuation included.
    pub(super) fn whole_end(&self) -> usize {
        self.start + self.whole.len()
    }

    /// Whether nothing follows its core, so that it and the next word can be read together.
    pub(super) fn is_open(&self) -> bool {
        self.core.len() == self.whole.len()
    }
}

/// The words of a line.
pub(super) fn split(text: &str) -> Vec<Word<'_>> {
    let start_of = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| Word::new(start_of(word), word)).collect()
}

/// The word without the backslash it begins with, if it does.
pub(super) fn escaped<'a>(word: &Word<'a>) -> Option<Word<'a>> {
    let rest = word.whole.strip_prefix('\\').filter(|rest| !rest.is_empty())?;
    Some(Word::new(word.start + 1, rest))
}

/// The lower-case words that can be read together from here, at most so many: a word that punctuation closes is the last.
pub(super) fn together<'w>(words: &'w [Word<'_>], most: usize) -> Vec<&'w str> {
    let open = words.iter().take_while(|word| word.is_open()).count();
    words.iter().take((open + 1).min(most)).map(|word| word.lower.as_str()).collect()
}
