//! What programs are offered beside sync: resources of particular kinds of record, by plain requests with plain answers.
//!
//! This is a thin face. Every write is an operation that goes through the same door as what a device pushes ([`write`]), with
//! the same rights, the same merge and the same log, and every reader hears of it alike. Unlike the routes, which pass records on
//! whatever they are, a resource names its kind and that kind's fields: that is what it is for, so this folder is where the
//! server may (`cargo xtask tidy`, rule "kinds").

mod caller;
mod description;
mod docs;
mod engagements;
mod sessions;
mod shape;
mod write;

use crate::routes::Routes;

/// All of it.
pub(crate) fn routes() -> Routes {
    Routes::default()
        .merge(description::routes())
        .merge(docs::routes())
        .merge(engagements::routes())
        .merge(sessions::routes())
}
