//! Reading a JSON body, with our own errors.

use axum::extract::{FromRequest, Request};
use futures::StreamExt as _;
use holdfast_core::wire::MAX_BODY;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// How much of a body that is too large is still read, and thrown away: a client that is cut off while it sends sees a broken
/// connection, and would try the same again for ever, instead of the answer that says to send less.
const MAX_READ: usize = 16 * MAX_BODY;

/// A body of at most [`MAX_BODY`] bytes.
pub(crate) struct Raw(pub(crate) Vec<u8>);

/// A JSON body.
pub(crate) struct Json<T>(pub(crate) T);

impl<S: Sync> FromRequest<S> for Raw {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        read(request, MAX_BODY).await.map(Self)
    }
}

/// A body of at most so many bytes.
pub(crate) async fn read(request: Request, most: usize) -> Result<Vec<u8>, Error> {
    let (mut body, mut total) = (Vec::new(), 0);
    let mut chunks = request.into_body().into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Error::invalid("The body broke off."))?;
        total += chunk.len();
        if total <= most {
            body.extend_from_slice(&chunk);
        } else if total <= MAX_READ.max(most) {
            body = Vec::new();
        } else {
            break;
        }
    }
    match total <= most {
        true => Ok(body),
        false => Err(Error::TooLarge(format!("The body is larger than {most} bytes: send less at once."))),
    }
}

impl<S: Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        parse(&Raw::from_request(request, state).await?.0).map(Self)
    }
}

/// Reads JSON; what is wrong names its place.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|error| Error::invalid(format!("The body is not as it should be: {error}.")))
}
