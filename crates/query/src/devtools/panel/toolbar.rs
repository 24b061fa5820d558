//! What is listed, and in which order.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::view::{Choose, View};
use crate::devtools::{Listing, Order, Standing};

pub(super) fn toolbar(view: &View, listing: &Listing, choose: &Callback<Choose>, on_close: &Callback<()>) -> Html {
    let oninput = choose.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        Choose::Text(input.value())
    });
    let onchange = choose.reform(|event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        let chosen = Order::ALL.into_iter().find(|order| order.word() == select.value());
        Choose::Order(chosen.unwrap_or_default())
    });
    let counts = listing.counts;
    let all = chip("all", None, counts.total(), view, choose);
    html! {
        <header class="head">
            <input
                type="search" class="search" placeholder="Filter by key" aria-label="Filter by key"
                value={view.filter.text.clone()} {oninput}
            />
            <label class="order">
                <span>{ "Sort by " }</span>
                <select {onchange}>
                    { for Order::ALL.into_iter().map(|order| html! {
                        <option value={order.word()} selected={order == view.order}>{ order.word() }</option>
                    }) }
                </select>
            </label>
            <button type="button" class="close" aria-label="Close" onclick={on_close.reform(|_| ())}>{ "×" }</button>
            <div class="chips" role="group" aria-label="Filter by state">
                { all }
                { for Standing::ALL.into_iter().map(|standing| {
                    chip(standing.word(), Some(standing), counts.of(standing), view, choose)
                }) }
            </div>
        </header>
    }
}

/// One of the states, or all of them, with how many queries there are.
fn chip(word: &'static str, standing: Option<Standing>, count: usize, view: &View, choose: &Callback<Choose>) -> Html {
    let is_chosen = view.filter.standing == standing;
    // A second press shows all again.
    let becomes = if is_chosen { None } else { standing };
    html! {
        <button
            type="button" class="chip" data-standing={word} aria-pressed={is_chosen.to_string()}
            onclick={choose.reform(move |_| Choose::Standing(becomes))}
        >
            { word }{ " " }<b>{ count }</b>
        </button>
    }
}
