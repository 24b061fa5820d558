use holdfast_core::{
    id::{RecordId, ScopeId},
    record::Seq,
    value::Value,
    wire::remote::HistoryPage,
};
use holdfast_query::{Paged, Pages, Persist, Policy, Reads, Stale};

use serde::{Deserialize, Serialize};

use super::ON_DEVICE;
use crate::api::{self, Failure};

/// What was done to a record, newest first; older and newer runs of it as pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct History {
    pub(crate) scope: ScopeId,
    pub(crate) id: RecordId,
    /// The effect to begin with; with none, what is newest.
    pub(crate) at: Option<Seq>,
}

/// Where a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum From {
    /// With what is newest.
    Newest,
    /// With what is just before that effect.
    Before(Seq),
    /// It ends with what is just after that effect.
    After(Seq),
}

impl Paged for History {
    type Page = HistoryPage;
    type Cursor = From;
    type Error = Failure;
    const NAME: &'static str = "record/history";
    const POLICY: Policy =
        Policy::DEFAULT.stale(Stale::After(30_000)).persist(Persist { max_bytes: 1 << 20, ..ON_DEVICE });
    const MAX_PAGES: usize = 20;

    fn first(&self) -> From {
        self.at.map_or(From::Newest, |at| From::Before(Seq(at.0.saturating_add(1))))
    }

    fn next(&self, page: &HistoryPage, _: &From) -> Option<From> {
        page.older.map(From::Before)
    }

    fn previous(&self, page: &HistoryPage, at: &From) -> Option<From> {
        // The newest run is asked for again as it is: what came since is in it.
        (*at != From::Newest && page.has_newer).then_some(From::After(page.newer))
    }

    async fn page(&self, at: From) -> Result<HistoryPage, Failure> {
        api::history(self.scope, self.id, at).await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }

    fn reads(&self, _: Option<&Pages<Self>>) -> Reads {
        Reads::none().record(self.id.0.as_u128())
    }

    fn weigh(page: &HistoryPage) -> usize {
        let text = |value: &Value| if let Value::Text(text) = value { text.len() } else { 16 };
        let entries = page.entries.iter().map(|entry| {
            let fields = entry.fields.values().map(|write| text(&write.value) + write.before.as_ref().map_or(0, text));
            size_of_val(entry) + fields.sum::<usize>() + entry.lost.values().map(text).sum::<usize>()
        });
        entries.sum()
    }
}
