use holdfast_core::wire::remote::SearchPage;
use holdfast_query::{Cx, Policy, Query, Reads, Retry, Stale};
use serde::{Deserialize, Serialize};

use crate::api::{self, Failure};

/// What the server finds, over everything the account may read. It is not kept on the device, which finds by itself what it has.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Search {
    /// Trimmed words, at least one.
    pub(crate) words: String,
}

impl Query for Search {
    type Output = SearchPage;
    type Error = Failure;
    const NAME: &'static str = "search";
    const POLICY: Policy =
        Policy::DEFAULT.stale(Stale::After(30_000)).retry(Retry { limit: 1, ..Retry::DEFAULT }).timeout(10_000).share();

    async fn run(&self, _: Cx<Self>) -> Result<SearchPage, Failure> {
        api::search(&self.words).await
    }

    fn is_transient(error: &Failure) -> bool {
        error.is_transient()
    }

    fn reads(&self, last: Option<&SearchPage>) -> Reads {
        // What was found may be worded differently now. What is found anew is found when the answer is stale.
        Reads::none().records(last.into_iter().flat_map(|page| &page.hits).map(|hit| hit.id.0.as_u128()))
    }

    fn weigh(page: &SearchPage) -> usize {
        page.hits.iter().map(|hit| size_of_val(hit) + hit.title.len() + hit.snippet.text.len()).sum()
    }
}
