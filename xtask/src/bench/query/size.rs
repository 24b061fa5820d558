//! What each side adds to what a first visit downloads.

use super::{
    build::{Built, read},
    report::Row,
};
use crate::dist::brotli;
use anyhow::Result;

/// Ours: a module that asks three questions with the layer, less one that asks them without. The peer's: a client and an
/// observer, which are all of it that an app cannot do without. What joins either to a framework is in neither.
pub(super) fn row(built: &Built) -> Result<Row> {
    let size = |path| Ok::<_, anyhow::Error>(brotli(&read(path)?)?.len() as f64);
    Ok(Row {
        name: "added to the download".to_owned(),
        ours: size(&built.with)? - size(&built.without)?,
        peer: size(&built.peer)?,
        unit: "bytes, brotli".to_owned(),
        // Wasm beside JavaScript, a language's own library beside none: bytes, but not the same bytes.
        comparable: false,
    })
}
