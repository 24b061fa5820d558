//! A session's room: who is in it just now, and what is said there.

mod chat;
mod company;
mod here;
mod message;
mod said;
mod say;
mod scroll;

pub(super) use chat::Chat;
pub(super) use company::{InRoom, use_room};
pub(super) use here::HereLine;
