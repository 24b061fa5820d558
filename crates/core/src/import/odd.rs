//! Lines of a file that were read, but not quite as they stand.

/// The most lines that are told one by one: more than anyone reads.
const MAX: usize = 200;

/// One line and what was odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OddLine {
    /// Its number in the file, from 1; of a row over several lines, the first's.
    pub line: usize,
    /// What is odd and what was made of it, in words to follow the line's number.
    pub problem: String,
}

/// Every odd line of a file, the first of them one by one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Odd {
    lines: Vec<OddLine>,
    beyond: usize,
}

impl Odd {
    /// Tells of one more.
    pub(crate) fn add(&mut self, line: usize, problem: impl Into<String>) {
        if self.lines.len() < MAX {
            self.lines.push(OddLine { line, problem: problem.into() });
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
    use super::Odd;

    #[test]
    fn a_file_of_nothing_but_odd_lines_stays_small() {
        let mut odd = Odd::default();
        (1..=1000).for_each(|line| odd.add(line, "no title"));
        assert_eq!((odd.lines().len(), odd.beyond()), (200, 800));
        assert_eq!(odd.words().len(), 201);
        assert_eq!(odd.words()[200], "and 800 more such lines");
    }
}
