//! Doing edits from components.

use yew::prelude::*;

use crate::{Commands, RunningCommand, Source};

/// The way to do edits of a source: whoever has the source provides [`Commands`] of it in a context.
#[hook]
pub fn use_command<S: Source>() -> Commands<S> {
    use_context::<Commands<S>>().expect("the commands of the source are provided above")
}

/// Every edit that is being kept, oldest first.
#[hook]
pub fn use_running_commands<S: Source>() -> Vec<RunningCommand> {
    let commands = use_command::<S>();
    let update = use_force_update();
    let _listening =
        use_memo(commands.clone(), move |commands: &Commands<S>| commands.listen(move || update.force_update()));
    commands.running()
}
