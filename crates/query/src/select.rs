//! Part of an answer: worked out once for each answer, and whoever shows it is told only when that part is another.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use crate::{Client, Fetch, Observer, Options, Query, Snapshot, State, Watch};

/// Picks a part of an answer, or works something out from it. The last answer's is remembered: the same answer is not looked
/// at twice, and a new one that gives an equal part gives the same `Rc`.
///
/// ```
/// use std::rc::Rc;
/// # use holdfast_query::{Cx, Query, Selector};
/// # #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// # struct Names;
/// # impl Query for Names {
/// #     type Output = Vec<&'static str>;
/// #     type Error = String;
/// #     const NAME: &'static str = "names";
/// #     async fn run(&self, _: Cx<Self>) -> Result<Self::Output, String> {
/// #         Ok(vec![])
/// #     }
/// #     fn is_transient(_: &String) -> bool {
/// #         false
/// #     }
/// # }
///
/// let longest = Selector::<Names, _>::new(|names| names.iter().map(|name| name.len()).max());
/// let first = longest.of(&Rc::new(vec!["Ada", "Grace"]));
/// let second = longest.of(&Rc::new(vec!["Grace"]));
/// assert!(*first == Some(5) && Rc::ptr_eq(&first, &second));
/// ```
pub struct Selector<Q: Query, S> {
    pick: Pick<Q, S>,
    share: Share<S>,
    memo: RefCell<Option<Memo<Q, S>>>,
}

type Pick<Q, S> = Box<dyn Fn(&<Q as Query>::Output) -> S>;
type Memo<Q, S> = (Rc<<Q as Query>::Output>, Rc<S>);
type Share<S> = fn(&Rc<S>, S) -> Rc<S>;

impl<Q: Query, S: PartialEq + 'static> Selector<Q, S> {
    /// Picks a part.
    pub fn new(pick: impl Fn(&Q::Output) -> S + 'static) -> Self {
        Self::sharing(pick, |last, new| if **last == new { Rc::clone(last) } else { Rc::new(new) })
    }

    /// Picks a part, of which what did not change keeps its `Rc`: see [`crate::share`].
    pub fn sharing(pick: impl Fn(&Q::Output) -> S + 'static, share: Share<S>) -> Self {
        Self { pick: Box::new(pick), share, memo: RefCell::default() }
    }

    /// The part of that answer.
    pub fn of(&self, answer: &Rc<Q::Output>) -> Rc<S> {
        let last = self.memo.borrow().clone();
        if let Some((known, part)) = &last
            && Rc::ptr_eq(known, answer)
        {
            return Rc::clone(part);
        }
        let new = (self.pick)(answer);
        let part = match &last {
            Some((_, last)) => (self.share)(last, new),
            None => Rc::new(new),
        };
        let _dropped_outside_the_borrow = self.memo.replace(Some((Rc::clone(answer), Rc::clone(&part))));
        part
    }
}

/// Follows a part of one query's answer.
pub struct Selected<Q: Query, S> {
    observer: Rc<Observer<Q>>,
    selector: Rc<Selector<Q, S>>,
}

/// What whoever shows a part can tell apart.
struct Seen<S> {
    part: Option<Rc<S>>,
    /// Nothing of this is looked at by those who watch data only.
    rest: Option<(Fetch, bool, bool)>,
}

impl<S> Seen<S> {
    fn is_same(&self, other: &Self) -> bool {
        self.rest == other.rest
            && match (&self.part, &other.part) {
                (Some(one), Some(other)) => Rc::ptr_eq(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
    }
}

impl Client {
    /// Follows a part of a query's answer: `on_change` is told when that part is another, and with [`Watch::Everything`] when
    /// what is being done about it is.
    pub fn observe_part<Q: Query, S: PartialEq + 'static>(
        &self,
        query: &Q,
        options: Options<Q>,
        selector: Selector<Q, S>,
        on_change: impl Fn() + 'static,
    ) -> Selected<Q, S> {
        let watch = options.watch;
        let selector = Rc::new(selector);
        let place: Rc<RefCell<Weak<Observer<Q>>>> = Rc::default();
        let last: Rc<RefCell<Option<Seen<S>>>> = Rc::default();
        let (whence, picks, seen) = (Rc::clone(&place), Rc::clone(&selector), Rc::clone(&last));
        let observer = Rc::new(self.observe(query, options, move || {
            let observer = whence.borrow().upgrade();
            // Before there is anything to read with, there is nobody who has read.
            let Some(observer) = observer else { return };
            let now = see(&observer, &picks, watch);
            let is_same = seen.borrow().as_ref().is_some_and(|last| last.is_same(&now));
            let _dropped_outside_the_borrow = seen.replace(Some(now));
            if !is_same {
                on_change();
            }
        }));
        place.replace(Rc::downgrade(&observer));
        let now = see(&observer, &selector, watch);
        last.replace(Some(now));
        Selected { observer, selector }
    }
}

fn see<Q: Query, S: PartialEq + 'static>(observer: &Observer<Q>, selector: &Selector<Q, S>, watch: Watch) -> Seen<S> {
    let snapshot = observer.read();
    let rest =
        (watch == Watch::Everything).then(|| (snapshot.fetch, snapshot.error().is_some(), snapshot.is_placeholder));
    Seen { part: snapshot.data().map(|data| selector.of(data)), rest }
}

impl<Q: Query, S: PartialEq + 'static> Selected<Q, S> {
    /// What there is to show now.
    pub fn read(&self) -> Snapshot<S, Q::Error> {
        let Snapshot { state, fetch, updated_at, origin, is_stale, is_placeholder } = self.observer.read();
        let state = match state {
            State::Idle => State::Idle,
            State::Loading => State::Loading,
            State::Failed(error) => State::Failed(error),
            State::Ready(data) => State::Ready(self.selector.of(&data)),
            State::Outdated(data, error) => State::Outdated(self.selector.of(&data), error),
        };
        Snapshot { state, fetch, updated_at, origin, is_stale, is_placeholder }
    }

    /// The observer of the whole, to turn to another query or ask for more.
    pub fn observer(&self) -> &Observer<Q> {
        &self.observer
    }
}
