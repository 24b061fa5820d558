//! What tables and lists of lines have in common: tasks one after the other, without ids that can be relied on.

use std::collections::HashMap;

use super::{Note, Notes, text};

/// The name that a file without one gets.
const UNNAMED: &str = "Imported tasks";

/// What to call a board by its file's name, and the id that stands for it: without the folder, the ending and the number
/// that a browser adds to a second download.
pub(super) fn named(file: &str, adjusted: &mut Notes) -> (String, String) {
    let base = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem });
    let stem = stem.trim_end();
    let copy = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once(" ("));
    let stem = match copy {
        Some((stem, number)) if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => stem,
        _ => stem,
    };
    let name = text::cut(text::line(stem, adjusted), text::LINE, Note::LongName, adjusted);
    let name = if name.is_empty() { UNNAMED.to_owned() } else { name };
    (name.to_lowercase(), name)
}

/// A title and a description that fit: a title that had to be cut stands whole at the start of the description.
pub(super) fn titled(title: &str, description: &str, adjusted: &mut Notes) -> (String, String) {
    let (title, whole) = text::title(title, adjusted);
    let description = match whole {
        Some(whole) => format!("{whole}\n\n{description}"),
        None => description.to_owned(),
    };
    (title, text::prose(description.trim_end(), adjusted))
}

/// Ids made of what tasks are called, so that a second import finds the first. Those called the same are numbered.
#[derive(Default)]
pub(super) struct Calls(HashMap<String, usize>);

impl Calls {
    /// The next id of that name.
    pub(super) fn next(&mut self, name: &str) -> String {
        let count = self.0.entry(name.to_owned()).or_default();
        *count += 1;
        if *count == 1 { name.to_owned() } else { format!("{name}\n{count}") }
    }
}

#[cfg(test)]
mod tests {
    use super::{Calls, named, titled};
    use crate::import::Notes;

    #[test]
    fn boards_are_called_as_their_files() {
        for (file, name) in [
            ("tasks.csv", "tasks"),
            ("C:\\files\\Sprint 12 (3).csv", "Sprint 12"),
            ("Sprint (old).csv", "Sprint (old)"),
            ("港の作業.csv", "港の作業"),
            (".csv", ".csv"),
            ("", "Imported tasks"),
            ("a/b/ .txt", "Imported tasks"),
        ] {
            assert_eq!(named(file, &mut Notes::default()), (name.to_lowercase(), name.to_owned()), "{file}");
        }
    }

    #[test]
    fn long_titles_move_into_the_description_whole() {
        let long = "é".repeat(501);
        let (title, description) = titled(&long, "More", &mut Notes::default());
        assert_eq!((title.chars().count(), description), (500, format!("{long}\n\nMore")));
    }

    #[test]
    fn namesakes_are_told_apart() {
        let mut calls = Calls::default();
        assert_eq!(["a", "b", "a"].map(|name| calls.next(name)), ["a", "b", "a\n2"]);
    }
}
