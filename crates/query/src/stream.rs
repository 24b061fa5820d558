//! Answers that come bit by bit: a log, a reply that is being written.

use std::{fmt::Debug, future::Future, hash::Hash};

use futures::{Stream as Items, StreamExt as _};

use crate::{Cx, Policy, Query, Reads};

/// What becomes of the last answer when the stream is opened again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnRefetch {
    /// New items are folded into it.
    Append,
    /// It is replaced as soon as there is a first item: until then it stays on show.
    Replace,
    /// It stays on show until the stream has ended, and is replaced then.
    ReplaceAtEnd,
}

/// A question whose answer comes item by item, and is folded.
pub trait Stream: Clone + Eq + Hash + Debug + 'static {
    /// An item.
    type Item;

    /// The answer.
    type Output: Clone + PartialEq + 'static;

    /// Its own error.
    type Error: Debug + 'static;

    /// As [`Query::NAME`].
    const NAME: &'static str;

    /// As [`Query::POLICY`].
    const POLICY: Policy = Policy::DEFAULT;

    /// What becomes of the last answer when the stream is opened again.
    const ON_REFETCH: OnRefetch = OnRefetch::Replace;

    /// Opens the stream. It is dropped when nobody wants it any more.
    fn open(&self) -> impl Future<Output = Result<impl Items<Item = Result<Self::Item, Self::Error>>, Self::Error>>;

    /// The answer before the first item.
    fn start(&self) -> Self::Output;

    /// The answer with one more item.
    fn fold(&self, answer: &mut Self::Output, item: Self::Item);

    /// As [`Query::is_transient`].
    fn is_transient(error: &Self::Error) -> bool;

    /// As [`Query::reads`].
    fn reads(&self, last: Option<&Self::Output>) -> Reads {
        let _ = last;
        Reads::none()
    }
}

/// A streamed question as a query: its answer is on show from the first item on, while the run goes on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Streamed<S: Stream>(pub S);

impl<S: Stream> Query for Streamed<S> {
    type Output = S::Output;
    type Error = S::Error;
    const NAME: &'static str = S::NAME;
    const POLICY: Policy = S::POLICY;

    async fn run(&self, cx: Cx<Self>) -> Result<S::Output, S::Error> {
        let last = cx.last();
        let mut answer = match (&last, S::ON_REFETCH) {
            (Some(last), OnRefetch::Append) => (**last).clone(),
            _ => self.0.start(),
        };
        let shows = last.is_none() || S::ON_REFETCH != OnRefetch::ReplaceAtEnd;
        let mut items = std::pin::pin!(self.0.open().await?);
        while let Some(item) = items.next().await {
            self.0.fold(&mut answer, item?);
            if shows {
                cx.emit(answer.clone());
            }
        }
        Ok(answer)
    }

    fn is_transient(error: &S::Error) -> bool {
        S::is_transient(error)
    }

    fn reads(&self, last: Option<&S::Output>) -> Reads {
        self.0.reads(last)
    }

    fn key(&self) -> String {
        format!("{}/{:?}", S::NAME, self.0)
    }
}
