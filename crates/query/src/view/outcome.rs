//! What a change did to a view, so that whoever shows a part of it knows whether that part is affected.

use std::ops::Range;

/// Where a row stood or stands: an index within a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct At<G> {
    /// The group.
    pub group: G,
    /// How many rows of the group are before it.
    pub index: usize,
}

/// What one change did. Indices of where a row was count the rows before the change, those of where it is the rows after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<G> {
    /// The view shows what it showed: the row was not in it and is not.
    Nothing,
    /// The row changed but stands where it stood.
    Updated(At<G>),
    /// The row was not in the view and is now.
    Entered(At<G>),
    /// The row was in the view and is not now.
    Left(At<G>),
    /// The row stands elsewhere. It may have changed in other ways as well.
    Moved {
        /// Where it stood.
        from: At<G>,
        /// Where it stands.
        to: At<G>,
    },
    /// So much changed that it was not followed row by row: any row may be anywhere.
    Rebuilt {
        /// The groups that have another number of rows than before, in order.
        recounted: Vec<G>,
    },
}

impl<G: Ord> Outcome<G> {
    /// Whether other ids may stand at these indices of the group, or the same in another order.
    pub fn reorders(&self, group: &G, indices: &Range<usize>) -> bool {
        // What stands after a row that came or went has another index now.
        let shifts = |at: &At<G>| at.group == *group && at.index < indices.end;
        !indices.is_empty()
            && match self {
                Self::Nothing | Self::Updated(_) => false,
                Self::Entered(at) | Self::Left(at) => shifts(at),
                Self::Moved { from, to } if from.group == to.group => {
                    shifts(if from.index < to.index { from } else { to }) && from.index.max(to.index) >= indices.start
                }
                Self::Moved { from, to } => shifts(from) || shifts(to),
                Self::Rebuilt { .. } => true,
            }
    }

    /// Whether what is shown of the rows at these indices of the group may have changed: their ids, their order, or a row
    /// itself.
    pub fn touches(&self, group: &G, indices: &Range<usize>) -> bool {
        match self {
            Self::Updated(at) => at.group == *group && indices.contains(&at.index),
            _ => self.reorders(group, indices),
        }
    }

    /// Whether the group has another number of rows than before.
    pub fn recounts(&self, group: &G) -> bool {
        match self {
            Self::Nothing | Self::Updated(_) => false,
            Self::Entered(at) | Self::Left(at) => at.group == *group,
            Self::Moved { from, to } => (from.group == *group) != (to.group == *group),
            Self::Rebuilt { recounted } => recounted.binary_search(group).is_ok(),
        }
    }

    /// Whether any group has another number of rows than before; so also whether a group is new or gone.
    pub fn recounts_any(&self) -> bool {
        match self {
            Self::Nothing | Self::Updated(_) => false,
            Self::Entered(_) | Self::Left(_) => true,
            Self::Moved { from, to } => from.group != to.group,
            Self::Rebuilt { recounted } => !recounted.is_empty(),
        }
    }
}
