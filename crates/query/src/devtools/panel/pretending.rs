//! Pretending a bad network.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::{
    Client, Millis,
    devtools::{Pretended, words},
};

/// How much longer attempts may take, in milliseconds.
const DELAYS: [Millis; 3] = [0, 500, 2_000];

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PretendingProps {
    pub(super) client: Client,
    pub(super) pretended: Pretended,
    pub(super) on_pretend: Callback<()>,
}

#[component]
pub(super) fn Pretending(props: &PretendingProps) -> Html {
    let PretendingProps { client, pretended, on_pretend } = props;
    let pretends = |change: fn(&mut Pretended, Event)| {
        let (client, told) = (client.clone(), on_pretend.clone());
        Callback::from(move |event: Event| {
            let mut pretended = client.pretended();
            change(&mut pretended, event);
            client.pretend(pretended);
            told.emit(());
        })
    };
    let offline = pretends(|pretended, event| pretended.offline = is_checked(&event));
    let failing = pretends(|pretended, event| pretended.failing = is_checked(&event));
    let delay = pretends(|pretended, event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        pretended.delay = select.value().parse().unwrap_or_default();
    });
    html! {
        <fieldset>
            <legend>{ "Pretend" }</legend>
            <label><input type="checkbox" checked={pretended.offline} onchange={offline} />{ "offline" }</label>
            <label>
                { "slow by " }
                <select onchange={delay}>
                    { for DELAYS.into_iter().map(|delay| html! {
                        <option value={delay.to_string()} selected={delay == pretended.delay}>
                            { words::took(delay) }
                        </option>
                    }) }
                </select>
            </label>
            <label><input type="checkbox" checked={pretended.failing} onchange={failing} />{ "failing" }</label>
        </fieldset>
    }
}

fn is_checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}
