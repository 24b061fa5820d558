//! What only the server can do, as actions: a sign-in, an invitation's acceptance, a device's end. Edits of records are no part
//! of this: they are [commands](crate::commands), which need no network.

mod accept_invite;
mod change_member;
mod change_password;
mod end_device;
mod end_other_devices;
mod make_invite;
mod register;
mod reset_password;
mod sign_in;
mod try_demo;

use holdfast_query::{ActionPolicy, Client, Error, Network};

pub(crate) use accept_invite::AcceptInvite;
pub(crate) use change_member::ChangeMember;
pub(crate) use change_password::ChangePassword;
pub(crate) use end_device::EndDevice;
pub(crate) use end_other_devices::EndOtherDevices;
pub(crate) use make_invite::MakeInvite;
pub(crate) use register::Register;
pub(crate) use reset_password::ResetPassword;
pub(crate) use sign_in::SignIn;
pub(crate) use try_demo::TryDemo;

use crate::api::Failure;

/// Of what a person waits for before a form: it fails at once without a network, rather than being done at some later time
/// when nobody looks.
const AT_ONCE: ActionPolicy = ActionPolicy::DEFAULT.network(Network::Always).timeout(30_000);

/// Of what can be done later just as well: it waits for the network. How long one attempt may take is in milliseconds.
const WHEN_ONLINE: ActionPolicy = ActionPolicy::DEFAULT.timeout(15_000);

/// The ways into an account: one at a time, whichever button was pressed.
const ENTERING: &str = "account/enter";

/// What ends sessions: in the order in which it was asked for.
const DEVICES: &str = "account/devices";

/// Somebody has just signed in: what was refused for want of that is asked for again.
fn entered(client: &Client) {
    client.invalidate_everything();
}

/// Whether it may be done once more, where twice is as good as once.
fn may_repeat(error: &Error<Failure>) -> bool {
    Failure::from(error).is_transient()
}
