//! What can be chosen about a view, each by a name in the address and by words.

use holdfast_core::entity::{Entity as _, Person};

use crate::t;

/// A choice: its values with the name in the address and what people read, in the order they are offered. Of what every view has,
/// its order, its groups and its layout, the first holds where the address says nothing; by a facet nothing is filtered then.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident; $($(#[$variant_doc:meta])* $variant:ident = $text:expr, $label:path;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name in the address.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// What people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label(),)+ }
            }

            /// The value of that name, if there is one.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }
        }
    };
}

choice! {
    /// What tasks are sorted by.
    Sort;
    /// As people have put them.
    #[default]
    Hand = "hand", t::sort_hand;
    /// The soonest first.
    Due = "due", t::field_due_date;
    /// The most urgent first.
    Priority = "priority", t::priority;
    /// By the alphabet, as `words::fold` has it.
    Title = "title", t::title;
    /// The newest first.
    Created = "created", t::created;
    /// The earliest status first.
    Status = "status", t::status;
    /// The longest first.
    Time = "time", t::time_spent;
}

choice! {
    /// What tasks are grouped by.
    Grouping;
    /// How far they are.
    #[default]
    Status = "status", t::status;
    /// Whose work they are.
    Person = Person::KIND, t::person;
    /// How much they matter.
    Priority = "priority", t::priority;
    /// The first of their labels.
    Label = "label", t::first_label;
    /// When they are due.
    Due = "due", t::field_due_date;
    /// Not at all.
    None = "none", t::nothing;
}

impl Grouping {
    /// Why a board has no such columns, in words; nothing where it has.
    pub(crate) fn why_no_columns(self) -> Option<&'static str> {
        match self {
            Self::Label => Some(t::no_label_columns()),
            Self::None => Some(t::no_columns()),
            Self::Status | Self::Person | Self::Priority | Self::Due => None,
        }
    }
}

choice! {
    /// How tasks are laid out.
    Layout;
    /// As lines below each other.
    #[default]
    List = "list", t::list;
    /// As cards in columns.
    Board = "board", t::board;
    /// As a table.
    Table = "table", t::table;
}

choice! {
    /// What tasks are filtered by, beside words.
    Facet;
    /// How far they are.
    #[default]
    Status = "status", t::status;
    /// Whose work they are: an id, a name, `me`, or nothing for nobody.
    Person = Person::KIND, t::person;
    /// Their labels; nothing for no label.
    Label = "label", t::label;
    /// How much they matter.
    Priority = "priority", t::priority;
    /// When they are due.
    Due = "due", t::due;
}

choice! {
    /// When a task is due, as seen from today: the groups of that grouping, in order.
    DueIn;
    /// Before today, and not done.
    #[default]
    Overdue = "overdue", t::overdue;
    /// Today.
    Today = "today", t::today;
    /// Tomorrow.
    Tomorrow = "tomorrow", t::tomorrow;
    /// On another day of this week.
    Week = "week", t::this_week;
    /// After this week, and not tomorrow.
    Later = "later", t::later;
    /// At no time.
    Never = "none", t::no_date;
    /// Before today, and done.
    Past = "past", t::past;
}
