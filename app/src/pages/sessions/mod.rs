//! The sessions hub, and a session's own page.

mod bulk;
mod card;
mod code;
mod deeds;
mod editor;
mod files;
mod grid;
mod hub;
mod menu;
mod one;
mod over;
mod people;
mod room;
mod styles;

pub(crate) use code::SharedCode;
pub(crate) use hub::SessionsPage;
pub(crate) use one::SessionPage;
