//! What is said beside the text.

use holdfast_core::status::Link;
use holdfast_web::{CodeStatus, CodeTrouble};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{field::Field, marks::Mark};
use crate::t;

/// How the text stands, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Reading,
    SignedOut,
    Offline,
    OfflineViewer,
    Keeping,
    Connecting,
    Sending,
    Sent,
}

impl State {
    /// The first that holds.
    pub(super) fn of(status: &CodeStatus, link: Link, is_online: bool, may_write: bool) -> Self {
        match (status, link) {
            (CodeStatus { is_loaded: false, .. }, _) => Self::Reading,
            (CodeStatus { is_saving: true, .. }, _) => Self::Keeping,
            (CodeStatus { is_live: true, is_unsent: true, .. }, _) => Self::Sending,
            (CodeStatus { is_live: true, .. }, _) => Self::Sent,
            (_, Link::SignedOut) => Self::SignedOut,
            _ if link == Link::Down || !is_online => {
                if may_write {
                    Self::Offline
                } else {
                    Self::OfflineViewer
                }
            }
            _ => Self::Connecting,
        }
    }

    /// What programs know it by.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::SignedOut => "signed-out",
            Self::Offline | Self::OfflineViewer => "offline",
            Self::Keeping => "keeping",
            Self::Connecting => "connecting",
            Self::Sending => "sending",
            Self::Sent => "sent",
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Reading => t::code_reading(),
            Self::SignedOut => t::code_signed_out(),
            Self::Offline => t::code_offline(),
            Self::OfflineViewer => t::code_offline_viewer(),
            Self::Keeping => t::code_keeping(),
            Self::Connecting => t::code_connecting(),
            Self::Sending => t::code_sending(),
            Self::Sent => t::code_sent(),
        }
    }
}

/// Who else is in the text, and on which line.
pub(super) fn others(all: &[Mark]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let mut told: Vec<String> = all.iter().map(|mark| t::code_other_at(&mark.name, mark.head.line + 1)).collect();
    told.sort_by_key(|one| one.to_lowercase());
    t::code_others(&told.join(", "))
}

/// Properties of [`TroubleLine`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) trouble: CodeTrouble,
    pub(super) desk: Field,
}

/// What is wrong, and what can be done.
#[component]
pub(super) fn TroubleLine(props: &Props) -> Html {
    let Props { trouble, desk } = props;
    let asks = use_state_eq(|| false);
    let words = match trouble {
        CodeTrouble::Storage => t::code_storage(),
        CodeTrouble::Full => t::code_full(),
        CodeTrouble::ReadOnly => t::code_read_only(),
        CodeTrouble::Refused => t::code_refused(),
    };
    let ask = |to: bool| {
        let asks = asks.clone();
        Callback::from(move |_: MouseEvent| asks.set(to))
    };
    let on_discard = {
        let (desk, asks) = (desk.clone(), asks.clone());
        Callback::from(move |_: MouseEvent| {
            let desk = desk.desk();
            asks.set(false);
            spawn_local(async move {
                if let Some(desk) = desk {
                    // Where the database fails, it is told already, and nothing was thrown away.
                    let _ = desk.discard().await;
                }
            });
        })
    };
    html! {
        <div class="code-trouble" role="alert">
            <p>{ words }</p>
            if matches!(trouble, CodeTrouble::ReadOnly | CodeTrouble::Refused | CodeTrouble::Full) {
                if *asks {
                    <p>{ t::code_discard_words() }</p>
                    <button type="button" class="code-discard-yes" onclick={on_discard}>{ t::code_discard_yes() }</button>
                    <button type="button" onclick={ask(false)}>{ t::code_discard_no() }</button>
                } else {
                    <button type="button" class="code-discard" onclick={ask(true)}>{ t::code_discard() }</button>
                }
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_state_is_the_first_that_holds() {
        let loaded = CodeStatus { is_loaded: true, ..CodeStatus::default() };
        let of = |status: &CodeStatus, link| State::of(status, link, true, true);
        assert_eq!(of(&CodeStatus::default(), Link::Up), State::Reading);
        assert_eq!(of(&loaded, Link::Up), State::Connecting);
        assert_eq!(of(&loaded, Link::Down), State::Offline);
        assert_eq!(State::of(&loaded, Link::Up, false, false), State::OfflineViewer);
        assert_eq!(of(&loaded, Link::SignedOut), State::SignedOut);
        let live = CodeStatus { is_live: true, ..loaded };
        assert_eq!(of(&live, Link::Connecting), State::Sent);
        let unsent = CodeStatus { is_unsent: true, ..live };
        assert_eq!(of(&unsent, Link::Up), State::Sending);
        assert_eq!(of(&CodeStatus { is_saving: true, ..unsent }, Link::Up), State::Keeping);
    }
}
