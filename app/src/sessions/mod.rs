//! Sessions as the hub shows them: which, in what order, and their figures. Pure.

mod asked;
mod line;

pub(crate) use asked::{Asked, Order, Tab};
pub(crate) use line::{Figures, Line, Lines, shown};
