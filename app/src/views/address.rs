//! A view as the query of an address, and back. What is unknown or broken is left out: an old link shows what is left of it.

use holdfast_core::entity::{Priority, Status};

use super::{Asked, DueIn, Facet, Grouping, Layout, Sort};

/// The most bytes of one value: a longer one is no word, name or label.
const LONGEST: usize = 1_000;

impl Asked {
    /// Reads the query of an address, with or without its question mark.
    pub fn parse(query: &str) -> Self {
        let mut asked = Self::default();
        for pair in query.trim_start_matches('?').split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            if value.len() <= LONGEST {
                asked.take(name, value.trim());
            }
        }
        asked
    }

    fn take(&mut self, name: &str, value: &str) {
        match name {
            "q" => self.words = value.to_owned(),
            "sort" => {
                let (turned, name) = value.strip_prefix('-').map_or((false, value), |name| (true, name));
                if let Some(sort) = Sort::named(name) {
                    (self.sort, self.turned) = (sort, turned && sort != Sort::Hand);
                }
            }
            "group" => self.group = Grouping::named(value).unwrap_or(self.group),
            "view" => self.layout = Layout::named(value).unwrap_or(self.layout),
            "fold" if !value.is_empty() => {
                self.folded.insert(value.to_owned());
            }
            "archive" => self.archive = value == "open",
            name => {
                if let Some(facet) = Facet::named(name).filter(|facet| is_known(*facet, value)) {
                    self.facets[facet as usize].insert(value.to_owned());
                }
            }
        }
    }

    /// The query that shows this, with its question mark; nothing for what shows without one.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut put = |name: &str, sign: &str, value: &str| {
            query.push(if query.is_empty() { '?' } else { '&' });
            query.push_str(name);
            query.push('=');
            query.push_str(sign);
            encode(value, &mut query);
        };
        if !self.words.trim().is_empty() {
            put("q", "", self.words.trim());
        }
        for facet in Facet::ALL {
            self.of(*facet).iter().for_each(|value| put(facet.name(), "", value));
        }
        if self.sort != Sort::default() {
            put("sort", if self.turned { "-" } else { "" }, self.sort.name());
        }
        if self.group != Grouping::default() {
            put("group", "", self.group.name());
        }
        if self.layout != Layout::default() {
            put("view", "", self.layout.name());
        }
        self.folded.iter().for_each(|slug| put("fold", "", slug));
        if self.archive {
            put("archive", "", "open");
        }
        query
    }
}

fn is_known(facet: Facet, value: &str) -> bool {
    match facet {
        Facet::Status => Status::named(value).is_some(),
        Facet::Priority => Priority::named(value).is_some(),
        Facet::Due => DueIn::named(value).is_some(),
        Facet::Person | Facet::Label => true,
    }
}

fn encode(text: &str, into: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => into.push(char::from(byte)),
            b' ' => into.push('+'),
            byte => {
                into.push('%');
                into.extend([byte >> 4, byte & 15].map(|digit| char::from(b"0123456789ABCDEF"[usize::from(digit)])));
            }
        }
    }
}

/// A value as it was meant: a percent sign that begins no byte is one, and bytes that are no text become marks.
fn decoded(value: &str) -> String {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let coded = after.get(..2).filter(|_| *first == b'%');
        match coded.and_then(|two| Some(digit(&two[0])? << 4 | digit(&two[1])?)) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => bytes.push(if *first == b'+' { b' ' } else { *first }),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn an_address_comes_back_as_it_was() {
        for query in [
            "",
            "?q=call+the+port",
            "?q=100%25+%26+more%3D%3F%23",
            "?q=%E6%B8%AF",
            "?status=in_progress&status=todo&person=&person=me&label=&label=a%2Cb&priority=urgent&due=overdue&due=today",
            "?sort=-due&group=person&view=board",
            "?sort=title",
            "?group=none&view=table",
            "?view=board&archive=open",
            "?view=table&fold=backlog&fold=done",
        ] {
            assert_eq!(Asked::parse(query).query(), query);
        }
    }

    #[test]
    fn what_is_unknown_or_broken_is_left_out() {
        for (query, left) in [
            ("?", ""),
            ("?&&=&x&x=1", ""),
            ("?status=nowhere&priority=&due=someday&sort=-&sort=up&group=moon&view=3d", ""),
            ("?sort=-hand", ""),
            ("?sort=due&sort=nothing", "?sort=due"),
            ("?q=%&label=%zz&person=%C3", "?q=%25&person=%EF%BF%BD&label=%25zz"),
            ("?q=+++&label=+x+", "?label=x"),
            ("?view=board&view=list", ""),
            ("?archive=open&archive=yes", ""),
            ("?fold=&fold=done&fold=done", "?fold=done"),
        ] {
            assert_eq!(Asked::parse(query).query(), left, "{query}");
        }
        assert_eq!(Asked::parse(&format!("?q={}", "x".repeat(LONGEST + 1))), Asked::default());
    }
}
