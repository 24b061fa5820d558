//! Suspense for loading, and a boundary for failures that offers to try again.

use std::rc::Rc;

use yew::{
    prelude::*,
    suspense::{Suspension, SuspensionHandle, SuspensionResult},
};

use super::{Handle, use_query_with};
use crate::{Options, Query, State};

/// What failed below a boundary.
#[derive(Clone, PartialEq)]
pub struct QueryFailure {
    /// The query.
    pub key: String,
    /// Its error, for developers.
    pub error: String,
    /// Forgets the failure and draws what is below again, which runs the query again.
    pub retry: Callback<()>,
}

/// What a boundary needs.
#[derive(Clone, PartialEq, Properties)]
pub struct QueryBoundaryProps {
    /// What is shown instead of everything below once a query there has failed.
    pub fallback: Callback<QueryFailure, Html>,
    /// What stands below.
    #[prop_or_default]
    pub children: Html,
}

type Failed = (String, String, Rc<dyn Fn()>);

/// Where [`use_suspended_query`] says that it failed.
#[derive(Clone)]
struct Boundary(Callback<Failed>);

impl PartialEq for Boundary {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Shows a fallback, with a way to try again, when a query of [`use_suspended_query`] below fails.
#[component]
pub fn QueryBoundary(props: &QueryBoundaryProps) -> Html {
    let failure = use_mut_ref(|| None::<Failed>);
    let update = use_force_update();
    let boundary = {
        let (failure, update) = (failure.clone(), update.clone());
        let report = use_memo((), move |()| {
            Callback::from(move |failed: Failed| {
                *failure.borrow_mut() = Some(failed);
                update.force_update();
            })
        });
        Boundary((*report).clone())
    };
    let failed = failure.borrow().clone();
    match failed {
        Some((key, error, reset)) => {
            let retry = Callback::from(move |()| {
                reset();
                *failure.borrow_mut() = None;
                update.force_update();
            });
            props.fallback.emit(QueryFailure { key, error, retry })
        }
        None => {
            html! { <ContextProvider<Boundary> context={boundary}>{ props.children.clone() }</ContextProvider<Boundary>> }
        }
    }
}

/// Follows a query and suspends the component until there is data: `let rows = use_suspended_query(query)?;`. A failure with
/// nothing to show goes to the [`QueryBoundary`] above; without one the component stays suspended until another run succeeds.
///
/// # Errors
///
/// The suspension, to be handed on by `?`.
#[hook]
pub fn use_suspended_query<Q: Query>(query: Q) -> SuspensionResult<Handle<Q>> {
    let boundary = use_context::<Boundary>();
    // One suspension for the whole wait: each that ends draws the component again.
    let waiting = use_mut_ref(|| None::<(Suspension, SuspensionHandle)>);
    let handle = use_query_with(query.clone(), Options::default());
    if handle.data().is_some() {
        waiting.borrow_mut().take();
        return Ok(handle);
    }
    if let (State::Failed(error), Some(Boundary(report))) = (&handle.state, boundary) {
        let (client, failed) = (handle.client().clone(), query.clone());
        let reset: Rc<dyn Fn()> = Rc::new(move || client.reset(&failed));
        report.emit((query.key(), format!("{error:?}"), reset));
    }
    let mut waiting = waiting.borrow_mut();
    let (suspension, _) = waiting.get_or_insert_with(Suspension::new);
    Err(suspension.clone())
}
