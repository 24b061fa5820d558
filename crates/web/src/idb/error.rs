use holdfast_core::client::StoreError;
use indexed_db_futures::error::{Error, OpenDbError};
use wasm_bindgen::{JsCast, JsValue};

/// What the browser threw, as the client sees it.
pub(super) fn thrown(value: &JsValue) -> StoreError {
    match value.dyn_ref::<web_sys::DomException>() {
        Some(exception) => exception_error(exception),
        None => StoreError::Failed(format!("{value:?}")),
    }
}

pub(super) fn exception_error(exception: &web_sys::DomException) -> StoreError {
    match exception.name().as_str() {
        "QuotaExceededError" => StoreError::Quota,
        // The stored version is higher than the one asked for: a newer build has been here.
        "VersionError" => StoreError::Superseded,
        name => StoreError::Failed(format!("{name}: {}", exception.message())),
    }
}

pub(super) fn open_error(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => base_error(error),
        error => StoreError::Failed(error.to_string()),
    }
}

pub(super) fn base_error(error: Error) -> StoreError {
    match error {
        Error::DomException(exception) => exception_error(&web_sys::DomException::from(exception)),
        error => StoreError::Failed(error.to_string()),
    }
}
