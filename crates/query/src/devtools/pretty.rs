//! JSON as people read it, and no more of it than they can.

/// JSON with a line for each part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pretty {
    /// The text.
    pub text: String,
    /// Whether it ends before the JSON does.
    pub is_cut: bool,
}

/// Puts each part of valid JSON on a line of its own, and stops once there are `limit` bytes. Numbers and strings stay as they
/// are written.
///
/// ```
/// use holdfast_query::devtools::pretty;
///
/// assert_eq!(pretty(r#"{"a":[1,2],"b":{}}"#, 100).text, "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}");
/// assert!(pretty("[1,2,3]", 3).is_cut);
/// ```
pub fn pretty(json: &str, limit: usize) -> Pretty {
    let mut text = String::new();
    let mut depth = 0_usize;
    let (mut in_string, mut is_escaped) = (false, false);
    let mut rest = json.chars().peekable();
    while let Some(next) = rest.next() {
        if text.len() >= limit {
            return Pretty { text, is_cut: true };
        }
        if in_string {
            text.push(next);
            in_string = is_escaped || next != '"';
            is_escaped = !is_escaped && next == '\\';
            continue;
        }
        match next {
            '"' => {
                in_string = true;
                text.push(next);
            }
            '{' | '[' => {
                text.push(next);
                while rest.next_if(|space| space.is_ascii_whitespace()).is_some() {}
                match rest.next_if(|close| matches!(close, '}' | ']')) {
                    Some(close) => text.push(close),
                    None => {
                        depth += 1;
                        new_line(&mut text, depth);
                    }
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                new_line(&mut text, depth);
                text.push(next);
            }
            ',' => {
                text.push(next);
                new_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            space if space.is_ascii_whitespace() => {}
            other => text.push(other),
        }
    }
    Pretty { text, is_cut: false }
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn what_is_in_strings_stays() {
        for text in [r#""a,b:{[\"]}\\""#, r#""\\""#, r#""ünï, \u00e9""#, "12345678901234567890", "null"] {
            assert_eq!(pretty(text, 1_000).text, text);
        }
    }

    #[test]
    fn spaces_between_the_parts_do_not_count() {
        let (tight, loose) = (r#"{"a":[],"b":[{}]}"#, "{ \"a\" : [ ] ,\n\t\"b\":[ { } ] }");
        assert_eq!(pretty(tight, 1_000), pretty(loose, 1_000));
        assert_eq!(pretty(tight, 1_000).text, "{\n  \"a\": [],\n  \"b\": [\n    {}\n  ]\n}");
    }

    #[test]
    fn it_stops_at_its_limit_and_not_inside_a_letter() {
        let long = format!("[{}]", vec!["\"é\""; 10_000].join(","));
        let cut = pretty(&long, 20_000);
        assert!(cut.is_cut && (20_000..20_032).contains(&cut.text.len()), "{} bytes", cut.text.len());
        let whole = pretty("[1]", 1_000);
        assert!(!whole.is_cut);
        assert!(!pretty("[1]", whole.text.len()).is_cut, "it fits exactly");
    }
}
