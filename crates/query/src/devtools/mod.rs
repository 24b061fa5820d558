//! For developers: what the cache holds and does, and what an app does where the network is bad.
//!
//! [`Pretended`] makes a client believe in a bad network. [`Listing`] and [`words`] are what a panel shows; with the feature
//! `yew`, [`QueryDevtools`] is that panel. Looking changes nothing: it is no hit, and it observes nothing.
//!
//! Nothing of this is compiled without the feature `devtools`, which release builds leave out.

mod listing;
#[cfg(feature = "yew")]
mod panel;
mod pretend;
mod pretty;
pub mod words;

pub use listing::{Counts, Filter, Keys, Listing, Order, Row, Standing};
#[cfg(feature = "yew")]
pub use panel::{QueryDevtools, QueryDevtoolsProps};
pub use pretend::Pretended;
pub(crate) use pretend::attempt;
pub use pretty::{Pretty, pretty};

use crate::{Client, EntryId, EntryInfo};

impl Client {
    /// One entry; `None` if it is not in the cache any more.
    pub fn entry_info(&self, id: EntryId) -> Option<EntryInfo> {
        let entry = self.0.entry(id)?;
        Some(self.0.info(&entry, self.now()))
    }

    /// Forgets the data and the error of the entry with that id. Where it is observed it is fetched again.
    pub fn reset_entry(&self, id: EntryId) {
        if let Some(entry) = self.0.entry(id) {
            entry.clear(&self.0);
        }
    }
}
