//! Days by name in the page's language, and the day that weeks begin on where the person is: asked of the browser.

use holdfast_core::date::Date;
use js_sys::{Array, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use crate::{browser, t};

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

/// The weekday that weeks begin on where the person is (0 is Monday); Monday where the browser does not know.
pub(super) fn week_start() -> i64 {
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
