use std::{
    cell::{Cell, OnceCell},
    rc::Rc,
};

use holdfast_query::{Client, Observer, Options};
use wasm_bindgen::prelude::*;

use crate::record::{Item, Record, client};

/// One answer set, and read by many observers.
#[wasm_bindgen]
pub struct FanOut {
    client: Client,
    seen: Rc<Cell<f64>>,
    _observers: Vec<Rc<OnceCell<Observer<Item>>>>,
}

const ITEM: Item = Item(1);

#[wasm_bindgen]
impl FanOut {
    /// With so many observers.
    #[wasm_bindgen(constructor)]
    pub fn new(observers: u32) -> Self {
        let client = client();
        client.set(&ITEM, Record::new(1, 0));
        let seen = Rc::new(Cell::new(0.0));
        let observers = (0..observers).map(|_| observe(&client, &seen)).collect();
        Self { client, seen, _observers: observers }
    }

    /// Sets another version; the sum of what the observers read.
    pub fn set(&self, version: u32) -> f64 {
        self.seen.set(0.0);
        self.client.set(&ITEM, Record::new(1, version));
        self.seen.get()
    }
}

/// An observer that reads as soon as it is told.
fn observe(client: &Client, seen: &Rc<Cell<f64>>) -> Rc<OnceCell<Observer<Item>>> {
    let place: Rc<OnceCell<Observer<Item>>> = Rc::default();
    let (own, seen) = (Rc::downgrade(&place), Rc::clone(seen));
    let observer = client.observe(&ITEM, Options::default(), move || {
        if let Some(own) = own.upgrade()
            && let Some(data) = own.get().and_then(|observer| observer.read().data().cloned())
        {
            seen.set(seen.get() + f64::from(data.version));
        }
    });
    // The place is new, so it is empty.
    let _ = place.set(observer);
    place
}
