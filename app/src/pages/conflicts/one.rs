//! One conflict: a line, or both versions with what can be done.

use holdfast_core::{
    Millis,
    entity::{Conflict, Resolution},
    id::{Id, PersonId},
};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    pick::{self, Chosen, Pick, Unused, proposed},
    side,
    told::{About, Later, Told},
};
use crate::{
    browser,
    components::keys,
    hooks::Names,
    route::Route,
    shortcuts::CHOICES,
    t,
    words::{capital, time},
};

/// Properties of [`One`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) told: Told,
    pub(super) me: PersonId,
    pub(super) now: Millis,
    pub(super) names: Names,
    pub(super) editable: bool,
    /// Whether both versions are shown.
    pub(super) is_open_here: bool,
    /// Whether it was this person who settled it, here.
    pub(super) is_own: bool,
    pub(super) pick: Pick,
    pub(super) on_select: Callback<Id<Conflict>>,
    pub(super) on_pick: Callback<(Id<Conflict>, Pick)>,
    pub(super) on_settle: Callback<Id<Conflict>>,
    /// Puts words into the field although it was settled meanwhile.
    pub(super) on_words: Callback<Unused>,
}

/// A conflict.
#[component]
pub(super) fn One(props: &Props) -> Html {
    let Props { told, me, now, names, is_open_here, .. } = props;
    let id = told.id;
    let (mine, theirs) = told.people(*me, names);
    let when = |at: Option<Millis>| at.map_or_else(String::new, |at| format!(" {}", time::ago(at, *now)));
    let by = match &told.about {
        About::Field { .. } => format!("{mine}{} · {theirs}{}", when(told.mine.at), when(told.theirs.at)),
        About::Deleted(changes) => {
            let (deleted, edited) = (when(told.theirs.at), when(told.mine.at));
            match changes.is_empty() {
                true => t::conflict_by_added(&theirs, &deleted, &mine, &edited),
                false => t::conflict_by_changed(&theirs, &deleted, &mine, &edited),
            }
        }
    };
    let body = format!("conflict-{id}");
    let state = if told.is_open() { "open" } else { "settled" };
    let shows = told.is_open() && *is_open_here;
    html! {
        <li class={classes!("conflict", shows.then_some("is-here"))} data-conflict={id.to_string()} data-state={state}>
            <h2>
                <button
                    type="button"
                    class="conflict-what"
                    aria-expanded={shows.to_string()}
                    aria-controls={shows.then(|| body.clone())}
                    onclick={props.on_select.reform(move |_: MouseEvent| id)}
                >
                    { &told.what }
                </button>
            </h2>
            <p class="conflict-by">{ by }</p>
            if !told.is_open() {
                { settled(props) }
            } else if *is_open_here {
                <div id={body} class="conflict-body">{ choices(props) }</div>
            }
        </li>
    }
}

/// Both versions, and what can be chosen.
fn choices(props: &Props) -> Html {
    let Props { told, me, names, editable, pick, on_pick, on_settle, .. } = props;
    let id = told.id;
    let (mine, theirs) = told.whose(*me, names);
    let can = Chosen::of(told, *me);
    let pick_of = |chosen: Chosen| {
        let (on_pick, pick, told) = (on_pick.clone(), pick.clone(), told.clone());
        Callback::from(move |_: Event| on_pick.emit((id, pick.clone().with(chosen, &told))))
    };
    let option = |chosen: Chosen, title: String, content: Html| {
        let input = format!("{}-{id}", chosen.name());
        let place = can.iter().position(|one| *one == chosen).filter(|_| *editable);
        html! {
            <div class="side" data-side={chosen.name()}>
                <div class="side-head">
                    if place.is_some() {
                        <input
                            type="radio"
                            id={input.clone()}
                            name={format!("choice-{id}")}
                            checked={pick.chosen() == Some(chosen)}
                            onchange={pick_of(chosen)}
                        />
                    }
                    <label for={input}>{ title }</label>
                    if let Some(choice) = place.and_then(|place| CHOICES.get(place)) {
                        <span aria-hidden="true">{ keys(*choice) }</span>
                    }
                </div>
                { content }
            </div>
        }
    };
    let options = match &told.about {
        About::Field { base, mine: own, theirs: other, later, .. } => html! {
            <>
                <div class="sides">
                    { option(Chosen::Mine, capital(&t::words_of(&mine)), side::text(base.as_deref(), own, later.as_ref().map_or(other, |later| &later.text))) }
                    if let Some(later) = later {
                        { option(Chosen::Theirs, there_now(later, *me, names), side::later(base.as_deref(), &later.text, own, &theirs, other)) }
                    } else {
                        { option(Chosen::Theirs, t::words_there(&capital(&theirs)), side::text(base.as_deref(), other, own)) }
                    }
                </div>
                if *editable && pick.is_overtaken(told) {
                    <div class="conflict-overtaken" role="status">
                        <p class="side-note">{ t::overtaken() }</p>
                        <button type="button" class="conflict-anew" onclick={{
                            let (on_pick, pick, told) = (on_pick.clone(), pick.clone(), told.clone());
                            Callback::from(move |_: MouseEvent| on_pick.emit((id, pick.clone().anew(&told))))
                        }}>{ if pick.text().is_some() { t::begin_anew() } else { t::keep_choice() } }</button>
                    </div>
                }
                if told.is_deleted {
                    <p class="side-note">{ t::deleted_since() }</p>
                }
                if *editable && can.contains(&Chosen::Combined) {
                    { option(Chosen::Combined, t::both_put().into(), combined(props)) }
                }
                { side::base(base.as_deref()) }
            </>
        },
        About::Deleted(changes) => html! {
            <div class="sides">
                { option(Chosen::Mine, bring_back(told, &mine, changes.is_empty()), side::changes(told, changes, names)) }
                { option(Chosen::Theirs, leave(told).into(), html! { <p class="side-note">{ stays(changes.is_empty()) }</p> }) }
            </div>
        },
    };
    html! {
        <>
            <fieldset class="choices">
                <legend>{ t::which_stays() }</legend>
                { options }
                if let Some(only) = told.only.filter(|_| *editable && !told.may_change(*me)) {
                    <p class="side-note">{ t::only_may(names.of(&only.to_string())) }</p>
                }
            </fieldset>
            <div class="conflict-actions">
                if let Some(to) = &told.to {
                    <Link<Route> to={to.clone()} classes="conflict-open">{ t::open_there() }</Link<Route>>
                }
                if *editable {
                    <button type="button" class="primary settle" disabled={pick.chosen().is_none()} onclick={on_settle.reform(move |_: MouseEvent| id)}>
                        { t::settle() }
                    </button>
                }
            </div>
        </>
    }
}

fn there_now(later: &Later, me: PersonId, names: &Names) -> String {
    match later.by {
        Some(by) if by == me => t::there_yours().into(),
        Some(by) => capital(&t::words_there(&names.whose(&by.to_string()))),
        None => t::there_words().into(),
    }
}

fn bring_back(told: &Told, mine: &str, is_empty: bool) -> String {
    match (told.is_deleted, is_empty) {
        (true, true) => t::bring_back().into(),
        (true, false) => t::bring_back_with(mine),
        (false, _) => t::back_make(mine),
    }
}

fn leave(told: &Told) -> &'static str {
    match told.is_deleted {
        true => t::leave_deleted(),
        false => t::leave_now(),
    }
}

/// What becomes of the changes, or of what was added, where a record is left as it is.
fn stays(is_empty: bool) -> &'static str {
    match is_empty {
        true => t::stays_added(),
        false => t::stays_changes(),
    }
}

/// A text made of both, to be written on.
fn combined(props: &Props) -> Html {
    let Props { told, pick, on_pick, .. } = props;
    if pick.chosen() != Some(Chosen::Combined) {
        return Html::default();
    }
    let id = told.id;
    let (text, is_clean) = proposed(told);
    let hint = match is_clean {
        true => t::combined_clean(),
        false => t::combined_both(),
    };
    let oninput = {
        let (on_pick, pick, told) = (on_pick.clone(), pick.clone(), told.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            on_pick.emit((id, pick.clone().writing(text, &told)));
        })
    };
    let value = pick.text().map_or(text, ToOwned::to_owned);
    html! {
        <>
            <p class="side-note" id={format!("hint-{id}")}>{ hint }</p>
            <textarea class="combine" rows="6" aria-label={t::combined()} aria-describedby={format!("hint-{id}")} {value} {oninput} />
        </>
    }
}

/// What became of a conflict that was open when the page was.
fn settled(props: &Props) -> Html {
    let Props { told, me, names, is_own, pick, on_words, editable, .. } = props;
    let (mine, theirs) = told.whose(*me, names);
    let how = match (&told.about, told.resolution) {
        (_, Resolution::Open) => return Html::default(),
        (About::Deleted(_), Resolution::Theirs) => t::how_left().to_owned(),
        (About::Deleted(changes), _) if changes.is_empty() => t::how_back().to_owned(),
        (About::Deleted(_), _) => t::how_back_with(&mine),
        (About::Field { .. }, Resolution::Mine) => t::how_kept(&mine),
        (About::Field { later: Some(_), .. }, Resolution::Theirs) => t::how_left().to_owned(),
        (About::Field { .. }, Resolution::Theirs) => t::how_kept(&theirs),
        (About::Field { .. }, Resolution::Combined) => t::how_both().to_owned(),
    };
    let words = match is_own {
        true => t::settled_how(&how),
        false => t::settled_elsewhere(&how),
    };
    let unused = pick.unused(told).filter(|_| !is_own);
    html! {
        <div class="conflict-settled" role="status">
            <p>{ words }</p>
            if let Some(unused) = unused {
                <p>{ t::not_used() }</p>
                <pre tabindex="0" class="conflict-unused">{ &unused.text }</pre>
                <div class="conflict-actions">
                    <button type="button" onclick={{
                        let (text, id, me) = (unused.text.clone(), told.id, *me);
                        Callback::from(move |_: MouseEvent| {
                            pick::forget(me, id);
                            browser::copy(&text);
                        })
                    }}>{ t::copy() }</button>
                    if *editable && told.may_change(*me) {
                        <button type="button" class="use-anyway" onclick={on_words.reform(move |_: MouseEvent| unused.clone())}>{ t::put_now() }</button>
                    }
                </div>
            }
        </div>
    }
}
