//! What a query is.

use std::{fmt::Debug, future::Future, hash::Hash, mem::size_of, rc::Rc};

use crate::{Cx, Policy, Reads, Touch};

/// A question whose value is its key: two equal values are one entry of the cache, whoever asks, so its parameters are the
/// key by construction.
///
/// ```
/// use holdfast_query::{Cx, Query, Reads};
///
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// struct MemberCount {
///     team: u128,
/// }
///
/// impl Query for MemberCount {
///     type Output = usize;
///     type Error = String;
///     const NAME: &'static str = "team/members/count";
///
///     async fn run(&self, _: Cx<Self>) -> Result<usize, String> {
///         Ok(3)
///     }
///
///     fn is_transient(error: &String) -> bool {
///         error != "not found"
///     }
///
///     fn reads(&self, _: Option<&usize>) -> Reads {
///         Reads::none().kind_in("membership", self.team)
///     }
/// }
/// ```
pub trait Query: Clone + Eq + Hash + Debug + 'static {
    /// The answer. Where it is large, let its parts be `Rc`s and see [`Self::share`].
    type Output: PartialEq + 'static;

    /// Its own error.
    type Error: Debug + 'static;

    /// The name of the type, with `/` between its levels: `session/detail/files`. It must not change between builds where
    /// answers are stored.
    const NAME: &'static str;

    /// The defaults of the type.
    const POLICY: Policy = Policy::DEFAULT;

    /// Finds the answer. Dropped when nobody wants it any more: a request made in it should be aborted by its drop.
    fn run(&self, cx: Cx<Self>) -> impl Future<Output = Result<Self::Output, Self::Error>>;

    /// Whether another attempt may do better. A refusal (a 4xx but 408 and 429) never does: see
    /// [`crate::is_transient_status`].
    fn is_transient(error: &Self::Error) -> bool;

    /// What the answer depends on; after a run `last` is the answer, so that the ids in it can be named.
    fn reads(&self, last: Option<&Self::Output>) -> Reads {
        let _ = last;
        Reads::none()
    }

    /// What a change of something it [reads](Self::reads) does to the answer: usually it is asked for again.
    fn patch(&self, last: &Self::Output, touches: &[&Touch<'_>]) -> Patch<Self::Output> {
        let _ = (last, touches);
        Patch::Refetch
    }

    /// Joins a new answer to the last one: what did not change keeps its `Rc`, so that whoever shows it need not be told.
    /// The whole by default; [`crate::share`] has it for lists and maps.
    fn share(last: &Rc<Self::Output>, new: Self::Output) -> Rc<Self::Output> {
        if **last == new { Rc::clone(last) } else { Rc::new(new) }
    }

    /// What an answer weighs in memory, in bytes, for the bound of the cache. Answers that own lists should count them.
    fn weigh(answer: &Self::Output) -> usize {
        let _ = answer;
        size_of::<Self::Output>()
    }

    /// The path of this very query under its name, for prefixes and for developers: `session/detail/files/7`.
    fn key(&self) -> String {
        format!("{}/{self:?}", Self::NAME)
    }
}

/// What a change does to an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patch<T> {
    /// Nothing: it is as true as before.
    Keep,
    /// It is asked for again.
    Refetch,
    /// It becomes this.
    Replace(T),
}

/// Answers and errors as they are handed out.
pub type Outcome<Q> = Result<Rc<<Q as Query>::Output>, Rc<crate::Error<<Q as Query>::Error>>>;
