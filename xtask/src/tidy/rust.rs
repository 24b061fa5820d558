//! Telling code, comments and strings of a Rust file apart, so that a rule about one is not broken by another.
//!
//! Not a parser: it knows comments, string and character literals, and where a `#[cfg(test)]` module ends. That is what
//! the rules need, and it works on files that do not compile.

/// A string literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    /// Counts from 1; where it begins.
    pub(super) line: usize,
    /// What stands before it on its line.
    pub(super) before: String,
    /// What it contains, escapes as written.
    pub(super) text: String,
}

/// The parts of a file. Lines keep their numbers: what belongs to another part is blank.
#[derive(Debug, Default)]
pub(super) struct Rust {
    code: Vec<String>,
    comments: Vec<String>,
    literals: Vec<Literal>,
    /// Lines inside `#[cfg(test)]` modules.
    test_lines: Vec<bool>,
}

impl Rust {
    /// Splits a file.
    pub(super) fn split(text: &str) -> Self {
        let mut splitter = Splitter { chars: text.chars().collect(), at: 0, rust: Self::default() };
        splitter.new_line();
        splitter.run();
        let mut rust = splitter.rust;
        rust.test_lines = test_lines(&rust.code);
        rust
    }

    /// Code outside test modules, by line number.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.all_code().filter(|(line, _)| !self.test_lines[line - 1])
    }

    /// All code.
    pub(super) fn all_code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.iter().enumerate().map(|(index, line)| (index + 1, line.as_str()))
    }

    /// All comments.
    pub(super) fn comments(&self) -> impl Iterator<Item = (usize, &str)> {
        self.comments.iter().enumerate().map(|(index, line)| (index + 1, line.as_str()))
    }

    /// String literals outside test modules.
    pub(super) fn literals(&self) -> impl Iterator<Item = &Literal> {
        self.literals.iter().filter(|literal| !self.test_lines[literal.line - 1])
    }
}

/// Whether `line` has `word` with nothing that could belong to a name on either side.
pub(super) fn has_word(line: &str, word: &str) -> bool {
    let in_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(in_name)
            && !line[at + word.len()..].chars().next().is_some_and(in_name)
    })
}

struct Splitter {
    chars: Vec<char>,
    at: usize,
    rust: Rust,
}

impl Splitter {
    fn peek(&self, ahead: usize) -> char {
        self.chars.get(self.at + ahead).copied().unwrap_or('\0')
    }

    fn new_line(&mut self) {
        self.rust.code.push(String::new());
        self.rust.comments.push(String::new());
    }

    /// Takes a character; `into` says which part it belongs to.
    fn take(&mut self, into: fn(&mut Rust) -> Option<&mut String>) {
        let c = self.chars[self.at];
        self.at += 1;
        if c == '\n' {
            self.new_line();
        } else if let Some(line) = into(&mut self.rust) {
            line.push(c);
        }
    }

    fn run(&mut self) {
        while self.at < self.chars.len() {
            match (self.peek(0), self.peek(1)) {
                ('/', '/') => {
                    while self.at < self.chars.len() && self.peek(0) != '\n' {
                        self.take(|rust| rust.comments.last_mut());
                    }
                }
                ('/', '*') => self.block_comment(),
                ('"', _) => self.string(0, true),
                ('r', '"' | '#') if !self.in_name() && self.raw_hashes().is_some() => {
                    let hashes = self.raw_hashes().unwrap_or_default();
                    self.at += 1 + hashes;
                    self.string(hashes, false);
                }
                ('\'', _) => self.character_or_lifetime(),
                _ => self.take(|rust| rust.code.last_mut()),
            }
        }
    }

    /// Whether the character before belongs to a name other than a literal's prefix (`b`, `c`).
    fn in_name(&self) -> bool {
        let before = |back: usize| self.at.checked_sub(back).map(|at| self.chars[at]);
        let name = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let prefix = matches!(before(1), Some('b' | 'c')) && !name(before(2));
        name(before(1)) && !prefix
    }

    /// The number of `#` after an `r`, if a raw string begins here.
    fn raw_hashes(&self) -> Option<usize> {
        let hashes = (1..).take_while(|&ahead| self.peek(ahead) == '#').count();
        (self.peek(1 + hashes) == '"').then_some(hashes)
    }

    fn block_comment(&mut self) {
        let mut depth = 0;
        while self.at < self.chars.len() {
            let step = match (self.peek(0), self.peek(1)) {
                ('/', '*') => 1,
                ('*', '/') => -1,
                _ => 0,
            };
            depth += step;
            self.take(|rust| rust.comments.last_mut());
            if step != 0 {
                self.take(|rust| rust.comments.last_mut());
            }
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self, hashes: usize, escapes: bool) {
        let (line, before) = (self.rust.code.len(), self.rust.code.last().cloned().unwrap_or_default());
        self.take(|rust| rust.code.last_mut());
        let start = self.at;
        while self.at < self.chars.len() {
            let closes = self.peek(0) == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == '#');
            if closes {
                break;
            }
            if escapes && self.peek(0) == '\\' && self.at + 1 < self.chars.len() {
                self.take(|_| None);
            }
            self.take(|_| None);
        }
        let text = self.chars[start..self.at.min(self.chars.len())].iter().collect();
        self.rust.literals.push(Literal { line, before, text });
        if self.at < self.chars.len() {
            self.take(|rust| rust.code.last_mut());
            self.at += hashes;
        }
    }

    /// `'a'` and `'\n'` are characters; `'a` is a lifetime.
    fn character_or_lifetime(&mut self) {
        let length = if self.peek(1) == '\\' {
            (3..14).find(|&ahead| self.peek(ahead) == '\'').map(|end| end + 1)
        } else {
            (self.peek(2) == '\'').then_some(3)
        };
        match length {
            // A quote or a brace inside must not be taken for one outside.
            Some(length) => self.at += length,
            None => self.take(|rust| rust.code.last_mut()),
        }
    }
}

/// Marks the lines from each `#[cfg(test)]` to the end of the module (or item) it stands before.
fn test_lines(code: &[String]) -> Vec<bool> {
    let mut marks = vec![false; code.len()];
    let mut index = 0;
    while index < code.len() {
        if !code[index].contains("#[cfg(test)]") && !code[index].contains("#[cfg(all(test") {
            index += 1;
            continue;
        }
        let mut depth = 0_i32;
        let mut opened = false;
        while index < code.len() {
            marks[index] = true;
            let line = &code[index];
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
            opened |= line.contains('{');
            index += 1;
            // `mod tests;` and other items without a body end at their semicolon.
            if depth <= 0 && (opened || line.trim_end().ends_with(';')) {
                break;
            }
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<String> {
        Rust::split(text).code
    }

    fn literals(text: &str) -> Vec<String> {
        Rust::split(text).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn comments_and_strings_are_not_code() {
        assert_eq!(code("a // b\nc /* d\n/* e */ f */ g"), ["a ", "c ", " g"]);
        assert_eq!(code("x(\"// no\", y)"), ["x(\"\", y)"]);
        assert_eq!(Rust::split("a // b").comments, ["// b"]);
    }

    #[test]
    fn every_kind_of_string_is_read() {
        assert_eq!(
            literals(r##"f("a\"b", r"c\", r#"d"e"#, b"f", br"g", c"h")"##),
            ["a\\\"b", "c\\", "d\"e", "f", "g", "h"]
        );
        assert_eq!(literals("let s = \"two\nlines\"; \"third\""), ["two\nlines", "third"]);
        assert_eq!(literals("var\"x\""), ["x"], "a name that ends in r is no prefix");
    }

    #[test]
    fn a_literal_knows_its_line_and_what_is_before_it() {
        let rust = Rust::split("a\n<p class=\"task\">\n");
        let expected = Literal { line: 2, before: "<p class=".into(), text: "task".into() };
        assert_eq!(rust.literals().collect::<Vec<_>>(), [&expected]);
    }

    #[test]
    fn characters_and_lifetimes_do_not_open_strings() {
        assert_eq!(literals("fn f<'a>(x: &'a str) { x == '\"' || x == '\\'' || '\\u{1F600}' } \"s\""), ["s"]);
        assert_eq!(code("'{' + '\\n' + b'}'").concat().matches(['{', '}']).count(), 0);
    }

    #[test]
    fn test_modules_are_left_out_of_shipped_code() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"x\" }\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}\n";
        let rust = Rust::split(text);
        let lines: Vec<usize> = rust.code().filter(|(_, line)| !line.is_empty()).map(|(line, _)| line).collect();
        assert_eq!(lines, [1, 6, 9]);
        assert_eq!(rust.literals().count(), 0);
    }

    #[test]
    fn words_are_whole() {
        assert!(has_word("use a::Task;", "Task") && has_word("Task", "Task"));
        assert!(!has_word("TaskList, MyTask, Task_2", "Task"));
    }
}
