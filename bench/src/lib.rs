//! Our side of the benchmark of the query layer: one class for each line, driven by `page/main.js`, which drives the peers in
//! the same way. Every operation gives a checksum of what its observers read; the page compares the two sides'.
//!
//! It is compiled, and its runtime is the browser's, as in the app.

mod calls;
mod fan_out;
mod invalidation;
mod mounting;
mod record;
mod sorted;
mod store;

pub use calls::Calls;
pub use fan_out::FanOut;
pub use invalidation::Invalidation;
pub use mounting::Mounting;
pub use sorted::Sorted;
pub use store::Store;
