//! This device's side: how it stands to the server, what it stores, what it keeps of the server's answers, and what it noticed.

use holdfast_query::{Figures, hooks::use_client};
use holdfast_web::{Storage, worker_link::Standing};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    facts,
    memory::Memory,
    words::{part, part_of_size, size},
};
use crate::{
    hooks::{use_now, use_records, use_session},
    t,
    words::sync,
};

/// What is kept of the server's answers weighs much from here on, in bytes.
const LARGE: usize = 5_000_000;

/// In place of what is not known yet.
const NOT_YET: &str = "\u{a0}";

/// This device's side. The figures are as of the last time the page was drawn: at least every half minute.
#[component]
pub(super) fn Here() -> Html {
    let (client, session) = (use_client(), use_session());
    let now = use_now();
    let (shown, connection, stored) = use_records({
        let session = session.clone();
        move |records| {
            let shown = sync::shown(records.sync(), records.is_opening());
            let connection = sync::connection(records.link(), session.carrier(), session.next_try(), now);
            let held = records.read(|replica| {
                let counts = replica.counts();
                let records = replica.records().filter(|record| !record.deleted).count();
                [records, counts.saving + counts.waiting + counts.accepted, counts.dead]
            });
            (shown, connection, held)
        }
    });
    let asked = use_asked(now);
    let figures = client.figures();
    let memory = Memory::now();
    let [app, scripts] = memory.words();
    html! {
        <>
            <section class="server-here" aria-labelledby="server-here-heading">
                <h2 id="server-here-heading">{ t::this_device() }</h2>
                { facts([
                    (t::version(), env!("CARGO_PKG_VERSION").to_owned()),
                    (t::connection(), connection),
                    (t::edits(), shown.meaning.to_owned()),
                    (t::worker(), standing(Standing::now()).to_owned()),
                    (t::memory_app(), app),
                    (t::memory_scripts(), if scripts.is_empty() { t::not_told().into() } else { scripts }),
                ]) }
                { noted(memory.is_tight().then(|| t::memory_tight().into())) }
            </section>
            <section class="server-stored" aria-labelledby="server-stored-heading">
                <h2 id="server-stored-heading">{ t::stored_here() }</h2>
                <div aria-busy={asked.is_none().then_some("true")}>{ facts(stores(stored, asked.as_ref())) }</div>
            </section>
            <section class="server-answers" aria-labelledby="server-answers-heading">
                <h2 id="server-answers-heading">{ t::answers_kept() }</h2>
                { facts(answers(&figures)) }
                { noted(notices(&figures)) }
            </section>
        </>
    }
}

/// What only the database and the browser can tell.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    storage: Option<Storage>,
    /// Nothing where the database does not tell.
    quarantined: Option<usize>,
}

/// That, once it is known, and again when the time moves on.
#[hook]
fn use_asked(now: u64) -> Option<Asked> {
    let session = use_session();
    let asked = use_state_eq(|| None::<Asked>);
    use_effect_with(now, {
        let asked = asked.setter();
        move |_| {
            spawn_local(async move {
                let storage = session.storage().await;
                let quarantined = session.quarantined().await.ok();
                asked.set(Some(Asked { storage, quarantined }));
            });
        }
    });
    (*asked).clone()
}

fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Controls => t::worker_controls(),
        Standing::Waits => t::worker_waits(),
        Standing::Absent => t::worker_absent(),
        Standing::Unsupported => t::worker_unsupported(),
    }
}

/// Numbers of records, of edits on their way and of refused ones; and what has to be asked for.
fn stores([records, waiting, dead]: [usize; 3], asked: Option<&Asked>) -> [(&'static str, String); 6] {
    let known = |words: &dyn Fn(&Asked) -> String| asked.map_or_else(|| NOT_YET.to_owned(), words);
    let room = |asked: &Asked| match &asked.storage {
        None => t::not_told().to_owned(),
        Some(Storage { used, quota: 0, .. }) => size(*used),
        Some(Storage { used, quota, .. }) => part_of_size(*used, *quota),
    };
    let kept = |asked: &Asked| asked.storage.as_ref().map_or_else(t::not_told, |storage| sync::kept(storage.persisted));
    [
        (t::records_held(), t::number(records)),
        (t::unsent_held(), t::number(waiting)),
        (t::edits_refused(), t::number(dead)),
        (
            t::unreadable_held(),
            known(&|asked| asked.quarantined.map_or_else(|| t::unreadable_unknown().into(), t::number)),
        ),
        (t::room_used(), known(&room)),
        (t::kept_label(), known(&|asked| kept(asked).to_owned())),
    ]
}

fn answers(figures: &Figures) -> [(&'static str, String); 5] {
    let Figures { entries, observed, stale, bytes, hits, stale_hits, misses, dedupes, .. } = figures;
    let wanted = hits + stale_hits + misses;
    [
        (t::answers(), t::answers_in_use(*entries, *observed)),
        (t::size(), size(*bytes as u64)),
        (t::out_of_date(), part(*stale as u64, *entries as u64)),
        (t::found_here(), part(hits + stale_hits, wanted)),
        (t::shared_requests(), dedupes.to_string()),
    ]
}

/// What was noticed of the answers: that they weigh much, and which took long.
fn notices(figures: &Figures) -> Vec<String> {
    let large = (figures.bytes > LARGE).then(|| t::answers_large(&size(figures.bytes as u64)));
    // Not the key: what is asked for may be what somebody wrote.
    let slow = figures.slow.iter().rev().map(|slow| t::answer_slow(slow.name, &tenths(slow.took)));
    large.into_iter().chain(slow).collect()
}

/// Seconds with a tenth.
fn tenths(milliseconds: u64) -> String {
    t::tenths((milliseconds / 100) as usize)
}

fn noted(words: impl IntoIterator<Item = String>) -> Html {
    words.into_iter().map(|words| html! { <p class="noted">{ words }</p> }).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_query::Slow;

    use super::*;

    #[test]
    fn the_caches_figures_are_told_as_shares() {
        let figures = Figures {
            hits: 5,
            stale_hits: 1,
            misses: 2,
            dedupes: 3,
            entries: 4,
            observed: 1,
            stale: 1,
            bytes: 2_048,
            ..Figures::default()
        };
        assert_eq!(
            answers(&figures).map(|(_, value)| value),
            ["4, of which 1 in use", "2 kB", "1 of 4 (25 %)", "6 of 8 (75 %)", "3"]
        );
        assert!(notices(&figures).is_empty());
    }

    #[test]
    fn what_is_slow_or_large_is_noticed_without_what_people_wrote() {
        let slow = |name, took| Slow { name, key: format!("{name}/secret"), took, at: 0 };
        let figures = Figures {
            bytes: 6_000_000,
            slow: vec![slow("history", 1_200), slow("search", 3_050)],
            ..Figures::default()
        };
        let told = notices(&figures);
        assert_eq!(told.len(), 3);
        assert!(
            told[0].contains("6.0 MB")
                && told[1].contains("search")
                && told[1].contains("3.0")
                && told[2].contains("1.2")
        );
        assert!(!told.concat().contains("secret"), "{told:?}");
    }

    #[test]
    fn what_is_not_known_yet_takes_the_same_room() {
        let known = Asked {
            storage: Some(Storage { used: 2_000_000, quota: 10_000_000, persisted: true }),
            quarantined: Some(3),
        };
        let told = stores([7, 2, 1], Some(&known)).map(|(_, value)| value);
        assert_eq!(&told[..5], ["7", "2", "1", "3", "2.0 MB of 10 MB"]);
        assert!(stores([7, 2, 1], None)[3..].iter().all(|(_, value)| value == NOT_YET));
    }
}
