//! The whole of Holdfast as people have it: the built app in a real browser, against the real server, with a proxy between
//! the two that can cut and hold. Nothing in the product knows that it is tested.
//!
//! Time is real here, so nothing sleeps: everything waits for a condition, with a limit ([`until`]).

pub mod api;
mod axe;
mod board;
mod chromedriver;
mod chromium;
mod device;
mod devtools;
mod idb;
mod keys;
mod places;
mod proxy;
mod report;
pub mod rounds;
mod server;
pub mod storm;
mod tab;
mod tour;
mod until;
mod world;

pub use axe::Axe;
pub use board::{Board, Frame, Row, choose_file, key};
pub use chromedriver::Chromedriver;
pub use chromium::{Browser, Profile};
pub use device::Device;
pub use devtools::DevTools;
pub use idb::{Hold, answers, journal, outbox_ops};
pub use keys::Keys;
pub use places::{checkout, sample_board, shots};
pub use proxy::{Answer, Events, Held, Proxy, Rules, Sockets};
pub use report::{Parts, story};
pub use server::Server;
pub use tab::Tab;
pub use tour::tour;
pub use until::{LONG, SHORT, until};
pub use world::{Account, Person, World};
