//! What is said over a line, as y-websocket says it, and two messages of our own, which only those hear who asked for them.

use crate::var::{Broken, Reader, put_bytes, put_number};

/// The most messages that one frame may hold: y-websocket sends one.
pub const MOST_MESSAGES: usize = 8;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message<'a> {
    /// What the sender has: a state vector. It is answered with what the sender lacks.
    Have(&'a [u8]),
    /// What was lacking: an update.
    Lacking(&'a [u8]),
    /// An update, as it is made.
    Update(&'a [u8]),
    /// Who is where in the text ([`crate::read_entries`]).
    Awareness(&'a [u8]),
    /// The other is not allowed to do what they did, and why.
    Denied(&'a str),
    /// Who is there?
    Who,
    /// Ours: so many of what this line has sent to be stored is stored.
    Stored(u64),
    /// Ours: what comes here may be written, or only read.
    May(Way),
}

/// What somebody may do with the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Read it.
    Read,
    /// Read and write it.
    Write,
}

/// What of a frame cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is nothing that y-websocket says")]
pub struct Unread;

impl From<Broken> for Unread {
    fn from(_: Broken) -> Self {
        Self
    }
}

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AUTH: u64 = 2;
const WHO: u64 = 3;
const STORED: u64 = 100;
const MAY: u64 = 101;

impl<'a> Message<'a> {
    /// The messages of a frame.
    ///
    /// # Errors
    ///
    /// If one of them is none, or they are more than [`MOST_MESSAGES`]: then nothing of it counts.
    pub fn read_all(frame: &'a [u8]) -> Result<Vec<Self>, Unread> {
        let mut reader = Reader::new(frame);
        let mut all = Vec::new();
        while !reader.is_empty() {
            if all.len() == MOST_MESSAGES {
                return Err(Unread);
            }
            all.push(Self::read(&mut reader)?);
        }
        Ok(all)
    }

    fn read(reader: &mut Reader<'a>) -> Result<Self, Unread> {
        Ok(match reader.number()? {
            SYNC => match reader.number()? {
                0 => Self::Have(reader.bytes()?),
                1 => Self::Lacking(reader.bytes()?),
                2 => Self::Update(reader.bytes()?),
                _ => return Err(Unread),
            },
            AWARENESS => Self::Awareness(reader.bytes()?),
            AUTH => match reader.number()? {
                0 => Self::Denied(reader.text()?),
                _ => return Err(Unread),
            },
            WHO => Self::Who,
            STORED => Self::Stored(reader.number()?),
            MAY => Self::May(if reader.number()? == 0 { Way::Read } else { Way::Write }),
            _ => return Err(Unread),
        })
    }

    /// As it is sent.
    pub fn frame(&self) -> Vec<u8> {
        let mut frame = Vec::new();
        let mut put = |kind: &[u64], bytes: Option<&[u8]>| {
            for number in kind {
                put_number(&mut frame, *number);
            }
            if let Some(bytes) = bytes {
                put_bytes(&mut frame, bytes);
            }
        };
        match self {
            Self::Have(vector) => put(&[SYNC, 0], Some(vector)),
            Self::Lacking(update) => put(&[SYNC, 1], Some(update)),
            Self::Update(update) => put(&[SYNC, 2], Some(update)),
            Self::Awareness(entries) => put(&[AWARENESS], Some(entries)),
            Self::Denied(why) => put(&[AUTH, 0], Some(why.as_bytes())),
            Self::Who => put(&[WHO], None),
            Self::Stored(count) => put(&[STORED, *count], None),
            Self::May(way) => put(&[MAY, (*way == Way::Write).into()], None),
        }
        frame
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_as_it_was_sent_and_a_frame_holds_only_so_many() {
        for message in [
            Message::Have(&[0]),
            Message::Lacking(&[0, 0]),
            Message::Update(&[1, 2, 3]),
            Message::Awareness(&[0]),
            Message::Denied("only to be read"),
            Message::Who,
            Message::Stored(1_000_000),
            Message::May(Way::Read),
            Message::May(Way::Write),
        ] {
            assert_eq!(Message::read_all(&message.frame()), Ok(vec![message]));
        }
        assert_eq!(
            Message::read_all(&Message::Who.frame().repeat(MOST_MESSAGES)).map(|all| all.len()),
            Ok(MOST_MESSAGES)
        );
        assert_eq!(Message::read_all(&Message::Have(&[0]).frame().repeat(1_000_000)), Err(Unread));
        for broken in [&[9][..], &[0, 3, 0], &[0, 0, 5, 1], &[2, 1]] {
            assert_eq!(Message::read_all(broken), Err(Unread));
        }
    }
}
