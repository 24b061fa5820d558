//! Texts with places to fill in, as they are stored: plain characters, and a few signs that no text has.

/// Before the number of an argument that is text.
pub(crate) const TEXT: char = '\u{1}';
/// Before the number of an argument that is a number, to be written as the language writes numbers.
pub(crate) const NUMBER: char = '\u{2}';
/// Before the number of an argument that chooses between variants.
pub(crate) const SELECT: char = '\u{3}';
/// Between a variant's key and its text.
pub(crate) const KEY_END: char = '\u{4}';
/// After a variant. The last one, whose key is empty, holds where no other does.
pub(crate) const VARIANT_END: char = '\u{5}';
/// After all variants.
pub(crate) const SELECT_END: char = '\u{6}';
/// The character that stands for the argument of number 0.
pub(crate) const FIRST: char = '0';

/// What goes into a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument<'a> {
    /// As it is.
    Text(&'a str),
    /// By the language's ways.
    Number(usize),
}

/// How a language writes numbers and counts.
pub trait Language {
    /// A number in digits.
    fn number(&self, number: usize) -> String;
    /// The number's plural category by Unicode's rules: "one", "other" …
    fn plural(&self, number: usize) -> String;
}

/// A stored text with its arguments put in.
pub fn fill(template: &str, arguments: &[Argument<'_>], language: &dyn Language) -> String {
    let mut filling =
        Filling { rest: template, arguments, language, filled: String::with_capacity(template.len() + 16) };
    filling.run(true);
    filling.filled
}

struct Filling<'a> {
    rest: &'a str,
    arguments: &'a [Argument<'a>],
    language: &'a dyn Language,
    filled: String,
}

impl<'a> Filling<'a> {
    /// Goes on to the end of the text or of the variant it is in. What is not `wanted` is passed over.
    fn run(&mut self, wanted: bool) {
        while let Some(sign) = self.next() {
            match sign {
                TEXT | NUMBER => match self.argument().filter(|_| wanted) {
                    Some(Argument::Text(text)) => self.filled.push_str(text),
                    Some(Argument::Number(number)) => self.filled.push_str(&self.language.number(number)),
                    None => {}
                },
                SELECT => self.select(wanted),
                VARIANT_END => return,
                plain if wanted => self.filled.push(plain),
                _ => {}
            }
        }
    }

    fn select(&mut self, wanted: bool) {
        let (exact, category) = match self.argument() {
            Some(Argument::Number(number)) => (number.to_string(), self.language.plural(number)),
            Some(Argument::Text(text)) => (text.to_owned(), String::new()),
            None => Default::default(),
        };
        let mut is_open = wanted;
        while !self.rest.starts_with(SELECT_END) {
            let Some((key, rest)) = self.rest.split_once(KEY_END) else { break };
            self.rest = rest;
            let fits = key.is_empty() || key == exact || key == category;
            self.run(is_open && fits);
            is_open &= !fits;
        }
        self.next();
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let next = chars.next();
        self.rest = chars.as_str();
        next
    }

    fn argument(&mut self) -> Option<Argument<'a>> {
        let number = u32::from(self.next()?).checked_sub(u32::from(FIRST))?;
        self.arguments.get(number as usize).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct German;

    impl Language for German {
        fn number(&self, number: usize) -> String {
            if number < 1_000 { number.to_string() } else { format!("{}.{:03}", number / 1_000, number % 1_000) }
        }

        fn plural(&self, number: usize) -> String {
            if number == 1 { "one" } else { "other" }.into()
        }
    }

    #[test]
    fn arguments_are_put_in() {
        let template = "\u{1}1 \u{1}0, \u{2}2";
        let arguments = [Argument::Text("a"), Argument::Text("b"), Argument::Number(1_234)];
        assert_eq!(fill(template, &arguments, &German), "b a, 1.234");
        assert_eq!(fill("\u{1}7.", &[], &German), ".", "what is not there is left out");
    }

    #[test]
    fn one_variant_is_chosen_and_variants_may_hold_others() {
        let inner = "\u{3}1x\u{4}ex\u{5}\u{4}\u{1}1\u{5}\u{6}";
        let template = format!("\u{3}0\u{30}\u{4}none\u{5}one\u{4}one {inner}\u{5}\u{4}\u{2}0 {inner}s\u{5}\u{6}!");
        let told = |number, text| fill(&template, &[Argument::Number(number), Argument::Text(text)], &German);
        assert_eq!([told(0, "y"), told(1, "x"), told(1, "y")], ["none!", "one ex!", "one y!"]);
        assert_eq!([told(5, "x"), told(5, "y")], ["5 exs!", "5 ys!"]);
    }
}
