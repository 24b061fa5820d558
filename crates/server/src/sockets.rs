//! How many lines to readers are open.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// The count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sockets(Arc<AtomicU64>);

/// One that is open, until it is dropped: however a line ends, it is not counted any more.
#[derive(Debug)]
pub(crate) struct OpenSocket(Arc<AtomicU64>);

impl Sockets {
    /// Counts one more.
    pub(crate) fn open(&self) -> OpenSocket {
        self.0.fetch_add(1, Ordering::Relaxed);
        OpenSocket(Arc::clone(&self.0))
    }

    /// How many are open.
    pub(crate) fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
