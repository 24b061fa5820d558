//! What can be chosen about a view, each by a name in the address and by words.

use holdfast_core::entity::{Entity as _, Person};

/// A choice: its values with the name in the address and what people read, in the order they are offered. The first is what
/// holds where the address says nothing.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident; $($(#[$variant_doc:meta])* $variant:ident = $text:expr, $label:literal;)+) => {
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
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
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
    Hand = "hand", "By hand";
    /// The soonest first.
    Due = "due", "Due date";
    /// The most urgent first.
    Priority = "priority", "Priority";
    /// By the alphabet.
    Title = "title", "Title";
    /// The newest first.
    Created = "created", "Created";
    /// The earliest status first.
    Status = "status", "Status";
    /// The longest first.
    Time = "time", "Time spent";
}

choice! {
    /// What tasks are grouped by.
    Grouping;
    /// How far they are.
    #[default]
    Status = "status", "Status";
    /// Whose work they are.
    Person = Person::KIND, "Person";
    /// How much they matter.
    Priority = "priority", "Priority";
    /// Their labels.
    Label = "label", "Label";
    /// When they are due.
    Due = "due", "Due date";
    /// Not at all.
    None = "none", "Nothing";
}

choice! {
    /// How tasks are laid out.
    Layout;
    /// As lines below each other.
    #[default]
    List = "list", "List";
    /// As cards in columns.
    Board = "board", "Board";
    /// As a table.
    Table = "table", "Table";
}

choice! {
    /// What tasks are filtered by, beside words.
    Facet;
    /// How far they are.
    #[default]
    Status = "status", "Status";
    /// Whose work they are: an id, a name, `me`, or nothing for nobody.
    Person = Person::KIND, "Person";
    /// Their labels; nothing for no label.
    Label = "label", "Label";
    /// How much they matter.
    Priority = "priority", "Priority";
    /// When they are due.
    Due = "due", "Due";
}

choice! {
    /// When a task is due, as seen from today: the groups of that grouping, in order.
    DueIn;
    /// Before today, and not done.
    #[default]
    Overdue = "overdue", "Overdue";
    /// Today.
    Today = "today", "Today";
    /// On another day of this week.
    Week = "week", "This week";
    /// After this week.
    Later = "later", "Later";
    /// At no time.
    Never = "none", "No date";
    /// Before today, and done.
    Past = "past", "Past and done";
}
