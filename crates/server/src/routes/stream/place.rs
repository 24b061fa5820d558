//! Where a reader is who cannot say hello.

use std::collections::BTreeMap;

use holdfast_core::{
    id::{Epoch, ScopeId},
    record::Seq,
    wire::Cursor,
};
use serde::{Deserialize, Serialize};

/// Where a reader is who does not say hello.
#[derive(Debug)]
pub(super) struct Start {
    /// Where it was when it began.
    pub(super) cursor: Cursor,
    /// What has moved since, if it came back.
    pub(super) last: Option<Place>,
}

/// The places that have moved since a reader began, for it to show when it comes back. Zero is a scope that the reader has
/// lost, or has to read anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) epoch: Epoch,
    pub(super) scopes: BTreeMap<ScopeId, Seq>,
}

impl Place {
    /// Reads what [`super::line::Line`] gave out.
    pub(super) fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}
