use holdfast_query::{Client, Observer, Options};
use wasm_bindgen::prelude::*;

use crate::record::{Item, Record, client};

/// Observers that come, read and go.
#[wasm_bindgen]
pub struct Mounting {
    client: Client,
    items: Vec<Item>,
}

#[wasm_bindgen]
impl Mounting {
    /// So many, each on a record of its own.
    pub fn apart(observers: u32) -> Self {
        Self::on((0..observers).map(Item).collect())
    }

    /// So many on one record.
    pub fn together(observers: u32) -> Self {
        Self::on(vec![Item(1); observers as usize])
    }

    /// All come and read, then all go; the sum of what they read.
    pub fn cycle(&self) -> f64 {
        let mut sum = 0.0;
        let mut observers: Vec<Observer<Item>> = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let observer = self.client.observe(item, Options::default(), || {});
            sum += observer.read().data().map_or(0.0, |data| f64::from(data.version));
            observers.push(observer);
        }
        sum
    }
}

impl Mounting {
    fn on(items: Vec<Item>) -> Self {
        let client = client();
        for item in &items {
            client.set(item, Record::new(item.0, item.0));
        }
        Self { client, items }
    }
}
