use holdfast_core::flags::Flag;
use holdfast_query::hooks::use_query;
use yew::prelude::*;

use crate::queries::Flags;

/// Whether something is turned on, as the server last said. Where it has said nothing yet, it is as it is built in; the server
/// decides all the same.
#[hook]
pub(crate) fn use_flag(flag: Flag) -> bool {
    let flags = use_query(Flags);
    flags.data().map_or(flag.default(), |flags| flags.state(flag).on)
}
