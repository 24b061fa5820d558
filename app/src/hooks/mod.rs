//! What components read and do.

mod commit;
mod media;
mod page;
mod people;
mod records;
mod role;

pub use commit::{Commit, use_commit};
pub(crate) use media::use_media;
pub use page::use_page_title;
pub use people::{Names, use_members};
pub use records::{use_record, use_records};
pub use role::{may_edit, role_in, use_role};

use holdfast_web::Session;
use yew::prelude::*;

/// The session of whoever is signed in. Only for what stands within the signed-in part of the app.
#[hook]
pub fn use_session() -> Session {
    use_context::<Session>().expect("the signed-in part of the app provides a session")
}
