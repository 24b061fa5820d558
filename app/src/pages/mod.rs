//! The pages, one per address.

mod conflicts;
mod create_account;
mod devices;
mod engagement;
mod engagements;
mod front;
mod history;
mod import;
mod invite;
mod members;
mod not_found;
mod outlook;
mod project;
mod provider;
mod reset;
mod search;
mod server;
mod sessions;
mod settings;
mod share;
mod sign_in;
#[cfg(feature = "devtools")]
mod styleguide;
mod sync;

pub(crate) use conflicts::{ConflictsHere, ConflictsPage};
pub(crate) use create_account::CreateAccountPage;
pub(crate) use devices::DevicesPage;
pub(crate) use engagement::EngagementPage;
pub(crate) use engagements::EngagementsPage;
pub(crate) use history::{HistoryPage, words as history_words};
pub(crate) use import::ImportPage;
pub(crate) use invite::InvitePage;
pub(crate) use members::MembersPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use project::ProjectPage;
pub(crate) use provider::has_led_back;
pub(crate) use reset::ResetPage;
pub(crate) use search::{Asked, SearchPage};
pub(crate) use server::ServerPage;
pub(crate) use sessions::{SessionPage, SessionsPage, SharedCode};
pub(crate) use settings::SettingsPage;
pub(crate) use share::SharePage;
pub(crate) use sign_in::SignInPage;
#[cfg(feature = "devtools")]
pub(crate) use styleguide::StyleGuidePage;
pub(crate) use sync::SyncPage;
