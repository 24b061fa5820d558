//! Asks three questions and shows the answers, without the query layer: what an app has anyway.

mod questions;

use holdfast_query::{Runtime as _, hooks::BrowserRuntime};
use questions::{count, members, session, show};

fn main() {
    BrowserRuntime.spawn(Box::pin(async {
        loop {
            let shown = match (members(1), session(2), count(3)) {
                (Ok(members), Ok(session), Ok(count)) => {
                    format!("{members:?}, {} {}, {count}, {}", session.id, session.title, BrowserRuntime.now())
                }
                (Err(error), ..) | (_, Err(error), _) | (.., Err(error)) => error,
            };
            show(&shown);
            BrowserRuntime.sleep(60_000).await;
        }
    }));
}
