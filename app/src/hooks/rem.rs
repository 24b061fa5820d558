use yew::prelude::*;
use yewdux::prelude::*;

use crate::{browser, stores::Frame};

/// How many pixels one rem is here, followed as the look changes: how dense the page is says how high its letters are.
#[hook]
pub(crate) fn use_rem() -> f64 {
    let _look = use_selector(|frame: &Frame| frame.look);
    browser::rem()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use gloo_timers::future::TimeoutFuture;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    async fn what_is_as_high_as_letters_follows_the_look() {
        #[component]
        fn Rem() -> Html {
            let rem = use_rem();
            html! { { rem } }
        }
        let document = browser::document();
        let (root, place) = (document.document_element().unwrap(), document.create_element("div").unwrap());
        document.body().unwrap().append_child(&place).unwrap();
        let set = |size: &str| root.set_attribute("style", &format!("font-size: {size}")).unwrap();
        browser::forget_rem();
        set("16px");
        let app = yew::Renderer::<Rem>::with_root(place.clone()).render();
        TimeoutFuture::new(0).await;
        assert_eq!(place.text_content().as_deref(), Some("16"));
        set("14px");
        let frame = Dispatch::<Frame>::global();
        frame.reduce_mut(|frame| frame.choose("density", "compact"));
        TimeoutFuture::new(0).await;
        assert_eq!(place.text_content().as_deref(), Some("14"));
        frame.reduce_mut(|frame| frame.choose("density", "comfortable"));
        root.remove_attribute("style").unwrap();
        browser::forget_rem();
        app.destroy();
        place.remove();
    }
}
