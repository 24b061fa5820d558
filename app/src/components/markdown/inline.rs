//! The marks within a paragraph: emphasis, code and links. One pass finds them, one pairs them and one makes the tree: the time
//! grows with the length alone, whatever is in it.

use super::{link, tree::tree};
use crate::t;

/// A part of a paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    /// Words. A line that ends is a line that ends.
    Text(String),
    /// Code, as it is.
    Code(String),
    /// Marked words.
    Marked(Mark, Vec<Inline>),
    /// A link to an address that may be one.
    Link(String, Vec<Inline>),
}

/// What words are marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `*so*`
    Em,
    /// `**so**`
    Strong,
    /// `~~so~~`
    Struck,
}

/// What opens: a mark by its sign, or the bracket of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Star,
    Stars,
    Low,
    Lows,
    Waves,
    Bracket,
}

impl Sign {
    fn mark(self) -> Mark {
        match self {
            Self::Star | Self::Low | Self::Bracket => Mark::Em,
            Self::Stars | Self::Lows => Mark::Strong,
            Self::Waves => Mark::Struck,
        }
    }
}

/// What is found, in order.
pub(super) enum Token {
    /// Words.
    Text(String),
    /// Code, as it is.
    Code(String),
    /// Where a mark begins.
    Open(Mark),
    /// Where what was begun last ends.
    Close,
    /// Where a link begins.
    OpenLink(String),
}

/// What has been found and what is open.
#[derive(Default)]
struct Found {
    tokens: Vec<Token>,
    /// Signs that may open something, and where they stand among the tokens.
    open: Vec<(Sign, usize)>,
    /// How many of each sign are open: most that could close something find that they need not look.
    count: [usize; 6],
}

impl Found {
    fn text(&mut self, text: &str) {
        // The text of a sign that is open must stay apart.
        let is_sign = self.open.last().is_some_and(|(_, at)| at + 1 == self.tokens.len());
        match self.tokens.last_mut() {
            Some(Token::Text(last)) if !is_sign => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.tokens.push(Token::Text(text.to_owned())),
        }
    }

    fn open(&mut self, sign: Sign, text: &str) {
        self.tokens.push(Token::Text(text.to_owned()));
        self.open.push((sign, self.tokens.len() - 1));
        self.count[sign as usize] += 1;
    }

    /// Takes the last of a sign that is open, and gives up what was opened after it.
    fn close(&mut self, sign: Sign) -> Option<usize> {
        if self.count[sign as usize] == 0 {
            return None;
        }
        while let Some((one, at)) = self.open.pop() {
            self.count[one as usize] -= 1;
            if one == sign {
                return Some(at);
            }
        }
        None
    }

    /// Whether the first of two signs was opened after the other, and so closes before it.
    fn is_last(&self, one: Sign, other: Sign) -> bool {
        let is_open = self.count[one as usize] + self.count[other as usize] > 0;
        let mut signs = self.open.iter().rev().map(|(sign, _)| *sign);
        is_open && signs.find(|sign| *sign == one || *sign == other) == Some(one)
    }

    /// Closes a mark if there is something in it.
    fn close_mark(&mut self, sign: Sign) -> bool {
        // Nothing between: these signs are words.
        if self.open.last().is_some_and(|(one, at)| *one == sign && at + 1 == self.tokens.len()) {
            return false;
        }
        let Some(at) = self.close(sign) else { return false };
        self.tokens[at] = Token::Open(sign.mark());
        self.tokens.push(Token::Close);
        true
    }
}

/// The parts of a paragraph.
pub(super) fn read(text: &str) -> Vec<Inline> {
    tree(find(text))
}

fn find(text: &str) -> Vec<Token> {
    let mut found = Found::default();
    // Where no fence of so many ticks closes any more.
    let mut unclosed = [usize::MAX; 32];
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let used = match letter {
            '\\' => escaped(rest, &mut found),
            '`' => code(text, at, &mut found, &mut unclosed),
            '*' | '_' | '~' => marks(rest, letter, before, &mut found),
            '!' if rest.starts_with("![") => {
                // A picture is only a link here: nothing is fetched that nobody asked for.
                found.open(Sign::Bracket, "![");
                2
            }
            '[' => {
                found.open(Sign::Bracket, "[");
                1
            }
            ']' => closed(rest, &mut found),
            '<' | 'h' | 'H' => address(rest, before, &mut found),
            _ => 0,
        };
        if used > 0 {
            at += used;
            continue;
        }
        let plain = rest.char_indices().skip(1).find(|(_, one)| "\\`*_~![]<hH".contains(*one));
        let used = plain.map_or(rest.len(), |(end, _)| end);
        found.text(&rest[..used]);
        at += used;
    }
    found.tokens
}

fn escaped(rest: &str, found: &mut Found) -> usize {
    match rest[1..].chars().next().filter(char::is_ascii_punctuation) {
        Some(_) => {
            found.text(&rest[1..2]);
            2
        }
        None => 0,
    }
}

fn run(rest: &str, letter: char) -> usize {
    rest.bytes().take_while(|byte| *byte == letter as u8).count()
}

fn code(text: &str, at: usize, found: &mut Found, unclosed: &mut [usize; 32]) -> usize {
    let ticks = run(&text[at..], '`');
    let start = at + ticks;
    if let Some(from) = unclosed.get_mut(ticks).filter(|from| start < **from) {
        let mut search = start;
        while let Some(next) = text[search..].find('`').map(|next| next + search) {
            let more = run(&text[next..], '`');
            if more == ticks {
                found.tokens.push(Token::Code(text[start..next].trim().to_owned()));
                return next + ticks - at;
            }
            search = next + more;
        }
        *from = start;
    }
    found.text(&text[at..start]);
    ticks
}

fn marks(rest: &str, letter: char, before: Option<char>, found: &mut Found) -> usize {
    let all = run(rest, letter);
    let (one, two) = match letter {
        '*' => (Some(Sign::Star), Sign::Stars),
        '_' => (Some(Sign::Low), Sign::Lows),
        _ => (None, Sign::Waves),
    };
    let after = rest[all..].chars().next();
    let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    let is_space = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
    // Within a word a low line is part of it: some_name.
    let may_open = !is_space(after) && (letter != '_' || !is_word(before));
    let may_close = !is_space(before) && (letter != '_' || !is_word(after));
    let mut left = if all > 3 { 0 } else { all };
    while may_close && left > 0 {
        let sign = match one {
            Some(one) if left == 1 || found.is_last(one, two) => one,
            _ if left >= 2 => two,
            _ => break,
        };
        if !found.close_mark(sign) {
            break;
        }
        left -= if Some(sign) == one { 1 } else { 2 };
    }
    while may_open && left > 0 {
        let sign = match one {
            _ if left >= 2 => two,
            Some(one) => one,
            None => break,
        };
        let long = if Some(sign) == one { 1 } else { 2 };
        found.open(sign, &rest[..long]);
        left -= long;
    }
    let words = if all > 3 { all } else { left };
    found.text(&rest[..words]);
    all
}

/// A bracket that closes, and the address behind it.
fn closed(rest: &str, found: &mut Found) -> usize {
    let Some(at) = found.close(Sign::Bracket) else { return 0 };
    match link::behind(&rest[1..]) {
        Some((url, used)) => {
            found.tokens[at] = Token::OpenLink(url);
            if at + 1 == found.tokens.len() {
                found.tokens.push(Token::Text(t::link().into()));
            }
            found.tokens.push(Token::Close);
            used + 1
        }
        None => 0,
    }
}

/// An address that stands in the text, in angles or bare.
fn address(rest: &str, before: Option<char>, found: &mut Found) -> usize {
    let (url, used) = match link::standing(rest, before) {
        Some(standing) => standing,
        None => return 0,
    };
    found.tokens.push(Token::OpenLink(url.clone()));
    found.tokens.push(Token::Text(url));
    found.tokens.push(Token::Close);
    used
}
