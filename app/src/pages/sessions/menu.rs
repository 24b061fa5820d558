//! What can be done with one of the sessions: one menu for all cards, which opens beside the button that was pressed.

use std::rc::Rc;

use holdfast_core::entity::SessionState;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{deeds::Deeds, over::Over};
use crate::{browser, route::Route, sessions::Line, t};

/// The id of what opens.
pub(super) const MENU: &str = "session-menu";

/// Properties of [`SessionMenu`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    /// The session whose button was pressed last.
    pub(super) of: Option<Rc<Line>>,
    /// Whether it is its own page.
    #[prop_or_default]
    pub(super) is_here: bool,
}

/// The menu. What one may not do is not in it.
#[component]
pub(super) fn SessionMenu(props: &Props) -> Html {
    let Props { deeds, of, is_here } = props;
    let body = of.as_ref().map(|line| entries(deeds, line, *is_here));
    html! { <div id={MENU} class="drop" popover="auto" role="group" aria-label={t::session_menu()}>{ for body }</div> }
}

fn entries(deeds: &Deeds, line: &Rc<Line>, is_here: bool) -> Html {
    let entry = |name: &'static str, words: &'static str, act: fn(&Deeds, &Rc<Line>)| {
        let (deeds, line) = (deeds.clone(), Rc::clone(line));
        let onclick = Callback::from(move |event: MouseEvent| {
            browser::close_popover(event.target());
            act(&deeds, &line);
        });
        html! { <button type="button" data-deed={name} {onclick}>{ words }</button> }
    };
    let is_in = deeds.takes_part(line);
    let is_full = line.session.is_full();
    let may_host = deeds.may_host(line.host);
    let is_archived = line.session.state == SessionState::Archived;
    html! {
        <>
            <div class="drop-list">
                if !is_here {
                    <Link<Route> to={deeds.route(line.id)} classes="button">{ t::session_open() }</Link<Route>>
                }
                if is_in {
                    { entry("leave", t::leave(), |deeds, line| deeds.leave(line)) }
                } else if !is_full && !is_archived {
                    { entry("join", t::join(), |deeds, line| deeds.join(line)) }
                }
                if deeds.is_favourite(line.id) {
                    { entry("favourite", t::session_unfavour(), |deeds, line| deeds.favour(line)) }
                } else {
                    { entry("favourite", t::session_favour(), |deeds, line| deeds.favour(line)) }
                }
                { entry("share", t::session_share(), |deeds, line| deeds.share(line.id)) }
                <Link<Route> to={deeds.history(line.id)} classes="button session-history">{ t::history() }</Link<Route>>
                if deeds.may_invite() {
                    { entry("invite", t::invite_someone(), |deeds, line| deeds.show(Some(Over::Invite(Rc::clone(line))))) }
                }
                if line.host != deeds.me {
                    { entry("report", t::session_report(), |deeds, line| deeds.show(Some(Over::Report(Rc::clone(line))))) }
                }
            </div>
            if may_host {
                <div class="drop-list">
                    if !is_here {
                        { entry("edit", t::edit(), |deeds, line| deeds.show(Some(Over::Edit(Rc::clone(line))))) }
                    }
                    if is_archived {
                        { entry("archive", t::session_reopen(), |deeds, line| deeds.turn(line, SessionState::Active)) }
                    } else {
                        { entry("archive", t::archive_do(), |deeds, line| deeds.turn(line, SessionState::Archived)) }
                    }
                    { entry("delete", t::delete(), |deeds, line| deeds.show(Some(Over::Delete(vec![Rc::clone(line)])))) }
                </div>
            }
        </>
    }
}
