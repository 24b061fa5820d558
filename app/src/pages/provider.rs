//! Signing in with the provider: the way there, and what came of it.

use yew::prelude::*;

use crate::{browser, route::Next, start::Stores, t};

/// What the address says of a sign-in that worked.
const DONE: &str = "done";
/// The same, where a password of before is none any more.
pub(super) const PROVEN: &str = "proven";

/// Whether the provider has just sent somebody back whom the server knows now.
pub(super) fn is_back(next: &Next) -> bool {
    matches!(next.provider.as_deref(), Some(DONE | PROVEN))
}

/// The same, of the address that the page was loaded with.
pub(crate) fn has_led_back() -> bool {
    let query = browser::query();
    let mut parts = query.trim_start_matches('?').split('&');
    parts.any(|part| matches!(part.strip_prefix("provider="), Some(DONE | PROVEN)))
}

/// Why the provider has led nobody in, if that is what the address says.
pub(super) fn refused(next: &Next) -> Option<&'static str> {
    Some(match next.provider.as_deref()? {
        DONE | PROVEN => return None,
        "denied" => t::provider_denied(),
        "expired" => t::provider_expired(),
        "unverified" => t::provider_unverified(),
        "unreachable" | "busy" => t::provider_unreachable(),
        "closed" => t::provider_closed(),
        // Also "taken": somebody else's account has the address.
        _ => t::provider_failed(),
    })
}

/// The button that leads to the provider of that name, for which it takes a network.
pub(super) fn button(name: &str, next: &Next, online: bool, disabled: bool, stores: Stores) -> Html {
    let next = next.next.clone().unwrap_or_default();
    let onclick = Callback::from(move |_: MouseEvent| {
        // Who makes an account stays signed in, as with a password.
        let remember = !browser::is_there("[name=remember]:not(:checked)");
        let next = String::from(js_sys::encode_uri_component(&next));
        stores.leave_for(format!("/api/v1/auth/oidc/start?remember={remember}&next={next}"));
    });
    html! {
        <>
            <button type="button" class="wide provider" disabled={disabled || !online} {onclick}>
                { t::provider_sign_in(name) }
            </button>
            if !online {
                <p class="field-hint" role="status">{ t::provider_offline() }</p>
            }
        </>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_refusal_is_told_and_nothing_else() {
        let next = |provider: &str| Next { next: None, provider: Some(provider.into()) };
        let codes = ["denied", "expired", "unverified", "unreachable", "closed", "taken", "busy", "failed"];
        let told: std::collections::BTreeSet<_> = codes.iter().filter_map(|code| refused(&next(code))).collect();
        assert_eq!(told.len(), 6, "the busy and the unreachable are tried again, the failed and the taken asked about");
        assert_eq!(refused(&next("of tomorrow")), refused(&next("failed")));
        for (next, back) in [(next("done"), true), (next("proven"), true), (Next::default(), false)] {
            assert_eq!((refused(&next), is_back(&next)), (None, back));
        }
        assert!(!is_back(&next("denied")));
    }
}
