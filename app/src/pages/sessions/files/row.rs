//! One file.

use holdfast_core::{Millis, entity::File, id::Id};
use holdfast_web::{Lacking, Upload};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{
    super::deeds::Deeds,
    told::{Stands, Told},
};
use crate::{
    browser,
    commands::file,
    components::{Glyph, IconButton, Rename, Written},
    hooks::use_repair,
    stores::Toast,
    t,
    words::{quoted, sync::bytes, time},
};

/// Properties of [`Row`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) deeds: Deeds,
    pub(super) told: Told,
    /// How far it is, where it is being sent.
    pub(super) upload: Option<Upload>,
    pub(super) is_offline: bool,
    pub(super) is_signed_out: bool,
    pub(super) now: Millis,
    pub(super) on_look: Callback<Id<File>>,
}

/// A file, and what can be done with it.
#[component]
pub(super) fn Row(props: &Props) -> Html {
    let Props { deeds, told, upload, is_offline, is_signed_out, now, on_look } = props;
    let repair = use_repair();
    let renames = use_state_eq(|| false);
    // Asked only where it matters.
    let is_here = use_state_eq(|| true);
    use_effect_with((*is_offline, told.file.content.clone()), {
        let (is_here, session) = (is_here.setter(), deeds.commit.session().clone());
        move |(is_offline, content): &(bool, String)| match is_offline {
            true => {
                let content = content.clone();
                spawn_local(async move { is_here.set(session.has_content(&content).await) });
            }
            false => is_here.set(true),
        }
    });
    let (scope, id, name) = (told.scope, told.id, told.file.name.clone());
    let is_mine = told.by == deeds.me;
    let on_renamed = {
        let (deeds, renames, before) = (deeds.clone(), renames.setter(), name.clone());
        Callback::from(move |written: Option<Written>| {
            deeds.commit.maybe(written.and_then(|written| file::rename(scope, id, &before, &written)));
            renames.set(false);
        })
    };
    let on_download = {
        let (deeds, told) = (deeds.clone(), told.clone());
        Callback::from(move |_: MouseEvent| download(deeds.clone(), told.clone()))
    };
    let on_delete = {
        let (deeds, name) = (deeds.clone(), name.clone());
        let (stands, repair) = (told.stands.clone(), repair.clone());
        Callback::from(move |_: MouseEvent| match &stands {
            // It has not left this device, so it need never.
            Stands::Waits(seq) => {
                let (deeds, name) = (deeds.clone(), name.clone());
                let sent = Callback::from(move |()| delete(&deeds, id, &name));
                repair.withdraw(*seq, sent, Callback::noop());
            }
            Stands::Refused(seq, _) => repair.discard(vec![*seq]),
            Stands::There | Stands::Saving => delete(&deeds, id, &name),
        })
    };
    let on_retry = {
        let stands = told.stands.clone();
        Callback::from(move |_: MouseEvent| {
            if let Stands::Refused(seq, _) = &stands {
                repair.retry(vec![*seq]);
            }
        })
    };
    let on_rename = renames.setter();
    let is_there = matches!(told.stands, Stands::There | Stands::Saving);
    html! {
        <li class="file" data-record={id.to_string()}>
            if *renames {
                <Rename class="file-name" label={t::file_name_of(&quoted(&name))} value={name.clone()} of={Some(id.record())} on_done={on_renamed} />
            } else {
                <span class="file-name">{ &name }</span>
            }
            <span class="file-deeds">
                if told.sort().is_some() {
                    <IconButton glyph={Glyph::Look} label={t::file_look(&name)} class="file-look" onclick={on_look.reform(move |_| id)} />
                }
                <IconButton glyph={Glyph::Download} label={t::file_download(&name)} class="file-download" onclick={on_download} />
                if is_mine && deeds.may_make() {
                    <IconButton glyph={Glyph::Rename} label={t::file_rename(&name)} class="file-rename" onclick={move |_: MouseEvent| on_rename.set(true)} />
                }
                if matches!(told.stands, Stands::Refused(..)) {
                    <IconButton glyph={Glyph::Refresh} label={t::file_retry(&name)} class="file-retry" onclick={on_retry} />
                }
                if deeds.may_host(told.by) {
                    <IconButton glyph={Glyph::Delete} label={if is_there { t::file_delete(&name) } else { t::file_remove(&name) }} class="file-delete" onclick={on_delete} />
                }
            </span>
            <span class="file-facts">
                { t::file_by(&bytes(told.size()), deeds.names.of(&told.by.to_string()), &time::ago(told.at, *now)) }
                if *is_offline && !*is_here {
                    <span class="file-not-here">{ " · " }{ t::file_not_here() }</span>
                }
            </span>
            { state(told, *upload, *is_offline, *is_signed_out) }
        </li>
    }
}

/// How far it is, where it is not there yet.
fn state(told: &Told, upload: Option<Upload>, is_offline: bool, is_signed_out: bool) -> Html {
    let words = match (&told.stands, upload) {
        (Stands::There | Stands::Saving, _) => return Html::default(),
        (Stands::Refused(_, why), _) => {
            return html! { <span class="file-state is-refused" role="alert">{ t::file_refused(why) }</span> };
        }
        (Stands::Waits(_), Some(Upload::Sending { sent })) => {
            let words = t::file_sent(&bytes(sent), &bytes(told.size()));
            let label = t::file_sending(&told.file.name);
            return html! {
                <span class="file-state is-sending">
                    <progress aria-label={label} aria-valuetext={words.clone()} value={sent.to_string()} max={told.size().max(1).to_string()} />
                    { " " }{ words }
                </span>
            };
        }
        (Stands::Waits(_), _) if is_offline => t::file_waits(),
        (Stands::Waits(_), _) if is_signed_out => t::file_signed_out_waits(),
        (Stands::Waits(_), Some(Upload::Held)) => t::file_held(),
        (Stands::Waits(_), Some(Upload::Failing)) => t::file_failing(),
        (Stands::Waits(_), None) => t::file_queued(),
    };
    html! { <span class="file-state is-waiting">{ words }</span> }
}

fn delete(deeds: &Deeds, id: Id<File>, name: &str) {
    deeds.commit.with_undo(file::delete(deeds.engagement.scope(), id), t::file_deleted(&quoted(name)));
}

/// Why the content of a file cannot be had.
pub(super) fn lacking(why: Lacking, name: &str) -> String {
    match why {
        Lacking::Unreachable => t::file_unreachable(&quoted(name)),
        Lacking::SignedOut => t::file_signed_out(&quoted(name)),
        Lacking::Gone => t::file_content_gone(&quoted(name)),
    }
}

/// Saves a file among the person's downloads, from wherever it can be had.
fn download(deeds: Deeds, told: Told) {
    spawn_local(async move {
        let Told { file: File { name, content, .. }, scope, id, .. } = told;
        let problem = match deeds.commit.session().content(scope, id.record(), &content).await {
            Ok(bytes) if browser::save(&name, &bytes).is_ok() => return,
            Ok(_) => t::file_unread_here(&quoted(&name)),
            Err(why) => lacking(why, &name),
        };
        deeds.commit.say(Toast::problem(problem));
    });
}
