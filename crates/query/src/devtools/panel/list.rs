//! The queries, one a row. One stop of the Tab key: the arrows choose.

use std::rc::Rc;

use web_sys::{Element, FocusOptions, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};
use yew::prelude::*;

use super::view::{Choose, row_by_key};
use crate::{
    EntryId, Millis,
    devtools::{Row, words},
};

#[derive(Clone, PartialEq, Properties)]
pub(super) struct ListProps {
    pub(super) rows: Rc<Vec<Row>>,
    /// How many more there are.
    pub(super) unseen: usize,
    pub(super) selected: Option<EntryId>,
    pub(super) choose: Callback<Choose>,
}

#[component]
pub(super) fn List(props: &ListProps) -> Html {
    let list = use_node_ref();
    {
        let list = list.clone();
        use_effect_with((), move |()| {
            if let Some(list) = list.cast::<HtmlElement>() {
                let still = FocusOptions::new();
                still.set_prevent_scroll(true);
                // Whoever opened the panel goes on with the keyboard here. It is there, so it takes the focus.
                let _ = list.focus_with_options(&still);
            }
        });
    }
    {
        let list = list.clone();
        use_effect_with(props.selected, move |_| {
            let list = list.cast::<Element>();
            let row = list.and_then(|list| list.query_selector("[aria-selected=true]").ok().flatten());
            if let Some(row) = row {
                let options = ScrollIntoViewOptions::new();
                options.set_block(ScrollLogicalPosition::Nearest);
                row.scroll_into_view_with_scroll_into_view_options(&options);
            }
        });
    }
    let onkeydown = {
        let ListProps { rows, selected, choose, .. } = props.clone();
        Callback::from(move |event: KeyboardEvent| {
            if let Some(id) = row_by_key(&rows, selected, &event.key()) {
                event.prevent_default();
                choose.emit(Choose::Query(Some(id)));
            }
        })
    };
    let shown = props.selected.filter(|id| props.rows.iter().any(|row| row.id == *id));
    html! {
        <div class="list">
            <div class="row names" aria-hidden="true">
                <span>{ "State" }</span><span>{ "Key" }</span>
                <span class="number" title="Observers">{ "Obs." }</span>
                <span class="number">{ "Age" }</span><span class="number">{ "Size" }</span>
            </div>
            <ul
                ref={list} class="rows" role="listbox" tabindex="0" aria-label="Queries"
                aria-activedescendant={shown.map(row_id)} {onkeydown}
            >
                { for props.rows.iter().map(|row| one(row, props.selected, &props.choose)) }
            </ul>
            if props.rows.is_empty() {
                <p class="none">{ "There is no such query." }</p>
            }
            if props.unseen > 0 {
                <p class="none">{ format!("And {} more: filter to see them.", props.unseen) }</p>
            }
        </div>
    }
}

fn row_id(id: EntryId) -> String {
    format!("query-{}", id.0)
}

fn one(row: &Row, selected: Option<EntryId>, choose: &Callback<Choose>) -> Html {
    let id = row.id;
    let (word, age, size) = (row.standing.word(), age(row.age), words::size(row.bytes));
    let said = format!("{}, {word}, {} observers, {age} old, {size}", row.key, row.observers);
    html! {
        <li
            key={id.0} id={row_id(id)} class="row" role="option" aria-selected={(selected == Some(id)).to_string()}
            aria-label={said} onclick={choose.reform(move |_| Choose::Query(Some(id)))}
        >
            <span class="badge" data-standing={word}>{ word }</span>
            <span class="key" title={row.key.to_string()}>{ row.key.to_string() }</span>
            <span class="number">{ row.observers }</span>
            <span class="number">{ age }</span>
            <span class="number">{ size }</span>
        </li>
    }
}

/// What is from the future has no age: the clock was set back.
fn age(age: Option<Millis>) -> String {
    match age {
        None => "–".to_owned(),
        Some(Millis::MAX) => "?".to_owned(),
        Some(age) => words::span(age),
    }
}
