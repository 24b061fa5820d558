//! The server's own side, as it last said.

use holdfast_core::{
    Millis,
    wire::remote::{Health, ServerHealth},
};
use holdfast_query::{Origin, Snapshot, State};
use yew::prelude::*;

use super::{
    facts,
    words::{lasting, moment, size},
};
use crate::{api::Failure, t, words::time::today};

/// How the server stands: what it said last, and since when it has not said anything. `opened_at` is when this page began to
/// ask; while the line to the server is down it is not asked.
pub(super) fn there(
    health: &Snapshot<Health, Failure>,
    is_down: bool,
    opened_at: Millis,
    on_retry: Callback<MouseEvent>,
) -> Html {
    let answer = health.data();
    let failure = health.error().map(|error| Failure::from(&**error)).or(is_down.then_some(Failure::Unreachable));
    let body = match (answer.and_then(|answer| answer.server.as_ref()), &failure) {
        (Some(server), _) => figures(server),
        (None, None) if answer.is_none() => awaited(),
        (None, _) => Html::default(),
    };
    let (state, words) = match (&health.state, &failure) {
        (state, Some(failure)) if is_down || matches!(state, State::Failed(_) | State::Outdated(..)) => {
            let last = health.updated_at.filter(|_| answer.is_some());
            ("down", silence(failure, last, opened_at))
        }
        (State::Ready(_), _) if health.origin == Some(Origin::Stored) => {
            let last = health.updated_at.map(|at| t::server_asked_last(&moment(at, today())));
            ("unknown", last.unwrap_or_else(|| t::server_asked().into()))
        }
        (State::Ready(answer), _) => standing(answer),
        _ => ("unknown", t::server_asked().into()),
    };
    html! {
        <section class="server-there" aria-labelledby="server-there-heading">
            <h2 id="server-there-heading">{ t::server_the() }</h2>
            <div class="server-state" data-state={state} role="status">
                <p><span class="server-dot" aria-hidden="true" />{ words }</p>
                if failure.is_some() {
                    <button type="button" class="retry" onclick={on_retry}>{ t::try_again() }</button>
                }
            </div>
            { body }
        </section>
    }
}

/// What an answer says of the server as a whole.
fn standing(answer: &Health) -> (&'static str, String) {
    let works = answer.ok && answer.server.as_ref().is_none_or(|server| server.database.ok);
    match (works, &answer.server) {
        (false, _) => ("trouble", t::server_no_db().into()),
        (true, None) => ("up", t::server_up_out().into()),
        (true, Some(_)) => ("up", t::server_up().into()),
    }
}

/// That there was no answer, and since when: by the clock, so that nobody is told anew every minute.
fn silence(failure: &Failure, last: Option<Millis>, opened_at: Millis) -> String {
    let what = match failure {
        Failure::Unreachable | Failure::Foreign(_) => t::server_down().to_owned(),
        Failure::Refused(_) => failure.words(),
    };
    let today = today();
    match last {
        Some(at) => t::server_last(&what, &moment(at, today)),
        None => t::server_since(&what, &moment(opened_at, today)),
    }
}

fn figures(server: &ServerHealth) -> Html {
    let ServerHealth { version, epoch, started_at, uptime_s, database, open_sockets } = server;
    let epoch: String = epoch.to_string().chars().take(8).collect();
    let database = match database.ok {
        true => size(database.bytes),
        false => t::db_silent().into(),
    };
    let figures = [
        version.clone(),
        lasting(*uptime_s),
        moment(*started_at, today()),
        database,
        t::number(*open_sockets as usize),
        epoch,
    ];
    facts(names().into_iter().zip(figures))
}

/// The names of the figures, in their order.
fn names() -> [&'static str; 6] {
    [t::version(), t::up_for(), t::started(), t::database(), t::sockets(), t::epoch()]
}

/// The figures as long as they are not known: as high as they will be.
fn awaited() -> Html {
    html! { <div aria-busy="true">{ facts(names().map(|name| (name, "\u{a0}".to_owned()))) }</div> }
}
