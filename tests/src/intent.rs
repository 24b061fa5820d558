//! What people do, drawn by chance: one generator for the simulation, which turns an intent into edits of a replica, and for
//! the storms in a real browser, which turn it into clicks and keys.

use crate::sim::rng::Rng;

/// What somebody at a tab is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Intent {
    /// Make an engagement.
    CreateEngagement,
    /// Make a project.
    CreateProject,
    /// Make a task.
    CreateTask,
    /// Make a task with a step and a comment, at once.
    CreateWholeTask,
    /// Rename a task.
    SetTitle,
    /// Change several fields of a task.
    SetSeveral,
    /// Move a task to another column.
    SetStatus,
    /// Tag a task, or take a tag off.
    Tag,
    /// Add to a task's time.
    Increment,
    /// Move a task within its column.
    Reorder,
    /// Delete something.
    Delete,
    /// Bring something back.
    Restore,
    /// Add a step to a task.
    CreateItem,
    /// Tick a step, or untick it.
    TickItem,
    /// Say something about a task.
    CreateComment,
    /// Say it otherwise.
    EditComment,
    /// Take a task's title away, which is refused.
    BlankTitle,
    /// Import what may have been imported before.
    Import,
}

impl Intent {
    /// The next one.
    pub fn draw(rng: &mut Rng) -> Self {
        match rng.below(22) {
            0 => Self::CreateEngagement,
            1 => Self::CreateProject,
            2 | 3 => Self::CreateTask,
            4 => Self::CreateWholeTask,
            5 | 6 => Self::SetTitle,
            7 => Self::SetSeveral,
            8 => Self::SetStatus,
            9 => Self::Tag,
            10..=12 => Self::Increment,
            13 => Self::Reorder,
            14 => Self::Delete,
            15 => Self::Restore,
            16 => Self::CreateItem,
            17 => Self::TickItem,
            18 => Self::CreateComment,
            19 => Self::EditComment,
            20 => Self::BlankTitle,
            _ => Self::Import,
        }
    }
}
