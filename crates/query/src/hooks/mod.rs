//! The Yew layer: thin. A hook makes one observer, subscribes it, and reads it after subscribing; everything else is the
//! client's.

mod action;
mod boundary;
mod command;
mod provider;
mod query;
mod runtime;
mod select;
mod status;
mod view;

pub use action::{ActionHandle, ActionOptions, use_action, use_action_with};
pub use boundary::{QueryBoundary, QueryBoundaryProps, QueryFailure, use_suspended_query};
pub use command::{use_command, use_running_commands};
pub use provider::{QueryProvider, QueryProviderProps, use_client};
pub use query::{Handle, use_queries, use_query, use_query_with};
pub use runtime::BrowserRuntime;
pub use select::use_selected;
pub use status::{use_failing, use_fetching, use_running_actions};
pub use view::{use_joined, use_picked, use_view, use_watched};
