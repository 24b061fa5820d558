//! The entries by day, and more of them at both ends.

use std::rc::Rc;

use holdfast_core::{
    entity::Engagement,
    id::{Id, RecordId},
    record::Seq,
};
use holdfast_query::{Fetch, Infinite, Intent, hooks::Handle};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::{
    entry::{Entry, Restore},
    hold::use_hold,
    restore::{self, may_write},
    shown::{Now, all_shown, late},
    told::told,
    when,
    words::Speaker,
};
use crate::{
    browser,
    commands::Command,
    hooks::{use_commit, use_now, use_records, use_role, use_seen, use_session},
    queries::History,
    t,
    words::time,
};

/// What is under way.
#[derive(Clone, Copy, PartialEq)]
struct Way {
    has_more: bool,
    is_busy: bool,
}

/// Properties of [`List`].
#[derive(Properties)]
pub(super) struct Props {
    pub(super) engagement: Id<Engagement>,
    pub(super) record: RecordId,
    /// The entry that the address names.
    pub(super) at: Option<u64>,
    pub(super) speaker: Speaker,
    pub(super) history: Handle<Infinite<History>>,
}

impl PartialEq for Props {
    /// Handles are of one render: there is nothing to be saved by comparing them.
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The list. Older entries come by themselves when its end comes into view; newer ones when they are asked for, or when
/// they are made while the newest are shown.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let Props { engagement, record, at, speaker, history } = props;
    let session = use_session();
    let me = session.account().clone();
    let now = use_now();
    let pages = history.data().expect("it is shown only where there is data");
    let role = use_role(*engagement);
    let now_known = {
        let record = *record;
        use_records(move |records| Now(records.read(|replica| replica.seen(record).cloned())))
    };
    let may_restore = now_known.0.as_ref().is_some_and(|record| may_write(record, role, me.id));
    // Drawing it again, for the clock say, must not read all of it again.
    let shown = use_memo((ByAddress(Rc::clone(pages)), speaker.clone(), now_known.clone()), |(pages, speaker, now)| {
        all_shown(&session.replica(), &told(pages.0.iter()), speaker, &me, now, !pages.0.has_previous)
    });
    let commit = use_commit();
    let on_restore = may_restore.then(|| {
        let now = now_known.clone();
        Callback::from(move |Restore { values, what }: Restore| {
            let edits = |record| restore::edits(&commit.session().replica(), record, &values);
            let edits = now.0.as_ref().map(|record| edits(record)).unwrap_or_default();
            if !edits.is_empty() {
                commit.with_undo(Command::of(edits), t::restored(&what));
            }
        })
    });
    let busy =
        |intent: Intent| matches!(history.fetch, Fetch::Running(run) | Fetch::Backoff(run) if run.intent == intent);
    let newer = Way { has_more: pages.has_previous, is_busy: busy(Intent::Previous) };
    let older = Way { has_more: pages.has_next, is_busy: busy(Intent::Next) };

    let asked = use_mut_ref(|| false);
    use_hold(shown.first().map(|entry| entry.seq), &asked);
    let show_newer = {
        let history = history.clone();
        Callback::from(move |()| {
            asked.replace(true);
            history.fetch_more(Intent::Previous);
        })
    };
    let show_older = {
        let history = history.clone();
        Callback::from(move |()| history.fetch_more(Intent::Next))
    };
    // Meanwhile what another address had is shown.
    let is_own = !history.is_placeholder;
    let begins = pages.pages.first().map(|(from, _)| *from);
    use_follow(history, is_own.then_some(((*at, begins), newer.has_more)));
    use_scroll_to(at.filter(|_| is_own));

    let end = use_node_ref();
    // After a failure it is the person who tries again.
    let may_go_on = older.has_more && !history.is_fetching() && history.error().is_none();
    use_seen(&end, may_go_on.then_some(shown.len()), show_older.clone());

    let is_cut = pages.iter().any(|page| page.floor > Seq(0));
    let today = time::today();
    let days = shown.chunk_by(|a, b| when::day(a.at) == when::day(b.at));
    html! {
        <div class="history" aria-busy={(newer.is_busy || older.is_busy).then_some("true")}>
            if newer.has_more {
                { more("newer", newer, show_newer) }
            }
            { for days.map(|entries| {
                let heading = format!("day-{}", entries[0].seq);
                html! {
                    <section key={when::day(entries[0].at).to_string()} class="history-day" aria-labelledby={heading.clone()}>
                        <h2 id={heading}>{ time::day_words(when::day(entries[0].at), today) }</h2>
                        <ol role="list">
                            { for entries.iter().map(|entry| html! {
                                <Entry
                                    key={entry.seq}
                                    engagement={*engagement}
                                    record={*record}
                                    seq={entry.seq}
                                    author={entry.author.clone()}
                                    at={entry.at}
                                    when={when::told(entry.at, now)}
                                    spoken={entry.spoken.clone()}
                                    late={late(entry, now)}
                                    version={entry.version.clone()}
                                    on_restore={on_restore.clone()}
                                    is_here={*at == Some(entry.seq)}
                                />
                            }) }
                        </ol>
                    </section>
                }
            }) }
            <div ref={end} class="history-end">
                if older.has_more {
                    { more("older", older, show_older) }
                } else {
                    <p class="none">{ end_words(newer.has_more, is_cut) }</p>
                }
            </div>
        </div>
    }
}

/// What is said where nothing is older. `is_cut` says that what was is no longer kept.
fn end_words(has_newer: bool, is_cut: bool) -> &'static str {
    match (has_newer, is_cut) {
        (_, true) => t::older_gone(),
        (true, false) => t::older_none(),
        (false, false) => t::older_all(),
    }
}

fn more(which: &'static str, way: Way, on_more: Callback<()>) -> Html {
    html! {
        <p class="history-more">
            <button type="button" class={format!("show-{which}")} disabled={way.is_busy} onclick={on_more.reform(|_| ())}>
                { match (which, way.is_busy) { ("newer", true) => t::reading_newer(), ("newer", false) => t::show_newer(), (_, true) => t::reading_older(), (_, false) => t::show_older() } }
            </button>
        </p>
    }
}

/// The entry that the address names, and where the first page begins.
type Begin = (Option<u64>, Option<crate::queries::From>);

/// While the newest entries are shown, what is made next is shown too, although it is beyond the first page. `shown` says
/// which address is shown and where its first page begins, and whether there are newer entries than the first. That pages
/// were dropped for room is no reason to follow: then the first page begins elsewhere.
#[hook]
fn use_follow(history: &Handle<Infinite<History>>, shown: Option<(Begin, bool)>) {
    let newest_at = use_mut_ref(|| None::<Begin>);
    let history = history.clone();
    use_effect_with(shown, move |shown| {
        let Some((at, has_newer)) = *shown else { return };
        let was_newest = newest_at.replace((!has_newer).then_some(at)) == Some(at);
        if was_newest && has_newer {
            history.fetch_more(Intent::Previous);
        }
    });
}

/// Brings the entry that the address names into view, once it is there.
#[hook]
fn use_scroll_to(at: Option<u64>) {
    use_effect_with(at, |at| {
        let entry =
            at.and_then(|at| browser::document().query_selector(&format!("[data-seq=\"{at}\"]")).ok().flatten());
        if let Some(entry) = entry {
            let options = ScrollIntoViewOptions::new();
            options.set_block(ScrollLogicalPosition::Center);
            Element::scroll_into_view_with_scroll_into_view_options(&entry, &options);
        }
    });
}

/// Compared by where it is: an answer that did not change keeps its place.
struct ByAddress<T>(Rc<T>);

impl<T> PartialEq for ByAddress<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
