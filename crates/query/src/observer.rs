//! Following one query: what a component holds.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::{
    Cause, Client, Error, Fetch, Intent, Millis, Query, Stale, When,
    client::{AnyEntry, Entry, Found, Subscriber, Wants, age},
    machine::Origin,
};

/// Of what an observer is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watch {
    /// Everything: data, errors, and what is being done.
    #[default]
    Everything,
    /// New data only.
    Data,
}

/// How one observer differs from its type's policy. None of it is part of the query's identity.
#[derive(Debug, PartialEq)]
pub struct Options<Q: Query> {
    /// Whether it makes the query run. A query that only disabled observers watch runs when asked by hand.
    pub enabled: bool,
    /// When data is stale to it.
    pub stale: Option<Stale>,
    /// Whether its coming runs the query.
    pub on_mount: Option<When>,
    /// Whether the person's coming back does.
    pub on_focus: Option<When>,
    /// Whether the network's coming back does.
    pub on_reconnect: Option<When>,
    /// Runs the query again every so many milliseconds, while the window is seen.
    pub poll: Option<Millis>,
    /// Also while it is hidden.
    pub poll_hidden: bool,
    /// Of what it is told.
    pub watch: Watch,
    /// Put into the cache where there is nothing, as true at that time (by the wall clock).
    pub initial: Option<(Rc<Q::Output>, Millis)>,
    /// Shown where there is nothing, and not put into the cache.
    pub placeholder: Option<Rc<Q::Output>>,
    /// When it follows another query, whether it shows the last one's data until that has its own.
    pub keep_previous: bool,
}

impl<Q: Query> Clone for Options<Q> {
    fn clone(&self) -> Self {
        Self { initial: self.initial.clone(), placeholder: self.placeholder.clone(), ..*self }
    }
}

impl<Q: Query> Default for Options<Q> {
    fn default() -> Self {
        Self {
            enabled: true,
            stale: None,
            on_mount: None,
            on_focus: None,
            on_reconnect: None,
            poll: None,
            poll_hidden: false,
            watch: Watch::Everything,
            initial: None,
            placeholder: None,
            keep_previous: false,
        }
    }
}

impl<Q: Query> Options<Q> {
    fn wants(&self, policy: &crate::Policy) -> Wants {
        Wants {
            enabled: self.enabled,
            stale: self.stale.unwrap_or(policy.stale),
            on_focus: self.on_focus.unwrap_or(policy.on_focus),
            on_reconnect: self.on_reconnect.unwrap_or(policy.on_reconnect),
            poll: self.poll,
            poll_hidden: self.poll_hidden,
            watch: self.watch,
        }
    }
}

/// What there is to show: one of five, and each has what it needs.
#[derive(Debug)]
pub enum State<T, E> {
    /// Nothing, and nothing is being done: disabled, or not asked for.
    Idle,
    /// Nothing yet.
    Loading,
    /// Nothing, and the last run failed.
    Failed(Rc<Error<E>>),
    /// Data.
    Ready(Rc<T>),
    /// Data, though the last run failed.
    Outdated(Rc<T>, Rc<Error<E>>),
}

impl<T, E> Clone for State<T, E> {
    fn clone(&self) -> Self {
        match self {
            Self::Idle => Self::Idle,
            Self::Loading => Self::Loading,
            Self::Failed(error) => Self::Failed(Rc::clone(error)),
            Self::Ready(data) => Self::Ready(Rc::clone(data)),
            Self::Outdated(data, error) => Self::Outdated(Rc::clone(data), Rc::clone(error)),
        }
    }
}

/// A query as an observer sees it at a moment.
#[derive(Debug)]
pub struct Snapshot<T, E> {
    /// What there is to show.
    pub state: State<T, E>,
    /// What is being done for new data.
    pub fetch: Fetch,
    /// When the data was true, by the wall clock.
    pub updated_at: Option<Millis>,
    /// Where it came from.
    pub origin: Option<Origin>,
    /// Whether it is stale to this observer.
    pub is_stale: bool,
    /// Whether it is a placeholder, or another query's data shown meanwhile.
    pub is_placeholder: bool,
}

impl<T, E> Clone for Snapshot<T, E> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), ..*self }
    }
}

impl<T, E> Snapshot<T, E> {
    /// The data, if there is any.
    pub fn data(&self) -> Option<&Rc<T>> {
        match &self.state {
            State::Ready(data) | State::Outdated(data, _) => Some(data),
            State::Idle | State::Loading | State::Failed(_) => None,
        }
    }

    /// The error of the last run, if it failed.
    pub fn error(&self) -> Option<&Rc<Error<E>>> {
        match &self.state {
            State::Failed(error) | State::Outdated(_, error) => Some(error),
            State::Idle | State::Loading | State::Ready(_) => None,
        }
    }

    /// Whether there is nothing to show yet, and something is being done about it.
    pub fn is_loading(&self) -> bool {
        matches!(self.state, State::Loading)
    }

    /// Whether new data is under way, or waits for the network or for another attempt.
    pub fn is_fetching(&self) -> bool {
        self.fetch != Fetch::Idle
    }

    /// Whether it waits for the network.
    pub fn is_paused(&self) -> bool {
        matches!(self.fetch, Fetch::Paused(_))
    }
}

/// Follows one query, and can be turned to another. The query is dropped from memory some time after its last observer.
pub struct Observer<Q: Query> {
    client: Client,
    entry: RefCell<Rc<Entry<Q>>>,
    options: RefCell<Options<Q>>,
    subscriber: Rc<Subscriber>,
    previous: RefCell<Option<Rc<Q::Output>>>,
}

impl Client {
    /// Follows a query. `on_change` is told, after the fact, that what [`Observer::read`] gives may be different; it may call
    /// anything.
    pub fn observe<Q: Query>(&self, query: &Q, options: Options<Q>, on_change: impl Fn() + 'static) -> Observer<Q> {
        self.batch(|| {
            let entry = self.0.entry_of(query);
            let subscriber = Rc::new(Subscriber {
                callback: Box::new(on_change),
                wants: Cell::new(options.wants(&entry.policy.get())),
                is_noted: Cell::new(false),
                place: Cell::new(None),
            });
            let observer = Observer {
                client: self.clone(),
                entry: RefCell::new(Rc::clone(&entry)),
                options: RefCell::new(options),
                subscriber,
                previous: RefCell::default(),
            };
            observer.join(&entry);
            observer
        })
    }
}

impl<Q: Query> Observer<Q> {
    /// What there is to show now.
    pub fn read(&self) -> Snapshot<Q::Output, Q::Error> {
        let entry = self.entry.borrow();
        let (data, error) = (entry.data(), entry.error());
        let core = entry.core.borrow();
        let (fetch, held) = (core.machine.fetch(), core.machine.held());
        let error = error.filter(|_| core.machine.has_failed());
        let stand_in = || {
            let previous = self.previous.borrow().clone();
            previous.or_else(|| self.options.borrow().placeholder.clone())
        };
        let is_placeholder = data.is_none();
        if !is_placeholder {
            self.forget_previous();
        }
        let shown = data.or_else(stand_in);
        let is_placeholder = is_placeholder && shown.is_some();
        let wants = self.subscriber.wants.get();
        let state = match (shown, error) {
            (Some(data), None) => State::Ready(data),
            (Some(data), Some(error)) => State::Outdated(data, error),
            (None, Some(error)) if fetch == Fetch::Idle => State::Failed(error),
            (None, _) if fetch == Fetch::Idle => State::Idle,
            (None, _) => State::Loading,
        };
        Snapshot {
            state,
            fetch,
            updated_at: held.map(|held| held.at),
            origin: held.map(|held| held.origin),
            is_stale: held.is_none_or(|held| held.invalid || wants.stale.holds(age(held.at, self.client.now()))),
            is_placeholder,
        }
    }

    /// Only the data that is there, without the rest: the cheapest read.
    pub fn data(&self) -> Option<Rc<Q::Output>> {
        self.entry.borrow().data()
    }

    /// The query it follows.
    pub fn query(&self) -> Q {
        self.entry.borrow().query.clone()
    }

    /// Turns to another query, or takes other options.
    pub fn follow(&self, query: &Q, options: Options<Q>) {
        self.client.batch(|| self.turn_to(query, options));
    }

    fn turn_to(&self, query: &Q, options: Options<Q>) {
        let last = Rc::clone(&self.entry.borrow());
        let is_other = last.query != *query;
        let was_enabled = self.subscriber.wants.get().enabled;
        // An entry that was removed from the cache meanwhile is no place to stay.
        let entry = self.client.0.entry_of(query);
        let is_same_entry = entry.id == last.id;
        self.subscriber.wants.set(options.wants(&entry.policy.get()));
        let turns_on = !was_enabled && options.enabled;
        let keep_previous = options.keep_previous;
        let _dropped_outside_the_borrow = self.options.replace(options);
        if is_same_entry {
            if turns_on {
                self.come(&entry);
            }
            return self.client.0.replan_poll(&(entry as _));
        }
        if is_other {
            let shown = last.data().or_else(|| self.previous.borrow().clone());
            let _dropped_outside_the_borrow = self.previous.replace(shown.filter(|_| keep_previous));
        }
        self.entry.replace(Rc::clone(&entry));
        self.part(&last);
        self.join(&entry);
        // After it has joined the new one: what both need is not given up in between.
        self.give_up(&last);
    }

    /// Runs the query again, whatever is there; the answer comes like any other.
    pub fn refetch(&self) {
        let entry = Rc::clone(&self.entry.borrow());
        self.client.0.ask(&(entry as _), Intent::Refresh, Cause::Call);
    }

    /// More of an [infinite](crate::Infinite) query.
    pub fn fetch_more(&self, intent: Intent) {
        let entry = Rc::clone(&self.entry.borrow());
        self.client.0.ask(&(entry as _), intent, Cause::Call);
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    fn join(&self, entry: &Rc<Entry<Q>>) {
        let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
        let inner = &self.client.0;
        {
            let mut core = entry.core.borrow_mut();
            self.subscriber.place.set(Some(core.subscribers.len()));
            core.subscribers.push(Rc::clone(&self.subscriber));
        }
        inner.busied(&*any);
        let initial = self.options.borrow().initial.clone();
        if let Some((data, at)) = initial
            && entry.data().is_none()
        {
            inner.put_initial(entry, data, at);
        }
        self.come(entry);
        if self.subscriber.wants.get().poll.is_some() {
            inner.replan_poll(&any);
        }
    }

    /// Makes the query run if its coming is a reason to.
    fn come(&self, entry: &Rc<Entry<Q>>) {
        let inner = &self.client.0;
        let wants = self.subscriber.wants.get();
        if !wants.enabled {
            return;
        }
        let on_mount = self.options.borrow().on_mount.unwrap_or(entry.policy.get().on_mount);
        let found = inner.found(&**entry, wants.stale);
        let joins = found != Found::Fresh && entry.core.borrow().is_fetching();
        inner.wanted(found, joins);
        let runs = match (found, on_mount) {
            (Found::Nothing, _) | (_, When::Always) | (Found::Stale, When::IfStale) => true,
            (Found::Fresh, When::IfStale) | (_, When::Never) => false,
        };
        if runs {
            inner.ask(&(Rc::clone(entry) as _), Intent::Refresh, Cause::Mount);
        }
    }

    /// Goes from the observers of an entry.
    fn part(&self, entry: &Entry<Q>) {
        let mut core = entry.core.borrow_mut();
        if let Some(place) = self.subscriber.place.take() {
            core.subscribers.swap_remove(place);
            if let Some(moved) = core.subscribers.get(place) {
                moved.place.set(Some(place));
            }
        }
    }

    /// Gives up what was fetched for an entry that nobody observes any more.
    fn give_up(&self, entry: &Rc<Entry<Q>>) {
        if entry.core.borrow().subscribers.is_empty() {
            let any: Rc<dyn AnyEntry> = Rc::clone(entry) as _;
            self.client.0.idled(&**entry);
            self.client.0.abandon(&any);
            self.client.0.make_room();
        }
    }

    fn forget_previous(&self) {
        if self.previous.borrow().is_some() {
            drop(self.previous.take());
        }
    }
}

impl<Q: Query> Drop for Observer<Q> {
    fn drop(&mut self) {
        let entry = Rc::clone(&self.entry.borrow());
        self.client.batch(|| {
            self.part(&entry);
            self.give_up(&entry);
        });
    }
}
