//! Reading Fluent files. Whatever is not whole or not understood is an error, which ends the build: nobody sees a gap.
//!
//! Of Fluent's syntax this knows what the app needs: text, literals, arguments, `NUMBER($n)` and selections by an argument. An
//! argument is a number if it stands in `NUMBER` or if variants are chosen by its plural, and a text otherwise.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Variant, VariantKey};

use crate::template::{FIRST, KEY_END, NUMBER, SELECT, SELECT_END, TEXT, VARIANT_END};

/// Unicode's plural categories.
const PLURALS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// What an argument is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Text,
    Number,
}

/// A message as it was read.
#[derive(Debug)]
struct Message {
    pattern: Pattern<String>,
    /// In the order in which they come.
    arguments: Vec<(String, Kind)>,
}

/// All messages of a language, by their names.
#[derive(Debug)]
pub struct Messages(BTreeMap<String, Message>);

impl Messages {
    /// Reads the `.ftl` files of a folder, all of them together.
    pub fn read(folder: &Path) -> Result<Self> {
        let entries = folder.read_dir().with_context(|| format!("reading {}", folder.display()))?;
        let mut files: Vec<PathBuf> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "ftl"));
        files.sort();
        Self::read_files(&files)
    }

    /// Reads some files of a folder.
    fn read_files(files: &[PathBuf]) -> Result<Self> {
        let mut messages = Self(BTreeMap::new());
        for file in files {
            let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
            messages.add(&text).with_context(|| file.display().to_string())?;
        }
        Ok(messages)
    }

    /// The texts as [`Self::table`] has them in two tables of as many lines: those of the files of these names in the second, and
    /// all others in the first. What is in the other one is a blank line.
    pub fn halves(&self, folder: &Path, second: &[&str]) -> Result<[String; 2]> {
        let files: Vec<PathBuf> = second.iter().map(|name| folder.join(format!("{name}.ftl"))).collect();
        let second = Self::read_files(&files)?;
        let table = self.table(self)?;
        let half = |is_second: bool| {
            let lines = self.0.keys().zip(table.split('\n'));
            let lines = lines.map(|(name, line)| if second.0.contains_key(name) == is_second { line } else { "" });
            lines.collect::<Vec<_>>().join("\n")
        };
        Ok([half(false), half(true)])
    }

    fn add(&mut self, text: &str) -> Result<()> {
        let resource = match fluent_syntax::parser::parse(text.to_owned()) {
            Ok(resource) => resource,
            Err((_, errors)) => {
                let said: Vec<String> = errors
                    .iter()
                    .map(|error| format!("line {}: {error}", text[..error.pos.start].matches('\n').count() + 1))
                    .collect();
                bail!("{}", said.join("\n"));
            }
        };
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(term) => bail!("-{}: terms are not known here", term.id.name),
                Entry::Junk { content } => bail!("not understood: {content}"),
            };
            let name = message.id.name;
            ensure!(message.attributes.is_empty(), "{name}: attributes are not known here");
            let pattern = message.value.with_context(|| format!("{name}: there is no text"))?;
            let mut arguments = Vec::new();
            find_arguments(&pattern, &mut arguments).with_context(|| name.clone())?;
            ensure!(!self.0.contains_key(&name), "{name}: there are two of that name");
            self.0.insert(name, Message { pattern, arguments });
        }
        Ok(())
    }

    /// That another language has the same messages, with the same arguments.
    pub fn check(&self, other: &Self) -> Result<()> {
        let missing: Vec<&str> =
            self.0.keys().filter(|name| !other.0.contains_key(*name)).map(String::as_str).collect();
        ensure!(missing.is_empty(), "not translated: {}", missing.join(", "));
        let unknown: Vec<&str> =
            other.0.keys().filter(|name| !self.0.contains_key(*name)).map(String::as_str).collect();
        ensure!(unknown.is_empty(), "there is nothing to translate for: {}", unknown.join(", "));
        for (name, message) in &self.0 {
            let names = |message: &Message| {
                let mut names: Vec<String> = message.arguments.iter().map(|(name, _)| name.clone()).collect();
                names.sort();
                names
            };
            let (ours, theirs) = (names(message), names(&other.0[name]));
            ensure!(ours == theirs, "{name}: takes {ours:?} in one language, {theirs:?} in the other");
        }
        Ok(())
    }

    /// The texts, one a line in the order of their names: what [`Self::functions`] counts on. `base` says what kinds of arguments
    /// there are and in which order.
    pub fn table(&self, base: &Self) -> Result<String> {
        let mut table = String::new();
        for (at, (name, message)) in self.0.iter().enumerate() {
            if at > 0 {
                table.push('\n');
            }
            let arguments = &base.0.get(name).with_context(|| format!("{name}: only in one language"))?.arguments;
            let start = table.len();
            write_pattern(&message.pattern, arguments, &mut table).with_context(|| name.clone())?;
            ensure!(!table[start..].contains('\n'), "{name}: write it on one line");
        }
        Ok(table)
    }

    /// A Rust function for each message, and how many there are.
    pub fn functions(&self) -> String {
        let mut code = format!("/// How many messages there are.\nconst COUNT: usize = {};\n", self.0.len());
        for (at, (name, message)) in self.0.iter().enumerate() {
            let function = name.replace('-', "_");
            let mut parameters = Vec::new();
            let mut values = Vec::new();
            for (argument, kind) in &message.arguments {
                let argument = argument.replace('-', "_");
                let (known_as, variant) = match kind {
                    Kind::Text => ("&str", "Text"),
                    Kind::Number => ("usize", "Number"),
                };
                parameters.push(format!("{argument}: {known_as}"));
                values.push(format!("Argument::{variant}({argument})"));
            }
            let _ = match values.is_empty() {
                true => writeln!(code, "pub(crate) fn {function}() -> &'static str {{ plain({at}) }}"),
                false => writeln!(
                    code,
                    "pub(crate) fn {function}({}) -> String {{ filled({at}, &[{}]) }}",
                    parameters.join(", "),
                    values.join(", ")
                ),
            };
        }
        code
    }
}

/// The name of a language's file: by its content, so that it may be kept for ever.
pub fn file_name(language: &str, table: &str) -> String {
    let hash = table
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{language}-{hash:016x}.txt")
}

fn find_arguments(pattern: &Pattern<String>, found: &mut Vec<(String, Kind)>) -> Result<()> {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        match expression {
            Expression::Inline(inline) => find_argument(inline, Kind::Text, found)?,
            Expression::Select { selector, variants } => {
                let is_number = variants.iter().any(|variant| match &variant.key {
                    VariantKey::Identifier { name } => PLURALS.contains(&name.as_str()),
                    VariantKey::NumberLiteral { .. } => true,
                });
                find_argument(selector, if is_number { Kind::Number } else { Kind::Text }, found)?;
                for variant in variants {
                    find_arguments(&variant.value, found)?;
                }
            }
        }
    }
    Ok(())
}

fn find_argument(inline: &InlineExpression<String>, kind: Kind, found: &mut Vec<(String, Kind)>) -> Result<()> {
    let (name, kind) = match inline {
        InlineExpression::VariableReference { id } => (&id.name, kind),
        InlineExpression::StringLiteral { .. } => return Ok(()),
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => match &arguments.positional[..]
        {
            [InlineExpression::VariableReference { id }] => (&id.name, Kind::Number),
            _ => bail!("NUMBER takes one argument of the message"),
        },
        other => bail!("this is not known here: {other:?}"),
    };
    match found.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = (*known).max(kind),
        None => found.push((name.clone(), kind)),
    }
    Ok(())
}

fn write_pattern(pattern: &Pattern<String>, arguments: &[(String, Kind)], out: &mut String) -> Result<()> {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => out.push_str(value),
            PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
                out.push_str(value);
            }
            PatternElement::Placeable { expression: Expression::Inline(inline) } => {
                let (at, kind) = place(inline, arguments)?;
                out.extend([if kind == Kind::Number { NUMBER } else { TEXT }, at]);
            }
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                out.extend([SELECT, place(selector, arguments)?.0]);
                let (last, others): (Vec<_>, Vec<_>) = variants.iter().partition(|variant| variant.default);
                for Variant { key, value, default } in others.into_iter().chain(last) {
                    let (VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name }) = key;
                    out.push_str(if *default { "" } else { name });
                    out.push(KEY_END);
                    write_pattern(value, arguments, out)?;
                    out.push(VARIANT_END);
                }
                out.push(SELECT_END);
            }
        }
    }
    Ok(())
}

/// The sign for an argument's number, and what it is.
fn place(inline: &InlineExpression<String>, arguments: &[(String, Kind)]) -> Result<(char, Kind)> {
    let mut named = Vec::new();
    find_argument(inline, Kind::Text, &mut named)?;
    let [(name, _)] = &named[..] else { bail!("nothing chooses between variants") };
    let at = arguments.iter().position(|(known, _)| known == name).with_context(|| format!("no ${name} is known"))?;
    let sign = u32::try_from(at).ok().and_then(|at| char::from_u32(u32::from(FIRST) + at));
    Ok((sign.context("there are too many arguments")?, arguments[at].1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Argument, Language, fill};

    struct Plain;

    impl Language for Plain {
        fn number(&self, number: usize) -> String {
            format!("#{number}")
        }

        fn plural(&self, number: usize) -> String {
            if number == 1 { "one" } else { "other" }.into()
        }
    }

    fn messages(text: &str) -> Messages {
        let mut messages = Messages(BTreeMap::new());
        messages.add(text).expect("well formed");
        messages
    }

    fn problem(text: &str) -> String {
        let error = Messages(BTreeMap::new()).add(text).expect_err("not well formed");
        format!("{error:#}")
    }

    const ENGLISH: &str = "\
plain = Undo { \"{\" }all{ \"}\" }
named = { $who } moved { $what }
counted = { $n ->
    [one] { $n } edit
   *[other] { $n } edits
}
";
    const GERMAN: &str = "\
counted = { $n ->
    [one] { $n } Änderung
   *[other] { $n } Änderungen
}
named = { $what } von { $who } verschoben
plain = Alles zurück
";

    #[test]
    fn messages_become_functions_and_lines() {
        let (english, german) = (messages(ENGLISH), messages(GERMAN));
        english.check(&german).expect("the same messages");
        assert_eq!(
            english.functions(),
            "/// How many messages there are.\nconst COUNT: usize = 3;\n\
             pub(crate) fn counted(n: usize) -> String { filled(0, &[Argument::Number(n)]) }\n\
             pub(crate) fn named(who: &str, what: &str) -> String { filled(1, &[Argument::Text(who), Argument::Text(what)]) }\n\
             pub(crate) fn plain() -> &'static str { plain(2) }\n"
        );
        let told = |language: &Messages, line: usize, arguments: &[Argument<'_>]| {
            let table = language.table(&english).expect("whole");
            fill(table.split('\n').nth(line).expect("a line"), arguments, &Plain)
        };
        let [one, many] = [1, 2].map(|n| told(&german, 0, &[Argument::Number(n)]));
        assert_eq!((one.as_str(), many.as_str()), ("#1 Änderung", "#2 Änderungen"));
        let both = [Argument::Text("Ada"), Argument::Text("X")];
        assert_eq!(told(&english, 1, &both), "Ada moved X");
        assert_eq!(told(&german, 1, &both), "X von Ada verschoben");
        assert_eq!(told(&english, 2, &[]), "Undo {all}");
    }

    #[test]
    fn each_line_is_in_one_of_the_halves() {
        let folder = std::env::temp_dir().join(format!("holdfast-messages-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("first.ftl"), "a = One\nc = Three\n").unwrap();
        std::fs::write(folder.join("later.ftl"), "b = Two\n").unwrap();
        let halves = Messages::read(&folder).and_then(|all| all.halves(&folder, &["later"]));
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(halves.unwrap(), ["One\n\nThree", "\nTwo\n"]);
    }

    #[test]
    fn what_is_missing_or_differs_is_an_error() {
        let english = messages(ENGLISH);
        for (from, to, said) in [
            ("plain = Alles zurück\n", "", "not translated: plain"),
            ("plain =", "plain = x\nsimple =", "nothing to translate for: simple"),
            ("von { $who }", "von jemandem", "named: takes"),
            ("Alles", "{ $n } alles", "plain: takes"),
        ] {
            let german = messages(&GERMAN.replace(from, to));
            let error = english.check(&german).expect_err(said).to_string();
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        for (text, said) in [
            ("a = { $x\n", "line 2"),
            ("a = 1\na = 2\n", "two of that name"),
            ("a = { b }\n", "not known here"),
            ("-a = Term\n", "terms"),
            ("a = x\n  .b = y\n", "attributes"),
            ("a = { NUMBER(1) }\n", "NUMBER takes"),
        ] {
            let error = problem(text);
            assert!(error.contains(said), "{text}: {error}");
        }
        let two_lines = messages("a = one\n  two\n");
        assert!(two_lines.table(&two_lines).is_err());
    }

    #[test]
    fn a_file_is_named_by_its_content() {
        assert_eq!(file_name("de", ""), "de-cbf29ce484222325.txt");
        assert_ne!(file_name("de", "a"), file_name("de", "b"));
    }
}
