//! Every part that pages are made of, with its states, light and dark side by side. Only development builds have this page.

mod still;

use std::rc::Rc;

use holdfast_core::{date::LocalTime, entity::KINDS, id::Id};
use yew::prelude::*;
use yewdux::prelude::*;

use crate::{
    browser,
    components::{
        Choice, Combobox, DatePicker, Dialog, DropDown, EditText, Field, Glyph, Heading, IconButton, Movable, NameForm,
        Select, Tabs, due_label,
        form::{Asked, use_form},
        use_reorder,
    },
    hooks::{Names, Offsets, use_window},
    stores::{Toast, Ui},
    words::time,
};

/// The page.
#[component]
pub(crate) fn StyleGuidePage() -> Html {
    html! {
        <>
            <Heading title="Style guide" />
            <div style="display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem">
                <Parts theme={Theme("light")} />
                <Parts theme={Theme("dark")} />
            </div>
        </>
    }
}

/// What all that is shown is drawn in.
#[derive(Clone, Copy, PartialEq)]
struct Theme(&'static str);

impl Theme {
    /// A part, by its name.
    fn part(self, name: &'static str, body: Html) -> Html {
        let label = format!("{name}, {}", self.0);
        html! { <section style="display: grid; gap: 0.5rem" aria-label={label}><h3>{ name }</h3>{ body }</section> }
    }
}

#[derive(Properties, PartialEq)]
struct Props {
    theme: Theme,
}

/// All parts in one theme.
#[component]
fn Parts(props: &Props) -> Html {
    let Theme(theme) = props.theme;
    let ui = use_dispatch::<Ui>();
    let dialog = use_state(|| false);
    let day = use_state(|| Some(time::moment(LocalTime { date: time::today(), minute: Some(17 * 60) })));
    let chosen = use_state(|| vec![choice("harbour")]);
    let choose = {
        let dialog = dialog.clone();
        move |open: bool| {
            let dialog = dialog.clone();
            Callback::from(move |()| dialog.set(open))
        }
    };
    let say = |toast: fn() -> Toast| ui.reduce_mut_callback(move |ui| ui.say(toast())).reform(|_: MouseEvent| ());
    let part = |name: &'static str, body: Html| props.theme.part(name, body);
    let tab = use_state(|| 0);
    let tabs = Tabs {
        id: if theme == "light" { "guide-tabs-light" } else { "guide-tabs-dark" },
        label: format!("Tabs, {theme}").into(),
        names: vec!["Letters".into(), "Boats".into(), "Berths".into()],
        chosen: *tab,
        on_choice: Callback::from(move |place| tab.set(place)),
    };
    let on_day = {
        let day = day.clone();
        Callback::from(move |choice| day.set(time::chosen(*day, choice)))
    };
    let opens = |id: &str, label: &'static str, words: Html| DropDown {
        id: format!("guide-{id}-{theme}"),
        label: label.into(),
        words,
        on_open: Callback::noop(),
    };
    let change = |change: fn(Vec<Choice>, String) -> Vec<Choice>| {
        let chosen = chosen.clone();
        Callback::from(move |value: String| chosen.set(change((*chosen).clone(), value)))
    };
    let add = |mut all: Vec<Choice>, value: String| {
        all.push(choice(&value));
        all
    };
    let is_light = theme == "light";
    let form = use_form(if is_light { "guide-form-light" } else { "guide-form-dark" });
    // One field of each sort.
    let asked: Vec<Asked> = KINDS
        .iter()
        .flat_map(|schema| schema.fields.iter().map(move |field| (schema, field)))
        .fold(Vec::new(), |mut asked: Vec<Asked>, (schema, field)| {
            let value = field.field_type.empty().unwrap_or_default();
            let one = Asked::of(schema, field.name, value).filter(|one| asked.iter().all(|other| !other.is_like(one)));
            asked.extend(one);
            asked
        });
    let names = Names(Rc::new([(Id::<()>::from_uuid(Default::default()).to_string(), "Ada".to_owned())].into()));
    let on_sent = {
        let (form, asked) = (form.clone(), asked.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            drop(form.sent(&asked));
        })
    };
    let order = use_state(|| vec!["Harbour", "Website", "Crew", "Boats"]);
    let on_move = {
        let order = order.clone();
        Callback::from(move |(moved, to): (&'static str, usize)| {
            let mut all = (*order).clone();
            all.retain(|one| *one != moved);
            all.insert(to, moved);
            order.set(all);
        })
    };
    let reorder =
        use_reorder(if is_light { "guide-order-light" } else { "guide-order-dark" }, (*order).clone(), on_move);
    let options = || Callback::from(|()| ["auth", "berth", "crew", "harbour", "quay", "tide"].map(choice).to_vec());
    let close = |event: MouseEvent| browser::close_popover(event.target());
    let select = vec![("low".into(), "Low".into()), ("high".into(), "High".into())];
    html! {
        <div data-theme={theme} style={format!("color-scheme: {theme}; display: grid; gap: 1.5rem; align-content: start; padding: 1rem; background: var(--bg); color: var(--ink)")}>
            <h2>{ if theme == "light" { "Light" } else { "Dark" } }</h2>
            { part("Button", html! {
                <div class="member-actions">
                    <button type="button">{ "Plain" }</button>
                    <button type="button" class="primary">{ "Primary" }</button>
                    <button type="button" class="danger">{ "Danger" }</button>
                    <button type="button" disabled={true}>{ "Disabled" }</button>
                    <IconButton glyph={Glyph::Rename} label="An icon, with a tooltip" onclick={Callback::noop()} />
                </div>
            }) }
            { part("Field", html! {
                <>
                    <Field name={format!("plain-{theme}")} label="Plain" hint="What helps to fill it in." />
                    <Field name={format!("wrong-{theme}")} label="Wrong" value="x" error="This must be longer." />
                    <EditText name={format!("text-{theme}")} label="Text stored while it is written" value="" on_commit={Callback::noop()} />
                    <EditText name={format!("read-{theme}")} label="Only shown" value="Nobody may change this" readonly={true} on_commit={Callback::noop()} />
                    <NameForm class="" name="thing" label={format!("New thing, {theme}")} placeholder="Add a thing" draft={format!("thing {theme}")} on_add={Callback::noop()} />
                </>
            }) }
            { part("Select", html! { <Select label={format!("Priority, {theme}")} options={select} value="low" on_choice={Callback::noop()} /> }) }
            { part("Combobox", html! {
                <>
                    <Combobox class="" name="label" label={format!("Labels, {theme}")} placeholder="Add a label" chosen={(*chosen).clone()} options={options()}
                        on_pick={change(add)} on_new={change(add)}
                        on_remove={change(|all, value| all.into_iter().filter(|(one, _)| **one != value).collect())} />
                    <Combobox class="" name="wrong" label={format!("Wrong label, {theme}")} placeholder="One that was refused" options={options()}
                        on_pick={Callback::noop()} error="The list of labels has 201 entries; 200 is the most." />
                </>
            }) }
            { part("Date picker", html! {
                <>
                    { opens("date", "Date", due_label(*day)).of(html! { <DatePicker value={*day} on_choice={on_day} /> }) }
                    { opens("none", "No date yet", due_label(None)).of(html! { <DatePicker value={None::<i64>} on_choice={Callback::noop()} /> }) }
                </>
            }) }
            { part("Menu", opens("menu", "Menu", html! { "Menu" }).of(html! {
                <div class="drop-list">
                    <button type="button" onclick={close}>{ "One" }</button>
                    <button type="button" onclick={close}>{ "Another" }</button>
                    <button type="button" disabled={true}>{ "Not now" }</button>
                </div>
            })) }
            { part("Popover", opens("popover", "Popover", html! { "Popover" }).of(html! {
                <div class="drop-list">
                    <label class="check"><input type="checkbox" />{ "Open" }</label>
                    <label class="check"><input type="checkbox" checked={true} />{ "Done" }</label>
                </div>
            })) }
            { part("Tabs", html! {
                <>
                    { tabs.list() }
                    { for ["What was written.", "What floats.", "Where it lies."].into_iter().enumerate().map(|(place, words)| {
                        tabs.panel(place, Some("0"), html! { <p>{ words }</p> })
                    }) }
                </>
            }) }
            { part("Dialog", html! {
                <>
                    <button type="button" onclick={choose(true).reform(|_: MouseEvent| ())}>{ "Open a dialog" }</button>
                    if *dialog {
                        <Dialog class={format!("guide-{theme}")} title="A dialog" on_close={choose(false)}>
                            <p>{ "It keeps the focus and gives it back." }</p>
                        </Dialog>
                    }
                </>
            }) }
            { part("Toast", html! {
                <div class="member-actions">
                    <button type="button" onclick={say(|| Toast::info("Deleted “Call the port”").with_action("Undo", || {}))}>{ "With a way back" }</button>
                    <button type="button" onclick={say(|| Toast::info("Saved"))}>{ "Words alone" }</button>
                    <button type="button" onclick={say(|| Toast::problem("1 edit could not be stored.").with_details("Call the port"))}>{ "A problem" }</button>
                </div>
            }) }
            { part("Form from the descriptions of fields", html! {
                <form onsubmit={on_sent} novalidate={true} style="display: grid; gap: 0.75rem">
                    { form.fields(&asked, &names) }
                    <div class="member-actions"><button type="submit" class="primary">{ "Check" }</button></div>
                </form>
            }) }
            { part("List in an order", html! {
                <>
                    <ul class="cards">
                        { for order.iter().enumerate().map(|(place, name)| {
                            let Movable { handle, over, ondragover, ondrop } = reorder.line(place, name);
                            html! { <li key={*name} class={classes!("card", over)} {ondragover} {ondrop}>{ handle }{ *name }</li> }
                        }) }
                    </ul>
                    { reorder.menu() }
                </>
            }) }
            { part("Long list", html! { <Long theme={props.theme} /> }) }
            { still::parts(props.theme) }
        </div>
    }
}

/// Many rows, of which those in view are drawn.
#[component]
fn Long(props: &Props) -> Html {
    const ROWS: usize = 100_000;
    let node = use_node_ref();
    let offsets = Offsets::Even { rows: ROWS, height: 32.0 };
    let drawn = use_window(&node, &offsets);
    let space = format!("padding-block: {}px {}px", offsets.above(drawn.start), offsets.below(drawn.end));
    html! {
        <div style="position: relative; block-size: 12rem; overflow: auto; border: 1px solid var(--line)" role="region" tabindex="0" aria-label={format!("A long list, {}", props.theme.0)}>
            <ol ref={node} role="list" style={space}>
                { for drawn.map(|row| html! { <li key={row} style="block-size: 32px; padding: 0.25rem 0.5rem" aria-posinset={(row + 1).to_string()} aria-setsize={ROWS.to_string()}>{ format!("Row {}", row + 1) }</li> }) }
            </ol>
        </div>
    }
}

fn choice(words: &str) -> Choice {
    (words.to_owned().into(), words.to_owned().into())
}
