//! Addresses: only those of pages and of mail are links, whatever the text says.

/// The longest address that is one.
const LONGEST: usize = 2_000;

/// Whether an address may be followed from here. Scripts, data and files may not.
pub(super) fn is_safe(url: &str) -> bool {
    let has = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    url.len() <= LONGEST
        && !url.chars().any(|letter| letter.is_whitespace() || letter.is_control())
        && ["http://", "https://", "mailto:"].iter().any(|scheme| url.len() > scheme.len() && has(scheme))
}

/// The address behind a link's words, `(https://…)` with or without a title, and how long that is.
pub(super) fn behind(rest: &str) -> Option<(String, usize)> {
    let inner = rest.strip_prefix('(')?;
    let mut depth = 0_usize;
    let (end, _) = inner.char_indices().take(LONGEST).find(|(_, letter)| {
        let ends = matches!(letter, '[' | ']' | '\n') || *letter == ')' && depth == 0;
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        ends
    })?;
    if !inner[end..].starts_with(')') {
        return None;
    }
    let url = inner[..end].split_whitespace().next()?.trim_start_matches('<').trim_end_matches('>');
    is_safe(url).then(|| (url.to_owned(), end + 2))
}

/// An address at the beginning of a text, in angles or bare, and how long that is.
pub(super) fn standing(rest: &str, before: Option<char>) -> Option<(String, usize)> {
    if let Some(inner) = rest.strip_prefix('<') {
        let end =
            inner.bytes().take(LONGEST).position(|byte| byte == b'>' || byte == b'<' || byte.is_ascii_whitespace())?;
        if inner.as_bytes()[end] != b'>' {
            return None;
        }
        return is_safe(&inner[..end]).then(|| (inner[..end].to_owned(), end + 2));
    }
    let starts = |scheme: &str| rest.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if before.is_some_and(char::is_alphanumeric) || !(starts("http://") || starts("https://")) {
        return None;
    }
    let ends = |(_, letter): &(usize, char)| letter.is_whitespace() || "<>\"`".contains(*letter);
    // One that is too long is cut, so that no letter is looked at often.
    let end = rest.char_indices().take(LONGEST).find(ends).map_or(rest.len().min(LONGEST + 1), |(end, _)| end);
    let rest = rest.get(..end)?;
    // What ends the sentence is not the address's.
    let mut url = rest.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_', '~', '\'', ']']);
    if url.ends_with(')') && !url.contains('(') {
        url = url.trim_end_matches(')').trim_end_matches(['.', ',']);
    }
    is_safe(url).then(|| (url.to_owned(), url.len()))
}
