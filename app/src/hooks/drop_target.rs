use holdfast_core::{entity::Task, id::Id};
use web_sys::DragEvent;
use yew::prelude::*;

/// Something that a task can be dropped on.
pub(crate) struct DropTarget {
    /// Whether one is held over it.
    pub(crate) over: bool,
    pub(crate) ondragover: Callback<DragEvent>,
    pub(crate) ondragleave: Callback<DragEvent>,
    pub(crate) ondrop: Callback<DragEvent>,
}

/// A target that takes tasks while `takes`, and is told of each. What lies under it never hears of a drop that it took.
#[hook]
pub(crate) fn use_drop_target(takes: bool, on_task: impl Fn(Id<Task>) + 'static) -> DropTarget {
    let over = use_state_eq(|| false);
    let ondragover = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            if takes {
                // What lies within has taken it already.
                over.set(!event.default_prevented());
                event.prevent_default();
            }
        })
    };
    let ondragleave = {
        let over = over.clone();
        Callback::from(move |_: DragEvent| over.set(false))
    };
    let ondrop = {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            over.set(false);
            let task = event.data_transfer().and_then(|data| data.get_data("text/plain").ok()?.parse().ok());
            if let Some(task) = task.filter(|_| takes) {
                event.prevent_default();
                event.stop_propagation();
                on_task(task);
            }
        })
    };
    DropTarget { over: *over, ondragover, ondragleave, ondrop }
}
