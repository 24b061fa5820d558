//! The pages, one per address.

mod create_account;
mod engagement;
mod engagements;
mod front;
mod import;
mod invite;
mod not_found;
mod project;
mod sign_in;

pub(crate) use create_account::CreateAccountPage;
pub(crate) use engagement::EngagementPage;
pub(crate) use engagements::EngagementsPage;
pub(crate) use import::ImportPage;
pub(crate) use invite::InvitePage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use project::ProjectPage;
pub(crate) use sign_in::SignInPage;
