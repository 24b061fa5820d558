use holdfast_core::wire::remote::SessionInfo;
use holdfast_query::hooks::{ActionOptions, use_action_with};
use yew::prelude::*;

use super::{ask::AskFirst, browser_name};
use crate::{
    actions::EndDevice,
    api::Failure,
    components::badge,
    hooks::use_now,
    t,
    words::{
        small,
        time::{self, ago, local_day},
    },
};

/// Properties of [`Row`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    pub(super) device: SessionInfo,
}

/// One of the places the account is signed in at.
#[component]
pub(super) fn Row(props: &Props) -> Html {
    let device = &props.device;
    let now = use_now();
    let name = browser_name::words(&device.user_agent);
    let seen = match device.current {
        true => t::in_use_now().to_owned(),
        false => t::last_seen(&ago(device.last_seen_at, now)),
    };
    let since = time::day_words(local_day(device.created_at as i64), time::today());
    html! {
        <li class="card device" data-device={device.id.0.to_string()} data-current={device.current.then_some("true")}>
            <div class="device-main">
                <p class="device-name" title={device.user_agent.clone()}>
                    { &name }
                    if device.current { { badge(t::this_device()) } }
                </p>
                <p class="card-note">{ t::device_since(&small(&since), &seen) }</p>
            </div>
            if device.current {
                <p class="card-note">{ t::end_by_menu() }</p>
            } else {
                <End device={device.clone()} {name} />
            }
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct EndProps {
    device: SessionInfo,
    name: String,
}

#[component]
fn End(props: &EndProps) -> Html {
    let id = props.device.id;
    let end = use_action_with::<EndDevice>(ActionOptions {
        key: Some(EndDevice::key_of(id)),
        begins_anew: true,
        ..ActionOptions::default()
    });
    let on_yes = {
        let end = end.clone();
        Callback::from(move |()| drop(end.run(EndDevice { id })))
    };
    let on_cancel = {
        let end = end.clone();
        Callback::from(move |()| end.cancel())
    };
    html! {
        <div class="device-end">
            <AskFirst
                class="end-device"
                label={t::sign_out()}
                name={t::end_named(&props.name)}
                question={t::end_ask()}
                yes={t::sign_out()}
                running={end.is_running()}
                paused={end.is_paused()}
                {on_yes}
                {on_cancel}
            />
            if let Some(error) = end.error() {
                <p class="field-error" role="alert">{ Failure::from(&**error).words() }</p>
            }
        </div>
    }
}
