//! Choices of named values.

/// A choice of named values, stored by name.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident, empty $empty:ident; $($(#[$variant_doc:meta])* $variant:ident = $text:literal, $label:literal;)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The names stored and sent, in the same order.
            pub const NAMES: &'static [&'static str] = &[$($text),+];

            /// The name stored and sent.
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

        impl $crate::entity::FieldValue for $name {
            fn read(value: Option<&$crate::value::Value>) -> Self {
                value.and_then($crate::value::Value::as_text).and_then(Self::named).unwrap_or(Self::$empty)
            }

            fn write(&self) -> $crate::value::Value {
                $crate::value::Value::Text(self.name().to_owned())
            }
        }
    };
}
pub(crate) use choice;
