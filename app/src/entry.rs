//! What is kept with the entry of the browser's history that is shown: it is there again on the way back, and after a reload.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsCast as _;

use crate::browser;

/// What was kept with it under a name.
pub(crate) fn kept(name: &str) -> Option<String> {
    let state = browser::window().history().ok()?.state().ok()?;
    Reflect::get(&state, &name.into()).ok()?.as_string()
}

/// Keeps something with it under a name, beside the number that the router gives it. An empty text is as good as none.
pub(crate) fn keep(name: &str, text: &str) {
    let Ok(history) = browser::window().history() else { return };
    if kept(name).unwrap_or_default() == text {
        return;
    }
    let state = Object::assign(&Object::new(), history.state().unwrap_or_default().unchecked_ref());
    // Where the browser refuses, as some do of too many in a short time, the way back leads to what was kept before.
    let _ = Reflect::set(&state, &name.into(), &text.into()).and_then(|_| history.replace_state(&state, ""));
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use wasm_bindgen::JsValue;
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_kept_is_beside_what_the_router_keeps() {
        let history = browser::window().history().unwrap();
        history.replace_state(&JsValue::NULL, "").unwrap();
        assert_eq!(kept("a"), None);
        keep("a", "");
        assert!(history.state().unwrap().is_null(), "nothing is written where nothing changes");
        let numbered = Object::new();
        Reflect::set(&numbered, &"id".into(), &7.into()).unwrap();
        history.replace_state(&numbered, "").unwrap();
        keep("a", "1");
        keep("b", "2");
        assert_eq!((kept("a").as_deref(), kept("b").as_deref()), (Some("1"), Some("2")));
        assert_eq!(Reflect::get(&history.state().unwrap(), &"id".into()).unwrap(), 7);
        history.replace_state(&JsValue::NULL, "").unwrap();
    }
}
