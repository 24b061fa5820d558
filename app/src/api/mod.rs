//! The server's API as the app uses it directly: accounts, invitations, and what only the server knows. Records go through
//! the session instead.

mod accounts;
mod failure;
mod invites;
mod membership;
mod remote;
mod request;

pub(crate) use accounts::{
    About, Demo, Login, NewPassword, Register, Reset, about, change_password, demo, has_password, login, logout,
    look_at_reset, me, register, reset, whoever,
};
pub(crate) use failure::Failure;
pub(crate) use invites::{Accepted, Invite, Invited, accept, invite, look};
pub(crate) use membership::change_member;
pub(crate) use remote::{devices, end_device, end_other_devices, flags, health, history, members, search};
pub(crate) use request::file;
