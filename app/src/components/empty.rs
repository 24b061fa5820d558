//! Where there is nothing, or nothing yet.

use yew::prelude::*;

use crate::t;

/// Properties of [`Empty`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What is not there.
    pub(crate) title: AttrValue,
    /// The next step.
    #[prop_or_default]
    pub(crate) children: Html,
}

/// An empty place and the next step.
#[component]
pub(crate) fn Empty(props: &Props) -> Html {
    html! {
        <div class="empty">
            <p class="empty-title">{ &props.title }</p>
            { props.children.clone() }
        </div>
    }
}

/// Bars in place of what is still being read.
pub(crate) fn skeleton() -> Html {
    skeleton_of("skeleton-rows", 5)
}

/// What is still being read of a page at an address with that query: in the shape of the layout that it names.
pub(crate) fn skeleton_for(query: &str) -> Html {
    let (shape, many) = shape_of(query);
    skeleton_of(shape, many)
}

/// Read here by itself: what else an address says is known by a part of the app that may not be here yet.
fn shape_of(query: &str) -> (&'static str, usize) {
    let layout = query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("view="));
    match layout {
        Some("board") => ("skeleton-columns", 4),
        Some("table") => ("skeleton-table", 8),
        _ => ("skeleton-rows", 5),
    }
}

/// Bars of the shape that a class gives them, in place of so many things that are still being read.
pub(crate) fn skeleton_of(shape: &'static str, many: usize) -> Html {
    html! {
        // By its key it is not made into what takes its place, which would move it there.
        <div key="skeleton" class={classes!("skeleton", shape)} aria-busy="true">
            <p class="hidden">{ t::reading() }</p>
            { for (0..many).map(|_| html! { <div class="skeleton-row" /> }) }
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::shape_of;
    use crate::views::{Asked, Layout};

    #[test]
    fn what_comes_has_the_shape_of_the_layout_that_its_address_names() {
        for (layout, shape) in
            [(Layout::List, "skeleton-rows"), (Layout::Board, "skeleton-columns"), (Layout::Table, "skeleton-table")]
        {
            let asked = Asked { layout, archive: true, words: "view=table".into(), ..Asked::default() };
            assert_eq!(shape_of(&asked.query()).0, shape);
        }
        assert_eq!(shape_of("?view=none").0, "skeleton-rows");
    }
}
