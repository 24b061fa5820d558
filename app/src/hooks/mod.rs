//! What components read and do.

mod commit;
mod draft;
mod drop_target;
mod flag;
mod heights;
mod kept_focus;
mod link_told;
mod media;
mod now;
mod online;
mod page;
mod people;
mod places;
mod records;
mod rem;
mod repair;
mod role;
mod scroll;
mod seen;
mod undo;
mod whole;
mod window;

pub use commit::{Commit, use_commit};
pub(crate) use draft::use_draft;
pub(crate) use drop_target::{DropTarget, use_drop_target};
pub(crate) use flag::use_flag;
pub(crate) use heights::{Odd, use_heights};
pub(crate) use kept_focus::use_kept_focus;
pub(crate) use link_told::use_link_told;
pub(crate) use media::use_media;
pub(crate) use now::{use_clock, use_now, use_today};
pub(crate) use online::use_online;
pub use page::use_page_title;
pub use people::{Names, use_members};
pub(crate) use records::{Before, use_before};
pub use records::{use_record, use_records, use_source};
pub(crate) use rem::use_rem;
pub(crate) use repair::{Repair, use_repair};
pub(crate) use role::may_host;
pub use role::{may_edit, role_in, use_role};
pub(crate) use scroll::{Returning, use_kept_scroll};
pub(crate) use seen::use_seen;
pub(crate) use undo::{Undo, use_undo, use_undo_labels};
pub(crate) use whole::{use_whole, use_whole_rows};
pub(crate) use window::{Offsets, use_window};

use holdfast_web::Session;
use yew::prelude::*;

/// The session of whoever is signed in. Only for what stands within the signed-in part of the app.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().expect("the signed-in part of the app provides a session")
}
