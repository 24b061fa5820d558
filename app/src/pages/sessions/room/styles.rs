//! The room's styles. A first visit does without them: they come with the part of the app that draws the room.

use std::cell::Cell;

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::browser;

/// They name the cascade layer that they are of, so it does not matter that they come last.
const STYLES: &str = include_str!("../../../../../static/room.css");

thread_local! {
    static ADOPTED: Cell<bool> = const { Cell::new(false) };
}

/// Has the page follow them, once.
pub(super) fn adopt() {
    if !ADOPTED.replace(true) {
        // A browser that has no sheets of a script's own shows the room plainly.
        let _ = add();
    }
}

/// A sheet that a script makes needs no exception from the server's policy, as an element with styles would.
fn add() -> Result<(), JsValue> {
    let sheets: Array = Reflect::get(&browser::document(), &"adoptedStyleSheets".into())?.dyn_into()?;
    let make: Function = Reflect::get(&browser::window(), &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet = Reflect::construct(&make, &Array::new())?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into()?;
    replace.call1(&sheet, &STYLES.into())?;
    sheets.push(&sheet);
    Ok(())
}
