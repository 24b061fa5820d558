//! A session's shared code: a field that everybody in it writes in at once.

mod field;
mod keys;
mod marks;
mod told;

use std::rc::Rc;

use holdfast_core::{
    entity::{Engagement, Session},
    id::Id,
    status::Link,
};
use yew::prelude::*;
use yewdux::prelude::*;

use self::{
    field::{Field, use_field},
    marks::{Mark, marks, spots},
    told::{State, TroubleLine},
};
use super::styles;
use crate::{
    browser,
    components::skeleton_of,
    hooks::{may_edit, use_online, use_records, use_role, use_session},
    stores::{Toast, Ui},
    t,
};

/// Properties of [`SharedCode`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) engagement: Id<Engagement>,
    pub(crate) session: Id<Session>,
}

const STYLES: &str = include_str!("../../../../../static/code.css");

/// By which the field says how one leaves it, and how the text stands.
const KEYS: &str = "code-keys";
const STATE: &str = "code-state";

/// What the section is called by.
pub(crate) const HEADING: &str = "session-code";

/// The section of a session's page.
#[component]
pub(crate) fn SharedCode(props: &Props) -> Html {
    let Props { engagement, session } = *props;
    use_memo((), |()| styles::adopt(STYLES));
    let holdfast = use_session();
    let may_write = may_edit(use_role(engagement));
    let link = use_records(|records| records.link());
    let is_online = use_online();
    let ui = use_dispatch::<Ui>();
    let field = use_field(&holdfast, (engagement.scope(), session.record()), may_write);
    use_effect_with(link, {
        let field = field.clone();
        move |link| {
            if *link == Link::Up {
                field.hurry();
            }
        }
    });
    let Some(desk) = field.desk() else { return skeleton_of("skeleton-rows", 3) };
    let status = desk.status();
    let may_write = field.may_write();
    let state = State::of(&status, link, is_online, may_write);
    let text = desk.text();
    let others = others(&field, &text);
    let on_copy = {
        let desk = Rc::clone(&desk);
        Callback::from(move |_: MouseEvent| {
            let (copied, ui) = (browser::copied(&desk.text()), ui.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let toast = match copied.await {
                    true => Toast::info(t::code_copied()),
                    false => Toast::problem(t::code_not_copied()),
                };
                ui.reduce_mut(|ui| ui.say(toast));
            });
        })
    };
    let press = |what: fn(&Field)| {
        let field = field.clone();
        Callback::from(move |_: MouseEvent| what(&field))
    };
    let placeholder = if may_write { t::code_empty() } else { t::code_empty_viewer() };
    html! {
        <section class="code" aria-labelledby={HEADING} data-code={state.name()}>
            <h2 id={HEADING}>{ t::code() }</h2>
            <div class="code-tools">
                <p class="code-state" id={STATE}>{ state.words() }</p>
                if may_write {
                    <button type="button" class="code-undo" onclick={press(Field::undo)}>{ t::code_undo() }</button>
                    <button type="button" class="code-redo" onclick={press(Field::redo)}>{ t::code_redo() }</button>
                }
                <button type="button" class="code-copy" onclick={on_copy} disabled={text.is_empty()}>{ t::code_copy() }</button>
            </div>
            if let Some(trouble) = status.trouble {
                <TroubleLine {trouble} desk={field.clone()} />
            }
            if field.is_too_long() {
                <p class="code-trouble" role="alert">{ t::code_too_long(holdfast_text::MOST_TEXT as usize) }</p>
            }
            <div class="code-box">
                <textarea ref={field.area.clone()} name="code" aria-label={t::code_field()} aria-describedby={format!("{STATE} {KEYS}")}
                    readonly={!may_write || !status.is_loaded} {placeholder} wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
                    oninput={field.on_input()} onkeydown={field.on_key()} onscroll={field.on_scroll()} onblur={field.on_blur()} onfocus={field.on_focus()} />
                { marks(&others, &field.layer) }
            </div>
            <p class="code-others">{ told::others(&others) }</p>
            <p class="code-keys" id={KEYS}>{ if may_write { t::code_keys() } else { t::code_viewer() } }</p>
        </section>
    }
}

/// Where the others are who are in the text.
fn others(field: &Field, text: &str) -> Vec<Mark> {
    let Some(desk) = field.desk() else { return Vec::new() };
    let others = desk.others();
    let mut placed = Vec::new();
    for other in &others {
        let at = other.cursor.as_ref().and_then(|cursor| desk.where_is(cursor));
        placed.extend(at.map(|at| (other, at)));
    }
    let found = spots(text, placed.iter().flat_map(|(_, (anchor, head))| [*anchor, *head]));
    let spot = |at: &u32| found.get(at).copied().unwrap_or_default();
    let mark = |(other, (anchor, head)): &(&holdfast_web::Other, (u32, u32))| Mark {
        writer: other.writer,
        person: other.person.clone(),
        name: other.name.clone(),
        selected: (spot(anchor.min(head)), spot(anchor.max(head))),
        head: spot(head),
    };
    placed.iter().map(mark).collect()
}
