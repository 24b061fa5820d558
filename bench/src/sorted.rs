use holdfast_query::view::{Change, LiveView, View};
use wasm_bindgen::prelude::*;

/// Records by number, and a view of those not done, by rank.
#[wasm_bindgen]
pub struct Sorted {
    records: Vec<Ranked>,
    view: LiveView<View<Ranked, u32, (), u32>>,
}

/// A record with a place in an order. `page/record.js` makes the same for the peers.
struct Ranked {
    id: u32,
    rank: u32,
    done: bool,
    title: &'static str,
}

/// Rows read after each change.
const WINDOW: usize = 50;

#[wasm_bindgen]
impl Sorted {
    /// So many records.
    #[wasm_bindgen(constructor)]
    pub fn new(records: u32) -> Self {
        let record = |id: u32| Ranked {
            id,
            rank: scatter(id, 0x9E37_79B1),
            done: id.is_multiple_of(10),
            title: "Ask the bank for the statements",
        };
        let records: Vec<Ranked> = (0..records).map(record).collect();
        let spec =
            View::of(|record: &Ranked| record.id).filter(|record| !record.done).sort_by_key(|record| record.rank);
        let mut view = LiveView::new(spec);
        view.rebuild(&records);
        Self { records, view }
    }

    /// Gives a record another rank and reads the first rows; the sum of their numbers and the lengths of their titles.
    pub fn change(&mut self, number: u32) -> f64 {
        let id = scatter(number, 0x85EB_CA6B) % self.records.len() as u32;
        let record = &mut self.records[id as usize];
        record.rank = scatter(number, 0xC2B2_AE35);
        self.view.apply(Change { id, now: Some(record) });
        let rows = self.view.window(&(), 0..WINDOW).map(|id| &self.records[id as usize]);
        rows.map(|row| f64::from(row.id) + row.title.len() as f64).sum()
    }
}

/// Spreads numbers over all 32 bits.
fn scatter(number: u32, factor: u32) -> u32 {
    (number + 1).wrapping_mul(factor)
}
