//! Where the account is signed in, signing out there, and its password.

mod ask;
mod browser_name;
mod password;
mod row;

use std::rc::Rc;

use holdfast_core::wire::remote::SessionInfo;
use holdfast_query::{
    Options,
    hooks::{ActionOptions, use_action_with, use_query_with},
};
use yew::prelude::*;

use self::{ask::AskFirst, password::ChangeForm, row::Row};
use crate::{
    actions::EndOtherDevices,
    api::Failure,
    browser,
    components::{AsOf, Heading, NoAnswer, skeleton},
    hooks::use_commit,
    queries::{DEVICES_POLL, Devices},
    stores::Toast,
    t,
};

/// The devices, this one first, asked for again every minute while the page is seen.
#[component]
pub(crate) fn DevicesPage() -> Html {
    let devices = use_query_with(Devices, Options { poll: Some(DEVICES_POLL), ..Options::default() });
    use_focus_kept(devices.data().map_or(0, |all| all.len()));
    let on_retry = {
        let devices = devices.clone();
        Callback::from(move |()| devices.refetch())
    };
    let failure = devices.error().map(|error| AttrValue::from(Failure::from(&**error).words()));
    let comes = use_once(devices.data().is_some() || !devices.is_loading() || devices.is_paused());
    let body = match devices.data() {
        Some(all) => html! {
            <>
                <AsOf updated_at={devices.updated_at} {failure} {on_retry} />
                <List all={Rc::clone(all)} />
            </>
        },
        None if devices.is_loading() && !devices.is_paused() => skeleton(),
        None => html! { <NoAnswer what={t::devices_the()} {failure} {on_retry} /> },
    };
    html! {
        <>
            <Heading title={t::devices()} />
            <div class="devices">
                <p class="devices-note">{ t::devices_note() }</p>
                { body }
            </div>
            if comes {
                <ChangeForm />
            }
        </>
    }
}

/// Whether something has been so since the page is shown. The form for a password waits for the list, which would move it, and stays with
/// what was typed into it however the list is asked for again.
#[hook]
fn use_once(is_so: bool) -> bool {
    let was = use_mut_ref(|| false);
    let mut was = was.borrow_mut();
    *was |= is_so;
    *was
}

/// When a row goes, the focus that was on its button comes back to the heading.
#[hook]
fn use_focus_kept(rows: usize) {
    let last = use_mut_ref(|| 0);
    use_effect_with(rows, move |rows| {
        if last.replace(*rows) > *rows {
            browser::focus_if_lost("main h1");
        }
    });
}

#[derive(Properties, PartialEq)]
struct ListProps {
    all: Rc<Vec<SessionInfo>>,
}

#[component]
fn List(props: &ListProps) -> Html {
    let others = props.all.iter().filter(|device| !device.current).count();
    html! {
        <>
            <ul class="cards device-list">
                { for in_order(&props.all).into_iter().map(|device| html! {
                    <Row key={device.id.0.to_string()} device={device.clone()} />
                }) }
            </ul>
            if others > 0 {
                <EndOthers {others} />
            } else {
                <p class="none">{ t::nowhere_else() }</p>
            }
        </>
    }
}

/// This device first, then those that were seen last.
fn in_order(all: &[SessionInfo]) -> Vec<&SessionInfo> {
    let mut all: Vec<&SessionInfo> = all.iter().collect();
    all.sort_by_key(|device| (!device.current, std::cmp::Reverse((device.last_seen_at, device.created_at))));
    all
}

#[derive(Properties, PartialEq)]
struct EndOthersProps {
    others: usize,
}

#[component]
fn EndOthers(props: &EndOthersProps) -> Html {
    let commit = use_commit();
    let on_done = Callback::from(move |ended: Rc<u64>| {
        commit.say(Toast::info(t::devices_ended(*ended as usize)));
    });
    let end =
        use_action_with::<EndOtherDevices>(ActionOptions { on_done: Some(on_done), begins_anew: true, key: None });
    let on_yes = {
        let end = end.clone();
        Callback::from(move |()| drop(end.run(EndOtherDevices)))
    };
    let on_cancel = {
        let end = end.clone();
        Callback::from(move |()| end.cancel())
    };
    html! {
        <div class="devices-others">
            <AskFirst
                class="end-others"
                label={t::end_others()}
                question={t::end_others_ask(props.others)}
                yes={t::end_them()}
                running={end.is_running()}
                paused={end.is_paused()}
                {on_yes}
                {on_cancel}
            />
            if let Some(error) = end.error() {
                <p class="form-error" role="alert">{ Failure::from(&**error).words() }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::wire::remote::SessionId;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn this_device_comes_first_then_what_was_seen_last() {
        let device = |user_agent: &str, last_seen_at, current| SessionInfo {
            id: SessionId(Default::default()),
            created_at: 0,
            last_seen_at,
            user_agent: user_agent.into(),
            current,
        };
        let all = [device("old", 1, false), device("here", 2, true), device("new", 3, false)];
        let names: Vec<&str> = in_order(&all).iter().map(|device| device.user_agent.as_str()).collect();
        assert_eq!(names, ["here", "new", "old"]);
    }
}
