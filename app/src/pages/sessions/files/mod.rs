//! The files of a session: what there is, how far it is on its way, and adding more.

mod add;
mod preview;
mod row;
mod told;

use holdfast_core::{
    entity::{File, Session},
    flags::Flag,
    id::Id,
    status::Link,
};
use yew::prelude::*;

use self::{add::Add, preview::Preview, row::Row, told::Told};
use super::deeds::Deeds;
use crate::{
    components::Empty,
    hooks::{use_flag, use_now, use_online, use_records},
    t,
};

/// Properties of [`Files`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) session: Id<Session>,
}

/// The section of a session's page.
#[component]
pub(super) fn Files(props: &Props) -> Html {
    let Props { deeds, session } = props;
    let session = *session;
    let files = use_records(move |records| records.read(|replica| told::all(replica, session)));
    let link = use_records(|records| records.link());
    let is_offline = !use_online() || link == Link::Down;
    let is_signed_out = link == Link::SignedOut;
    let now = use_now();
    let is_on = use_flag(Flag::Files);
    let shown = use_state_eq(|| None::<Id<File>>);
    // How far those are that are being sent.
    let update = use_force_update();
    use_effect_with((), {
        let holdfast = deeds.commit.session().clone();
        move |()| {
            let watch = holdfast.watch_uploads(move || update.force_update());
            move || drop(watch)
        }
    });
    let on_look = {
        let shown = shown.clone();
        Callback::from(move |id| shown.set(Some(id)))
    };
    let on_close = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(None))
    };
    let looked_at = files.iter().find(|told| Some(told.id) == *shown).map(|told| (told.id.to_string(), told.clone()));
    html! {
        <section class="files" aria-labelledby="session-files">
            <h2 id="session-files">{ t::files_counted(files.len()) }</h2>
            if !is_on {
                <p class="files-off none" role="status">{ t::files_off() }</p>
            } else if deeds.may_make() {
                <Add deeds={deeds.clone()} {session} />
            }
            if is_offline && !files.is_empty() {
                <p class="none" role="status">{ t::files_offline() }</p>
            }
            if files.is_empty() {
                <Empty title={t::files_none()}>
                    <p>{ if deeds.may_make() && is_on { t::files_none_editor() } else { t::files_none_viewer() } }</p>
                </Empty>
            } else {
                <ul class="files-list">
                    { for files.iter().map(|told: &Told| {
                        let upload = deeds.commit.session().upload_of(&told.file.content);
                        html! { <Row key={told.id.to_string()} deeds={deeds.clone()} told={told.clone()} {upload} {is_offline} {is_signed_out} {now} on_look={on_look.clone()} /> }
                    }) }
                </ul>
            }
            if let Some((key, told)) = looked_at {
                <Preview {key} deeds={deeds.clone()} {told} {on_close} />
            }
        </section>
    }
}
