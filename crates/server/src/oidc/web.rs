//! Requests to the provider: short, small, and followed nowhere.

use std::{io, time::Duration};

use axum::{
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde::de::DeserializeOwned;

use super::Refusal;

/// How long the provider may take for an answer.
const TIME: Duration = Duration::from_secs(10);
/// How many bytes an answer of it may have.
const SIZE: usize = 256 << 10;

/// What makes the requests. An address that was not looked at before (`is_guarded`) is not to come here.
#[derive(Clone, Debug)]
pub(super) struct Web(Client<HttpsConnector<HttpConnector>, Body>);

impl Web {
    /// By the certificates that the machine believes.
    pub(super) fn new() -> io::Result<Self> {
        let connector = HttpsConnectorBuilder::new().with_native_roots()?.https_or_http().enable_http1().build();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector)))
    }

    /// What is at an address.
    pub(super) async fn get<T: DeserializeOwned>(&self, url: &str) -> Result<T, Refusal> {
        self.send(url, Request::get(url), Body::empty()).await
    }

    /// What is answered to a form, sent by whom that proves. A refusal (400, 401) is an answer too.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        url: &str,
        form: String,
        basic: Option<String>,
    ) -> Result<T, Refusal> {
        let mut request = Request::post(url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(basic) = basic {
            request = request.header(header::AUTHORIZATION, format!("Basic {basic}"));
        }
        self.send(url, request, form.into()).await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        url: &str,
        request: axum::http::request::Builder,
        body: Body,
    ) -> Result<T, Refusal> {
        let failed = |why: &dyn std::fmt::Display| Refusal::Unreachable(format!("{url}: {why}"));
        let request = request.header(header::ACCEPT, "application/json").body(body).map_err(|error| failed(&error))?;
        let may_refuse = request.method() == Method::POST;
        let answer = async {
            let response = self.0.request(request).await.map_err(|error| failed(&because(&error)))?;
            let (status, body) = (response.status(), Body::new(response.into_body()));
            let is_read = match status {
                StatusCode::OK => true,
                StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED => may_refuse,
                _ => false,
            };
            if !is_read {
                return Err(failed(&status));
            }
            let bytes = to_bytes(body, SIZE).await.map_err(|error| failed(&error))?;
            serde_json::from_slice(&bytes).map_err(|error| failed(&error))
        };
        tokio::time::timeout(TIME, answer).await.map_err(|_| failed(&"no answer in time"))?
    }
}

/// An error with what it came from: by itself it only says that it could not connect.
fn because(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}
