use holdfast_web::{Session, drafts::Draft};
use yew::prelude::*;

/// What is begun in a field that stores it only when its form is sent: the field is to keep each change of it, and to forget it
/// when that is done. `show` puts what was kept under the key into the field when that is drawn: another task or another page was
/// open, or the page was loaded anew.
#[hook]
pub(crate) fn use_draft(key: &str, show: impl FnOnce(&str) + 'static) -> Draft {
    let person = use_context::<Session>().map(|session| session.account().id);
    let draft = Draft::of(person, key);
    use_effect_with(draft.clone(), move |draft| show(&draft.text()));
    draft
}
