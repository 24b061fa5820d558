//! Following a part of an answer.

use std::rc::Rc;

use yew::prelude::*;

use super::{query::use_redraw, use_client};
use crate::{Client, Options, Query, Selected, Selector, Snapshot};

/// What is followed, and as what.
struct Slot<Q: Query, S> {
    client: Client,
    options: Options<Q>,
    selected: Selected<Q, S>,
}

/// Follows a part of a query's answer: the component is drawn again only when that part is another, or what is being done
/// about it is. `pick` is taken from the first render, and must depend on the answer only.
#[hook]
pub fn use_selected<Q, S>(
    query: Q,
    options: Options<Q>,
    pick: impl Fn(&Q::Output) -> S + 'static,
) -> Snapshot<S, Q::Error>
where
    Q: Query,
    S: PartialEq + 'static,
{
    let client = use_client();
    let redraw = use_redraw();
    let slot = use_mut_ref(|| None::<Slot<Q, S>>);
    redraw.begin();
    let mut slot = slot.borrow_mut();
    match &mut *slot {
        Some(known) if known.client == client => {
            if known.selected.observer().query() != query || known.options != options {
                known.selected.observer().follow(&query, options.clone());
                known.options = options;
            }
        }
        _ => {
            let asked = Rc::clone(&redraw);
            let selector = Selector::new(pick);
            let selected = client.observe_part(&query, options.clone(), selector, move || asked.ask());
            *slot = Some(Slot { client, options, selected });
        }
    }
    let snapshot = slot.as_ref().expect("it was just filled").selected.read();
    redraw.end();
    snapshot
}
