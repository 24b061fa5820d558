//! Why storage failed, where it is this crate that says so and not the browser: the texts of [`StoreError::Failed`], for the app
//! to know and to say in its own languages.
//!
//! [`StoreError::Failed`]: holdfast_core::client::StoreError::Failed

/// Another tab does not let go of a database that is to be made newer.
pub const IN_THE_WAY: &str = "a tab with an older version of Holdfast is in the way: close it";

/// Another tab does not let go of a database that is to be deleted.
pub const STILL_USED: &str = "another tab still uses the data: close the other tabs";

/// The browser closes a database again and again.
pub const CLOSED: &str = "the browser closed the database";

/// The browser ended a transaction and does not say why.
pub const ENDED: &str = "the browser ended the transaction";

/// The person whose data it is has been signed out.
pub const SIGNED_OUT: &str = "this person has been signed out";

/// Nothing is stored any more.
pub const CLOSING: &str = "the page is closing";
