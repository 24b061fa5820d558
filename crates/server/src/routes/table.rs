//! Addresses and their handlers, written down as they are added: axum does not tell what it answers, and the test of who may
//! do what goes through all of it.

use axum::{
    Router,
    handler::Handler,
    routing::{self, MethodRouter},
};

use crate::Shared;

/// One thing that the server answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Route {
    /// The address, with the names of its parts in braces.
    pub path: String,
    /// The method, in capitals. What takes GET takes HEAD too.
    pub method: &'static str,
}

/// A part of the routes.
#[derive(Default)]
pub(crate) struct Routes {
    /// What answers.
    pub(super) router: Router<Shared>,
    /// What it answers.
    pub(crate) list: Vec<Route>,
}

impl Routes {
    /// Reads.
    pub(crate) fn get<H: Handler<T, Shared>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("GET", path, routing::get(handler))
    }

    /// Does something.
    pub(crate) fn post<H: Handler<T, Shared>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("POST", path, routing::post(handler))
    }

    /// Changes a part.
    pub(crate) fn patch<H: Handler<T, Shared>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("PATCH", path, routing::patch(handler))
    }

    /// Ends something.
    pub(crate) fn delete<H: Handler<T, Shared>, T: 'static>(self, path: &str, handler: H) -> Self {
        self.add("DELETE", path, routing::delete(handler))
    }

    /// These and others.
    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.list.extend(other.list);
        Self { router: self.router.merge(other.router), list: self.list }
    }

    fn add(mut self, method: &'static str, path: &str, handler: MethodRouter<Shared>) -> Self {
        self.list.push(Route { path: path.to_owned(), method });
        Self { router: self.router.route(path, handler), list: self.list }
    }
}
