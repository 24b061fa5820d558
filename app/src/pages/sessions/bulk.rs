//! What can be done to all selected sessions. It lies over the page, so that nothing moves when it comes and goes.

use std::rc::Rc;

use yew::prelude::*;

use super::{deeds::Deeds, over::Over};
use crate::{
    components::{Glyph, IconButton, RootClass},
    sessions::Line,
    t,
};

/// The bar, and the number of selected sessions for those who do not see it.
pub(super) fn bar(deeds: &Deeds, picked: Vec<Rc<Line>>, on_none: Callback<()>) -> Html {
    let words = if picked.is_empty() { String::new() } else { t::sessions_selected(picked.len()) };
    let has_some = !picked.is_empty();
    let on_delete = {
        let deeds = deeds.clone();
        Callback::from(move |_: MouseEvent| deeds.show(Some(Over::Delete(picked.clone()))))
    };
    html! {
        <div class="bulk">
            // There before it says something, or nobody hears it.
            <p class="hidden" role="status">{ words.clone() }</p>
            if has_some {
                <div class="bulk-bar" role="region" aria-label={t::sessions_picked()}>
                    <RootClass name="is-picking" />
                    <p class="bulk-count" aria-hidden="true">{ words }</p>
                    <div class="bulk-tools">
                        <button type="button" class="danger bulk-delete" onclick={on_delete}>{ t::delete() }</button>
                    </div>
                    <IconButton class="bulk-close" glyph={Glyph::Close} label={t::key_pick_none()} onclick={on_none.reform(|_: MouseEvent| ())} />
                </div>
            }
        </div>
    }
}
