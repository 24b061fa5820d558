//! Actions: what must have the network and cannot be done here first, such as signing in or revoking a device.
//!
//! An action is started once and goes on whoever looks: dropping its [handle](Running) does not end it. Those of one
//! [scope](Action::scope) run one after the other, in the order in which they were started; others at once. What becomes of
//! one is decided by a [machine]; whose turn it is, by the [lanes] of the scopes; this client's [`Actions`] hold them all.

mod call;
mod drive;
mod handle;
mod lanes;
mod machine;
mod observe;
mod slots;
mod state;
mod watchers;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    fmt::Debug,
    future::Future,
    rc::{Rc, Weak},
};

pub use handle::Running;
pub use machine::ActionPhase;
pub use observe::ActionObserver;
pub use state::{ActionId, ActionInfo, ActionOutcome, ActionState};
pub use watchers::ActionListening;

use crate::{Client, Error, Millis, Network, Retry, client::Inner};

/// Something done for a person that must have the network. The value carries what it needs.
///
/// ```
/// use holdfast_query::{Action, ActionCx, Client};
///
/// struct RevokeDevice {
///     id: u32,
/// }
///
/// impl Action for RevokeDevice {
///     type Output = ();
///     type Error = u16;
///     const NAME: &'static str = "device/revoke";
///
///     async fn run(&self, _: ActionCx) -> Result<(), u16> {
///         Ok(())
///     }
///
///     // Two of one device do not overtake each other.
///     fn scope(&self) -> Option<String> {
///         Some(format!("device/{}", self.id))
///     }
///
///     fn done(&self, client: &Client, _: &()) {
///         client.invalidate_prefix("device");
///     }
/// }
/// ```
pub trait Action: 'static {
    /// What it brings.
    type Output: 'static;

    /// Its own error.
    type Error: Debug + 'static;

    /// The name of the type, with `/` between its levels: `device/revoke`.
    const NAME: &'static str;

    /// How it is tried.
    const POLICY: ActionPolicy = ActionPolicy::DEFAULT;

    /// Does it. Dropped when it is cancelled or takes too long: a request made in it should be aborted by its drop.
    fn run(&self, cx: ActionCx) -> impl Future<Output = Result<Self::Output, Self::Error>>;

    /// Actions of one scope, of whatever type, run one after the other in the order in which they were started. Without one
    /// it waits for nothing.
    fn scope(&self) -> Option<String> {
        None
    }

    /// Whoever follows this key of this type sees how far its latest call is: one for the whole type by default.
    fn key(&self) -> String {
        Self::NAME.to_owned()
    }

    /// Whether doing it once more is safe and may do better. By default it is not repeated: after a failure or a time-out
    /// nobody here knows whether it was done.
    fn is_transient(error: &Error<Self::Error>) -> bool {
        let _ = error;
        false
    }

    /// Called once it has succeeded, before the next of its scope: invalidates or sets what depends on it.
    fn done(&self, client: &Client, output: &Self::Output) {
        let _ = (client, output);
    }
}

/// How actions of a type are tried.
///
/// ```
/// use holdfast_query::{ActionPolicy, Network};
///
/// const QUICK: ActionPolicy = ActionPolicy::DEFAULT.timeout(10_000).network(Network::Always);
/// assert_eq!(QUICK.timeout, Some(10_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionPolicy {
    /// How failures that are [transient](Action::is_transient) are repeated.
    pub retry: Retry,
    /// How long one attempt may take.
    pub timeout: Option<Millis>,
    /// What being offline means.
    pub network: Network,
}

impl ActionPolicy {
    /// Three repetitions of what is safe to repeat, no time-out, paused while offline.
    pub const DEFAULT: Self = Self { retry: Retry::DEFAULT, timeout: None, network: Network::Online };

    /// With other repetitions.
    pub const fn retry(self, retry: Retry) -> Self {
        Self { retry, ..self }
    }

    /// With attempts that may take only so long.
    pub const fn timeout(self, timeout: Millis) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    /// With another meaning of being offline.
    pub const fn network(self, network: Network) -> Self {
        Self { network, ..self }
    }
}

/// The context of an attempt.
pub struct ActionCx {
    client: Weak<Inner>,
    attempt: u32,
}

impl ActionCx {
    /// Which attempt it is, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// The client; `None` once it is gone.
    pub fn client(&self) -> Option<Client> {
        self.client.upgrade().map(Client::from_inner)
    }
}

/// The actions of one client.
#[derive(Default)]
pub(crate) struct Actions {
    made: Cell<u64>,
    /// Those that have not ended, oldest first.
    live: RefCell<BTreeMap<ActionId, Rc<dyn call::AnyCall>>>,
    lanes: RefCell<lanes::Lanes>,
    slots: RefCell<slots::Slots>,
    is_sweep_planned: Cell<bool>,
    /// Who listens to all of them.
    listeners: watchers::Watchers,
    notices: watchers::Notices,
}

impl Drop for Actions {
    /// The client is gone: whoever waits learns it.
    fn drop(&mut self) {
        for call in std::mem::take(self.live.get_mut()).into_values() {
            call.core().step(machine::Event::Cancel, false);
            call.core().stop();
            call.settle(None);
        }
    }
}
