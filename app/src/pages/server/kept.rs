//! What was found on this device, item by item: of which form it is, and how this build took it.

use holdfast_core::{
    client::survey::{Item, Tally},
    entity::Preferences,
    id::PersonId,
};
use holdfast_web::{Place, Survey, Version, preferences};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yewdux::prelude::*;

use super::facts;
use crate::{
    hooks::{use_record, use_session},
    look::Look,
    reminders,
    shortcuts::Keymap,
    stores::Answers,
    t,
};

/// What was found.
#[component]
pub(super) fn KeptHere() -> Html {
    let session = use_session();
    let me = session.account().id;
    // None: it is being gone through; Some(None): it could not be.
    let found = use_state_eq(|| None::<Option<Survey>>);
    let answers = use_dispatch::<Answers>().get().restored();
    let favourites = use_record(Preferences::id_of(me)).map_or(0, |kept| kept.favourites.len());
    use_effect_with((), {
        let found = found.setter();
        move |()| {
            spawn_local(async move {
                found.set(Some(session.survey().await.ok()));
            });
        }
    });
    let words = match &*found {
        None => Vec::new(),
        Some(None) => vec![(t::kept_here(), t::kept_failed().to_owned())],
        Some(Some(survey)) => all(survey, &Texts::kept(me), answers, favourites),
    };
    html! {
        <section class="server-kept" aria-labelledby="server-kept-heading">
            <h2 id="server-kept-heading">{ t::kept_here() }</h2>
            <p class="none">{ t::kept_words() }</p>
            <div aria-busy={found.is_none().then_some("true")}>{ facts(words) }</div>
        </section>
    }
}

/// What is kept as text in local storage, and what this build makes of it.
struct Texts {
    look: [usize; 2],
    keys: [usize; 2],
    recent: usize,
    reminders: [usize; 2],
}

impl Texts {
    fn kept(me: PersonId) -> Self {
        let of = |name| preferences::load_for(me, name).unwrap_or_default();
        let look = preferences::load(preferences::LOOK).unwrap_or_default();
        Self {
            look: understood(&look, ' ', &Look::read(&look).text()),
            keys: line_by_line(&of(preferences::KEYS), |text| Keymap::read(text).text()),
            recent: of(preferences::RECENT).lines().filter(|line| !line.trim().is_empty()).count(),
            reminders: line_by_line(&of(preferences::REMINDERS), reminders::read_again),
        }
    }
}

fn line_by_line(text: &str, again: impl FnOnce(&str) -> String) -> [usize; 2] {
    understood(text, '\n', &again(text))
}

/// How many pieces of a text this build would write as they are, and how many it does not know.
fn understood(text: &str, between: char, again: &str) -> [usize; 2] {
    let pieces = |text: &'_ str| -> Vec<String> {
        text.split(between).filter(|piece| !piece.trim().is_empty()).map(ToOwned::to_owned).collect()
    };
    let again = pieces(again);
    let (known, other): (Vec<_>, Vec<_>) = pieces(text).into_iter().partition(|piece| again.contains(piece));
    [known.len(), other.len()]
}

type Facts = Vec<(&'static str, String)>;

/// Every item, with what is to be said of it.
fn all(survey: &Survey, texts: &Texts, answers: Option<(usize, usize)>, favourites: usize) -> Facts {
    let mut facts: Facts =
        survey.databases.iter().map(|(place, version)| (database(*place), version_words(*version))).collect();
    facts.push((t::kept_account(), tally_words(survey.account)));
    facts.extend(survey.items.iter().map(|(item, tally)| (item_name(*item), tally_words(*tally))));
    facts.push((t::kept_memory(), tally_words(survey.memory)));
    for (name, [known, other]) in [
        (t::kept_look(), texts.look),
        (t::kept_keys(), texts.keys),
        // Each is what it is.
        (t::kept_recent(), [texts.recent, 0]),
        (t::kept_reminders(), texts.reminders),
    ] {
        facts.push((name, if other == 0 { counted(known) } else { t::kept_partly(known, other) }));
    }
    let (restored, dropped) = answers.unwrap_or_default();
    let answers = if dropped == 0 { counted(restored) } else { t::kept_dropped(restored, dropped) };
    facts.push((t::kept_answers(), answers));
    for (name, count) in [
        (t::kept_favourites(), favourites),
        (t::kept_drafts(), survey.drafts),
        (t::kept_shown(), survey.shown),
        (t::kept_files(), survey.files),
        (t::kept_shared(), survey.shared),
    ] {
        facts.push((name, counted(count)));
    }
    facts
}

fn counted(count: usize) -> String {
    if count == 0 { t::kept_nothing().into() } else { t::kept_as_is(count) }
}

fn version_words(Version { found, own, was }: Version) -> String {
    match (found, was) {
        (None, _) => t::kept_nothing().into(),
        (Some(found), _) if found > own => t::kept_version_newer(found as usize),
        (Some(found), Some(was)) if was < found => t::kept_version_up(found as usize, was as usize),
        (Some(found), _) => t::kept_version(found as usize),
    }
}

/// Each form that there is, with how many are of it.
fn tally_words(tally: Tally) -> String {
    let Tally { own, older, oldest, newer, unreadable } = tally;
    let older_words = |count| match oldest {
        None | Some(0) => t::kept_unchecked(count),
        Some(form) => t::kept_older(count, form as usize),
    };
    let parts = [
        (own > 0).then(|| t::kept_as_is(own)),
        (older > 0).then(|| older_words(older)),
        (newer > 0).then(|| t::kept_newer(newer)),
        (unreadable > 0).then(|| t::kept_unreadable(unreadable)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { t::kept_nothing().into() } else { parts.join("; ") }
}

fn database(place: Place) -> &'static str {
    match place {
        Place::Device => t::kept_db_device(),
        Place::Person => t::kept_db_person(),
        Place::Answers => t::kept_db_answers(),
        Place::Files => t::kept_db_files(),
        Place::Code => t::kept_db_code(),
    }
}

fn item_name(item: Item) -> &'static str {
    match item {
        Item::Records => t::kept_records(),
        Item::Outbox => t::kept_outbox(),
        Item::Done => t::kept_done(),
        Item::Steps => t::kept_steps(),
        Item::Notes => t::kept_notes(),
        Item::Aside => t::kept_aside(),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::client::survey::Form;

    use super::*;

    #[test]
    fn what_a_build_does_not_know_is_counted_apart() {
        assert_eq!(understood("theme=dark accent=plaid", ' ', "theme=dark"), [1, 1]);
        assert_eq!(understood("", '\n', "which own\nby 0\n"), [0, 0]);
        assert_eq!(line_by_line("pick m\nfly q\n", |text| Keymap::read(text).text()), [1, 1]);
    }

    #[test]
    fn forms_are_told_one_by_one() {
        let mut tally = Tally::default();
        assert_eq!(tally_words(tally), "Nothing");
        for form in [Form::Own, Form::Own, Form::Older(1), Form::Newer, Form::Unreadable] {
            tally.add(form);
        }
        assert_eq!(
            tally_words(tally),
            "2, as they are; 1 of form 1, read as if new; 1 of a newer build, left as they are; 1 that cannot be read, kept as \
             they were"
        );
        let version = |found, was| version_words(Version { found, own: 2, was });
        assert_eq!(version(None, None), "Nothing");
        assert_eq!(version(Some(2), None), "Version 2, as it is");
        assert!(version(Some(2), Some(1)).contains("brought up from 1"));
        assert!(version(Some(3), None).contains("newer build"));
    }
}
