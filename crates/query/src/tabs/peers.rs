//! The other tabs: what was heard of each, and from whom something is missing. Pure.

use std::collections::BTreeMap;

use super::message::TabId;

/// The most that are followed: a browser has seldom more, and whoever pretends to be many costs no more.
const MOST: usize = 64;

/// How often a tab is asked for its digest before it is given up.
const TRIES: u32 = 6;

/// The tabs heard of.
#[derive(Debug, Default)]
pub(super) struct Peers(BTreeMap<TabId, Peer>);

#[derive(Debug)]
struct Peer {
    /// The number of its next message.
    next: u64,
    behind: Option<Behind>,
}

/// Something of it is missing here.
#[derive(Clone, Copy, Debug, Default)]
struct Behind {
    tries: u32,
    /// Whether it has said what it has, since it was asked.
    has_answered: bool,
}

/// What the number of a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// It is the next one, or an older one.
    InOrder,
    /// Nothing was heard of that tab before.
    New,
    /// Some before it have not come.
    Gap,
}

impl Peers {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes the number of a message. Whatever may be missing of its tab is, until [`Self::caught_up`].
    pub(super) fn heard(&mut self, from: TabId, number: u64) -> Heard {
        if let Some(peer) = self.0.get_mut(&from) {
            if number <= peer.next {
                peer.next = peer.next.max(number.saturating_add(1));
                return Heard::InOrder;
            }
            peer.next = number.saturating_add(1);
            peer.behind = Some(Behind::default());
            return Heard::Gap;
        }
        if self.0.len() >= MOST {
            return Heard::InOrder;
        }
        self.0.insert(from, Peer { next: number.saturating_add(1), behind: Some(Behind::default()) });
        Heard::New
    }

    /// Its digest has come, and nothing in it was wanted.
    pub(super) fn caught_up(&mut self, with: TabId) {
        if let Some(peer) = self.0.get_mut(&with) {
            peer.behind = None;
        }
    }

    /// Its digest has come, and something was asked for.
    pub(super) fn catching_up(&mut self, with: TabId) {
        if let Some(peer) = self.0.get_mut(&with) {
            let behind = peer.behind.unwrap_or_default();
            peer.behind = Some(Behind { has_answered: true, ..behind });
        }
    }

    pub(super) fn gone(&mut self, tab: TabId) {
        self.0.remove(&tab);
    }

    /// Whether something of anybody is missing.
    pub(super) fn is_behind(&self) -> bool {
        self.0.values().any(|peer| peer.behind.is_some())
    }

    /// Whom to ask once more. Who has not answered for long is gone; who has, and still does not give what it has, will not.
    pub(super) fn whom_to_ask(&mut self) -> Vec<TabId> {
        self.0.retain(|_, peer| peer.behind.is_none_or(|behind| behind.tries < TRIES || behind.has_answered));
        let mut to_ask = Vec::new();
        for (tab, peer) in &mut self.0 {
            peer.behind = peer.behind.filter(|behind| behind.tries < TRIES);
            if let Some(behind) = &mut peer.behind {
                behind.tries += 1;
                to_ask.push(*tab);
            }
        }
        to_ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAB: TabId = TabId(7);

    #[test]
    fn a_gap_is_noticed_and_late_ones_are_none() {
        let mut peers = Peers::default();
        let heard: Vec<_> = [3, 4, 4, 3, 6, 5, 7].map(|number| peers.heard(TAB, number)).into();
        use Heard::{Gap, InOrder, New};
        assert_eq!(heard, [New, InOrder, InOrder, InOrder, Gap, InOrder, InOrder]);
        assert!(peers.is_behind());
        peers.caught_up(TAB);
        assert!(!peers.is_behind() && peers.whom_to_ask().is_empty());
    }

    #[test]
    fn who_does_not_answer_is_given_up() {
        let mut peers = Peers::default();
        peers.heard(TAB, 1);
        for _ in 0..TRIES {
            assert_eq!(peers.whom_to_ask(), [TAB]);
        }
        assert_eq!((peers.whom_to_ask(), peers.len()), (vec![], 0));

        peers.heard(TAB, 1);
        for _ in 0..TRIES {
            peers.whom_to_ask();
            peers.catching_up(TAB);
        }
        assert_eq!((peers.whom_to_ask(), peers.len(), peers.is_behind()), (vec![], 1, false));
    }

    #[test]
    fn hostile_numbers_and_crowds_are_bounded() {
        let mut peers = Peers::default();
        peers.heard(TAB, u64::MAX);
        assert_eq!(peers.heard(TAB, u64::MAX), Heard::InOrder);
        for tab in 0..1_000 {
            peers.heard(TabId(tab), 1);
        }
        assert_eq!(peers.len(), MOST);
    }
}
