//! A hit as it is shown: from texts in which the index has put marks around what it found.

use holdfast_core::{
    find::{self, Shown, Text},
    value::FieldName,
    wire::remote::MatchRange,
};

use super::{CLOSE, OPEN, SEPARATOR};

/// A row of the index with marks.
#[derive(Clone, Debug)]
pub(crate) struct Marked {
    /// The text the record goes by.
    pub(crate) title: String,
    /// Its other texts, joined.
    pub(crate) rest: String,
    /// The fields they are from: the title's, then the others'.
    pub(crate) fields: Vec<FieldName>,
}

/// Shows a hit.
pub(crate) fn shown(marked: &Marked) -> Shown {
    let title = read(&marked.title).pop().unwrap_or_default();
    let texts = std::iter::once(title).chain(read(&marked.rest));
    find::shown(marked.fields.iter().cloned().zip(texts).collect())
}

/// The texts of a column, without its marks. A match that goes over the end of a text ends there, and goes on in the next.
fn read(marked: &str) -> Vec<Text> {
    let (mut texts, mut open) = (vec![Text::default()], None);
    for c in marked.chars() {
        let Some(text) = texts.last_mut() else { continue };
        let place = text.chars.len();
        match c {
            OPEN => open = Some(place),
            CLOSE => text.matches.extend(range(open.take(), place)),
            SEPARATOR => {
                text.matches.extend(range(open, place));
                open = open.map(|_| 0);
                texts.push(Text::default());
            }
            c => text.chars.push(c),
        }
    }
    texts
}

fn range(start: Option<usize>, end: usize) -> Option<MatchRange> {
    start.filter(|start| *start < end).map(|start| MatchRange { start, end })
}

#[cfg(test)]
mod tests {
    use holdfast_core::find::Shown;

    use super::{Marked, shown};

    /// `[` and `]` mark matches, `|` separates texts.
    fn show(title: &str, rest: &str) -> Shown {
        let marked = |text: &str| text.replace('[', "\u{2}").replace(']', "\u{3}").replace('|', "\u{1e}");
        let fields = ["title", "one", "two"].map(Into::into).to_vec();
        shown(&Marked { title: marked(title), rest: marked(rest), fields })
    }

    /// A snippet with its matches in brackets again, which checks that they are where they are said to be.
    fn bracketed(shown: &Shown) -> String {
        let chars: Vec<char> = shown.snippet.text.chars().collect();
        let (mut text, mut place) = (String::new(), 0);
        for found in &shown.snippet.matches {
            assert!(place <= found.start && found.start < found.end && found.end <= chars.len(), "{shown:?}");
            text.extend(&chars[place..found.start]);
            text = format!("{text}[{}]", chars[found.start..found.end].iter().collect::<String>());
            place = found.end;
        }
        text.extend(&chars[place..]);
        text
    }

    #[test]
    fn the_first_field_with_a_match_is_shown() {
        for (title, rest, field, snippet) in [
            ("Call the [port]", "Ask|[port]", "title", "Call the [port]"),
            ("Call", "Ask|the [pört] and the [port]", "two", "the [pört] and the [port]"),
            ("Call", "[Ask|Ida]", "one", "[Ask]"),
            ("Call", "|[Ida]", "two", "[Ida]"),
            ("Call", "Ask", "title", "Call"),
            ("", "", "title", ""),
        ] {
            let shown = show(title, rest);
            assert_eq!((shown.field.as_str(), bracketed(&shown)), (field, snippet.to_owned()), "{title} {rest}");
        }
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_its_first_match() {
        let words = "wörd ".repeat(100);
        let shown = show("Call", &format!("{words}[port] {words}[port]"));
        let text = bracketed(&shown);
        assert!(text.starts_with("…wörd ") && text.ends_with(" wörd…") && text.contains(" [port] "), "{text}");
        assert!(shown.snippet.text.chars().count() <= 162, "{text}");
        let at_end = bracketed(&show("Call", &format!("{words}[port]")));
        assert!(at_end.ends_with("wörd [port]") && at_end.len() > 150, "as much as there is room for: {at_end}");
    }

    #[test]
    fn what_has_no_spaces_is_cut_where_it_must_be() {
        let long = "x".repeat(1000);
        for rest in [format!("[{long}]"), format!("{long}[port]"), format!("[port]{long}")] {
            let shown = show(&long, &rest);
            assert!(bracketed(&shown).contains('['), "{shown:?}");
            assert!(shown.snippet.text.chars().count() <= 162);
            assert_eq!(shown.title.chars().count(), 201);
        }
    }
}
