//! Reading the query of an address, with our own errors.

use axum::{
    extract::{FromRequestParts, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use crate::error::Error;

/// The parameters after the `?`.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Sync + Send, T: DeserializeOwned> FromRequestParts<S> for Params<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let read = Query::from_request_parts(parts, state).await;
        let Query(params) = read
            .map_err(|error| Error::invalid(format!("The address is not as it should be: {}.", error.body_text())))?;
        Ok(Self(params))
    }
}

/// How much of a list is asked for: from 1 to `most`.
pub(crate) fn limit(asked: Option<usize>, usual: usize, most: usize) -> Result<usize, Error> {
    match asked {
        None => Ok(usual),
        Some(limit) if (1..=most).contains(&limit) => Ok(limit),
        Some(_) => Err(Error::field("limit", format!("Ask for 1 to {most} at once."))),
    }
}
