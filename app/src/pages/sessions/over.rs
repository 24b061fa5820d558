//! What lies over the page: making and changing a session, inviting to it, reporting it, and asking before some are deleted.

use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Session},
    id::{Id, PersonId},
    role::Role,
};
use holdfast_query::hooks::use_query;
use holdfast_web::drafts::Draft;
use web_sys::{Element, HtmlTextAreaElement};
use yew::prelude::*;
use yew_router::Routable as _;

use super::{deeds::Deeds, editor::Editor};
use crate::{
    browser,
    components::{Dialog, InviteDialog},
    hooks::use_members,
    queries::Members,
    route::Landing,
    sessions::Line,
    stores::Toast,
    t,
    words::quoted,
};

/// Something over the page.
#[derive(Clone, PartialEq)]
pub(super) enum Over {
    /// A session is made.
    Create,
    /// One is changed.
    Edit(Rc<Line>),
    /// Somebody is invited to one.
    Invite(Rc<Line>),
    /// One is told of to those who look after the engagement.
    Report(Rc<Line>),
    /// Whether to delete these is asked.
    Delete(Vec<Rc<Line>>),
}

/// Draws it. Told how many were meant once some are deleted.
pub(super) fn over(deeds: &Deeds, over: Option<Over>, on_deleted: &Callback<usize>) -> Html {
    let on_close = {
        let deeds = deeds.clone();
        Callback::from(move |()| deeds.show(None))
    };
    // The dialog gives the focus back as it closes; what had it may have gone meanwhile, as the button of an empty hub.
    let on_done = on_close.reform(|()| {
        browser::close_dialog("dialog.session-dialog");
        browser::focus_first_soon_if_lost(vec![".session .card-link".into(), "main h1".into()]);
    });
    match over {
        None => Html::default(),
        Some(Over::Create) => html! {
            <Dialog class="session-dialog" title={t::session_new()} on_close={on_close.clone()}>
                <Editor deeds={deeds.clone()} line={None::<Rc<Line>>} {on_done} />
            </Dialog>
        },
        Some(Over::Edit(line)) => html! {
            <Dialog class="session-dialog" title={t::session_edit()} on_close={on_close.clone()}>
                <Editor deeds={deeds.clone()} line={Some(line)} {on_done} />
            </Dialog>
        },
        Some(Over::Invite(line)) => {
            let to = Landing { session: Some(line.id) };
            html! { <InviteDialog engagement={deeds.engagement} {to} {on_close} /> }
        }
        Some(Over::Report(line)) => html! { <Report deeds={deeds.clone()} {line} {on_close} /> },
        Some(Over::Delete(lines)) => {
            html! { <Delete deeds={deeds.clone()} {lines} {on_close} on_deleted={on_deleted.clone()} /> }
        }
    }
}

#[derive(Properties, PartialEq)]
struct DeleteProps {
    deeds: Deeds,
    lines: Vec<Rc<Line>>,
    on_close: Callback<()>,
    on_deleted: Callback<usize>,
}

/// Says which would be deleted and which would not, and why, before it is done.
#[component]
fn Delete(props: &DeleteProps) -> Html {
    let DeleteProps { deeds, lines, on_close, on_deleted } = props;
    let (mine, others): (Vec<Rc<Line>>, Vec<Rc<Line>>) =
        lines.iter().cloned().partition(|line| deeds.may_host(line.host));
    let title = match &lines[..] {
        [line] => t::session_delete_ask(&quoted(&line.session.name)),
        lines => t::sessions_delete_ask(lines.len()),
    };
    let words = match (&mine[..], others.len()) {
        ([line], 0) => t::op_deleted(&quoted(&line.session.name)),
        (mine, 0) => t::sessions_deleted(mine.len()),
        (mine, left) => t::sessions_deleted_some(mine.len(), left),
    };
    let onclick = {
        let (deeds, on_deleted, meant) = (deeds.clone(), on_deleted.clone(), lines.len());
        let ids: Vec<_> = mine.iter().map(|line| line.id).collect();
        Callback::from(move |_: MouseEvent| {
            let place = ids.first().and_then(|id| place_of(*id));
            browser::close_dialog("dialog.session-delete");
            // Not left to the dialog: the page that it is on may go first.
            deeds.show(None);
            deeds.delete(&ids, words.clone());
            on_deleted.emit(meant);
            if let Some(place) = place {
                let card = |place: usize| format!(".session[data-place=\"{place}\"] .card-link");
                let next = vec![card(place), card(place.saturating_sub(1)), "main h1".into()];
                browser::focus_first_soon_if_lost(next);
            }
        })
    };
    html! {
        <Dialog class="session-delete" {title} on_close={on_close.clone()}>
            if others.is_empty() {
                <p>{ t::session_delete_words() }</p>
            } else {
                <p>{ t::sessions_delete_left(others.len()) }</p>
                <ul class="session-left">
                    { for others.iter().map(|line| html! {
                        <li key={line.id.to_string()}>{ t::session_not_yours(&quoted(&line.session.name), deeds.names.of(&line.host.to_string())) }</li>
                    }) }
                </ul>
            }
            <div class="dialog-actions">
                <button type="button" class="danger confirm" disabled={mine.is_empty()} {onclick}>
                    { if lines.len() == 1 { t::delete().to_owned() } else { t::sessions_delete(mine.len()) } }
                </button>
            </div>
        </Dialog>
    }
}

/// Where a session's card stands among those of the hub, if it is drawn.
fn place_of(id: Id<Session>) -> Option<usize> {
    let cards = browser::all::<Element>(None, &format!(".session[data-record=\"{id}\"]"));
    cards.first()?.get_attribute("data-place")?.parse().ok()
}

#[derive(Properties, PartialEq)]
struct ReportProps {
    deeds: Deeds,
    line: Rc<Line>,
    on_close: Callback<()>,
}

/// Whoever looks after the engagement, but for oneself and whom it is about.
fn admins(members: &[holdfast_core::entity::Membership], but: [PersonId; 2]) -> Vec<(PersonId, String)> {
    let admins = members.iter().filter(|member| member.role >= Role::Admin && !but.contains(&member.person));
    admins.map(|member| (member.person, member.name.clone())).collect()
}

/// A report is a letter: Holdfast has nobody who judges what people do in an engagement but those who look after it.
#[component]
fn Report(props: &ReportProps) -> Html {
    let ReportProps { deeds, line, on_close } = props;
    let engagement: Id<Engagement> = deeds.engagement;
    let members = use_members(engagement);
    let known = use_query(Members { engagement });
    let draft = Draft::of(Some(deeds.me), &format!("report {}", line.id));
    let text = use_state_eq(|| draft.text());
    let admins = admins(&members, [deeds.me, line.host]);
    let to: Vec<String> = known.data().map_or_else(Vec::new, |all| {
        let is_one = |person: PersonId| admins.iter().any(|(admin, _)| *admin == person);
        all.iter().filter(|one| is_one(one.person)).map(|one| one.email.clone()).collect()
    });
    let name = quoted(&line.session.name);
    let subject = t::report_subject(&name);
    let address = browser::address_of(&deeds.route(line.id).to_path());
    let letter = format!("{}\n\n{subject}\n{address}\n", text.trim());
    let encoded = |text: &str| String::from(js_sys::encode_uri_component(text));
    let href = format!("mailto:{}?subject={}&body={}", to.join(","), encoded(&subject), encoded(&letter));
    let oninput = {
        let (text, draft) = (text.clone(), draft.clone());
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            draft.keep(&typed);
            text.set(typed);
        })
    };
    let on_copy = {
        let (deeds, draft) = (deeds.clone(), draft.clone());
        Callback::from(move |_: MouseEvent| {
            let (commit, draft, copied) = (deeds.commit.clone(), draft.clone(), browser::copied(&letter));
            wasm_bindgen_futures::spawn_local(async move {
                if copied.await {
                    draft.forget();
                    commit.say(Toast::info(t::report_copied()));
                } else {
                    commit.say(Toast::problem(t::report_not_copied()));
                }
            });
        })
    };
    let on_mail = Callback::from(move |_: MouseEvent| draft.forget());
    let whom: Vec<&str> = admins.iter().map(|(_, name)| name.as_str()).collect();
    html! {
        <Dialog class="session-report" title={t::report_ask(&name)} on_close={on_close.clone()}>
            <p>{ if whom.is_empty() { t::report_nobody().to_owned() } else { t::report_words(&whom.join(", ")) } }</p>
            <label for="report-text">{ t::report_why() }</label>
            <textarea id="report-text" rows="4" maxlength="1000" value={(*text).clone()} {oninput} />
            <div class="dialog-actions">
                <button type="button" class="report-copy" onclick={on_copy}>{ t::copy() }</button>
                if !to.is_empty() {
                    <a class="button primary report-mail" {href} onclick={on_mail}>{ t::report_mail() }</a>
                }
            </div>
        </Dialog>
    }
}
