//! Signing in with the provider: the way there, and what came of it.

use yew::prelude::*;

use crate::{browser, hooks::use_online, route::Next, t};

/// What the address says of a sign-in that worked.
const DONE: &str = "done";
/// The same, where a password of before is none any more.
pub(super) const PROVEN: &str = "proven";

/// Whether the provider has just sent somebody back whom the server knows now.
pub(super) fn is_back(next: &Next) -> bool {
    matches!(next.provider.as_deref(), Some(DONE | PROVEN))
}

/// Why the provider has led nobody in, if that is what the address says.
pub(super) fn refused(next: &Next) -> Option<&'static str> {
    Some(match next.provider.as_deref()? {
        DONE | PROVEN => return None,
        "denied" => t::provider_denied(),
        "expired" => t::provider_expired(),
        "unverified" => t::provider_unverified(),
        "unreachable" => t::provider_unreachable(),
        "closed" => t::provider_closed(),
        "taken" => t::provider_taken(),
        "busy" => t::provider_busy(),
        _ => t::provider_failed(),
    })
}

#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What it is called.
    pub(super) name: String,
    pub(super) next: Next,
    pub(super) disabled: bool,
}

/// The button that leads to the provider, for which it takes a network.
#[component]
pub(super) fn WithProvider(props: &Props) -> Html {
    let online = use_online();
    let next = props.next.next.clone().unwrap_or_default();
    let onclick = Callback::from(move |_: MouseEvent| {
        let remember = browser::is_there("[name=remember]:checked");
        let next = String::from(js_sys::encode_uri_component(&next));
        let to = format!("/api/v1/auth/oidc/start?remember={remember}&next={next}");
        let _ = browser::window().location().assign(&to);
    });
    html! {
        <>
            <button type="button" class="wide provider" disabled={props.disabled || !online} {onclick}>
                { t::provider_sign_in(&props.name) }
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
        assert_eq!(told.len(), codes.len());
        assert_eq!(refused(&next("of tomorrow")), refused(&next("failed")));
        for (next, back) in [(next("done"), true), (next("proven"), true), (Next::default(), false)] {
            assert_eq!((refused(&next), is_back(&next)), (None, back));
        }
        assert!(!is_back(&next("denied")));
    }
}
