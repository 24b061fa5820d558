//! Browser adapters shared by the app and the service worker: storage, network, time, and what tabs and worker say to each
//! other. Everything in it is thin: what to store, send and apply is `holdfast-core`'s.
//!
//! [`Session`] puts it together for a tab; the worker takes the parts.

mod answers;
pub mod badge;
mod channel;
mod code;
pub mod device;
pub mod drafts;
mod events;
mod feed;
mod files;
mod frozen;
mod idb;
mod locks;
mod memory;
pub mod messages;
mod net;
pub mod notices;
pub mod preferences;
mod presence;
#[cfg(feature = "query")]
mod query_store;
#[cfg(feature = "query")]
mod query_tabs;
pub mod random;
pub mod reasons;
pub mod replay;
mod session;
pub mod shared;
mod timer;
mod wake;
pub mod worker_link;

pub use channel::Channel;
pub use code::{Desk, News, Other, Status as CodeStatus, Trouble as CodeTrouble};
pub use device::Account;
pub use idb::{IdbDatabase, IdbTx};
pub use net::{FetchNet, blobs::Lacking};
pub use presence::{Company, Presence};
#[cfg(feature = "query")]
pub use query_store::IdbShelf;
#[cfg(feature = "query")]
pub use query_tabs::BroadcastLine;
pub use session::{
    Commit, Event, KeptFile, Place, Session, Storage, Survey, Trouble, Undone, Upload, UploadWatch, Version,
    export_stored,
};
pub use timer::BrowserTimer;

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
