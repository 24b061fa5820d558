//! One of the sessions, in short.

use std::rc::Rc;

use holdfast_core::entity::SessionState;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{deeds::Deeds, menu::MENU};
use crate::{
    browser,
    components::{Glyph, avatars_as, icon, mark_dot},
    hooks::use_records,
    route::Route,
    sessions::Line,
    t,
    words::choice,
};

/// Properties of [`Card`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) line: Rc<Line>,
    /// When it was made, in words.
    pub(super) made: AttrValue,
    /// Whether it is selected.
    pub(super) is_picked: bool,
    /// Its place among all that are shown, and how many those are.
    pub(super) place: usize,
    pub(super) all: usize,
    pub(super) on_pick: Callback<Rc<Line>>,
    /// Told whose menu opens.
    pub(super) on_menu: Callback<Rc<Line>>,
}

/// Whether a session is going on, and how many of its places are taken.
pub(super) fn state(line: &Line) -> Html {
    let session = &line.session;
    let seats = usize::try_from(session.seats).unwrap_or_default();
    html! {
        <>
            <span class="role session-state" data-state={session.state.name()}>{ choice::state(session.state) }</span>
            <span class="session-seats" title={t::session_seats_taken(session.participants.len(), seats)}>
                { format!("{}/{seats}", session.participants.len()) }<span class="hidden">{ " " }{ t::field_participants() }</span>
            </span>
        </>
    }
}

/// The button that marks it as a favourite.
pub(super) fn star(deeds: &Deeds, line: &Rc<Line>) -> Html {
    let is_one = deeds.is_favourite(line.id);
    let onclick = {
        let (deeds, line) = (deeds.clone(), Rc::clone(line));
        Callback::from(move |_: MouseEvent| deeds.favour(&line))
    };
    let label = t::session_favourite(&line.session.name);
    html! {
        <button type="button" class="icon-button session-star" aria-pressed={is_one.to_string()} aria-label={label} data-tip={t::session_favour()} {onclick}>
            { icon(Glyph::Star) }
        </button>
    }
}

/// The button that opens what can be done with it.
pub(super) fn more(line: &Rc<Line>, on_menu: &Callback<Rc<Line>>) -> Html {
    let onclick = {
        let (line, on_menu) = (Rc::clone(line), on_menu.clone());
        Callback::from(move |event: MouseEvent| {
            if !browser::reopens(&event, MENU) {
                on_menu.emit(Rc::clone(&line));
            }
        })
    };
    html! {
        <button type="button" class="icon-button session-more" popovertarget={MENU} aria-label={t::session_more(&line.session.name)} data-tip={t::session_menu()} {onclick}>
            { icon(Glyph::More) }
        </button>
    }
}

/// The way into it: to join, or to open it where one is in it or cannot come in.
fn way_in(deeds: &Deeds, line: &Rc<Line>) -> Html {
    let is_over = line.session.state == SessionState::Archived;
    if deeds.takes_part(line) || is_over {
        let name = html! { <span class="hidden">{ " " }{ &line.session.name }</span> };
        return html! { <Link<Route> to={deeds.route(line.id)} classes="button session-open">{ t::session_open() }{ name }</Link<Route>> };
    }
    join(deeds, line)
}

/// The button that takes a place, which says so where there is none.
pub(super) fn join(deeds: &Deeds, line: &Rc<Line>) -> Html {
    let is_full = line.session.is_full();
    let onclick = {
        let (deeds, line) = (deeds.clone(), Rc::clone(line));
        Callback::from(move |_: MouseEvent| {
            deeds.join(&line);
            // What was pressed is not there any more: what leads on is.
            browser::focus_soon_if_lost(format!("[data-record=\"{}\"] :is(.session-open, .session-leave)", line.id));
        })
    };
    html! {
        <button type="button" class="session-join" disabled={is_full} {onclick}>
            { if is_full { t::session_full() } else { t::join() } }<span class="hidden">{ " " }{ &line.session.name }</span>
        </button>
    }
}

/// The card. All are of one height, so that it is known where each stands.
#[component]
pub(super) fn Card(props: &Props) -> Html {
    let Props { deeds, line, made, is_picked, place, all, on_pick, on_menu } = props;
    let (session, id) = (&line.session, line.id);
    let mark = use_records(move |records| records.read(|replica| Some(replica.mark(id.record()))));
    let host = line.host.to_string();
    let host = match line.host == deeds.me {
        true => t::session_you().to_owned(),
        false => deeds.names.of(&host).to_owned(),
    };
    let onchange = {
        let (line, on_pick) = (Rc::clone(line), on_pick.clone());
        Callback::from(move |_: Event| on_pick.emit(Rc::clone(&line)))
    };
    html! {
        <li
            class={classes!("session", is_picked.then_some("is-picked"))}
            data-record={id.to_string()}
            data-place={place.to_string()}
            aria-posinset={(place + 1).to_string()}
            aria-setsize={all.to_string()}
        >
            <div class="session-head">
                if deeds.may_make() {
                    <input type="checkbox" class="session-pick" aria-label={t::select_named(&session.name)} checked={*is_picked} {onchange} />
                }
                <Link<Route> to={deeds.route(id)} classes="card-link">{ &session.name }</Link<Route>>
                { for mark.map(mark_dot) }
                { star(deeds, line) }
                { more(line, on_menu) }
            </div>
            <p class="session-about">{ &session.description }</p>
            <p class="session-facts">{ state(line) }{ for session.tags.iter().map(|tag| html! { <span class="tag" key={tag.clone()}>{ tag }</span> }) }</p>
            <p class="session-facts session-host"><span class="session-who">{ &host }</span><span class="session-made">{ made }</span></p>
            <div class="session-foot">
                <span class="session-people">{ avatars_as(&session.participants, &deeds.names, ToOwned::to_owned) }</span>
                { way_in(deeds, line) }
            </div>
        </li>
    }
}
