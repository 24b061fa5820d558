//! Where files are dropped.

use web_sys::{DragEvent, File, FileList};
use yew::prelude::*;

/// Properties of [`DropZone`].
#[derive(Properties, PartialEq)]
pub(crate) struct Props {
    /// What names it in styles.
    #[prop_or_default]
    pub(crate) class: Classes,
    /// Told what is dropped.
    pub(crate) on_files: Callback<Vec<File>>,
    /// What is in it: the field by which files are chosen, for one.
    pub(crate) children: Html,
}

/// Shows that something is held over it.
#[component]
pub(crate) fn DropZone(props: &Props) -> Html {
    let over = use_state_eq(|| false);
    let hover = |hover: bool| {
        let over = over.clone();
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(hover);
        })
    };
    let ondrop = {
        let (over, on_files) = (over.clone(), props.on_files.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            on_files.emit(files_of(event.data_transfer().and_then(|data| data.files())));
        })
    };
    html! {
        <div class={classes!(props.class.clone(), "drop-zone", over.then_some("drop-here"))} ondragover={hover(true)} ondragleave={hover(false)} {ondrop}>
            { props.children.clone() }
        </div>
    }
}

/// All files of a list, if there is one.
pub(crate) fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect()).unwrap_or_default()
}
