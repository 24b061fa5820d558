use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;
use yewdux::prelude::*;

use crate::stores::Ui;

/// What is begun under a key in a field that stores it only when its form is sent, kept while the field is not drawn: another task
/// is open, or another page. `show` puts it into the field when that is drawn.
#[hook]
pub(crate) fn use_draft(key: String, show: impl FnOnce(&str) + 'static) -> Rc<RefCell<String>> {
    let ui = use_dispatch::<Ui>();
    let written = use_mut_ref(|| ui.get().draft(&key).to_owned());
    let kept = written.clone();
    use_effect_with(key, move |key| {
        show(&kept.borrow());
        let key = key.clone();
        move || ui.reduce_mut(|ui| ui.keep_draft(key, kept.take()))
    });
    written
}
