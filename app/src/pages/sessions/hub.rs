//! The hub: all sessions of an engagement, some of them, in an order. The address says which.

use std::{cell::RefCell, rc::Rc};

use holdfast_core::{
    entity::{Engagement, SessionState},
    id::Id,
    status::Link as ServerLink,
};
use holdfast_query::{Millis, schedule::use_debounced_callback};
use web_sys::HtmlInputElement;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{
    bulk,
    deeds::{Deeds, use_deeds},
    grid::{Grid, Shown},
    menu::SessionMenu,
    over::{Over, over},
};
use crate::{
    board::Visit,
    browser,
    components::{Crumb, Empty, Glyph, Heading, IconButton, Select, Tabs, skeleton_of},
    hooks::{use_record, use_records},
    pages::NotFoundPage,
    route::Route,
    sessions::{Asked, Figures, Line, Lines, Order, Tab, shown},
    t,
    views::Picked,
    words::choice,
};

/// How long nothing is typed before it is looked for, in milliseconds.
const QUIET: Millis = 150;

/// All sessions here. Equal where each is the very same.
#[derive(Clone, Default)]
struct Here(Rc<Vec<Rc<Line>>>);

impl PartialEq for Here {
    fn eq(&self, other: &Self) -> bool {
        let same = |(one, other): (&Rc<Line>, &Rc<Line>)| Rc::ptr_eq(one, other);
        self.0.len() == other.0.len() && self.0.iter().zip(&*other.0).all(same)
    }
}

/// Properties of [`SessionsPage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
}

/// The page.
#[component]
pub(crate) fn SessionsPage(props: &Props) -> Html {
    let engagement = props.engagement;
    let entity = use_record(engagement);
    let loaded = use_records(|records| records.is_loaded());
    let is_offline = use_records(|records| records.link() == ServerLink::Down);
    let (deeds, shows) = use_deeds(engagement);
    let asked = use_location().and_then(|location| location.query::<Asked>().ok()).unwrap_or_default();
    let navigator = use_navigator();
    // Typing is one visit, every choice another: the way back leads through the choices.
    let look = Callback::from(move |(asked, visit): (Asked, Visit)| {
        if let Some(navigator) = &navigator {
            let route = Route::Sessions { engagement };
            // What cannot be an address is looked at no less.
            let _ = match visit {
                Visit::Same => navigator.replace_with_query(&route, asked),
                Visit::Next => navigator.push_with_query(&route, asked),
            };
        }
    });
    let words = use_words(&asked, &look);
    let likes = deeds.likes.clone();
    let kept = likes.as_ref().and_then(|likes| Order::named(&likes.session_order));
    let order = asked.order().or(kept).unwrap_or_default();
    // What is asked for otherwise is a list of its own, in its own order.
    let read = use_memo((engagement, asked.tab(), asked.state(), order), |_| RefCell::new(Lines::default()));
    let here =
        use_records(move |records| Here(Rc::new(records.read(|replica| read.borrow_mut().read(replica, engagement)))));
    let favourites = likes.map(|likes| likes.favourites).unwrap_or_default();
    let figures = {
        let me = deeds.me;
        *use_memo((here.clone(), favourites.clone()), |(here, favourites)| Figures::of(&here.0, me, favourites))
    };
    let narrowed = {
        let asked = asked.clone().with_words((*words.typed).clone());
        let me = deeds.me;
        let asked_for = (here.clone(), asked, order, favourites, deeds.names.clone());
        let all = use_memo(asked_for, |(here, asked, order, favourites, names)| {
            Shown(Rc::new(shown(&here.0, asked, *order, me, favourites, names)))
        });
        (*all).clone()
    };
    let picked = use_state_eq(|| Rc::new(Picked::default()));
    let menu = use_state_eq(|| None::<Rc<Line>>);
    let Some(entity) = entity else {
        return if loaded {
            html! { <NotFoundPage /> }
        } else {
            skeleton_of("skeleton-sessions", 6)
        };
    };
    let crumbs = vec![
        Crumb { name: t::engagements().into(), to: Route::Engagements },
        Crumb { name: entity.name.into(), to: Route::Engagement { engagement } },
    ];
    let none_picked = {
        let picked = picked.clone();
        Callback::from(move |()| picked.set(Rc::default()))
    };
    let on_pick = {
        let picked = picked.clone();
        Callback::from(move |line: Rc<Line>| picked.set(Rc::new(Picked::clone(&picked).toggled(line.id.record()))))
    };
    let on_menu = {
        let menu = menu.setter();
        Callback::from(move |line| menu.set(Some(line)))
    };
    let chosen: Vec<Rc<Line>> = narrowed.0.iter().filter(|line| picked.has(line.id.record())).cloned().collect();
    let onkeydown = {
        let (none_picked, has_some) = (none_picked.clone(), !chosen.is_empty());
        Callback::from(move |event: KeyboardEvent| {
            let is_for_it = !browser::is_drop_open() && !browser::is_there("dialog[open]");
            if event.key() == "Escape" && has_some && is_for_it && !event.default_prevented() {
                none_picked.emit(());
            }
        })
    };
    // One that was deleted by its menu says nothing of those that are picked.
    let on_deleted = {
        let none_picked = none_picked.clone();
        Callback::from(move |meant| {
            if meant > 1 {
                none_picked.emit(());
            }
        })
    };
    let tab = asked.tab();
    let tabs = Tabs {
        id: "sessions",
        label: t::sessions_tabs().into(),
        names: Tab::ALL.iter().map(|tab| t::sessions_tab(tab.words(), figures.within(*tab)).into()).collect(),
        chosen: tab as usize,
        on_choice: {
            let (look, asked) = (look.clone(), asked.clone());
            Callback::from(move |place: usize| look.emit((asked.clone().with_tab(Tab::ALL[place]), Visit::Next)))
        },
    };
    let body = match narrowed.0.is_empty() {
        true if !loaded => skeleton_of("skeleton-sessions", 6),
        true => nothing(&deeds, &asked, &words, &look, figures.total),
        false => html! {
            <Grid key={format!("{asked:?} {order:?}")} deeds={deeds.clone()} shown={narrowed.clone()} picked={Rc::clone(&picked)} {on_pick} {on_menu} />
        },
    };
    html! {
        <div class="sessions-page" {onkeydown}>
            <Heading title={t::sessions()} {crumbs}>
                <IconButton class="session-refresh" glyph={Glyph::Refresh} label={t::sessions_refresh()} onclick={refresh(&deeds)} />
                if deeds.may_make() {
                    <button type="button" class="primary session-new" onclick={create(&deeds)}>{ t::session_new() }</button>
                }
            </Heading>
            { told(figures, loaded) }
            <div class="as-of" role="status">
                if is_offline {
                    <p>{ t::sessions_offline() }</p>
                    <button type="button" class="retry" onclick={refresh(&deeds)}>{ t::try_again() }</button>
                }
            </div>
            { tabs.list() }
            { tools(&deeds, &asked, order, &words, &look, narrowed.0.len()) }
            { for Tab::ALL.iter().map(|one| {
                let body = if *one == tab { body.clone() } else { Html::default() };
                tabs.panel(*one as usize, None, body)
            }) }
            <SessionMenu deeds={deeds.clone()} of={(*menu).clone().and_then(|of| here.0.iter().find(|line| line.id == of.id).cloned())} />
            { bulk::bar(&deeds, chosen, none_picked.clone()) }
            { over(&deeds, shows, &on_deleted) }
        </div>
    }
}

/// What is typed, before it stands in the address.
#[derive(Clone)]
struct Words {
    typed: UseStateHandle<String>,
    on_words: Callback<String>,
}

#[hook]
fn use_words(asked: &Asked, look: &Callback<(Asked, Visit)>) -> Words {
    let typed = use_state_eq(|| asked.q.clone());
    let follow = use_debounced_callback(QUIET, {
        let (asked, look) = (asked.clone(), look.clone());
        move |words| look.emit((asked.clone().with_words(words), Visit::Same))
    });
    // Somebody went back, or followed a link.
    use_effect_with(asked.q.clone(), {
        let (typed, follow) = (typed.clone(), follow.clone());
        move |known| {
            if !follow.is_pending() {
                typed.set(known.clone());
            }
        }
    });
    let on_words = {
        let typed = typed.clone();
        Callback::from(move |words: String| {
            typed.set(words.clone());
            follow.call(words);
        })
    };
    Words { typed, on_words }
}

/// Has what there is fetched now.
fn refresh(deeds: &Deeds) -> Callback<MouseEvent> {
    let session = deeds.commit.session().clone();
    Callback::from(move |_: MouseEvent| session.sync_now())
}

fn create(deeds: &Deeds) -> Callback<MouseEvent> {
    let deeds = deeds.clone();
    Callback::from(move |_: MouseEvent| deeds.show(Some(Over::Create)))
}

/// How many there are; until all have been read nobody knows.
fn told(figures: Figures, loaded: bool) -> Html {
    let all = [
        ("total", t::figures_total(), figures.total),
        ("created", t::sessions_created(), figures.created),
        ("shared", t::sessions_shared(), figures.shared),
        ("active", t::state_active(), figures.active),
        ("archived", t::state_archived(), figures.archived),
    ];
    html! {
        <dl class="session-figures" aria-label={t::sessions_figures()}>
            { for all.into_iter().map(|(name, words, count)| html! {
                <div key={name} data-figure={name}><dt>{ words }</dt><dd>{ if loaded { count.to_string() } else { "–".into() } }</dd></div>
            }) }
        </dl>
    }
}

/// The words, the state and the order, and how many that leaves.
fn tools(
    deeds: &Deeds,
    asked: &Asked,
    order: Order,
    words: &Words,
    look: &Callback<(Asked, Visit)>,
    count: usize,
) -> Html {
    let oninput = words.on_words.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onkeydown = {
        let on_words = words.on_words.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.prevent_default();
                on_words.emit(String::new());
            }
        })
    };
    let now = {
        let (asked, typed) = (asked.clone(), words.typed.clone());
        move || asked.clone().with_words((*typed).clone())
    };
    let on_state = {
        let (look, now) = (look.clone(), now.clone());
        Callback::from(move |name: String| look.emit((now().with_state(SessionState::named(&name)), Visit::Next)))
    };
    let on_order = {
        let (look, deeds) = (look.clone(), deeds.clone());
        Callback::from(move |name: String| {
            if let Some(order) = Order::named(&name) {
                deeds.keep_order(order);
                look.emit((now().with_order(order), Visit::Next));
            }
        })
    };
    let states = SessionState::ALL.iter().map(|state| (state.name().into(), choice::state(*state).into()));
    let states: Vec<(AttrValue, AttrValue)> =
        std::iter::once(("".into(), t::sessions_any_state().into())).chain(states).collect();
    let orders: Vec<(AttrValue, AttrValue)> =
        Order::ALL.iter().map(|order| (order.name().into(), order.words().into())).collect();
    html! {
        <div class="view-bar">
            <input
                type="search"
                class="view-words"
                aria-label={t::sessions_find()}
                placeholder={t::sessions_find_placeholder()}
                maxlength="200"
                autocomplete="off"
                spellcheck="false"
                value={(*words.typed).clone()}
                {oninput}
                {onkeydown}
            />
            <div class="view-tools">
                <Select class="session-status" label={t::status()} options={states} value={asked.state().map_or("", SessionState::name)} on_choice={on_state} />
                <Select class="session-sort" label={t::sort_by()} options={orders} value={order.name()} on_choice={on_order} />
            </div>
            <div class="view-count"><p role="status">{ t::sessions_counted(count) }</p></div>
        </div>
    }
}

/// Where there are none: none at all, none on this tab, or none that fit.
fn nothing(deeds: &Deeds, asked: &Asked, words: &Words, look: &Callback<(Asked, Visit)>, total: usize) -> Html {
    if asked.is_filtered() || !words.typed.trim().is_empty() {
        let (look, asked, on_words) = (look.clone(), asked.clone(), words.on_words.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            on_words.emit(String::new());
            look.emit((asked.clone().unfiltered(), Visit::Next));
            browser::focus(".view-words");
        });
        return html! {
            <Empty title={t::sessions_no_fit()}>
                <button type="button" class="view-clear" {onclick}>{ t::clear_filters() }</button>
            </Empty>
        };
    }
    let words = match (asked.tab(), deeds.may_make()) {
        (Tab::Favourites, _) if total > 0 => t::sessions_none_favourite(),
        (Tab::Shared, _) if total > 0 => t::sessions_none_shared(),
        (_, true) => t::sessions_none_editor(),
        (_, false) => t::sessions_none_viewer(),
    };
    html! {
        <Empty title={t::sessions_none()}>
            <p>{ words }</p>
            if deeds.may_make() && !matches!(asked.tab(), Tab::Favourites | Tab::Shared) {
                <button type="button" class="session-first" onclick={create(deeds)}>{ t::session_new() }</button>
            }
        </Empty>
    }
}
