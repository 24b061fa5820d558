use web_sys::HtmlElement;
use yew::prelude::*;

use crate::t;

/// Properties of [`AskFirst`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What names it in styles.
    pub(super) class: AttrValue,
    /// What the button says.
    pub(super) label: AttrValue,
    /// What the button is called where its label alone does not say which; it begins with the label.
    #[prop_or_default]
    pub(super) name: Option<AttrValue>,
    /// What is asked.
    pub(super) question: AttrValue,
    /// What the answer says that does it.
    pub(super) yes: AttrValue,
    /// Whether it is being done.
    pub(super) running: bool,
    /// Whether it waits for the network.
    pub(super) paused: bool,
    /// Does it.
    pub(super) on_yes: Callback<()>,
    /// Takes back what waits for the network.
    pub(super) on_cancel: Callback<()>,
}

/// A button that asks once more, in its own place, before it does something.
#[component]
pub(super) fn AskFirst(props: &Props) -> Html {
    let asking = use_state(|| false);
    let (button, answer) = (use_node_ref(), use_node_ref());
    // The focus follows: to the answers, and back to the button.
    let was_asking = use_mut_ref(|| false);
    use_effect_with(*asking, {
        let (button, answer) = (button.clone(), answer.clone());
        move |asking| {
            let node = match (was_asking.replace(*asking), *asking) {
                (false, true) => Some(answer),
                (true, false) => Some(button),
                _ => None,
            };
            if let Some(node) = node.and_then(|node| node.cast::<HtmlElement>()) {
                let _ = node.focus();
            }
        }
    });
    let set = |to: bool| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(to))
    };
    let on_yes = {
        let (asking, on_yes) = (asking.clone(), props.on_yes.clone());
        Callback::from(move |_: MouseEvent| {
            asking.set(false);
            on_yes.emit(());
        })
    };
    let onkeydown = {
        let asking = asking.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                asking.set(false);
            }
        })
    };
    if props.paused {
        return html! {
            <div class="ask-first" role="status">
                <span>{ t::waits_network() }</span>
                <button type="button" class="cancel" onclick={props.on_cancel.reform(|_| ())}>{ t::cancel() }</button>
            </div>
        };
    }
    if *asking {
        return html! {
            <div class="ask-first" role="group" aria-label={&props.question} {onkeydown}>
                <span>{ &props.question }</span>
                <button ref={answer} type="button" class="danger confirm" onclick={on_yes}>{ &props.yes }</button>
                <button type="button" class="cancel" onclick={set(false)}>{ t::cancel() }</button>
            </div>
        };
    }
    // Not disabled while it runs: the focus would be lost with it.
    let onclick = if props.running { Callback::noop() } else { set(true) };
    html! {
        <button
            ref={button}
            type="button"
            class={classes!(props.class.to_string())}
            aria-label={props.name.clone().filter(|_| !props.running)}
            aria-disabled={props.running.then_some("true")}
            {onclick}
        >
            { if props.running { t::signing_out() } else { props.label.as_str() } }
        </button>
    }
}
