//! What a password must be: the forms that ask for a new one and the server that takes it look here.

use std::ops::RangeInclusive;

/// The fewest and the most characters of a password; more would be work for the hash and no gain.
pub const LENGTH: RangeInclusive<usize> = 8..=200;

/// Why a text can be no password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has too few characters.
    Short,
    /// It has too many.
    Long {
        /// How many it has.
        has: usize,
    },
}

/// Whether a text can be a password: only its length counts.
///
/// # Errors
///
/// What is wrong with it.
pub fn check(text: &str) -> Result<(), Wrong> {
    match text.chars().count() {
        has if has < *LENGTH.start() => Err(Wrong::Short),
        has if has > *LENGTH.end() => Err(Wrong::Long { has }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wrong, check};

    #[test]
    fn characters_count_and_not_bytes() {
        assert_eq!(check("seven77"), Err(Wrong::Short));
        assert_eq!(check(&"é".repeat(7)), Err(Wrong::Short));
        assert_eq!(check("eight888"), Ok(()));
        assert_eq!(check(&"é".repeat(200)), Ok(()));
        assert_eq!(check(&"é".repeat(201)), Err(Wrong::Long { has: 201 }));
    }
}
