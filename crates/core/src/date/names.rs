//! Months and weekdays by name, in English and German.

const MONTHS: [&str; 12] = [
    "january januar jänner",
    "february februar feber",
    "march märz maerz mrz",
    "april",
    "may mai",
    "june juni",
    "july juli",
    "august",
    "september sept",
    "october oktober okt",
    "november",
    "december dezember dez",
];

const WEEKDAYS: [&str; 7] = [
    "monday montag mon mo",
    "tuesday dienstag tue tues di",
    "wednesday mittwoch wed mi",
    "thursday donnerstag thu thur thurs do",
    "friday freitag fri fr",
    "saturday samstag sonnabend sat sa",
    "sunday sonntag sun so",
];

/// The number of the month (from 1) that a word names in English or German, whole or by its first three letters.
pub fn month_named(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    let short = word.chars().count() == 3;
    let says = |names: &&str| names.split(' ').any(|name| name == word || (short && name.starts_with(&word)));
    number(&MONTHS, says).map(|month| month + 1)
}

/// The number of the weekday (0 is Monday) that a word names in English or German, whole or by its usual short form.
pub fn weekday_named(word: &str) -> Option<i64> {
    let word = word.to_lowercase();
    number(&WEEKDAYS, |names| names.split(' ').any(|name| name == word))
}

fn number(list: &[&str], says: impl FnMut(&&str) -> bool) -> Option<i64> {
    i64::try_from(list.iter().position(says)?).ok()
}

#[cfg(test)]
mod tests {
    use super::{month_named, weekday_named};

    #[test]
    fn names_whole_and_short() {
        for (word, month) in
            [("January", 1), ("JÄNNER", 1), ("mär", 3), ("Mai", 5), ("sept", 9), ("okt", 10), ("dec", 12), ("Dez", 12)]
        {
            assert_eq!(month_named(word), Some(month), "{word}");
        }
        for (word, day) in [("Mon", 0), ("mittwoch", 2), ("Do", 3), ("saturday", 5), ("Sonnabend", 5), ("so", 6)] {
            assert_eq!(weekday_named(word), Some(day), "{word}");
        }
        for word in ["", "ja", "janu", "m", "day", "tag", "月"] {
            assert_eq!((month_named(word), weekday_named(word)), (None, None), "{word}");
        }
    }
}
