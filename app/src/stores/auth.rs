//! Who is signed in here.

use holdfast_core::client::StoreError;
use holdfast_web::{Account, Session};
use yewdux::prelude::*;

/// Who is signed in on this device, and whether the server agrees.
#[derive(Clone, Default, PartialEq, Store)]
pub struct Auth {
    /// How far the start is.
    pub phase: Phase,
    /// Whether the server has asked for a new sign-in. Work goes on; nothing is sent until then.
    pub stale: bool,
}

/// How far the start is.
#[derive(Clone, Default, PartialEq)]
pub enum Phase {
    /// Looking for whoever is remembered here.
    #[default]
    Starting,
    /// Nobody.
    SignedOut,
    /// A person, with their data.
    SignedIn(Session),
    /// What is stored here could not be opened.
    Failed {
        /// Why.
        error: StoreError,
        /// Whose data it is, if that could be read.
        account: Option<Account>,
    },
    /// A newer build owns the data: this tab must reload.
    Superseded,
}

impl Auth {
    /// The session of whoever is signed in.
    pub fn session(&self) -> Option<&Session> {
        match &self.phase {
            Phase::SignedIn(session) => Some(session),
            _ => None,
        }
    }
}
