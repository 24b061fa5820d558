//! What a person has chosen in a conflict and not settled yet.

use std::collections::BTreeMap;

use holdfast_core::{
    conflict::{Choice, combine},
    entity::Conflict,
    id::{Id, PersonId},
    record::Seq,
};
use holdfast_web::drafts::{self, Draft};
use serde::{Deserialize, Serialize};

use super::told::{About, Told};

/// What the keys of texts that are being written begin with; the conflict's id follows.
const COMBINED: &str = "combined ";

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Chosen {
    Mine,
    Theirs,
    Combined,
}

impl Chosen {
    /// What can be chosen in a conflict, in the order of the keys.
    pub(super) fn of(told: &Told, me: PersonId) -> &'static [Self] {
        match told.about {
            _ if !told.may_change(me) => &[Self::Theirs],
            About::Field { .. } => &[Self::Mine, Self::Theirs, Self::Combined],
            About::Deleted(_) => &[Self::Mine, Self::Theirs],
        }
    }

    /// The choice's name for styles and tests.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
            Self::Combined => "combined",
        }
    }
}

/// The version of the record that was shown.
type Over = Option<Seq>;

/// What is chosen so far, and what is written, each over what was shown then: what came after that has not been seen.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Pick {
    chosen: Option<(Chosen, Over)>,
    text: Option<(String, Over)>,
}

/// A text that was being written when somebody else settled the conflict.
#[derive(Clone)]
pub(super) struct Unused {
    pub(super) told: Told,
    pub(super) text: String,
    /// The version of the record over which it was begun.
    pub(super) seen: Option<Seq>,
}

impl Pick {
    /// What a person was writing when the page went, by the conflict. Of a history other than this, begun as the `history`-th here,
    /// they have seen nothing.
    pub(super) fn all_kept(me: PersonId, history: u64) -> BTreeMap<Id<Conflict>, Self> {
        let read = |(id, raw): (String, String)| {
            let (begun, pick): (u64, Self) = serde_json::from_str(&raw).ok()?;
            Some((id.parse().ok()?, if begun == history { pick } else { pick.unseen() }))
        };
        drafts::all(me, COMBINED).into_iter().filter_map(read).collect()
    }

    /// Keeps what is written, if anything is, for a page that is loaded anew.
    pub(super) fn keep(&self, me: PersonId, history: u64, id: Id<Conflict>) {
        match self.text {
            Some(_) => {
                draft(me, id).keep(&serde_json::to_string(&(history, self)).expect("a pick has no failing serialiser"))
            }
            None => forget(me, id),
        }
    }

    fn unseen(self) -> Self {
        let nothing = |over: Over| over.map(|_| Seq::default());
        Self {
            chosen: self.chosen.map(|(chosen, over)| (chosen, nothing(over))),
            text: self.text.map(|(text, over)| (text, nothing(over))),
        }
    }

    /// The same with another choice, of what is shown now.
    pub(super) fn with(self, chosen: Chosen, told: &Told) -> Self {
        Self { chosen: Some((chosen, told.version)), ..self }
    }

    /// The same with this text, which goes on from what was shown when it was begun.
    pub(super) fn writing(self, text: String, told: &Told) -> Self {
        let over = self.text.map_or(told.version, |(_, over)| over);
        Self { text: Some((text, over)), ..self }
    }

    /// The same choice of what is shown now, with nothing written.
    pub(super) fn anew(self, told: &Told) -> Self {
        Self { chosen: self.chosen.map(|(chosen, _)| (chosen, told.version)), text: None }
    }

    /// What is chosen.
    pub(super) fn chosen(&self) -> Option<Chosen> {
        self.chosen.map(|(chosen, _)| chosen)
    }

    /// What is written.
    pub(super) fn text(&self) -> Option<&str> {
        self.text.as_ref().map(|(text, _)| text.as_str())
    }

    /// What is written, where the conflict has been settled without it.
    pub(super) fn unused(&self, told: &Told) -> Option<Unused> {
        let (text, seen) = self.text.clone().filter(|_| !told.is_open() && self.chosen() == Some(Chosen::Combined))?;
        Some(Unused { told: told.clone(), text, seen })
    }

    /// Whether it would write over something that has come since it was chosen.
    pub(super) fn is_overtaken(&self, told: &Told) -> bool {
        let writes = self.choice(told).filter(|(choice, _)| *choice != Choice::Theirs);
        writes.is_some_and(|(_, over)| told.later().is_some_and(|later| Some(later.version) > over))
    }

    /// How it settles a conflict, if it does, and the version of the record it was chosen over, if that was shown.
    pub(super) fn choice(&self, told: &Told) -> Option<(Choice, Over)> {
        let (chosen, over) = self.chosen?;
        let (choice, over) = match (chosen, &self.text) {
            (Chosen::Mine, _) => (Choice::Mine, over),
            (Chosen::Theirs, _) => (Choice::Theirs, over),
            (Chosen::Combined, Some((text, begun))) => (Choice::Combined(text.clone()), *begun),
            (Chosen::Combined, None) => (Choice::Combined(proposed(told).0), over),
        };
        let is_shown = matches!(told.about, About::Field { .. });
        // What a deleted record would be brought back over is not shown.
        Some((choice, over.filter(|_| is_shown)))
    }
}

/// Forgets what was being written: the conflict is settled.
pub(super) fn forget(me: PersonId, id: Id<Conflict>) {
    draft(me, id).forget();
}

fn draft(me: PersonId, id: Id<Conflict>) -> Draft {
    Draft::of(Some(me), &format!("{COMBINED}{id}"))
}

/// Words made of both to begin with, and whether they could be combined as they are.
pub(super) fn proposed(told: &Told) -> (String, bool) {
    let About::Field { base, mine, theirs, later, .. } = &told.about else { return (String::new(), false) };
    let there = later.as_ref().map_or(theirs, |later| &later.text);
    match base.as_deref().and_then(|base| combine(base, mine, there)) {
        Some(both) => (both, true),
        None => (format!("{}\n\n{}", mine.trim_end(), there.trim_end()), false),
    }
}
