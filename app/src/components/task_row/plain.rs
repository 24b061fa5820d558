//! A row while somebody scrolls on: what can be read of it in passing, which is its title. Where a whole one is fifty elements, each
//! with what it does, this is five, made by the browser from one piece of text; and it does nothing.

use holdfast_core::{
    entity::{FieldValue as _, Priority, Status, Task},
    id::Id,
    replica::{Mark, Replica},
};
use yew::prelude::*;

use super::super::mark::name;

/// What such a row shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plain {
    id: Id<Task>,
    title: String,
    done: bool,
    priority: Priority,
    mark: Mark,
}

impl Plain {
    /// What it shows of a task.
    pub(crate) fn of(replica: &Replica, id: Id<Task>) -> Option<Self> {
        let record = replica.live(id.record())?;
        let title = String::read(record.value(Task::TITLE));
        let done = Status::read(record.value(Task::STATUS)) == Status::Done;
        let priority = Priority::read(record.value(Task::PRIORITY));
        Some(Self { id, title, done, priority, mark: replica.mark(id.record()) })
    }

    /// The row: each element stands where it does in a whole one.
    pub(crate) fn row(&self, is_picked: bool, is_opened: bool, editable: bool) -> Html {
        let Self { id, title, done, priority, mark } = self;
        let mut classes = super::classes(*done, is_picked, *priority);
        classes.push("is-plain");
        let body = Html::from_html_unchecked(body(title, *done, editable).into());
        let current = is_opened.then_some("true");
        html! {
            <li key={id.uuid().as_u128()} class={classes} data-record={id.to_string()} data-mark={name(*mark)} aria-current={current} tabindex="-1">
                { body }
            </li>
        }
    }
}

fn body(title: &str, done: bool, editable: bool) -> String {
    let boxes = match (editable, done) {
        (false, _) => r#"<span class="task-check"></span>"#,
        (true, false) => {
            r#"<span class="task-pick"></span><input type="checkbox" class="task-done" tabindex="-1" aria-hidden="true">"#
        }
        (true, true) => {
            r#"<span class="task-pick"></span><input type="checkbox" class="task-done" tabindex="-1" aria-hidden="true" checked>"#
        }
    };
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let tools = if editable { r#"<div class="task-tools"></div>"# } else { "" };
    format!(r#"{boxes}<div class="task-main"><span class="task-words">{title}</span></div>{tools}"#)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::body;

    #[test]
    fn a_title_is_no_markup() {
        let body = body("<img src=x onerror=alert(1)> & &lt;", true, false);
        assert!(body.contains(">&lt;img src=x onerror=alert(1)> &amp; &amp;lt;</span>"), "{body}");
    }
}
