//! A device whose pages come and go.

use std::{cell::Cell, rc::Rc};

use holdfast_query::{
    Client,
    persist::{PersistOptions, Persister, Restored, ShelfError},
    testing::TestRuntime,
};

use super::{MemoryShelf, Note, client};

/// A page: a client and what keeps its answers. The shelf and the time go on when it is closed.
pub struct Page {
    pub client: Client,
    pub persister: Persister<MemoryShelf>,
    pub complaints: Rc<Cell<usize>>,
}

/// A device.
pub struct Device {
    pub runtime: TestRuntime,
    pub shelf: MemoryShelf,
}

impl Device {
    pub fn new() -> Self {
        Self { runtime: TestRuntime::new(1), shelf: MemoryShelf::default() }
    }

    pub fn open(&self) -> Page {
        self.open_with(client(&self.runtime), PersistOptions::new("ada"))
    }

    pub fn open_with(&self, client: Client, options: PersistOptions) -> Page {
        let complaints = Rc::new(Cell::new(0));
        let counter = Rc::clone(&complaints);
        let persister = Persister::new(&client, self.shelf.clone(), options, move |_| counter.set(counter.get() + 1));
        Page { client, persister, complaints }
    }

    /// Time enough for what waits to be written.
    pub fn write(&self) {
        self.runtime.advance(1_000);
    }

    /// A device on which those notes are stored.
    pub fn storing(notes: &[(u32, &str)]) -> Self {
        let device = Self::new();
        let page = device.open();
        for (number, text) in notes {
            page.client.set(&Note(*number), (*text).to_owned());
        }
        device.write();
        assert_eq!(device.shelf.rows().len(), notes.len());
        device
    }

    pub fn restore(&self, page: &Page) -> Restored {
        let persister = page.persister.clone();
        let restored = self.runtime.run(async move { persister.restore().await });
        restored.expect("the shelf takes no time").expect("the shelf works")
    }

    pub fn flush(&self, page: &Page) -> Result<(), ShelfError> {
        let persister = page.persister.clone();
        self.runtime.run(async move { persister.flush().await }).expect("the shelf takes no time")
    }
}
