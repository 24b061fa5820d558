//! Following queries.

use std::{
    cell::{Cell, RefCell},
    ops::Deref,
    rc::Rc,
};

use yew::prelude::*;

use super::use_client;
use crate::{Client, Intent, Observer, Options, Query, Snapshot};

/// A query as its component sees it in this render: a [`Snapshot`], and what can be done.
pub struct Handle<Q: Query> {
    snapshot: Snapshot<Q::Output, Q::Error>,
    observer: Rc<Observer<Q>>,
}

impl<Q: Query> Clone for Handle<Q> {
    fn clone(&self) -> Self {
        Self { snapshot: self.snapshot.clone(), observer: Rc::clone(&self.observer) }
    }
}

impl<Q: Query> Deref for Handle<Q> {
    type Target = Snapshot<Q::Output, Q::Error>;

    fn deref(&self) -> &Self::Target {
        &self.snapshot
    }
}

impl<Q: Query> Handle<Q> {
    /// Runs the query again, whatever is there.
    pub fn refetch(&self) {
        self.observer.refetch();
    }

    /// More of an infinite query.
    pub fn fetch_more(&self, intent: Intent) {
        self.observer.fetch_more(intent);
    }

    /// The client.
    pub fn client(&self) -> &Client {
        self.observer.client()
    }

    fn read(observer: &Rc<Observer<Q>>) -> Self {
        Self { snapshot: observer.read(), observer: Rc::clone(observer) }
    }
}

/// Draws a component again, once for however many changes there are before it is drawn, and not for those that come while
/// it is: it reads after them.
pub(super) struct Redraw {
    is_asked: Cell<bool>,
    is_drawing: Cell<bool>,
    update: RefCell<Option<UseForceUpdateHandle>>,
}

impl Redraw {
    fn new() -> Self {
        Self { is_asked: Cell::new(false), is_drawing: Cell::new(true), update: RefCell::new(None) }
    }

    pub(super) fn ask(&self) {
        if self.is_drawing.get() || self.is_asked.replace(true) {
            return;
        }
        if let Some(update) = &*self.update.borrow() {
            update.force_update();
        }
    }

    pub(super) fn begin(&self) {
        self.is_asked.set(false);
        self.is_drawing.set(true);
    }

    pub(super) fn end(&self) {
        self.is_drawing.set(false);
    }
}

/// A way to be drawn again that outlives the render.
#[hook]
pub(super) fn use_redraw() -> Rc<Redraw> {
    let update = use_force_update();
    let redraw = use_memo((), |()| Redraw::new());
    redraw.update.replace(Some(update));
    redraw
}

struct Slot<Q: Query> {
    client: Client,
    observer: Rc<Observer<Q>>,
    options: Options<Q>,
}

impl<Q: Query> Slot<Q>
where
    Q::Output: PartialEq,
{
    fn follow(
        slot: &mut Option<Self>,
        client: &Client,
        query: &Q,
        options: Options<Q>,
        redraw: &Rc<Redraw>,
    ) -> Handle<Q> {
        match slot {
            Some(known) if known.client == *client => {
                if known.observer.query() != *query || known.options != options {
                    known.observer.follow(query, options.clone());
                    known.options = options;
                }
            }
            _ => {
                let redraw = Rc::clone(redraw);
                let observer = Rc::new(client.observe(query, options.clone(), move || redraw.ask()));
                *slot = Some(Self { client: client.clone(), observer, options });
            }
        }
        let observer = &slot.as_ref().expect("it was just filled").observer;
        Handle::read(observer)
    }
}

/// Follows a query by its type's policy: what there is, now, and the component is drawn again when that changes.
#[hook]
pub fn use_query<Q: Query>(query: Q) -> Handle<Q> {
    use_query_with(query, Options::default())
}

/// Follows a query, differing from its type's policy where the options say so.
#[hook]
pub fn use_query_with<Q: Query>(query: Q, options: Options<Q>) -> Handle<Q> {
    let client = use_client();
    let redraw = use_redraw();
    let slot = use_mut_ref(|| None::<Slot<Q>>);
    redraw.begin();
    let handle = Slot::follow(&mut slot.borrow_mut(), &client, &query, options, &redraw);
    redraw.end();
    handle
}

/// Follows any number of queries of a type, in their order.
#[hook]
pub fn use_queries<Q: Query>(queries: Vec<Q>) -> Vec<Handle<Q>> {
    let client = use_client();
    let redraw = use_redraw();
    let slots = use_mut_ref(Vec::<Option<Slot<Q>>>::new);
    redraw.begin();
    let mut slots = slots.borrow_mut();
    // Those that stay keep their observer, wherever in the list they are now.
    let mut last = std::mem::take(&mut *slots);
    let mut handles = Vec::with_capacity(queries.len());
    for query in queries {
        let known = last.iter_mut().find(|slot| slot.as_ref().is_some_and(|slot| slot.observer.query() == query));
        let mut slot = known.and_then(Option::take);
        handles.push(Slot::follow(&mut slot, &client, &query, Options::default(), &redraw));
        slots.push(slot);
    }
    redraw.end();
    handles
}
