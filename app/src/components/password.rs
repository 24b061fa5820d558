//! The field in which a new password is chosen.

use holdfast_core::password::{self, Wrong};
use yew::prelude::*;

use super::Field;
use crate::{t, words::capital};

/// The fewest characters, as the browser is told them: they are core's.
const LEAST: &str = "8";
const _: () = assert!(*password::LENGTH.start() == 8);

/// The field `password` of a form, with what is asked of it and what the server says of it.
pub(crate) fn new_password(label: &'static str, error: Option<AttrValue>) -> Html {
    html! {
        <Field name="password" {label} kind="password" autocomplete="new-password" least={LEAST} hint={t::password_hint()} {error} />
    }
}

/// Why the server would not take a password, by the same check.
pub(crate) fn unfit(text: &str) -> Option<AttrValue> {
    match password::check(text) {
        Ok(()) => None,
        Err(Wrong::Short) => Some(t::password_hint().into()),
        Err(Wrong::Long { has }) => Some(format!("{}.", capital(&t::wrong_long(has, *password::LENGTH.end()))).into()),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_the_server_would_refuse_is_told_before_it_is_sent() {
        assert_eq!(unfit("eight888"), None);
        assert_eq!(unfit("seven77").as_deref(), Some("At least 8 characters"));
        let long = unfit(&"x".repeat(201));
        assert!(long.is_some_and(|words| words.contains("201") && words.contains("200")));
    }
}
