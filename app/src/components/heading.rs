//! The top of a page.

use std::{cell::Cell, rc::Rc};

use web_sys::HtmlElement;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    browser,
    hooks::{Returning, use_page_title},
    route::Route,
    t,
};

/// Whether a page has been shown before this one: the first page leaves the focus where the browser put it. And whether this
/// one is gone back to, to where it was scrolled to; any other is shown from its top.
#[derive(Clone, Default)]
pub(crate) struct Visited {
    any: Rc<Cell<bool>>,
    pub(crate) returning: Returning,
}

impl PartialEq for Visited {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.any, &other.any)
    }
}

/// A page above this one.
#[derive(Clone, PartialEq)]
pub(crate) struct Crumb {
    /// Its name.
    pub(crate) name: AttrValue,
    /// Its address.
    pub(crate) to: Route,
}

/// Properties of [`Heading`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// The page's name.
    pub(crate) title: AttrValue,
    /// The pages above it.
    #[prop_or_default]
    pub(crate) crumbs: Vec<Crumb>,
    /// What stands in the heading's place while it is edited.
    #[prop_or_default]
    pub(crate) edit: Option<Html>,
    /// The page's buttons.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// The way here, the page's heading and its buttons. It takes the focus when another page is gone to, so that the keyboard
/// and screen readers follow.
#[component]
pub(crate) fn Heading(props: &Props) -> Html {
    use_page_title(&props.title);
    let node = use_node_ref();
    let visited = use_context::<Visited>().unwrap_or_default();
    use_effect_with((), {
        let node = node.clone();
        move |()| {
            // Yew may let the browser go first: what has the focus by then was given it on this very page.
            let active = browser::document().active_element();
            let is_given = active.is_some_and(|active| active.closest("main").is_ok_and(|main| main.is_some()));
            if visited.any.replace(true)
                && !is_given
                && let Some(heading) = node.cast::<HtmlElement>()
            {
                browser::focus_still(&heading);
                if !visited.returning.is_under_way() {
                    browser::window().scroll_to_with_x_and_y(0.0, 0.0);
                }
            }
        }
    });
    html! {
        <div class="heading">
            if !props.crumbs.is_empty() {
                <nav class="crumbs" aria-label={t::breadcrumb()}>
                    <ol>
                        { for props.crumbs.iter().map(|crumb| html! {
                            <li><Link<Route> to={crumb.to.clone()}>{ &crumb.name }</Link<Route>></li>
                        }) }
                    </ol>
                </nav>
            }
            <div class="heading-row">
                <h1 ref={node} tabindex="-1" class={props.edit.is_some().then_some("hidden")}>{ &props.title }</h1>
                { for props.edit.clone() }
                <div class="heading-actions">{ props.children.clone() }</div>
            </div>
        </div>
    }
}
