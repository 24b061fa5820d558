//! The same with the query layer: three types of query, observed, invalidated, set and prefetched.

mod questions;

use std::rc::Rc;

use holdfast_query::{
    Change, Client, Cx, Observer, Options, Policy, Query, Reads, Runtime as _, Stale, Touch, hooks::BrowserRuntime,
};
use questions::{Session, count, members, session, show};

/// Who belongs to a team.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Members(u32);

impl Query for Members {
    type Output = Vec<String>;
    type Error = String;
    const NAME: &'static str = "size/members";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::After(60_000));

    async fn run(&self, _: Cx<Self>) -> Result<Vec<String>, String> {
        members(self.0)
    }

    fn is_transient(_: &String) -> bool {
        true
    }

    fn reads(&self, _: Option<&Vec<String>>) -> Reads {
        Reads::none().kind_in("seat", self.0.into())
    }
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SessionOf(u32);

impl Query for SessionOf {
    type Output = Session;
    type Error = String;
    const NAME: &'static str = "size/session";

    async fn run(&self, _: Cx<Self>) -> Result<Session, String> {
        session(self.0)
    }

    fn is_transient(_: &String) -> bool {
        false
    }

    fn reads(&self, _: Option<&Session>) -> Reads {
        Reads::none().record(self.0.into())
    }
}

/// How many there are of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Count(u32);

impl Query for Count {
    type Output = usize;
    type Error = String;
    const NAME: &'static str = "size/count";

    async fn run(&self, _: Cx<Self>) -> Result<usize, String> {
        count(self.0)
    }

    fn is_transient(_: &String) -> bool {
        true
    }
}

fn main() {
    let client = Client::new(Rc::new(BrowserRuntime));
    BrowserRuntime.spawn(Box::pin(async move {
        let changed = || show("changed");
        let members = client.observe(&Members(1), Options::default(), changed);
        let session = client.observe(&SessionOf(2), Options { poll: Some(60_000), ..Options::default() }, changed);
        let count = client.observe(&Count(3), Options::default(), changed);
        client.prefetch(&SessionOf(4));
        loop {
            show(&format!("{}, {}, {}", told(&members), told(&session), told(&count)));
            client.touched(&[Touch::new("seat", 1, 7, Change::Created)]);
            client.update(&Count(3), |count| Some(count + 1));
            client.invalidate_all::<SessionOf>();
            BrowserRuntime.sleep(60_000).await;
        }
    }));
}

fn told<Q: Query>(observer: &Observer<Q>) -> String
where
    Q::Output: std::fmt::Debug,
{
    let snapshot = observer.read();
    match (snapshot.data(), snapshot.error()) {
        (Some(data), _) => format!("{data:?}"),
        (None, Some(error)) => format!("{error:?}"),
        (None, None) => String::new(),
    }
}
