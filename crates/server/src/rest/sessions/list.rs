//! The list of an engagement's sessions, page by page.

use std::cmp::Ordering;

use axum::{Json as Answer, extract::State};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use holdfast_core::{
    Millis,
    entity::{Entity as _, Session, SessionState},
    fold::{folded, sort_key},
    id::RecordId,
    ledger::Ledger as _,
    record::{Kind, Record},
    wire::remote::MAX_SEARCH_QUERY,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    super::{
        caller::Caller,
        description::{NotFound, Refused},
        shape::{self, Told},
        write,
    },
    InEngagement,
};
use crate::{
    Shared,
    error::Error,
    routes::query::{Params, limit},
};

/// How many a page has if nothing is said.
const USUAL: usize = 25;
/// The most a page has.
const MOST: usize = 100;

/// Which sessions, and in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct Asked {
    /// How many a page has at most; 25 if it is not said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// `next` of the page before, asked for in the same order.
    cursor: Option<String>,
    /// Only those in this state.
    #[param(value_type = Option<shape::State>)]
    state: Option<String>,
    /// Only those that have every one of these words in their name, description or labels, whatever the case and accents.
    #[param(max_length = 256)]
    q: Option<String>,
    /// In which order: the newest first if it is not said.
    #[param(inline)]
    sort: Option<Sort>,
}

/// An order; `-` turns it round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
enum Sort {
    #[default]
    #[serde(rename = "-created_at")]
    Newest,
    #[serde(rename = "created_at")]
    Oldest,
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "-name")]
    NameBackwards,
}

/// A page of sessions.
#[derive(Serialize, ToSchema)]
pub(in super::super) struct SessionPage {
    items: Vec<Told>,
    /// The `cursor` of the next page; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What a session is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
enum Place {
    Made(Millis),
    Named(String),
}

impl Sort {
    fn place(self, record: &Record) -> Place {
        match self {
            Self::Newest | Self::Oldest => Place::Made(record.created_at),
            Self::Name | Self::NameBackwards => Place::Named(sort_key(&Session::read(record).name)),
        }
    }

    /// Of two that are alike otherwise, the ids decide: every page goes on where the one before ended.
    fn order(self, a: (&Place, RecordId), b: (&Place, RecordId)) -> Ordering {
        match self {
            Self::Oldest | Self::Name => a.cmp(&b),
            Self::Newest | Self::NameBackwards => b.cmp(&a),
        }
    }
}

/// The last session of a page.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Cursor {
    sort: Sort,
    place: Place,
    id: RecordId,
}

impl Cursor {
    fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// Reads one that was given out for the same order.
    fn read(text: &str, sort: Sort) -> Result<Self, Error> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let cursor: Option<Self> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let wrong = || Error::field("cursor", "This is no cursor of this list: begin without one.");
        cursor.filter(|cursor| cursor.sort == sort).ok_or_else(wrong)
    }
}

/// List sessions.
///
/// The pages are those of the list as it is when each is asked for: what is made or renamed meanwhile may be on none or on two.
#[utoipa::path(get, path = "/api/v1/engagements/{engagement}/sessions", tag = "sessions", operation_id = "listSessions",
    params(InEngagement, Asked),
    responses((status = 200, body = SessionPage, description = "A page of them."), Refused, NotFound))]
pub(in super::super) async fn list(
    State(app): State<Shared>,
    Caller(person): Caller,
    InEngagement(scope): InEngagement,
    Params(asked): Params<Asked>,
) -> Result<Answer<SessionPage>, Error> {
    let limit = limit(asked.limit, USUAL, MOST)?;
    let sort = asked.sort.unwrap_or_default();
    let after = asked.cursor.map(|text| Cursor::read(&text, sort)).transpose()?;
    let filter = Filter::new(asked.state.as_deref(), asked.q.as_deref().unwrap_or_default())?;

    let mut tx = app.db.read(app.clock.now()).await?;
    write::check_access(&mut tx, person, scope).await?;
    // Of all of them only the places are held at once, and of the page the sessions: descriptions are long.
    let pick = |record: Record| {
        let place = filter.takes(&record).then(|| sort.place(&record))?;
        let is_after =
            after.as_ref().is_none_or(|after| sort.order((&place, record.id), (&after.place, after.id)).is_gt());
        is_after.then_some((place, record.id))
    };
    let mut found = tx.pick_of_kind(scope, &Kind::new(Session::KIND), pick).await?;
    found.sort_by(|(a, one), (b, other)| sort.order((a, *one), (b, *other)));
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more);
    let next = next.map(|(place, id)| Cursor { sort, place: place.clone(), id: *id }.text());
    let mut items = Vec::with_capacity(found.len());
    for (_, id) in found {
        items.extend(tx.record(scope, id).await?.as_ref().map(Told::from));
    }
    Ok(Answer(SessionPage { items, next }))
}

/// What is asked for.
struct Filter {
    state: Option<SessionState>,
    words: Vec<String>,
}

impl Filter {
    fn new(state: Option<&str>, text: &str) -> Result<Self, Error> {
        if text.chars().count() > MAX_SEARCH_QUERY {
            return Err(Error::field("q", format!("Search for at most {MAX_SEARCH_QUERY} characters.")));
        }
        let known = |name| SessionState::named(name);
        let unknown = || Error::field("state", format!("Ask for one of {}.", SessionState::NAMES.join(", ")));
        let state = state.map(|name| known(name).ok_or_else(unknown)).transpose()?;
        Ok(Self { state, words: text.split_whitespace().map(folded).collect() })
    }

    fn takes(&self, record: &Record) -> bool {
        let session = Session::read(record);
        if self.state.is_some_and(|state| state != session.state) {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let texts = [&session.name, &session.description].into_iter().chain(&session.tags);
        let texts: Vec<String> = texts.map(|text| folded(text)).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

#[cfg(test)]
mod tests {
    use holdfast_core::id::RecordId;

    use super::{Cursor, Place, Sort};

    #[test]
    fn a_cursor_is_read_as_it_was_written_and_for_its_order_alone() {
        for (sort, place) in [(Sort::Newest, Place::Made(7)), (Sort::Name, Place::Named("tide".into()))] {
            let cursor = Cursor { sort, place, id: RecordId::new(1, [2; 10]) };
            let text = cursor.text();
            assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)), "{text}");
            assert_eq!(Cursor::read(&text, sort).unwrap(), cursor);
            Cursor::read(&text, Sort::Oldest).unwrap_err();
        }
        for text in ["", "?", "bm90IGpzb24"] {
            Cursor::read(text, Sort::Newest).unwrap_err();
        }
    }
}
