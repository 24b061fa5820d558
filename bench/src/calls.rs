use std::{cell::Cell, rc::Rc};

use holdfast_query::Client;
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::record::{Item, client};

/// Many callers at once who ask the same.
#[wasm_bindgen]
pub struct Calls {
    client: Client,
}

#[wasm_bindgen]
impl Calls {
    /// Nobody yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { client: client() }
    }

    /// So many tasks ask for a record that is not there; done when all have it, with the sum of what they read.
    pub fn call(&self, number: u32, callers: u32) -> Promise {
        let (sum, left) = (Rc::new(Cell::new(0.0)), Rc::new(Cell::new(callers)));
        Promise::new(&mut |resolve, _| {
            for _ in 0..callers {
                let (client, sum, left, resolve) =
                    (self.client.clone(), Rc::clone(&sum), Rc::clone(&left), resolve.clone());
                spawn_local(async move {
                    if let Ok(record) = client.fetch(&Item(number)).await {
                        sum.set(sum.get() + f64::from(record.version));
                    }
                    left.set(left.get() - 1);
                    if left.get() == 0 {
                        // A promise's own function does not throw.
                        let _ = resolve.call1(&JsValue::UNDEFINED, &sum.get().into());
                    }
                });
            }
        })
    }

    /// Forgets what was asked.
    pub fn clear(&self) {
        self.client.clear();
    }
}

impl Default for Calls {
    fn default() -> Self {
        Self::new()
    }
}
