//! What components read and do.

mod commit;
mod media;
mod now;
mod page;
mod people;
mod records;
mod role;
mod seen;

pub use commit::{Commit, use_commit};
pub(crate) use media::use_media;
pub(crate) use now::use_now;
pub use page::use_page_title;
pub use people::{Names, use_members};
pub use records::{use_record, use_records, use_source};
pub use role::{may_edit, role_in, use_role};
pub(crate) use seen::use_seen;

use holdfast_web::Session;
use yew::prelude::*;

/// The session of whoever is signed in. Only for what stands within the signed-in part of the app.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().expect("the signed-in part of the app provides a session")
}
