use std::convert::Infallible;

use holdfast_query::{Client, Cx, Policy, Query};
use wasm_bindgen::prelude::*;

use crate::record::{POLICY, Record, client};

/// Ten groups of 1,000 records each, nobody observing. For prefixes each group is a type of its own, whose name is a level of
/// the key; for predicates and single keys all are of one type.
#[wasm_bindgen]
pub struct Invalidation {
    client: Client,
}

/// Records in a group.
const SIZE: u32 = 1_000;
/// Groups.
const GROUPS: u32 = 10;

/// A record of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Grouped {
    group: u32,
    number: u32,
}

impl Query for Grouped {
    type Output = Record;
    type Error = Infallible;
    const NAME: &'static str = "bench/grouped";
    const POLICY: Policy = POLICY;

    async fn run(&self, _: Cx<Self>) -> Result<Record, Infallible> {
        Ok(Record::new(self.number, self.group))
    }

    fn is_transient(error: &Infallible) -> bool {
        match *error {}
    }
}

/// A record of group `G`, as a type of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Level<const G: u32>(u32);

const NAMES: [&str; GROUPS as usize] = [
    "bench/level/0",
    "bench/level/1",
    "bench/level/2",
    "bench/level/3",
    "bench/level/4",
    "bench/level/5",
    "bench/level/6",
    "bench/level/7",
    "bench/level/8",
    "bench/level/9",
];

impl<const G: u32> Query for Level<G> {
    type Output = Record;
    type Error = Infallible;
    const NAME: &'static str = NAMES[G as usize];
    const POLICY: Policy = POLICY;

    async fn run(&self, _: Cx<Self>) -> Result<Record, Infallible> {
        Ok(Record::new(self.0, G))
    }

    fn is_transient(error: &Infallible) -> bool {
        match *error {}
    }
}

#[wasm_bindgen]
impl Invalidation {
    /// Nothing kept yet: see [`Self::refresh_types`] and [`Self::refresh_groups`].
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self { client: client() }
    }

    /// All records of a group, by the first levels of their keys.
    pub fn by_prefix(&self, group: usize) {
        if let Some(name) = NAMES.get(group) {
            self.client.invalidate_prefix(name);
        }
    }

    /// All records of a group, by a predicate.
    pub fn by_predicate(&self, group: u32) {
        self.client.invalidate_where::<Grouped>(|query| query.group == group);
    }

    /// One record.
    pub fn by_key(&self, group: u32, number: u32) {
        self.client.invalidate(&Grouped { group, number });
    }

    /// How many are out of date.
    pub fn stale(&self) -> usize {
        self.client.figures().stale
    }

    /// Makes every record of every type fresh.
    pub fn refresh_types(&self) {
        self.refresh_type::<0>();
        self.refresh_type::<1>();
        self.refresh_type::<2>();
        self.refresh_type::<3>();
        self.refresh_type::<4>();
        self.refresh_type::<5>();
        self.refresh_type::<6>();
        self.refresh_type::<7>();
        self.refresh_type::<8>();
        self.refresh_type::<9>();
    }

    /// Makes every record of every group fresh.
    pub fn refresh_groups(&self) {
        for group in 0..GROUPS {
            for number in 0..SIZE {
                self.client.set(&Grouped { group, number }, Record::new(number, group));
            }
        }
    }

    fn refresh_type<const G: u32>(&self) {
        for number in 0..SIZE {
            self.client.set(&Level::<G>(number), Record::new(number, G));
        }
    }
}

impl Default for Invalidation {
    fn default() -> Self {
        Self::new()
    }
}
