//! What tabs say to each other: JSON, one text a message.

use serde::{Deserialize, Serialize};

use crate::{Millis, Packed};

/// Counts up with every change of the messages: tabs of two builds may be open at once.
const PROTOCOL: u32 = 1;

/// The longest text that is read, in bytes.
const LONGEST: usize = 4 << 20;

/// Names a tab: drawn at random when its page is loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct TabId(pub(super) u64);

/// What every message has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Told {
    protocol: u32,
    /// Whose tab it is.
    owner: String,
    pub(super) from: TabId,
    /// Counts what the tab has posted, from 1.
    pub(super) number: u64,
    pub(super) body: Body,
}

/// The part that says what the rest is.
#[derive(Deserialize)]
struct Head {
    protocol: u32,
}

/// What is said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Body {
    /// I am new here, or was away, and have this: what have you?
    Hello(Vec<Item>),
    /// I missed something of yours: what have you?
    Ask { to: TabId },
    /// I have this.
    Digest { to: TabId, items: Vec<Item> },
    /// Send me these.
    Want { to: TabId, queries: Vec<Address> },
    /// An answer.
    Data { entry: Packed, stamp: Sent },
    /// That query is out of date, somebody said at that time.
    Outdated { query: Address, at: Millis },
    /// That was all for now: whoever missed something can know it.
    Beat,
    /// I am going.
    Bye,
}

/// A query, written down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Address {
    pub(super) name: String,
    /// As JSON.
    pub(super) query: String,
}

/// What comes with an answer's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sent {
    /// When it was asked for.
    pub(super) asked: Millis,
    /// Who found it; 0 if that is not known.
    pub(super) writer: TabId,
    /// Counts what that tab found.
    pub(super) revision: u64,
}

/// What a tab has of one query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Item {
    pub(super) query: Address,
    /// The answer, if it has one that counts.
    pub(super) held: Option<Offer>,
    /// When it was last said to be out of date.
    pub(super) outdated: Option<Millis>,
}

/// An answer that one may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Offer {
    /// When it was true.
    pub(super) at: Millis,
    pub(super) stamp: Sent,
    /// What it weighs in bytes, roughly.
    pub(super) bytes: usize,
}

/// Writes a message.
pub(super) fn write(owner: &str, from: TabId, number: u64, body: Body) -> String {
    let message = Told { protocol: PROTOCOL, owner: owner.to_owned(), from, number, body };
    serde_json::to_string(&message).expect("texts and numbers have no failing serialiser")
}

/// Reads one that another of this person's tabs sent; `None` for everything else.
pub(super) fn read(text: &str, owner: &str, me: TabId) -> Option<Told> {
    if text.len() > LONGEST {
        return None;
    }
    let head: Head = serde_json::from_str(text).ok()?;
    if head.protocol != PROTOCOL {
        return None;
    }
    let message: Told = serde_json::from_str(text).ok()?;
    (message.owner == owner && message.from != me).then_some(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_protocol_and_person_are_heard() {
        let text = write("ada", TabId(1), 7, Body::Ask { to: TabId(2) });
        let message = read(&text, "ada", TabId(2));
        assert_eq!(message.map(|message| (message.from, message.number)), Some((TabId(1), 7)));
        let unheard = [
            text.replace("\"protocol\":1", "\"protocol\":2"),
            text.replace("\"protocol\":1,", ""),
            text.replace("ada", "eve"),
            text.replace("\"ask\"", "\"sing\""),
            text[..text.len() - 1].to_owned(),
            String::new(),
            "[1]".to_owned(),
            format!("{text}{}", " ".repeat(LONGEST)),
        ];
        for text in unheard {
            assert_eq!(read(&text, "ada", TabId(2)), None, "{}", &text[..text.len().min(200)]);
        }
        assert_eq!(read(&text, "ada", TabId(1)), None, "our own");
    }
}
