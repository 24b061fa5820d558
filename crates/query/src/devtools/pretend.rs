//! Pretending that the network is worse than it is.

use std::future::Future;

use crate::{Client, Error, Millis, client::Inner};

/// What a client pretends of the network. By default nothing.
///
/// ```
/// # #[cfg(feature = "testing")] {
/// use std::rc::Rc;
///
/// use holdfast_query::{Client, devtools::Pretended, testing::TestRuntime};
///
/// let client = Client::new(Rc::new(TestRuntime::new(1)));
/// client.pretend(Pretended { offline: true, ..Pretended::default() });
/// assert!(!client.is_online());
/// client.pretend(Pretended::default());
/// assert!(client.is_online());
/// # }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pretended {
    /// That there is none: queries and actions wait as their policies say, and go on when it is over.
    pub offline: bool,
    /// That each attempt takes so many milliseconds longer. Time-outs count them.
    pub delay: Millis,
    /// That each attempt fails, with [`Error::Pretended`]. It is repeated as any transient failure is.
    pub failing: bool,
}

impl Pretended {
    /// Whether anything is pretended.
    pub fn is_anything(&self) -> bool {
        *self != Self::default()
    }
}

impl Client {
    /// What it pretends of the network from now on. Attempts that are under way end as they began.
    pub fn pretend(&self, pretended: Pretended) {
        let was_online = self.is_online();
        self.0.pretended.set(pretended);
        self.0.came_online(was_online);
    }

    /// What it pretends of the network.
    pub fn pretended(&self) -> Pretended {
        self.0.pretended.get()
    }
}

/// What comes before an attempt that begins now: a wait, a failure, or neither.
pub(crate) fn attempt<E>(inner: &Inner) -> impl Future<Output = Result<(), Error<E>>> + use<E> {
    let Pretended { delay, failing, offline: _ } = inner.pretended.get();
    let wait = (delay > 0).then(|| inner.runtime.sleep(delay));
    async move {
        if let Some(wait) = wait {
            wait.await;
        }
        if failing { Err(Error::Pretended) } else { Ok(()) }
    }
}
