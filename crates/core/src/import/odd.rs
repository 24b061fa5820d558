//! Lines of a file that were read, but not quite as they stand.

use std::fmt;

/// The most lines that are told one by one: more than anyone reads.
const MAX: usize = 200;

/// What is odd about a line and what was made of it, in words to follow the line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Oddity {
    /// It has more or fewer cells than the others.
    Cells {
        /// How many it has.
        has: usize,
        /// How many the others have.
        expected: usize,
    },
    /// A cell does not say what its column means.
    Unread {
        /// What it says, shortened.
        text: String,
        /// What it should say.
        as_a: Unread,
    },
    /// There are too many projects in the file.
    Projects {
        /// The most there can be.
        most: usize,
    },
    /// There are too many statuses in the file.
    Statuses {
        /// The most there can be.
        most: usize,
    },
    /// There is no title.
    Untitled,
}

/// What a cell should say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A date.
    Date,
    /// A priority.
    Priority,
    /// A duration.
    Duration,
    /// Yes or no.
    YesOrNo,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cells { has, expected } => {
                let kept =
                    if has < expected { "the others read as empty" } else { "those beyond are in its description" };
                write!(f, "it has {has} cells where {expected} were expected; {kept}")
            }
            Self::Unread { text, as_a } => {
                let what = match as_a {
                    Unread::Date => "a date",
                    Unread::Priority => "a priority",
                    Unread::Duration => "a duration",
                    Unread::YesOrNo => "yes or no",
                };
                write!(f, "“{text}” is not {what}; it is in the description")
            }
            Self::Projects { most } => write!(f, "there are more than {most} projects; its is in the description"),
            Self::Statuses { most } => write!(f, "there are more than {most} statuses; its is in the description"),
            Self::Untitled => f.write_str("it has no title"),
        }
    }
}

/// One line and what was odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddLine {
    /// Its number in the file, from 1; of a row over several lines, the first's.
    pub line: usize,
    /// What is odd and what was made of it.
    pub problem: Oddity,
}

/// Every odd line of a file, the first of them one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odd {
    lines: Vec<OddLine>,
    beyond: usize,
}

impl Odd {
    /// Tells of one more.
    pub(crate) fn add(&mut self, line: usize, problem: Oddity) {
        if self.lines.len() < MAX {
            self.lines.push(OddLine { line, problem });
        } else {
            self.beyond += 1;
        }
    }

    /// Whether no line was odd.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The odd lines, the first two hundred of them.
    pub fn lines(&self) -> &[OddLine] {
        &self.lines
    }

    /// How many more there are.
    pub fn beyond(&self) -> usize {
        self.beyond
    }

    /// A line of words for each: "line 3: …".
    pub fn words(&self) -> Vec<String> {
        let each = self.lines.iter().map(|odd| format!("line {}: {}", odd.line, odd.problem));
        let more = (self.beyond > 0).then(|| format!("and {} more such lines", self.beyond));
        each.chain(more).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Odd, Oddity};

    #[test]
    fn a_file_of_nothing_but_odd_lines_stays_small() {
        let mut odd = Odd::default();
        (1..=1000).for_each(|line| odd.add(line, Oddity::Untitled));
        assert_eq!((odd.lines().len(), odd.beyond()), (200, 800));
        assert_eq!(odd.words().len(), 201);
        assert_eq!(odd.words()[200], "and 800 more such lines");
    }
}
