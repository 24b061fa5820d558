//! Which cards are parts of which.

use std::collections::HashMap;

use crate::import::Card;

/// The cards that others are parts of, by their places in the board.
pub(super) struct Families {
    above: Vec<Option<usize>>,
    order: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Walked {
    Not,
    Now,
    Done,
}

impl Families {
    /// What the cards say. Where that is a ring, one of them is a part of none.
    pub(super) fn of(cards: &[Card]) -> Self {
        let places: HashMap<&str, usize> =
            cards.iter().enumerate().map(|(place, card)| (card.id.as_str(), place)).collect();
        let named = |card: &Card| places.get(card.parent.as_deref()?).copied();
        let mut above: Vec<Option<usize>> = cards.iter().map(named).collect();
        let mut walked = vec![Walked::Not; cards.len()];
        let mut order = Vec::with_capacity(cards.len());
        for first in 0..cards.len() {
            let (mut path, mut next) = (Vec::new(), Some(first));
            while let Some(place) = next.filter(|place| walked[*place] == Walked::Not) {
                walked[place] = Walked::Now;
                path.push(place);
                next = above[place];
            }
            if let (Some(place), Some(last)) = (next, path.last())
                && walked[place] == Walked::Now
            {
                above[*last] = None;
            }
            for place in path.into_iter().rev() {
                walked[place] = Walked::Done;
                order.push(place);
            }
        }
        Self { above, order }
    }

    /// The places of all cards, each after the one that it is a part of.
    pub(super) fn order(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
    }

    /// The place of the card that one is a part of, if it is one of the board's.
    pub(super) fn above(&self, place: usize) -> Option<usize> {
        self.above[place]
    }
}
