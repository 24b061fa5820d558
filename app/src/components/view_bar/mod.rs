//! What stands above a project's tasks: which of them are shown, how, and how many that is.

mod filter;
mod saved;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::{Select, drop_down::DropDown};
use crate::{
    board::{Visit, use_board, use_of_all_tasks, use_of_tasks},
    hooks::Names,
    t,
    task_list::shown,
    views::{Asked, Facet, Grouping, Layout, Sort, told},
};

/// Properties of [`ViewBar`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// Told the words of the filter with every key.
    pub(crate) on_words: Callback<String>,
}

/// Words, filters, order, layout, and what was saved of them.
#[component]
pub(crate) fn ViewBar(props: &Props) -> Html {
    let board = use_board();
    let names = use_context::<Names>().unwrap_or_default();
    let me = board.commit.session().account().id.to_string();
    let offered = use_state_eq(filter::Offered::default);
    let here = use_of_tasks(&board, shown);
    let all = use_of_all_tasks(&board, shown);
    let asked = &board.asked;

    let oninput = props.on_words.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
    let onkeydown = {
        let on_words = props.on_words.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.is_composing() {
                event.prevent_default();
                on_words.emit(String::new());
            }
        })
    };
    let look = |other: fn(Asked, &str) -> Asked| {
        let board = board.clone();
        Callback::from(move |name: String| board.look(&other((*board.asked).clone(), &name), Visit::Next))
    };
    let on_sort = look(|asked, name| Asked { sort: Sort::named(name).unwrap_or(asked.sort), turned: false, ..asked });
    let on_group = look(|asked, name| match Grouping::named(name) {
        Some(group) => asked.grouped(group),
        None => asked,
    });
    let on_layout = look(|asked, name| Asked { layout: Layout::named(name).unwrap_or(asked.layout), ..asked });
    let on_turn = look(|asked, _| Asked { turned: !asked.turned, ..asked }).reform(|_: Event| String::new());
    let on_filter = {
        let (board, offered, names) = (board.clone(), offered.clone(), names.clone());
        Callback::from(move |_: MouseEvent| offered.set(filter::Offered::by(&board, &names)))
    };
    let chosen: usize = Facet::ALL.iter().map(|facet| asked.of(*facet).len()).sum();
    let filter = DropDown {
        id: "view-filter",
        label: t::filters().into(),
        words: html! { <>{ t::filter() }if chosen > 0 { <span class="drop-count">{ chosen }<span class="hidden">{ t::chosen_hidden() }</span></span> }</> },
        on_open: on_filter,
    };
    let sort = match asked.sort {
        Sort::Hand => t::display(),
        Sort::Due => t::by_due(),
        Sort::Priority => t::by_priority(),
        Sort::Title => t::by_title(),
        Sort::Created => t::by_created(),
        Sort::Status => t::by_status(),
        Sort::Time => t::by_time(),
    };
    let display = DropDown {
        id: "view-display",
        label: t::order_groups().into(),
        words: html! { <>{ sort }</> },
        on_open: Callback::noop(),
    };
    let options = |all: Vec<(&'static str, &'static str)>| {
        all.into_iter().map(|(name, label)| (name.into(), label.into())).collect::<Vec<(AttrValue, AttrValue)>>()
    };
    let sorts = options(Sort::ALL.iter().map(|sort| (sort.name(), sort.label())).collect());
    // What a board has no columns for is there with the reason, and cannot be chosen.
    let why = |group: &Grouping| group.why_no_columns().filter(|_| asked.layout == Layout::Board);
    let group = |group: &Grouping| {
        let words = why(group).map_or_else(|| group.label().to_owned(), |why| t::palette_choice(group.label(), why));
        (group.name().into(), words.into())
    };
    let groups: Vec<(AttrValue, AttrValue)> = Grouping::ALL.iter().map(group).collect();
    let off: Vec<AttrValue> =
        Grouping::ALL.iter().filter(|group| why(group).is_some()).map(|group| group.name().into()).collect();
    html! {
        <div class="view-bar">
            <input
                type="search"
                class="view-words"
                aria-label={t::filter_words()}
                placeholder={t::filter_placeholder()}
                maxlength="200"
                autocomplete="off"
                spellcheck="false"
                value={asked.words.clone()}
                {oninput}
                {onkeydown}
            />
            <div class="view-tools">
                { filter.of(filter::facets(&board, &offered, &names)) }
                { display.of(html! {
                    <div class="view-display">
                        <label for="view-sort">{ t::sort_by() }</label>
                        <Select id="view-sort" options={sorts} value={asked.sort.name()} on_choice={on_sort} />
                        <label class="check view-turn">
                            <input type="checkbox" checked={asked.turned} disabled={asked.sort == Sort::Hand} onchange={on_turn} />
                            { t::other_way() }
                        </label>
                        <label for="view-group">{ t::group_by() }</label>
                        <Select id="view-group" options={groups} {off} value={asked.grouping().name()} on_choice={on_group} />
                    </div>
                }) }
                <saved::Saved on_words={props.on_words.clone()} />
            </div>
            <div class="view-layouts" role="group" aria-label={t::layout()}>
                { for Layout::ALL.iter().map(|layout| {
                    let pressed = if *layout == asked.layout { "true" } else { "false" };
                    let onclick = on_layout.reform(move |_: MouseEvent| layout.name().to_owned());
                    html! { <button type="button" aria-pressed={pressed} data-layout={layout.name()} {onclick}>{ layout.label() }</button> }
                }) }
            </div>
            <div class="view-count">
                <p role="status">
                    { if asked.is_filtered() { t::tasks_of(here, all) } else { t::tasks_counted(all) } }
                </p>
                if asked.is_filtered() {
                    <span class="view-told">{ told(asked, |person| if person == "me" { names.of(&me).to_owned() } else { names.of(person).to_owned() }) }</span>
                    { clear(&board, &props.on_words) }
                }
            </div>
        </div>
    }
}

/// The way back to every task.
pub(crate) fn clear(board: &crate::board::Board, on_words: &Callback<String>) -> Html {
    let (board, on_words) = (board.clone(), on_words.clone());
    let onclick = Callback::from(move |_: MouseEvent| {
        // What was typed just now is not in the address yet.
        on_words.emit(String::new());
        board.look(&(*board.asked).clone().unfiltered(), Visit::Next);
        crate::browser::focus(".view-words");
    });
    html! { <button type="button" class="view-clear" {onclick}>{ t::clear_filters() }</button> }
}
