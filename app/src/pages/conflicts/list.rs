//! The conflicts, one of them open before the person.

use std::collections::BTreeSet;

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_core::{
    conflict::{self, Choice},
    entity::{Conflict, Engagement},
    id::{Id, RecordId},
    operation::{Action, Begun, Edit},
    record::Seq,
    value::{Change, Value},
};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::prelude::*;
use yew_router::prelude::*;
use yewdux::prelude::*;

use super::{
    bulk::Bulk,
    keys::{self, Asked},
    one::One,
    pick::{self, Chosen, Pick, Unused},
    told::{About, Told, is_in, open_in, told},
};
use crate::{
    browser,
    commands::Command,
    components::{Empty, keys as shortcut_caps, skeleton},
    hooks::{Commit, Names, use_commit, use_now, use_records},
    route::Route,
    shortcuts::{CHOICES, Shortcut},
    stores::{Frame, Toast},
    t,
    words::capital,
};

/// How many conflicts are listed at first, and how many more each time.
const LISTED: usize = 50;

/// Properties of [`List`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) engagement: Id<Engagement>,
    pub(super) of: Option<RecordId>,
    pub(super) editable: bool,
    pub(super) names: Names,
    /// Whether everything stored here has been read.
    pub(super) loaded: bool,
}

/// The list. What is settled while it is shown, here or elsewhere, stays in its place and says so.
#[component]
pub(super) fn List(props: &Props) -> Html {
    let Props { engagement, of, editable, names, loaded } = props;
    let (engagement, of, editable) = (*engagement, *of, *editable);
    let commit = use_commit();
    let me = commit.session().account().id;
    let now = use_now();
    let listed = use_state(|| LISTED);
    // Drawn again when the keys that it shows are changed.
    let _keymap = use_selector(|frame: &Frame| frame.keymap.clone());
    let begun = {
        let commit = commit.clone();
        use_memo((), move |()| Pick::all_kept(me, commit.session().history()))
    };
    let (waiting, listed_now) = {
        let begun = begun.clone();
        use_records(move |records| {
            records.read(|replica| {
                let open = open_in(replica, engagement, of);
                // What somebody else has settled while the page was being loaded anew says so, with the words.
                let overtaken = begun.keys().filter(|id| !open.contains(id) && is_in(replica, **id, engagement, of));
                (open.len(), open.iter().chain(overtaken).copied().collect::<Vec<_>>())
            })
        })
    };
    // In the order in which they came, so that nothing moves under the person.
    let seen = use_mut_ref(Vec::<Id<Conflict>>::new);
    {
        let mut seen = seen.borrow_mut();
        let new: Vec<_> = listed_now.iter().filter(|id| !seen.contains(id)).copied().collect();
        seen.extend(new);
    }
    let ids: Vec<Id<Conflict>> = seen.borrow().iter().take(*listed).copied().collect();
    let all = {
        let ids = ids.clone();
        use_records(move |records| {
            records.read(|replica| ids.iter().filter_map(|id| told(replica, *id)).collect::<Vec<Told>>())
        })
    };
    // What was being written about one that is gone, or is settled and was to be settled otherwise, is no use to anybody.
    let useless = {
        let (begun, loaded) = (begun.clone(), *loaded);
        use_records(move |records| {
            records.read(|replica| {
                let is_of_use = |id: Id<Conflict>, pick: &Pick| {
                    told(replica, id).is_some_and(|told| told.is_open() || pick.unused(&told).is_some())
                };
                let useless = begun.iter().filter(|(id, pick)| loaded && !is_of_use(**id, pick));
                useless.map(|(id, _)| *id).collect::<Vec<_>>()
            })
        })
    };
    use_effect_with(useless, move |useless| useless.iter().for_each(|id| pick::forget(me, *id)));
    let selected = use_state(|| None::<Id<Conflict>>);
    let picks = use_state(|| (*begun).clone());
    let own = use_mut_ref(BTreeSet::<Id<Conflict>>::new);
    let current = (*selected).filter(|id| all.iter().any(|told| told.id == *id));
    let current = current.or_else(|| all.iter().find(|told| told.is_open()).map(|told| told.id));
    use_effect_with(all.is_empty(), |_| browser::focus_if_lost(".conflicts"));

    let on_select = {
        let selected = selected.clone();
        Callback::from(move |id: Id<Conflict>| {
            selected.set(Some(id));
            browser::focus_soon(format!("[data-conflict=\"{id}\"] .conflict-what"));
        })
    };
    let on_pick = {
        let (picks, commit) = (picks.clone(), commit.clone());
        Callback::from(move |(id, pick): (Id<Conflict>, Pick)| {
            pick.keep(me, commit.session().history(), id);
            let mut all = (*picks).clone();
            all.insert(id, pick);
            picks.set(all);
        })
    };
    let on_settle = {
        let (commit, picks, own, names) = (commit.clone(), picks.clone(), own.clone(), names.clone());
        let (all, on_select) = (all.clone(), on_select.clone());
        Callback::from(move |id: Id<Conflict>| {
            let Some(told) = all.iter().find(|told| told.id == id && told.is_open() && editable) else { return };
            let Some((choice, seen)) = picks.get(&id).and_then(|pick| pick.choice(told)) else { return };
            own.borrow_mut().insert(id);
            pick::forget(me, id);
            let words = settled_words(told, &choice, me, &names);
            settle(&commit, vec![Settling { id, choice, seen }], words);
            let after = all.iter().skip_while(|told| told.id != id).skip(1);
            if let Some(next) = after.chain(&all).find(|told| told.is_open() && told.id != id) {
                on_select.emit(next.id);
            } else {
                browser::focus_soon(".conflicts".into());
            }
        })
    };
    let on_words = {
        let commit = commit.clone();
        Callback::from(move |unused: Unused| {
            pick::forget(me, unused.told.id);
            put_words(&commit, unused);
        })
    };
    let onkeydown = {
        let (all, on_select, on_settle, on_pick, picks) =
            (all.clone(), on_select.clone(), on_settle.clone(), on_pick.clone(), picks.clone());
        Callback::from(move |event: KeyboardEvent| {
            let (Some(asked), Some(id)) = (keys::asked(&event, &Dispatch::<Frame>::global().get().keymap), current)
            else {
                return;
            };
            let Some(place) = all.iter().position(|told| told.id == id) else { return };
            event.prevent_default();
            match asked {
                Asked::Beside(by) => {
                    if let Some(next) = place.checked_add_signed(by as isize).and_then(|place| all.get(place)) {
                        on_select.emit(next.id);
                    }
                }
                Asked::Pick(number) if editable => {
                    let pick = picks.get(&id).cloned().unwrap_or_default();
                    if let Some(chosen) = Chosen::of(&all[place], me).get(number) {
                        on_pick.emit((id, pick.with(*chosen, &all[place])));
                    }
                }
                Asked::Pick(_) => {}
                Asked::Settle => on_settle.emit(id),
            }
        })
    };
    // The rest of the page too: whoever comes has the focus on its heading. Enter there is not about what is below.
    let page = use_node_ref();
    use_effect({
        let (page, onkeydown) = (page.clone(), onkeydown.clone());
        move || {
            let page = page.cast::<Element>().and_then(|list| list.closest(".conflicts-page").ok().flatten());
            let listener = page.map(|page| {
                EventListener::new_with_options(
                    &page,
                    "keydown",
                    EventListenerOptions::enable_prevent_default(),
                    move |event| {
                        let event = event.unchecked_ref::<KeyboardEvent>();
                        let in_list = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                        let in_list = in_list.and_then(|target| target.closest(".conflicts").ok().flatten()).is_some();
                        if !in_list && event.key() != "Enter" {
                            onkeydown.emit(event.clone());
                        }
                    },
                )
            });
            move || drop(listener)
        }
    });
    if all.is_empty() {
        return if *loaded { nothing(engagement) } else { skeleton() };
    }
    let more = seen.borrow().len() - ids.len();
    let on_more = {
        let listed = listed.clone();
        Callback::from(move |_: MouseEvent| listed.set(*listed + LISTED))
    };
    html! {
        <div class="conflicts" ref={page} tabindex="-1" {onkeydown}>
            <p class="conflicts-count" role="status">
                { match waiting {
                    0 => t::all_settled().to_owned(),
                    waiting => t::conflicts_wait(waiting),
                } }
            </p>
            if editable && waiting > 1 {
                <Bulk {engagement} {of} {me} on_settled={{
                    let own = own.clone();
                    Callback::from(move |ids: Vec<Id<Conflict>>| {
                        ids.iter().for_each(|id| pick::forget(me, *id));
                        own.borrow_mut().extend(ids);
                    })
                }} />
            }
            if editable {
                <p class="conflicts-keys">
                    { shortcut_caps(Shortcut::NextConflict) }{ " " }{ shortcut_caps(Shortcut::LastConflict) }{ t::keys_next_last() }
                    { for CHOICES.into_iter().map(|choice| html! { <>{ shortcut_caps(choice) }{ " " }</> }) }{ t::keys_choose() }<kbd>{ t::cap_enter() }</kbd>{ t::keys_do_settle() }
                </p>
            } else {
                <p class="conflicts-keys">{ t::conflicts_role() }</p>
            }
            <ul class="conflict-list" role="list">
                { for all.iter().map(|told| html! {
                    <One
                        key={told.id.to_string()}
                        told={told.clone()}
                        {me}
                        {now}
                        names={names.clone()}
                        {editable}
                        is_open_here={current == Some(told.id)}
                        is_own={own.borrow().contains(&told.id)}
                        pick={picks.get(&told.id).cloned().unwrap_or_default()}
                        on_select={on_select.clone()}
                        on_pick={on_pick.clone()}
                        on_settle={on_settle.clone()}
                        on_words={on_words.clone()}
                    />
                }) }
            </ul>
            if more > 0 {
                <p class="history-more"><button type="button" class="show-more" onclick={on_more}>{ t::show_more(more) }</button></p>
            }
        </div>
    }
}

fn nothing(engagement: Id<Engagement>) -> Html {
    html! {
        <Empty title={t::no_conflicts()}>
            <p>{ t::no_conflicts_words() }</p>
            <p class="next-steps">
                <Link<Route> to={Route::Engagement { engagement }} classes="button">{ t::conflicts_overview() }</Link<Route>>
            </p>
        </Empty>
    }
}

/// How a conflict is to be settled.
pub(super) struct Settling {
    pub(super) id: Id<Conflict>,
    pub(super) choice: Choice,
    /// The version of the record that the person was shown, if they were shown more than the conflict itself tells.
    pub(super) seen: Option<Seq>,
}

/// Settles conflicts as one thing to undo.
pub(super) fn settle(commit: &Commit, all: Vec<Settling>, words: String) {
    let edits: Vec<Begun> = {
        let replica = commit.session().replica();
        let each = all.into_iter().filter_map(|Settling { id, choice, seen }| {
            let record = replica.live(id.record())?;
            let of = replica.entity(id)?.of;
            Some(conflict::settle(record, replica.seen(of).map(AsRef::as_ref), choice, seen))
        });
        each.flatten().collect()
    };
    if !edits.is_empty() {
        commit.with_undo(Command::of(edits), words);
    }
}

/// What was done, for the person who did it.
fn settled_words(told: &Told, choice: &Choice, me: holdfast_core::id::PersonId, names: &Names) -> String {
    let (mine, theirs) = told.whose(me, names);
    match (&told.about, choice) {
        (About::Deleted(_), Choice::Theirs) => t::settled_left(&told.what),
        (About::Deleted(_), _) => t::settled_back(&told.what),
        (About::Field { .. }, Choice::Mine) => t::settled_kept(&capital(&told.what), &mine),
        (About::Field { later: Some(_), .. }, Choice::Theirs) => t::settled_left(&capital(&told.what)),
        (About::Field { .. }, Choice::Theirs) => t::settled_kept(&capital(&told.what), &theirs),
        (About::Field { .. }, Choice::Combined(_)) => t::settled_both(&capital(&told.what)),
    }
}

/// Puts words that were being written when somebody else settled the conflict into the field after all. What has been written
/// there since they were begun is not overwritten unseen: there are two versions again.
fn put_words(commit: &Commit, Unused { told, text, seen }: Unused) {
    let About::Field { name, .. } = &told.about else { return };
    let edit = commit.session().replica().live(told.of).map(|record| {
        let changes = [(name.clone(), Change::Put(Value::Text(text.clone())))].into();
        Edit { scope: record.scope, kind: record.kind.clone(), id: record.id, action: Action::Set(changes) }
    });
    match edit {
        Some(edit) => {
            let command = Command::of([Begun { seen, ..edit.into() }]);
            commit.with_undo(command, t::words_put(&told.what));
        }
        None => {
            let said = t::words_not_put(&told.what);
            commit.say(Toast::problem(said).with_details(text));
        }
    }
}
