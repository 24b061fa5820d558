//! The blocks of a text: paragraphs, headings, lists, quotes, code and tables.

use super::inline::{self, Inline};

/// How deep lists and quotes may stand in one another; what is deeper is a paragraph with its signs.
const DEEPEST: usize = 6;

/// How many cells a table has at most.
const MOST_CELLS: usize = 4_000;

/// The most columns of a table.
const COLUMNS: usize = 40;

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    /// Words.
    Paragraph(Vec<Inline>),
    /// A heading, 1 for the highest. None is more than one below the one before it, wherever in the text that stands.
    Heading(usize, Vec<Inline>),
    /// Code, as it is.
    Code(String),
    /// What somebody else said.
    Quote(Vec<Block>),
    /// A list, with its first number where it has numbers.
    List(Option<u32>, Vec<Item>),
    /// A table: its head, and its rows, all as long as that.
    Table(Vec<Vec<Inline>>, Vec<Vec<Vec<Inline>>>),
    /// A line across.
    Rule,
}

/// One of a list.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Whether it is done, where it is something to do.
    pub(super) done: Option<bool>,
    /// What is in it.
    pub(super) blocks: Vec<Block>,
}

/// The blocks of a text.
pub(super) fn read(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = blocks(&lines, 0);
    put_in_order(&mut blocks, 0);
    blocks
}

/// Raises each heading that is more than one below the one before it; before the first is one of the level `above`. Gives the
/// level of the last.
fn put_in_order(blocks: &mut [Block], above: usize) -> usize {
    blocks.iter_mut().fold(above, |above, block| match block {
        Block::Heading(level, _) => {
            *level = (*level).min(above + 1);
            *level
        }
        Block::Quote(blocks) => put_in_order(blocks, above),
        Block::List(_, items) => items.iter_mut().fold(above, |above, item| put_in_order(&mut item.blocks, above)),
        Block::Paragraph(_) | Block::Code(_) | Block::Table(..) | Block::Rule => above,
    })
}

fn blocks(lines: &[&str], depth: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let (block, used) = one(&lines[at..], depth);
        blocks.extend(block);
        at += used;
    }
    blocks
}

/// The block that begins with the first line, and how many lines it has.
fn one(lines: &[&str], depth: usize) -> (Option<Block>, usize) {
    let line = lines[0].trim();
    if line.is_empty() {
        return (None, 1);
    }
    if let Some(fence) = fence(line) {
        let end = lines[1..].iter().position(|line| is_end(line.trim(), fence)).map_or(lines.len(), |end| end + 1);
        return (Some(Block::Code(lines[1..end].join("\n"))), (end + 1).min(lines.len()));
    }
    if let Some((level, words)) = heading(line) {
        return (Some(Block::Heading(level, inline::read(words))), 1);
    }
    if is_rule(line) {
        return (Some(Block::Rule), 1);
    }
    if depth < DEEPEST {
        if line.starts_with('>') {
            let quoted: Vec<&str> = lines.iter().map_while(|line| line.trim_start().strip_prefix('>')).collect();
            let inner: Vec<&str> = quoted.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
            return (Some(Block::Quote(self::blocks(&inner, depth + 1))), quoted.len());
        }
        if let Some(marker) = marker(lines[0]) {
            return list(lines, &marker, depth);
        }
    }
    if let Some(found) = table(lines) {
        return found;
    }
    let more = lines[1..].iter().take_while(|line| !interrupts(line, depth)).count();
    let words: Vec<&str> = lines[..=more].iter().map(|line| line.trim()).collect();
    (Some(Block::Paragraph(inline::read(&words.join("\n")))), more + 1)
}

/// Whether a line ends the paragraph before it.
fn interrupts(line: &str, depth: usize) -> bool {
    let trimmed = line.trim();
    trimmed.is_empty()
        || fence(trimmed).is_some()
        || heading(trimmed).is_some()
        || is_rule(trimmed)
        // "3. " in the middle of a sentence is no list.
        || depth < DEEPEST && (trimmed.starts_with('>') || marker(line).is_some_and(|one| one.number.is_none_or(|number| number == 1)))
}

fn fence(line: &str) -> Option<(char, usize)> {
    let letter = line.chars().next().filter(|letter| matches!(letter, '`' | '~'))?;
    let long = line.chars().take_while(|one| *one == letter).count();
    (long >= 3 && !(letter == '`' && line[long..].contains('`'))).then_some((letter, long))
}

fn is_end(line: &str, (letter, long): (char, usize)) -> bool {
    line.len() >= long && line.chars().all(|one| one == letter)
}

fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let words = line[level..].strip_prefix(' ')?.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&level) && !words.is_empty()).then_some((level, words))
}

fn is_rule(line: &str) -> bool {
    let signs = |sign: char| {
        line.chars().all(|one| one == sign || one == ' ')
            && line.chars().filter(|one| *one == sign).take(3).count() == 3
    };
    ['-', '*', '_'].into_iter().any(signs)
}

/// What a line of a list begins with.
struct Marker {
    number: Option<u32>,
    sign: char,
    /// How many bytes come before the words.
    wide: usize,
}

fn marker(line: &str) -> Option<Marker> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let rest = &line[indent..];
    let digits = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let sign = rest[digits..].chars().next()?;
    let fits = if digits == 0 { matches!(sign, '-' | '*' | '+') } else { matches!(sign, '.' | ')') };
    let after = rest.get(digits + 1..).filter(|_| fits)?;
    (after.is_empty() || after.starts_with(' ')).then(|| Marker {
        number: rest[..digits].parse().ok(),
        sign,
        wide: indent + digits + 1 + usize::from(!after.is_empty()),
    })
}

/// The lines of a list as its items.
fn list(lines: &[&str], first: &Marker, depth: usize) -> (Option<Block>, usize) {
    let (mut items, mut at) = (Vec::new(), 0);
    while let Some(marker) =
        lines.get(at).and_then(|line| marker(line)).filter(|one| one.sign == first.sign && one.wide < first.wide + 2)
    {
        let mut inner = vec![&lines[at][marker.wide..]];
        at += 1;
        while let Some(line) = lines.get(at) {
            let indent = line.len() - line.trim_start_matches(' ').len();
            // A line that is empty belongs to what goes on after it.
            let goes_on = |line: &&&str| line.starts_with("  ");
            match line.trim().is_empty() {
                true if lines.get(at + 1).filter(goes_on).is_some() => inner.push(""),
                true => break,
                false if indent >= 2.max(marker.wide.min(indent)) => inner.push(&line[indent.min(marker.wide)..]),
                false => break,
            }
            at += 1;
        }
        let done = ["[ ] ", "[x] ", "[X] "].iter().position(|sign| inner[0].starts_with(sign)).map(|sign| sign > 0);
        if done.is_some() {
            inner[0] = &inner[0][4..];
        }
        items.push(Item { done, blocks: blocks(&inner, depth + 1) });
        // Items may stand apart.
        if lines.get(at).is_some_and(|line| line.trim().is_empty())
            && lines.get(at + 1).is_some_and(|line| marker_of(line, first))
        {
            at += 1;
        }
    }
    (Some(Block::List(first.number, items)), at)
}

fn marker_of(line: &str, first: &Marker) -> bool {
    marker(line).is_some_and(|one| one.sign == first.sign && one.wide < first.wide + 2)
}

fn table(lines: &[&str]) -> Option<(Option<Block>, usize)> {
    let rule = lines.get(1)?.trim();
    let is_rule = rule.contains('-') && rule.contains('|') && rule.chars().all(|one| "|-: ".contains(one));
    if !is_rule || !lines[0].contains('|') {
        return None;
    }
    let head = cells(lines[0]);
    let count = head.len();
    if cells(rule).len() != count || count > COLUMNS {
        return None;
    }
    let rows: Vec<_> = lines[2..].iter().take_while(|line| line.contains('|')).map(|line| cells(line)).collect();
    // Rows are filled up to the head's width: a few bars could become more cells than any page can draw.
    if (rows.len() + 1) * count > MOST_CELLS {
        return None;
    }
    let used = rows.len() + 2;
    let fitted = rows.into_iter().map(|mut row| {
        row.resize(count, Vec::new());
        row
    });
    Some((Some(Block::Table(head, fitted.collect())), used))
}

/// The cells of a line. A bar behind a backslash is a sign like any other.
fn cells(line: &str) -> Vec<Vec<Inline>> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(line);
    let (mut cells, mut from, mut is_escaped) = (Vec::new(), 0, false);
    for (at, letter) in line.char_indices() {
        if letter == '|' && !is_escaped {
            cells.push(&line[from..at]);
            from = at + 1;
        }
        is_escaped = letter == '\\' && !is_escaped;
    }
    cells.push(&line[from..]);
    cells.into_iter().map(|cell| inline::read(cell.trim())).collect()
}
