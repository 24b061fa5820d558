//! Tabs: one of several panels in one place. The arrows, Home and End go from tab to tab and show what each has.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::drop_down::step;
use crate::browser;

/// The tabs of one place. Which is chosen is kept by whoever draws them.
pub(crate) struct Tabs {
    /// What the ids of its tabs and of its panel begin with: one for the whole page.
    pub(crate) id: &'static str,
    /// What they are tabs of.
    pub(crate) label: AttrValue,
    /// What each is called.
    pub(crate) names: Vec<AttrValue>,
    /// The one that is shown.
    pub(crate) chosen: usize,
    /// Told which is to be shown.
    pub(crate) on_choice: Callback<usize>,
}

impl Tabs {
    /// The tabs.
    pub(crate) fn list(&self) -> Html {
        let Self { id, label, names, chosen, on_choice } = self;
        let onkeydown = {
            let (chosen, on_choice) = (*chosen, on_choice.clone());
            Callback::from(move |event: KeyboardEvent| {
                let list = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let list = list.and_then(|target| target.closest("[role=tablist]").ok().flatten());
                let tabs = browser::all::<HtmlElement>(list.as_ref(), "[role=tab]");
                let to = leads(&event).and_then(|key| step(key, chosen, tabs.len()));
                if let Some((to, tab)) = to.and_then(|to| Some((to, tabs.get(to)?))) {
                    event.prevent_default();
                    let _ = tab.focus();
                    on_choice.emit(to);
                }
            })
        };
        html! {
            <div class="tab-list" role="tablist" aria-label={label.clone()} {onkeydown}>
                { for names.iter().enumerate().map(|(place, name)| {
                    let is_chosen = place == *chosen;
                    html! {
                        <button
                            type="button"
                            class="tab"
                            role="tab"
                            id={format!("{id}-tab-{place}")}
                            aria-selected={if is_chosen { "true" } else { "false" }}
                            aria-controls={format!("{id}-panel-{place}")}
                            tabindex={if is_chosen { "0" } else { "-1" }}
                            onclick={on_choice.reform(move |_: MouseEvent| place)}
                        >{ name }</button>
                    }
                }) }
            </div>
        }
    }

    /// The panel of a tab, which is there while another is shown. One that is only read is given a place among what the tab key
    /// leads to.
    pub(crate) fn panel(&self, place: usize, tabindex: Option<&'static str>, body: Html) -> Html {
        let (id, named) = (format!("{}-panel-{place}", self.id), format!("{}-tab-{place}", self.id));
        html! { <div role="tabpanel" {id} aria-labelledby={named} {tabindex} hidden={place != self.chosen}>{ body }</div> }
    }
}

/// What a key means in a list that goes from side to side, as one from top to bottom knows it.
fn leads(event: &KeyboardEvent) -> Option<&'static str> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowLeft" => Some("ArrowUp"),
        "ArrowRight" => Some("ArrowDown"),
        "Home" => Some("Home"),
        "End" => Some("End"),
        _ => None,
    }
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[component]
    fn Three() -> Html {
        let chosen = use_state(|| 0);
        let names = vec!["One".into(), "Two".into(), "Three".into()];
        let on_choice = {
            let chosen = chosen.clone();
            Callback::from(move |place| chosen.set(place))
        };
        let tabs = Tabs { id: "three", label: "Three".into(), names, chosen: *chosen, on_choice };
        html! { <>{ tabs.list() }{ for (0..3).map(|place| tabs.panel(place, None, html! { { place } })) }</> }
    }

    #[test]
    async fn keys_go_round_the_tabs_and_show_what_each_has() {
        let place = browser::document().create_element("div").unwrap();
        browser::document().body().unwrap().append_child(&place).unwrap();
        let app = yew::Renderer::<Three>::with_root(place.clone()).render();
        TimeoutFuture::new(0).await;
        browser::all::<HtmlElement>(Some(&place), "[role=tab]").remove(0).focus().unwrap();
        for (key, words) in
            [("ArrowRight", "Two"), ("End", "Three"), ("ArrowRight", "One"), ("ArrowLeft", "Three"), ("Home", "One")]
        {
            let init = web_sys::KeyboardEventInit::new();
            init.set_bubbles(true);
            init.set_key(key);
            let event = web_sys::KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
            let active = browser::document().active_element().unwrap();
            active.dispatch_event(&event).unwrap();
            TimeoutFuture::new(0).await;
            let active = browser::document().active_element().unwrap();
            assert_eq!(active.text_content().as_deref(), Some(words), "{key}");
            let chosen = browser::all::<Element>(Some(&place), "[role=tab][aria-selected=true][tabindex='0']");
            assert_eq!(chosen, std::slice::from_ref(&active), "{key}");
            let shown = browser::all::<Element>(Some(&place), "[role=tabpanel]:not([hidden])");
            let named: Vec<_> = shown.iter().filter_map(|panel| panel.get_attribute("aria-labelledby")).collect();
            assert_eq!(named, [active.id()], "{key}");
        }
        app.destroy();
        place.remove();
    }
}
