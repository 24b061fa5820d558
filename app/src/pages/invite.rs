use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    api::{self, Failure, Invited},
    components::{Heading, role_words, skeleton},
    hooks::use_commit,
    route::Route,
    stores::Toast,
};

/// Properties of [`InvitePage`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    pub(crate) token: String,
}

/// An invitation: what it is to, and joining.
#[component]
pub(crate) fn InvitePage(props: &Props) -> Html {
    let invited = use_state(|| None::<Result<Invited, Failure>>);
    let failure = use_state(|| None::<Failure>);
    let waiting = use_state(|| false);
    let commit = use_commit();
    let navigator = use_navigator();
    use_effect_with(props.token.clone(), {
        let invited = invited.clone();
        move |token| {
            let token = token.clone();
            spawn_local(async move { invited.set(Some(api::look(&token).await)) });
        }
    });
    let onsubmit = {
        let (token, failure, waiting) = (props.token.clone(), failure.clone(), waiting.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            waiting.set(true);
            let (token, failure, waiting) = (token.clone(), failure.clone(), waiting.clone());
            let (commit, navigator) = (commit.clone(), navigator.clone());
            spawn_local(async move {
                match api::accept(&token).await {
                    Ok(accepted) => {
                        commit.session().sync_now();
                        let words = match accepted.already_member {
                            true => format!("You are in {} already.", accepted.engagement),
                            false => format!("You have joined {}.", accepted.engagement),
                        };
                        commit.say(Toast::info(words));
                        if let Some(navigator) = navigator {
                            navigator.replace(&Route::Engagement { engagement: accepted.scope });
                        }
                    }
                    Err(error) => failure.set(Some(error)),
                }
                waiting.set(false);
            });
        })
    };
    let body = match &*invited {
        None => skeleton(),
        Some(Err(failure)) => html! { <p class="form-error" role="alert">{ failure.words() }</p> },
        Some(Ok(invited)) => html! {
            <form class="invitation" {onsubmit}>
                <p>{ format!("{} invites you to ", invited.invited_by) }<strong>{ &invited.engagement }</strong>
                    { format!(" as {}.", role_words(invited.role).to_lowercase()) }</p>
                if let Some(failure) = &*failure {
                    <p class="form-error" role="alert">{ failure.words() }</p>
                }
                <button type="submit" class="primary" disabled={*waiting}>{ "Join" }</button>
            </form>
        },
    };
    html! {
        <>
            <Heading title="An invitation" />
            { body }
        </>
    }
}
