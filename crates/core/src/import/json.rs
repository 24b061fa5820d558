//! Reading JSON by hand, so that whatever is wrong is named by its place: `cards[3].due`.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{ImportError, Place, Problem, Shape, error::short, time};

/// An object of the file and where it stands. Unknown fields are ignored; a field that is null counts as missing.
#[derive(Clone)]
pub(super) struct Object<'a> {
    map: &'a Map<String, Value>,
    place: String,
}

impl<'a> Object<'a> {
    /// The file's outermost value.
    pub(super) fn root(value: &'a Value) -> Result<Self, ImportError> {
        let wrong = || ImportError::new(Place::File, Problem::NoBoard(Shape::of(value)));
        let map = value.as_object().ok_or_else(wrong)?;
        Ok(Self { map, place: String::new() })
    }

    fn get(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| !value.is_null())
    }

    fn place_of(&self, field: &str) -> String {
        if self.place.is_empty() { field.to_owned() } else { format!("{}.{field}", self.place) }
    }

    /// An error about one field.
    pub(super) fn error(&self, field: &str, problem: Problem) -> ImportError {
        ImportError::new(Place::Path(self.place_of(field)), problem)
    }

    fn read<T>(
        &self,
        field: &str,
        expected: Shape,
        read: impl FnOnce(&'a Value) -> Option<T>,
    ) -> Result<Option<T>, ImportError> {
        let Some(value) = self.get(field) else { return Ok(None) };
        match read(value) {
            Some(read) => Ok(Some(read)),
            None => Err(self.error(field, Problem::Expected { expected, found: Shape::of(value) })),
        }
    }

    /// Text; missing reads as empty.
    pub(super) fn text(&self, field: &str) -> Result<&'a str, ImportError> {
        Ok(self.read(field, Shape::Text, Value::as_str)?.unwrap_or_default())
    }

    /// An id, which must be there.
    pub(super) fn id(&self, field: &str) -> Result<&'a str, ImportError> {
        match self.text(field)? {
            "" => Err(self.error(field, Problem::NoId)),
            id => Ok(id),
        }
    }

    /// Yes or no; missing reads as no.
    pub(super) fn flag(&self, field: &str) -> Result<bool, ImportError> {
        Ok(self.read(field, Shape::Flag, Value::as_bool)?.unwrap_or(false))
    }

    /// A place among siblings; missing reads as 0, so that the file's own order stands.
    pub(super) fn position(&self, field: &str) -> Result<f64, ImportError> {
        let finite = |value: &Value| value.as_f64().filter(|number| number.is_finite());
        Ok(self.read(field, Shape::Number, finite)?.unwrap_or(0.0))
    }

    /// A moment in milliseconds since the Unix epoch.
    pub(super) fn time(&self, field: &str) -> Result<Option<i64>, ImportError> {
        let Some(text) = self.read(field, Shape::Date, Value::as_str)? else { return Ok(None) };
        let at = time::parse(text).ok_or_else(|| self.error(field, Problem::NotADate(short(text))))?;
        crate::entity::FieldType::Time
            .check(&crate::value::Value::Int(at))
            .map_err(|wrong| self.error(field, Problem::Refused { text: short(text), wrong }))?;
        Ok(Some(at))
    }

    /// An object within this one.
    pub(super) fn object(&self, field: &str) -> Result<Option<Self>, ImportError> {
        let map = self.read(field, Shape::Object, Value::as_object)?;
        Ok(map.map(|map| Self { map, place: self.place_of(field) }))
    }

    /// Whether the field is there and not null.
    pub(super) fn has(&self, field: &str) -> bool {
        self.get(field).is_some()
    }

    /// An array's values; missing reads as empty.
    pub(super) fn array(&self, field: &str) -> Result<&'a [Value], ImportError> {
        let values = self.read(field, Shape::Array, Value::as_array)?;
        Ok(values.map_or(&[], Vec::as_slice))
    }

    /// An array of objects; missing reads as empty.
    pub(super) fn objects(
        &self,
        field: &str,
    ) -> Result<impl Iterator<Item = Result<Self, ImportError>> + use<'a>, ImportError> {
        let place = self.place_of(field);
        let object = move |(index, value): (usize, &'a Value)| {
            let place = format!("{place}[{index}]");
            match value.as_object() {
                Some(map) => Ok(Self { map, place }),
                None => Err(ImportError::new(
                    Place::Path(place),
                    Problem::Expected { expected: Shape::Object, found: Shape::of(value) },
                )),
            }
        };
        Ok(self.array(field)?.iter().enumerate().map(object))
    }

    /// An array of texts; missing reads as empty.
    pub(super) fn texts(&self, field: &str) -> Result<Vec<&'a str>, ImportError> {
        let text = |(index, value): (usize, &'a Value)| {
            let problem = || Problem::Expected { expected: Shape::Text, found: Shape::of(value) };
            value.as_str().ok_or_else(|| self.error(&format!("{field}[{index}]"), problem()))
        };
        self.array(field)?.iter().enumerate().map(text).collect()
    }

    /// How many entries an array has that is only counted: anything else than an array has none.
    pub(super) fn count(&self, field: &str) -> usize {
        self.get(field).and_then(Value::as_array).map_or(0, Vec::len)
    }
}

/// Ids seen so far, so that no two things of one kind share one.
#[derive(Default)]
pub(super) struct Ids<'a>(HashMap<&'a str, String>);

impl<'a> Ids<'a> {
    /// The object's id, which nothing before it may have had.
    pub(super) fn claim(&mut self, object: &Object<'a>) -> Result<&'a str, ImportError> {
        let id = object.id("id")?;
        match self.0.insert(id, object.place.clone()) {
            Some(other) => Err(object.error("id", Problem::SameId { id: short(id), other })),
            None => Ok(id),
        }
    }
}

/// What a parser's error says, in words for whoever chose the file.
pub(super) fn not_json(text: &str, error: &serde_json::Error) -> ImportError {
    if text.trim().is_empty() {
        return ImportError::new(Place::File, Problem::Empty);
    }
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let problem = match message {
        _ if error.is_eof() => Problem::CutOff,
        _ if error.is_data() => Problem::Form(message.to_owned()),
        "recursion limit exceeded" => Problem::Deep,
        _ => Problem::NotJson(message.to_owned()),
    };
    ImportError::new(Place::LineAt(error.line(), error.column()), problem)
}
