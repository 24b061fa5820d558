//! What people read, in the language they have chosen: a function for each message of `locales/`, made by `build.rs`. English
//! comes with the app; another language is a file, which the service worker keeps as it keeps everything.

use std::cell::{Cell, OnceCell};

use holdfast_messages::{Argument, Language, fill};
use js_sys::{Array, Function, Intl, Number, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::{api, browser};

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// Words in whichever language is spoken when they are read: what tables hold.
pub(crate) type Words = fn() -> &'static str;

/// A language of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// In the app itself.
    English,
    /// In a file of its own.
    German,
}

impl Tongue {
    /// Its tag, as `lang` has it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The one that was chosen by its tag, or else the first that the browser's owner reads. `index.html` does the same before
    /// the first paint.
    pub(crate) fn chosen(option: &str) -> Self {
        let of = |tag: &str| [Self::English, Self::German].into_iter().find(|tongue| tag.starts_with(tongue.tag()));
        let read = browser::window().navigator().languages();
        of(option).or_else(|| read.iter().find_map(|tag| of(&tag.as_string()?))).unwrap_or(Self::English)
    }
}

/// The messages of a language, and how it counts.
struct Spoken {
    tongue: Tongue,
    /// As numbers and dates are written: "de-AT" where the browser's owner reads that, or else the language alone.
    locale: String,
    lines: Vec<&'static str>,
    plurals: Intl::PluralRules,
    /// What writes moments, each kept once it was asked for: making it takes a hundred times as long as what it does.
    moments: [OnceCell<Function>; 3],
}

/// The English of the app's parts: a blank line for each message that a first visit may say.
#[cfg(not(feature = "parts"))]
const LATER: &str = include_str!(concat!(env!("OUT_DIR"), "/en_later.txt"));
#[cfg(feature = "parts")]
const LATER: &str = "";

thread_local! {
    static SPOKEN: Cell<Option<&'static Spoken>> = const { Cell::new(None) };
    /// What is here of the English of the parts.
    static KNOWN: Cell<&'static str> = const { Cell::new(LATER) };
}

/// Knows the English of the parts from now on, which comes with them.
#[cfg(feature = "parts")]
pub(crate) fn know(later: &'static str) {
    if KNOWN.replace(later).is_empty() && tongue() == Tongue::English {
        Spoken::begin(&Learnt::english());
    }
}

impl Spoken {
    /// The language spoken now.
    fn now() -> &'static Self {
        SPOKEN.get().unwrap_or_else(|| Self::begin(&Learnt::english()))
    }

    /// What is spoken from now on. A language is never forgotten: its words are wherever they were said.
    fn begin(learnt: &Learnt) -> &'static Self {
        let Learnt { tongue, table } = *learnt;
        let plurals = Intl::PluralRules::new(&Array::of1(&tongue.tag().into()), &Object::new());
        let read = browser::window().navigator().languages();
        let is_of = |tag: &String| tag.split('-').next() == Some(tongue.tag());
        let locale = read.iter().filter_map(|tag| tag.as_string()).find(is_of);
        let spoken: &Self = Box::leak(Box::new(Self {
            tongue,
            locale: locale.unwrap_or_else(|| tongue.tag().to_owned()),
            lines: lines(tongue, table),
            plurals,
            moments: Default::default(),
        }));
        SPOKEN.set(Some(spoken));
        spoken
    }
}

/// The texts of a language, by their numbers.
fn lines(tongue: Tongue, table: &'static str) -> Vec<&'static str> {
    let mut lines: Vec<&str> = table.split('\n').collect();
    if tongue == Tongue::English {
        let blank = lines.iter_mut().zip(KNOWN.get().split('\n')).filter(|(line, _)| line.is_empty());
        blank.for_each(|(line, later)| *line = later);
    }
    lines
}

/// A language whose words are here: all of them, as this build knows them.
pub(crate) struct Learnt {
    tongue: Tongue,
    table: &'static str,
}

impl Learnt {
    fn english() -> Self {
        Self { tongue: Tongue::English, table: include_str!(concat!(env!("OUT_DIR"), "/en.txt")) }
    }

    /// Nothing if the table is another build's, or no table at all.
    fn of(tongue: Tongue, table: String) -> Option<Self> {
        (table.split('\n').count() == COUNT).then(|| Self { tongue, table: table.leak() })
    }
}

impl Language for Spoken {
    fn number(&self, number: usize) -> String {
        match number {
            // Every language of ours writes them alike.
            0..1_000 => number.to_string(),
            _ => Number::from(number as f64).to_locale_string(&self.locale).into(),
        }
    }

    fn plural(&self, number: usize) -> String {
        self.plurals.select(number as f64).into()
    }
}

/// The language that is spoken now.
pub(crate) fn tongue() -> Tongue {
    Spoken::now().tongue
}

/// Reads the words of a language; nothing if they cannot be had.
pub(crate) async fn learn(wanted: Tongue) -> Option<Learnt> {
    match wanted {
        Tongue::English => Some(Learnt::english()),
        Tongue::German => Learnt::of(wanted, api::file(GERMAN).await.ok()?),
    }
}

/// Speaks a language from now on. What is on the screen already is not said again.
pub(crate) fn speak(learnt: Learnt) {
    Spoken::begin(&learnt);
    if let Some(root) = browser::document().document_element() {
        let _ = root.set_attribute("lang", tongue().tag());
    }
}

/// The tag by which the browser is asked for dates and numbers of the language.
pub(crate) fn locale() -> &'static str {
    &Spoken::now().locale
}

/// A number in digits: "10,001".
pub(crate) fn number(number: usize) -> String {
    Spoken::now().number(number)
}

/// A number of tenths with one digit after the sign that the language puts before fractions: "1.2".
pub(crate) fn tenths(tenths: usize) -> String {
    let options = Object::new();
    let _ = Reflect::set(&options, &"minimumFractionDigits".into(), &1.into());
    let format = Intl::NumberFormat::new(&Array::of1(&locale().into()), &options).format();
    let written = format.call1(&JsValue::UNDEFINED, &(tenths as f64 / 10.0).into());
    written.ok().and_then(|written| written.as_string()).unwrap_or_default()
}

/// How a moment is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    /// As its day in a year that is known: "May 3".
    Day,
    /// As its day: "May 3, 2026".
    DayOfYear,
    /// As a time of day: "5:05 PM".
    Clock,
}

impl Moment {
    /// What writes it where such a locale is spoken.
    fn writer(self, locale: &str) -> Function {
        let parts: &[(&str, &str)] = match self {
            Self::Day => &[("day", "numeric"), ("month", "short")],
            Self::DayOfYear => &[("day", "numeric"), ("month", "short"), ("year", "numeric")],
            Self::Clock => &[("timeStyle", "short")],
        };
        let options = Object::new();
        for (name, form) in parts.iter().chain(&[("timeZone", "UTC")]) {
            let _ = Reflect::set(&options, &(*name).into(), &(*form).into());
        }
        Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options).format()
    }
}

/// A moment as it is written where the browser's owner is, by the calendar and the clock of UTC.
pub(crate) fn moment(moment: Moment, at: i64) -> String {
    let spoken = Spoken::now();
    written(spoken.moments[moment as usize].get_or_init(|| moment.writer(&spoken.locale)), at)
}

fn written(writer: &Function, at: i64) -> String {
    let written = writer.call1(&JsValue::UNDEFINED, &(at as f64).into());
    written.ok().and_then(|written| written.as_string()).unwrap_or_default()
}

fn plain(line: usize) -> &'static str {
    Spoken::now().lines.get(line).copied().unwrap_or_default()
}

fn filled(line: usize, arguments: &[Argument<'_>]) -> String {
    fill(plain(line), arguments, Spoken::now())
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn each_language_counts_and_writes_numbers_in_its_own_way() {
        let said = || {
            let counted = [0, 1, 10_001].map(edits_counted).join(", ");
            format!("{counted}; {}; {}", number(2_500), tenths(12))
        };
        assert_eq!(said(), "0 edits, 1 edit, 10,001 edits; 2,500; 1.2");
        let table = include_str!(concat!(env!("OUT_DIR"), "/de.txt"));
        Spoken::begin(&Learnt::of(Tongue::German, table.into()).unwrap());
        let german = (said(), settings(), Spoken::now().tongue);
        Spoken::begin(&Learnt::english());
        assert_eq!(german.0, "0 Änderungen, 1 Änderung, 10.001 Änderungen; 2.500; 1,2");
        assert_eq!((german.1, german.2), ("Einstellungen", Tongue::German));
        assert_eq!((settings(), tongue()), ("Settings", Tongue::English));
    }

    #[test]
    fn days_and_times_are_written_as_where_the_owner_is() {
        // 3 May 2026, five past five in the afternoon.
        let at = 1_777_827_900_000;
        for (locale, day, of_year, clock) in [
            ("en-US", "May 3", "May 3, 2026", "5:05 PM"),
            ("en-GB", "3 May", "3 May 2026", "17:05"),
            ("de-AT", "3. Mai", "3. Mai 2026", "17:05"),
        ] {
            // Some browsers have a space of another width before the half of the day.
            let all = [Moment::Day, Moment::DayOfYear, Moment::Clock]
                .map(|moment| written(&moment.writer(locale), at).replace('\u{202f}', " "));
            assert_eq!(all, [day, of_year, clock], "{locale}");
        }
        assert_eq!(moment(Moment::Day, at), moment(Moment::Day, at + 1));
    }

    #[test]
    fn a_table_with_other_lines_than_this_builds_is_not_spoken() {
        let table = Learnt::english().table;
        assert!(Learnt::of(Tongue::German, table.into()).is_some());
        assert!(Learnt::of(Tongue::German, format!("{table}\nmore")).is_none());
        assert!(Learnt::of(Tongue::German, "<!doctype html>".into()).is_none());
    }

    #[test]
    fn what_is_chosen_comes_before_what_the_browser_speaks() {
        assert_eq!([Tongue::chosen("de"), Tongue::chosen("en")], [Tongue::German, Tongue::English]);
    }
}
