//! The shadow root and its styles.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CssStyleSheet, Document, Element, ShadowRootInit, ShadowRootMode};

/// The panel's own.
const PANEL: &str = include_str!("panel.css");

/// The page's, for the one thing that the panel takes from it: which of two colour schemes was chosen. A choice in
/// `data-theme`, anywhere above, outranks the system's.
const THEME: &str = "[data-query-devtools]{color-scheme:light dark}\
    [data-theme=\"light\"] [data-query-devtools]{color-scheme:light}\
    [data-theme=\"dark\"] [data-query-devtools]{color-scheme:dark}";

/// Makes the shadow root of an element, and gives the element in it that the panel is drawn into.
pub(super) fn shadow(host: &Element) -> Result<Element, JsValue> {
    let document = host.owner_document().ok_or(JsValue::NULL)?;
    let shadow = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))?;
    let sheets = js_sys::Array::of1(&style_sheet(PANEL)?.into());
    js_sys::Reflect::set(&shadow, &"adoptedStyleSheets".into(), &sheets)?;
    let inside = document.create_element("div")?;
    shadow.append_child(&inside)?;
    Ok(inside)
}

fn style_sheet(text: &str) -> Result<CssStyleSheet, JsValue> {
    let sheet = CssStyleSheet::new()?;
    sheet.replace_sync(text)?;
    Ok(sheet)
}

/// The page's part, which goes with the panel.
pub(super) struct Theme {
    document: Document,
    sheet: CssStyleSheet,
}

/// Has the panel follow the page's colour scheme.
pub(super) fn follow_theme() -> Option<Theme> {
    let document = web_sys::window()?.document()?;
    let sheet = style_sheet(THEME).ok()?;
    let sheets = document.adopted_style_sheets();
    let with = sheets.concat(&js_sys::Array::of1(&sheet));
    document.set_adopted_style_sheets(&with);
    Some(Theme { document, sheet })
}

impl Drop for Theme {
    fn drop(&mut self) {
        let is_other = |sheet: &JsValue| !sheet.loose_eq(self.sheet.unchecked_ref());
        let without: js_sys::Array = self.document.adopted_style_sheets().iter().filter(is_other).collect();
        self.document.set_adopted_style_sheets(&without);
    }
}
