//! What a person typed, as an expression of the index's own language (SQLite's FTS5). Every word is quoted, so nothing in it
//! means anything to that language.

use holdfast_core::id::ScopeId;

/// Whether a text has anything that the index could know.
pub(crate) fn has_words(text: &str) -> bool {
    words(text).next().is_some()
}

/// In more scopes than this, the index is quicker without being told them.
const MANY: usize = 64;

/// The expression for records that have all words of the text, the last of which may go on. `None` where there is no word or
/// no scope: nothing can be found then. The scopes only save the index work: what it finds may still be of others.
pub(crate) fn expression(text: &str, scopes: &[ScopeId]) -> Option<String> {
    let words: Vec<String> = words(text).map(|word| quoted(&word)).collect();
    if words.is_empty() || scopes.is_empty() {
        return None;
    }
    let found = format!("{{title rest}} : ({}*)", words.join(" "));
    if scopes.len() > MANY {
        return Some(found);
    }
    let scopes: Vec<String> = scopes.iter().map(|scope| quoted(&scope_word(*scope))).collect();
    Some(format!("{found} AND scope : ({})", scopes.join(" OR ")))
}

/// A scope as the index's word for it.
pub(crate) fn scope_word(scope: ScopeId) -> String {
    scope.0.simple().to_string()
}

/// What stands between spaces, as far as there is a letter or a digit in it. The index takes what is written together, such
/// as `north-east`, for words that follow each other.
fn words(text: &str) -> impl Iterator<Item = String> {
    let apart = text.split(|c: char| c.is_whitespace() || c.is_control());
    apart.filter(|word| word.contains(char::is_alphanumeric)).map(str::to_owned)
}

fn quoted(word: &str) -> String {
    format!("\"{}\"", word.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use holdfast_core::id::ScopeId;
    use uuid::Uuid;

    use super::{expression, has_words};

    const SCOPE: ScopeId = ScopeId(Uuid::from_u128(7));

    #[test]
    fn every_word_is_quoted() {
        for (text, words) in [
            ("call", "\"call\"*"),
            ("  call \t the\nport ", "\"call\" \"the\" \"port\"*"),
            ("north-east -", "\"north-east\"*"),
            ("say \"when", "\"say\" \"\"\"when\"*"),
            ("a OR title:b*", "\"a\" \"OR\" \"title:b*\"*"),
            ("x\0y", "\"x\" \"y\"*"),
            ("NEAR(a b, 2)) --", "\"NEAR(a\" \"b,\" \"2))\"*"),
        ] {
            let expected = format!("{{title rest}} : ({words}) AND scope : (\"00000000000000000000000000000007\")");
            assert_eq!(expression(text, &[SCOPE]), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn without_a_word_or_a_scope_there_is_nothing_to_find() {
        for text in ["", " ", "\"\"\"", "-- ;", "\0", "😀", "*"] {
            assert!(!has_words(text) && expression(text, &[SCOPE]).is_none(), "{text:?}");
        }
        assert_eq!(expression("call", &[]), None);
    }

    #[test]
    fn a_few_scopes_are_named_and_many_are_not() {
        let named = |scopes| expression("call", &vec![SCOPE; scopes]).is_some_and(|said| said.contains("scope"));
        assert!(named(1) && named(64) && !named(65));
    }
}
