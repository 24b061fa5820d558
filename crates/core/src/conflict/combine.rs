/// The most pairs of lines that are compared: more would be felt.
const PAIRS: usize = 1 << 22;

/// Two texts that grew from one, combined line by line; `None` where both changed the same lines, or lines side by side, in
/// different ways.
pub fn combine(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let [base, mine, theirs]: [Vec<&str>; 3] = [base, mine, theirs].map(|text| text.split('\n').collect());
    let (in_mine, in_theirs) = (same_lines(&base, &mine)?, same_lines(&base, &theirs)?);
    let mut combined: Vec<&str> = Vec::new();
    let (mut b, mut m, mut t) = (0, 0, 0);
    // Between the lines that all three have, at most one side has changed something, or both the same.
    for line in 0..=base.len() {
        let (to_m, to_t) = match (line < base.len()).then(|| (in_mine[line], in_theirs[line])) {
            None => (mine.len(), theirs.len()),
            Some((Some(in_mine), Some(in_theirs))) => (in_mine, in_theirs),
            Some(_) => continue,
        };
        let (was, ours, others) = (&base[b..line], &mine[m..to_m], &theirs[t..to_t]);
        combined.extend(match (ours == was, others == was || others == ours) {
            (true, _) => others,
            (false, true) => ours,
            (false, false) => return None,
        });
        combined.extend(base.get(line));
        (b, m, t) = (line + 1, to_m + 1, to_t + 1);
    }
    Some(combined.join("\n"))
}

/// For each line of `from`, where it is in `to`: a longest common subsequence. `None` if they are too long to tell.
fn same_lines(from: &[&str], to: &[&str]) -> Option<Vec<Option<usize>>> {
    let mut found = vec![None; from.len()];
    let head = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let (rest_from, rest_to) = (&from[head..], &to[head..]);
    let tail = rest_from.iter().rev().zip(rest_to.iter().rev()).take_while(|(a, b)| a == b).count();
    (0..head).for_each(|line| found[line] = Some(line));
    (1..=tail).for_each(|line| found[from.len() - line] = Some(to.len() - line));
    let (rows, columns) = (rest_from.len() - tail, rest_to.len() - tail);
    if rows.checked_mul(columns)? > PAIRS {
        return None;
    }
    // The length of the longest common subsequence of what follows each pair.
    let width = columns + 1;
    let mut longest = vec![0_u32; (rows + 1) * width];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let here = row * width + column;
            longest[here] = if rest_from[row] == rest_to[column] {
                longest[here + width + 1] + 1
            } else {
                longest[here + width].max(longest[here + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let here = row * width + column;
        if rest_from[row] == rest_to[column] {
            found[head + row] = Some(head + column);
            (row, column) = (row + 1, column + 1);
        } else if longest[here + width] >= longest[here + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::combine;

    #[test]
    fn lines_of_both_are_taken_where_they_do_not_meet() {
        let base = "one\ntwo\nthree\nfour\nfive";
        for (mine, theirs, expected) in [
            (base, base, Some(base)),
            ("one\ntwo", base, Some("one\ntwo")),
            (base, "", Some("")),
            ("ONE\ntwo\nthree\nfour\nfive", "one\ntwo\nthree\nfour\nFIVE", Some("ONE\ntwo\nthree\nfour\nFIVE")),
            ("zero\none\ntwo\nthree\nfour\nfive", "one\ntwo\nfour\nfive", Some("zero\none\ntwo\nfour\nfive")),
            ("one\n2\nthree\nfour\nfive", "one\n2\nthree\nfour\nfive\nsix", Some("one\n2\nthree\nfour\nfive\nsix")),
            ("one\n2\nthree\nfour\nfive", "one\nzwei\nthree\nfour\nfive", None),
            ("one\n2\nthree\nfour\nfive", "one\ntwo\n3\nfour\nfive", None),
            ("one\nthree\nfour\nfive", "one\ntwo again\nthree\nfour\nfive", None),
            ("mine", "theirs", None),
        ] {
            assert_eq!(combine(base, mine, theirs).as_deref(), expected, "{mine:?} and {theirs:?}");
            assert_eq!(combine(base, theirs, mine).as_deref(), expected, "either way round");
        }
        assert_eq!(combine("", "a\n", "a\n").as_deref(), Some("a\n"));
    }
}
