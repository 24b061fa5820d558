//! The day that weeks begin on where the person is: asked of the browser.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::browser;

/// The weekday that weeks begin on where the person is (0 is Monday); Monday where the browser does not know.
pub(crate) fn week_start() -> i64 {
    first_day().map_or(0, |day| (day as i64 - 1).rem_euclid(7))
}

/// As `Intl.Locale` has it: 1 is Monday, 7 is Sunday. Some browsers know it as a function, some as a property.
fn first_day() -> Option<f64> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    let locale = get(&get(&js_sys::global(), "Intl")?, "Locale")?.dyn_into::<Function>().ok()?;
    let language = browser::window().navigator().language()?;
    let locale = Reflect::construct(&locale, &Array::of1(&language.into())).ok()?;
    let info = match get(&locale, "getWeekInfo").and_then(|known| known.dyn_into::<Function>().ok()) {
        Some(ask) => ask.call0(&locale).ok()?,
        None => get(&locale, "weekInfo")?,
    };
    get(&info, "firstDay")?.as_f64()
}
