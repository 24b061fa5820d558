//! One conflict: a line, or both versions with what can be done.

use holdfast_core::{
    Millis,
    conflict::{Choice, combine},
    entity::{Conflict, Resolution},
    id::{Id, PersonId},
};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    side,
    told::{About, Told},
};
use crate::{
    browser,
    hooks::Names,
    route::Route,
    words::{capital, time},
};

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    Mine,
    Theirs,
    Combined,
}

impl Chosen {
    /// What can be chosen in a conflict, in the order of the keys.
    pub(super) fn of(told: &Told, me: PersonId) -> &'static [Self] {
        match told.about {
            _ if !told.may_change(me) => &[Self::Theirs],
            About::Field { .. } => &[Self::Mine, Self::Theirs, Self::Combined],
            About::Deleted(_) => &[Self::Mine, Self::Theirs],
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Theirs => "theirs",
            Self::Combined => "combined",
        }
    }
}

/// What is chosen so far, and what is written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Pick {
    chosen: Option<Chosen>,
    text: Option<String>,
}

impl Pick {
    /// The same with another choice.
    pub(super) fn with(self, chosen: Chosen) -> Self {
        Self { chosen: Some(chosen), ..self }
    }

    /// How it settles a conflict, if it does.
    pub(super) fn choice(&self, told: &Told) -> Option<Choice> {
        Some(match self.chosen? {
            Chosen::Mine => Choice::Mine,
            Chosen::Theirs => Choice::Theirs,
            Chosen::Combined => Choice::Combined(self.text.clone().unwrap_or_else(|| proposed(told).0)),
        })
    }
}

/// Words made of both to begin with, and whether they could be combined as they are.
fn proposed(told: &Told) -> (String, bool) {
    let About::Field { base, mine, theirs, .. } = &told.about else { return (String::new(), false) };
    match base.as_deref().and_then(|base| combine(base, mine, theirs)) {
        Some(both) => (both, true),
        None => (format!("{}\n\n{}", mine.trim_end(), theirs.trim_end()), false),
    }
}

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
    pub(super) on_words: Callback<(Told, String)>,
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
        About::Deleted(_) => {
            format!("{theirs} deleted it{} · {mine} changed it{}", when(told.theirs.at), when(told.mine.at))
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
        let (on_pick, pick) = (on_pick.clone(), pick.clone());
        Callback::from(move |_: Event| on_pick.emit((id, pick.clone().with(chosen))))
    };
    let option = |chosen: Chosen, title: String, content: Html| {
        let input = format!("{}-{id}", chosen.name());
        let number = can.iter().position(|one| *one == chosen).filter(|_| *editable).map(|place| place + 1);
        html! {
            <div class="side" data-side={chosen.name()}>
                <div class="side-head">
                    if number.is_some() {
                        <input
                            type="radio"
                            id={input.clone()}
                            name={format!("choice-{id}")}
                            checked={pick.chosen == Some(chosen)}
                            onchange={pick_of(chosen)}
                        />
                    }
                    <label for={input}>{ title }</label>
                    if let Some(number) = number {
                        <kbd aria-hidden="true">{ number }</kbd>
                    }
                </div>
                { content }
            </div>
        }
    };
    let options = match &told.about {
        About::Field { base, mine: own, theirs: other, .. } => html! {
            <>
                <div class="sides">
                    { option(Chosen::Mine, capital(&format!("{mine} words")), side::text(base.as_deref(), own, other)) }
                    { option(Chosen::Theirs, format!("{} words, which are there now", capital(&theirs)), side::text(base.as_deref(), other, own)) }
                </div>
                if *editable && can.contains(&Chosen::Combined) {
                    { option(Chosen::Combined, "Both, put together by you".into(), combined(props)) }
                }
                { side::base(base.as_deref()) }
            </>
        },
        About::Deleted(changes) => html! {
            <div class="sides">
                { option(Chosen::Mine, format!("Bring it back with {mine} changes"), side::changes(told, changes, names)) }
                { option(Chosen::Theirs, "Leave it deleted".into(), html! { <p class="side-note">{ "The changes stay in its history." }</p> }) }
            </div>
        },
    };
    html! {
        <>
            <fieldset class="choices">
                <legend>{ "Which should stay?" }</legend>
                { options }
                if let Some(only) = told.only.filter(|_| *editable && !told.may_change(*me)) {
                    <p class="side-note">{ format!("Only {} may change these words. You can say that they are right as they are.", names.of(&only.to_string())) }</p>
                }
            </fieldset>
            <div class="conflict-actions">
                if let Some(to) = &told.to {
                    <Link<Route> to={to.clone()} classes="conflict-open">{ "Open where it is" }</Link<Route>>
                }
                if *editable {
                    <button type="button" class="primary settle" disabled={pick.chosen.is_none()} onclick={on_settle.reform(move |_: MouseEvent| id)}>
                        { "Settle" }
                    </button>
                }
            </div>
        </>
    }
}

/// A text made of both, to be written on.
fn combined(props: &Props) -> Html {
    let Props { told, pick, on_pick, .. } = props;
    if pick.chosen != Some(Chosen::Combined) {
        return Html::default();
    }
    let id = told.id;
    let (text, is_clean) = proposed(told);
    let hint = match is_clean {
        true => "Both changed different parts: here they are together. Change what you like.",
        false => "Both changed the same part: here is one after the other. Edit it until it is right.",
    };
    let oninput = {
        let (on_pick, pick) = (on_pick.clone(), pick.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            on_pick.emit((id, Pick { text: Some(text), ..pick.clone() }));
        })
    };
    let value = pick.text.clone().unwrap_or(text);
    html! {
        <>
            <p class="side-note" id={format!("hint-{id}")}>{ hint }</p>
            <textarea class="combine" rows="6" maxlength="50000" aria-label="Both, put together" aria-describedby={format!("hint-{id}")} {value} {oninput} />
        </>
    }
}

/// What became of a conflict that was open when the page was.
fn settled(props: &Props) -> Html {
    let Props { told, me, names, is_own, pick, on_words, editable, .. } = props;
    let (mine, theirs) = told.whose(*me, names);
    let how = match (&told.about, told.resolution) {
        (_, Resolution::Open) => return Html::default(),
        (About::Deleted(_), Resolution::Theirs) => "it stays deleted".to_owned(),
        (About::Deleted(_), _) => format!("it was brought back with {mine} changes"),
        (About::Field { .. }, Resolution::Mine) => format!("{mine} words were kept"),
        (About::Field { .. }, Resolution::Theirs) => format!("{theirs} words were kept"),
        (About::Field { .. }, Resolution::Combined) => "both were put together".to_owned(),
    };
    let words = match is_own {
        true => format!("Settled: {how}."),
        false => format!("Settled meanwhile, by someone else or on another device: {how}."),
    };
    let unused = pick.text.clone().filter(|_| !is_own && pick.chosen == Some(Chosen::Combined));
    html! {
        <div class="conflict-settled" role="status">
            <p>{ words }</p>
            if let Some(text) = unused {
                <p>{ "What you were writing was not used:" }</p>
                <pre tabindex="0" class="conflict-unused">{ &text }</pre>
                <div class="conflict-actions">
                    <button type="button" onclick={{
                        let text = text.clone();
                        Callback::from(move |_: MouseEvent| browser::copy(&text))
                    }}>{ "Copy" }</button>
                    if *editable && told.may_change(*me) {
                        <button type="button" class="use-anyway" onclick={{
                            let (told, on_words) = (told.clone(), on_words.clone());
                            Callback::from(move |_: MouseEvent| on_words.emit((told.clone(), text.clone())))
                        }}>{ "Put it in now" }</button>
                    }
                </div>
            }
        </div>
    }
}
