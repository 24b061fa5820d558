//! What is asked for of the sessions, as it stands in the address. What is unknown there is left out.

use holdfast_core::entity::SessionState;
use serde::{Deserialize, Serialize};

use crate::t;

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal, $words:expr;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub(crate) enum $name {
            #[default]
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the address.
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// What people read.
            pub(crate) fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)+ }
            }

            /// The one of that name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// Whose sessions.
    Tab {
        /// Everybody's.
        All = "all", t::sessions_all();
        /// Those one has made.
        Created = "created", t::sessions_created();
        /// Those of others in which one takes part.
        Shared = "shared", t::sessions_shared();
        /// Those one has marked.
        Favourites = "favourites", t::sessions_favourites();
    }
}

named! {
    /// What stands first.
    Order {
        /// What was changed last.
        Recent = "recent", t::order_recent();
        /// By their names.
        Alphabetical = "alphabetical", t::order_alphabetical();
        /// What was made last.
        Created = "created", t::order_created();
        /// Those with the most people.
        Participants = "participants", t::order_participants();
    }
}

/// The query of the hub's address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Asked {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tab: String,
    /// Words to be found, as typed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) q: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    status: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sort: String,
}

impl Asked {
    /// Whose sessions.
    pub(crate) fn tab(&self) -> Tab {
        Tab::named(&self.tab).unwrap_or_default()
    }

    /// Only those in this state; none means all.
    pub(crate) fn state(&self) -> Option<SessionState> {
        SessionState::named(&self.status)
    }

    /// The order, if the address says one.
    pub(crate) fn order(&self) -> Option<Order> {
        Order::named(&self.sort)
    }

    /// Whether some are left out of those that a tab has.
    pub(crate) fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty() || self.state().is_some()
    }

    pub(crate) fn with_tab(self, tab: Tab) -> Self {
        Self { tab: if tab == Tab::All { String::new() } else { tab.name().to_owned() }, ..self }
    }

    pub(crate) fn with_state(self, state: Option<SessionState>) -> Self {
        Self { status: state.map_or_else(String::new, |state| state.name().to_owned()), ..self }
    }

    /// The order is said whichever it is: a person may be used to another than the usual one.
    pub(crate) fn with_order(self, order: Order) -> Self {
        Self { sort: order.name().to_owned(), ..self }
    }

    pub(crate) fn with_words(self, q: String) -> Self {
        Self { q, ..self }
    }

    /// The same tab and order with nothing left out.
    pub(crate) fn unfiltered(self) -> Self {
        Self { q: String::new(), status: String::new(), ..self }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_unknown_is_as_good_as_not_said() {
        let unknown = Asked { tab: "x".into(), q: " ".into(), status: "gone".into(), sort: "up".into() };
        assert_eq!((unknown.tab(), unknown.state(), unknown.order()), (Tab::All, None, None));
        assert!(!unknown.is_filtered());
        let asked = Asked::default().with_tab(Tab::Shared).with_state(Some(SessionState::Archived));
        let asked = asked.with_order(Order::Recent).with_words("tide".into());
        assert_eq!((asked.tab(), asked.state()), (Tab::Shared, Some(SessionState::Archived)));
        assert_eq!(asked.order(), Some(Order::Recent));
        let rest = asked.unfiltered();
        assert_eq!((rest.tab(), rest.is_filtered()), (Tab::Shared, false));
        assert_eq!(rest.with_tab(Tab::All).tab, "", "what is usual is not said");
    }
}
