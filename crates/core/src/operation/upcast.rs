//! Reading operations of every form ever written. A form is never changed in place: a new one gets the next number and a
//! step from the one before, and an example of each older one stays in `tests/fixtures` for ever.

use serde_json::{Map, Value as Json};

use super::{OPERATION_FORMAT, Operation};

/// Why the text of an operation was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// A newer build wrote it, in that form. This build must keep it as it is.
    #[error("an operation of form {0}, which is newer than this build")]
    Newer(u16),
    /// It is not an operation of any form.
    #[error("not an operation: {0}")]
    Broken(String),
}

/// The steps: the one at `n` takes form `n + 1` to form `n + 2`. They see the JSON object, never this build's types, which
/// go on changing.
const STEPS: [fn(&mut Map<String, Json>); OPERATION_FORMAT as usize - 1] = [seen_and_yields];

/// Form 2 has `seen` and `yields`; without them nothing is known of what the author had before them, and it does not give
/// way. Both are left out when they are empty, so nothing is to be added.
fn seen_and_yields(_: &mut Map<String, Json>) {}

impl Operation {
    /// Reads an operation in any form ever written, as one of this build's form.
    ///
    /// # Errors
    ///
    /// [`DecodeError::Newer`] for a form this build does not know, [`DecodeError::Broken`] for anything else.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        // Nearly all are of this form, and there may be many.
        match serde_json::from_str::<Self>(text) {
            Ok(operation) if operation.format == OPERATION_FORMAT => Ok(operation),
            _ => Self::upcast(serde_json::from_str(text).map_err(broken)?),
        }
    }

    /// As [`Self::decode`], for an operation within another message.
    ///
    /// # Errors
    ///
    /// As [`Self::decode`].
    pub fn upcast(mut json: Json) -> Result<Self, DecodeError> {
        let object = json.as_object_mut().ok_or_else(|| DecodeError::Broken("it is not an object".into()))?;
        let format = object.get("format").and_then(Json::as_u64).and_then(|format| u16::try_from(format).ok());
        match format {
            None | Some(0) => return Err(DecodeError::Broken("it names no form".into())),
            Some(format) if format > OPERATION_FORMAT => return Err(DecodeError::Newer(format)),
            Some(format) => STEPS[usize::from(format) - 1..].iter().for_each(|step| step(object)),
        }
        object.insert("format".into(), OPERATION_FORMAT.into());
        serde_json::from_value(json).map_err(broken)
    }
}

fn broken(error: serde_json::Error) -> DecodeError {
    DecodeError::Broken(error.to_string())
}
