//! What whoever runs the server has turned on and off for this person.

use holdfast_core::flags::{By, Flag, State};
use holdfast_query::{Origin, hooks::use_query};
use yew::prelude::*;

use super::facts;
use crate::{queries, t};

/// A line for each flag, as the server said it last.
#[component]
pub(super) fn Flags() -> Html {
    let flags = use_query(queries::Flags);
    let known = flags.data().cloned().unwrap_or_default();
    let is_old = flags.origin == Some(Origin::Stored);
    html! {
        <section class="server-flags" aria-labelledby="server-flags-heading">
            <h2 id="server-flags-heading">{ t::flags() }</h2>
            { facts(Flag::ALL.map(|flag| (name(flag), words(known.state(flag)).to_owned()))) }
            // Either way a line: what stands below does not move when the server has answered.
            <p class="none">{ if is_old { t::flags_last() } else { t::flags_now() } }</p>
        </section>
    }
}

fn name(flag: Flag) -> &'static str {
    match flag {
        Flag::Files => t::flag_files(),
        Flag::Chat => t::flag_chat(),
        Flag::Rest => t::flag_rest(),
        Flag::Code => t::flag_code(),
    }
}

fn words(state: State) -> &'static str {
    match (state.on, state.by) {
        (true, By::Default | By::Server) => t::flag_on(),
        (true, By::Person) => t::flag_on_person(),
        (false, By::Person) => t::flag_off_person(),
        (false, By::Default | By::Server) => t::flag_off_server(),
    }
}
