//! Answers that come item by item.

use std::{
    cell::Cell,
    hash::{Hash, Hasher},
    marker::PhantomData,
    rc::Rc,
};

use futures::{channel::mpsc, stream};
use holdfast_query::{
    Client, Observer, OnRefetch, Options, Policy, Retry, Runtime, Stale, State, Stream, Streamed, testing::TestRuntime,
};

type Item = Result<u32, &'static str>;

/// How a reply behaves when it is asked for again.
trait Mode: 'static {
    const MODE: OnRefetch;
}

struct Append;
struct Replace;
struct AtEnd;

impl Mode for Append {
    const MODE: OnRefetch = OnRefetch::Append;
}
impl Mode for Replace {
    const MODE: OnRefetch = OnRefetch::Replace;
}
impl Mode for AtEnd {
    const MODE: OnRefetch = OnRefetch::ReplaceAtEnd;
}

/// A reply whose items the test sends.
struct Reply<M> {
    line: Rc<Line>,
    mode: PhantomData<M>,
}

#[derive(Default)]
struct Line {
    send: Cell<Option<mpsc::UnboundedSender<Item>>>,
    opened: Cell<usize>,
}

impl<M> Clone for Reply<M> {
    fn clone(&self) -> Self {
        Self { line: Rc::clone(&self.line), mode: PhantomData }
    }
}

impl<M> std::fmt::Debug for Reply<M> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("reply")
    }
}

impl<M> PartialEq for Reply<M> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl<M> Eq for Reply<M> {}

impl<M> Hash for Reply<M> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl<M: Mode> Stream for Reply<M> {
    type Item = u32;
    type Output = Vec<u32>;
    type Error = &'static str;
    const NAME: &'static str = "test/reply";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::Never).retry(Retry::NEVER);
    const ON_REFETCH: OnRefetch = M::MODE;

    async fn open(&self) -> Result<impl futures::Stream<Item = Item>, &'static str> {
        let (send, items) = mpsc::unbounded();
        self.line.send.set(Some(send));
        self.line.opened.set(self.line.opened.get() + 1);
        Ok(stream::StreamExt::fuse(items))
    }

    fn start(&self) -> Vec<u32> {
        Vec::new()
    }

    fn fold(&self, answer: &mut Vec<u32>, item: u32) {
        answer.push(item);
    }

    fn is_transient(_: &&'static str) -> bool {
        false
    }
}

struct Listener<M: Mode> {
    runtime: TestRuntime,
    client: Client,
    reply: Reply<M>,
    observer: Option<Observer<Streamed<Reply<M>>>>,
}

impl<M: Mode> Listener<M> {
    fn new() -> Self {
        let runtime = TestRuntime::new(1);
        let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
        let mut listener =
            Self { runtime, client, reply: Reply { line: Rc::default(), mode: PhantomData }, observer: None };
        listener.observe();
        listener
    }

    fn observe(&mut self) {
        self.observer = Some(self.client.observe(&Streamed(self.reply.clone()), Options::default(), || ()));
        self.runtime.settle();
    }

    fn observer(&self) -> &Observer<Streamed<Reply<M>>> {
        self.observer.as_ref().expect("somebody listens")
    }

    /// Sends an item. Whether anybody takes it.
    fn send(&self, item: Item) -> bool {
        let send = self.reply.line.send.take();
        let is_taken = send.as_ref().is_some_and(|send| send.unbounded_send(item).is_ok());
        self.reply.line.send.set(send);
        self.runtime.settle();
        is_taken
    }

    fn end(&self) {
        drop(self.reply.line.send.take());
        self.runtime.settle();
    }

    fn again(&self) {
        self.observer().refetch();
        self.runtime.settle();
    }

    fn shows(&self) -> (Vec<u32>, bool) {
        let snapshot = self.observer().read();
        (snapshot.data().map(|data| (**data).clone()).unwrap_or_default(), snapshot.is_fetching())
    }
}

/// What is shown after each of: two items, the end, a second opening, an item of that, its end.
fn told<M: Mode>() -> Vec<(Vec<u32>, bool)> {
    let listener = Listener::<M>::new();
    let mut shown = Vec::new();
    listener.send(Ok(1));
    listener.send(Ok(2));
    shown.push(listener.shows());
    listener.end();
    shown.push(listener.shows());
    listener.again();
    shown.push(listener.shows());
    listener.send(Ok(3));
    shown.push(listener.shows());
    listener.end();
    shown.push(listener.shows());
    shown
}

#[test]
fn what_is_shown_when_it_is_opened_again() {
    let first = vec![1, 2];
    let begins = [(first.clone(), true), (first.clone(), false), (first.clone(), true)];
    let expected = |then: [(Vec<u32>, bool); 2]| begins.iter().cloned().chain(then).collect::<Vec<_>>();
    assert_eq!(told::<Append>(), expected([(vec![1, 2, 3], true), (vec![1, 2, 3], false)]));
    assert_eq!(told::<Replace>(), expected([(vec![3], true), (vec![3], false)]));
    assert_eq!(told::<AtEnd>(), expected([(first.clone(), true), (vec![3], false)]));
}

#[test]
fn an_error_in_the_middle_leaves_what_came() {
    let listener = Listener::<Replace>::new();
    listener.send(Ok(1));
    listener.send(Err("broken"));
    assert!(matches!(listener.observer().read().state, State::Outdated(data, _) if *data == [1]));
    assert!(listener.observer().read().is_stale, "and it is known not to be all");
    listener.again();
    listener.send(Ok(7));
    listener.end();
    assert_eq!(listener.shows(), (vec![7], false));
    assert!(!listener.observer().read().is_stale && listener.observer().read().error().is_none());
}

#[test]
fn a_stream_nobody_listens_to_is_dropped_and_opened_again() {
    let mut listener = Listener::<Replace>::new();
    listener.send(Ok(1));
    listener.observer = None;
    listener.runtime.settle();
    assert!(!listener.send(Ok(2)));
    listener.observe();
    assert_eq!((listener.shows(), listener.reply.line.opened.get()), ((vec![1], true), 2), "a part is not the whole");
    listener.send(Ok(5));
    listener.end();
    assert_eq!(listener.shows(), (vec![5], false));
    listener.observer = None;
    listener.observe();
    assert_eq!(listener.reply.line.opened.get(), 2, "the whole is");
}

#[test]
fn a_change_while_it_streams_is_not_forgotten() {
    let mut listener = Listener::<Replace>::new();
    listener.send(Ok(1));
    listener.client.invalidate_everything();
    listener.send(Ok(2));
    listener.observer = None;
    listener.runtime.settle();
    listener.observe();
    assert_eq!(listener.reply.line.opened.get(), 2);
    listener.client.invalidate_everything();
    listener.send(Ok(3));
    listener.end();
    assert_eq!((listener.reply.line.opened.get(), listener.shows()), (3, (vec![3], true)));
}
