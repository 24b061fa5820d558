//! What of a project's tasks is shown, and how: filters, order, groups and layout, as they stand in the address. Pure, but
//! for [`Days::here`], which asks the browser's clock.

mod address;
mod choices;
mod days;
mod fits;
mod groups;
pub mod keys;
mod picked;
mod place;
mod told;

use std::collections::BTreeSet;

pub use choices::{DueIn, Facet, Grouping, Layout, Sort};
pub use days::{Days, Week};
pub use fits::Fits;
pub(crate) use groups::groups;
pub use picked::Picked;
pub use place::{Group, Key, People, members};
pub use told::told;

/// A view as somebody asked for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Words that all must be in a task's title or labels.
    pub words: String,
    /// The values let through by each [`Facet`]; none lets all through.
    pub facets: [BTreeSet<String>; 5],
    /// What tasks are sorted by.
    pub sort: Sort,
    /// Whether the other way round.
    pub turned: bool,
    /// What they are grouped by.
    pub group: Grouping,
    /// How they are laid out.
    pub layout: Layout,
    /// Whether those that were put away are shown below them.
    pub archive: bool,
    /// The groups of which only the heading is shown, by their [slugs](Group::slug), the one of nobody or nothing as `-`.
    pub folded: BTreeSet<String>,
}

impl Asked {
    /// The values a facet lets through.
    pub fn of(&self, facet: Facet) -> &BTreeSet<String> {
        &self.facets[facet as usize]
    }

    /// Lets a value through, or not any more.
    #[must_use]
    pub fn toggled(mut self, facet: Facet, value: &str) -> Self {
        let values = &mut self.facets[facet as usize];
        if !values.remove(value) {
            values.insert(value.to_owned());
        }
        self
    }

    /// The same with every task let through.
    #[must_use]
    pub fn unfiltered(self) -> Self {
        Self { words: String::new(), facets: Default::default(), ..self }
    }

    /// Whether not every task is let through.
    pub fn is_filtered(&self) -> bool {
        !self.words.trim().is_empty() || self.facets.iter().any(|values| !values.is_empty())
    }

    /// The same in other groups, none of which is folded.
    #[must_use]
    pub fn grouped(self, group: Grouping) -> Self {
        Self { group, folded: BTreeSet::new(), ..self }
    }

    /// Shows of a group only its heading, or all of it again.
    #[must_use]
    pub fn swapped(mut self, group: &Group) -> Self {
        let name = folded_name(group);
        if !self.folded.remove(&name) {
            self.folded.insert(name);
        }
        self
    }

    /// The same with every group unfolded.
    #[must_use]
    pub fn unfolded(self) -> Self {
        Self { folded: BTreeSet::new(), ..self }
    }

    /// Whether a group can be folded: what has no heading cannot, and the archive has a button of its own.
    pub fn can_fold(group: &Group) -> bool {
        !matches!(group, Group::All | Group::Archive)
    }

    /// Whether only the heading of a group is shown.
    pub fn is_folded(&self, group: &Group) -> bool {
        !self.folded.is_empty() && Self::can_fold(group) && self.folded.contains(&folded_name(group))
    }

    /// Whether a task comes or goes with another day.
    pub(crate) fn filters_days(&self) -> bool {
        !self.of(Facet::Due).is_empty()
    }

    /// What tasks are grouped by: a board's columns are something that a card can be moved to.
    pub fn grouping(&self) -> Grouping {
        match (self.layout, self.group) {
            (Layout::Board, group) if group.why_no_columns().is_some() => Grouping::Status,
            (_, group) => group,
        }
    }

    /// Whether tasks stand where people have put them, so that they can be put elsewhere.
    pub fn is_by_hand(&self) -> bool {
        self.sort == Sort::Hand && self.grouping() == Grouping::Status
    }
}

/// What a folded group is called. No group has that for a slug which the one without any gets here.
fn folded_name(group: &Group) -> String {
    Some(group.slug()).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "-".to_owned())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::entity::Status;

    use super::*;

    #[test]
    fn a_filter_is_chosen_and_taken_back() {
        let asked = Asked::parse("?sort=due").toggled(Facet::Label, "a").toggled(Facet::Label, "b");
        assert!(asked.is_filtered());
        assert_eq!(asked.clone().toggled(Facet::Label, "a").query(), "?label=b&sort=due");
        assert_eq!(asked.unfiltered().query(), "?sort=due");
        assert!(Asked { words: "  ".into(), ..Asked::default() } != Asked::default());
        assert!(!Asked { words: "  ".into(), ..Asked::default() }.is_filtered());
    }

    #[test]
    fn groups_are_folded_until_there_are_others() {
        let done = Group::Status(Status::Done);
        let asked = Asked::parse("?sort=due").swapped(&done);
        assert_eq!((asked.query().as_str(), asked.is_folded(&done)), ("?sort=due&fold=done", true));
        assert!(!asked.is_folded(&Group::Status(Status::Todo)) && !asked.is_filtered());
        assert_eq!(asked.clone().swapped(&done).query(), "?sort=due");
        assert_eq!(asked.grouped(Grouping::Label).query(), "?sort=due&group=label");
        for group in [Group::People("Ada Ben\nCy".into()), Group::People("".into()), Group::Label("".into())] {
            let asked = Asked::default().swapped(&group);
            assert!(Asked::parse(&asked.query()).is_folded(&group), "{group:?}");
            assert_eq!(asked.swapped(&group), Asked::default());
        }
        assert!(!Asked::parse("?fold=archive&fold=all").is_folded(&Group::Archive));
    }

    #[test]
    fn a_board_has_columns_to_move_to() {
        for (query, grouping, by_hand) in [
            ("", Grouping::Status, true),
            ("?group=none", Grouping::None, false),
            ("?group=none&view=board", Grouping::Status, true),
            ("?group=due&view=table", Grouping::Due, false),
            ("?group=due&view=board", Grouping::Due, false),
            ("?group=label&view=board", Grouping::Status, true),
            ("?group=person&view=board", Grouping::Person, false),
            ("?sort=title", Grouping::Status, false),
        ] {
            let asked = Asked::parse(query);
            assert_eq!((asked.grouping(), asked.is_by_hand()), (grouping, by_hand), "{query}");
        }
    }
}
