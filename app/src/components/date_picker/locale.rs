//! Days by name in the page's language: asked of the browser.

use holdfast_core::date::Date;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::t;

/// Says days in the page's language.
pub(super) struct Teller(Function);

impl Teller {
    /// One that says these parts of a day, by the names that `Intl.DateTimeFormat` has for them.
    pub(super) fn of(parts: &[(&str, &str)]) -> Self {
        let options = Object::new();
        for (name, form) in parts.iter().chain(&[("timeZone", "UTC")]) {
            let _ = Reflect::set(&options, &(*name).into(), &(*form).into());
        }
        Self(Intl::DateTimeFormat::new(&Array::of1(&t::locale().into()), &options).format())
    }

    /// The day in words.
    pub(super) fn tell(&self, day: Date) -> String {
        let told = self.0.call1(&JsValue::NULL, &(day.noon() as f64).into());
        told.ok().and_then(|told| told.as_string()).unwrap_or_else(|| day.to_string())
    }
}
