//! A line that becomes a task: "call the port tomorrow 17:00 #harbour !high @me".

use std::rc::Rc;

use holdfast_core::{
    entity::{Status, Task},
    id::{Id, PersonId},
    quick_add::{Known, Parsed, parse},
};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Glyph, icon};
use crate::{
    board::{Board, use_steady},
    commands::task::Begin,
    hooks::{Names, use_draft},
    t,
    words::{choice, time},
};

/// Properties of [`TaskAdd`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The status that new tasks get where the line names none.
    pub(crate) status: Status,
    /// The task that new ones are parts of.
    #[prop_or_default]
    pub(crate) parent: Option<Id<Task>>,
}

/// The line, and what it is understood as. It keeps the focus, so that several can be added in a row.
#[component]
pub(crate) fn TaskAdd(props: &Props) -> Html {
    let Props { status, parent } = *props;
    let board = use_steady();
    let names = use_context::<Names>().unwrap_or_default();
    let node = use_node_ref();
    let place = parent.map_or_else(|| status.name().to_owned(), |parent| parent.to_string());
    let begun = use_draft(&format!("{} {place}", board.board().project), {
        let node = node.clone();
        move |text| node.cast::<HtmlInputElement>().into_iter().for_each(|input| input.set_value(text))
    });
    let typed = use_state_eq(|| begun.text());
    let labels = use_mut_ref(|| None::<Rc<[String]>>);
    let refused = use_state_eq(|| None::<String>);
    let oninput = {
        let (begun, typed, refused) = (begun.clone(), typed.clone(), refused.clone());
        Callback::from(move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlInputElement>().value();
            begun.keep(&text);
            typed.set(text);
            refused.set(None);
        })
    };
    let onsubmit = {
        let (board, node, names) = (board.clone(), node.clone(), names.clone());
        let (typed, refused) = (typed.clone(), refused.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(input) = node.cast::<HtmlInputElement>() else { return };
            let text = input.value();
            let parsed = understood(&text, &board.board(), &names, &labels_for(&text, &board.board(), &mut None));
            let (into, begin) = (parsed.status.unwrap_or(status), Begin { parent, ..begin(parsed) });
            if text.trim().is_empty() {
                return;
            }
            let done = match begin.title.is_empty() {
                true => Err(t::task_words().to_owned()),
                false => board.board().add(into, begin),
            };
            match done {
                Ok(()) => {
                    input.set_value("");
                    begun.forget();
                    typed.set(String::new());
                    refused.set(None);
                }
                Err(why) => refused.set(Some(why)),
            }
        })
    };
    let (example, means) = (format!("example-{place}"), format!("add-{place}"));
    let (class, name, label, placeholder) = match parent {
        None => ("task-add", "title", t::new_task_in(choice::status(status)), t::add_task()),
        Some(_) => ("subtask-add", "subtask", t::new_subtask().to_owned(), t::add_subtask()),
    };
    html! {
        <form class={classes!("name-form", class)} {onsubmit}>
            <input
                ref={node}
                {name}
                aria-label={label.clone()}
                aria-describedby={format!("{example} {means}")}
                aria-invalid={refused.is_some().then_some("true")}
                {placeholder}
                autocomplete="off"
                enterkeyhint="done"
                {oninput}
            />
            <button type="submit" class="icon-button" aria-label={t::add_named(&label)} data-tip={t::add()}>{ icon(Glyph::Add) }</button>
            // Always there, and hidden by the styles: a page that changes under the first key breaks the field's own undo in two.
            <span id={example} class="task-add-example">{ t::example_space() }{ t::task_example() }</span>
            <p id={means} class="task-add-means" role="status">
                if let Some(why) = &*refused {
                    <span class="field-error">{ why }</span>
                } else if !typed.is_empty() {
                    { for told(&understood(&typed, &board.board(), &names, &labels_for(&typed, &board.board(), &mut labels.borrow_mut())), &names).into_iter().map(|word| html! { <span class="tag">{ word }</span> }) }
                }
            </p>
        </form>
    }
}

/// The labels that a line may name: those there were when its first one was begun, which are `kept` while there is one. Every task
/// is looked at for them, and most lines name none.
fn labels_for(text: &str, board: &Board, kept: &mut Option<Rc<[String]>>) -> Rc<[String]> {
    if !text.contains('#') {
        *kept = None;
        return Rc::default();
    }
    Rc::clone(kept.get_or_insert_with(|| board.labels().into_iter().collect()))
}

fn understood(text: &str, board: &Board, names: &Names, labels: &[String]) -> Parsed {
    let me = board.commit.session().account().id;
    let tags: Vec<&str> = labels.iter().map(String::as_str).collect();
    let people: Vec<(PersonId, &str)> =
        names.0.iter().filter_map(|(id, name)| Some((id.parse().ok()?, name.as_str()))).collect();
    let (today, now) = time::this_minute();
    parse(
        text,
        &Known {
            today,
            now,
            month_first: time::is_month_first(),
            me: Some(me),
            people: &people,
            tags: &tags,
            projects: &[],
        },
    )
}

fn begin(parsed: Parsed) -> Begin {
    Begin {
        title: parsed.title,
        due: parsed.due.map(time::moment),
        tags: parsed.tags.into_iter().collect(),
        priority: parsed.priority,
        assignees: parsed.assignees.iter().map(ToString::to_string).collect(),
        parent: None,
    }
}

/// What a line is understood as beside its title, in words.
fn told(parsed: &Parsed, names: &Names) -> Vec<String> {
    let due = parsed.due.map(|due| t::due_when(&time::due_words(time::moment(due), due.date)));
    let people = parsed.assignees.iter().map(|person| names.of(&person.to_string()).to_owned());
    let mut told: Vec<String> = due.into_iter().collect();
    told.extend(parsed.priority.map(|priority| t::of_priority(choice::priority(priority))));
    told.extend(parsed.status.map(|status| choice::status(status).to_owned()));
    told.extend(people);
    told.extend(parsed.tags.iter().map(|tag| format!("#{tag}")));
    told
}
