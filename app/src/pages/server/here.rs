//! This device's side: how it stands to the server, and what it keeps of the server's answers.

use holdfast_core::status::Link;
use holdfast_query::{Figures, hooks::use_client};
use yew::prelude::*;

use super::{
    facts,
    words::{part, size},
};
use crate::{
    hooks::{use_now, use_records},
    t,
    words::sync,
};

/// This device's side. The figures are as of the last time the page was drawn: at least every half minute.
#[component]
pub(super) fn Here() -> Html {
    let client = use_client();
    let (link, shown) = use_records(|records| (records.link(), sync::shown(records.sync(), records.is_opening())));
    use_now();
    html! {
        <>
            <section class="server-here" aria-labelledby="server-here-heading">
                <h2 id="server-here-heading">{ t::this_device() }</h2>
                { facts([
                    (t::version(), env!("CARGO_PKG_VERSION").to_owned()),
                    (t::connection(), link_words(link).to_owned()),
                    (t::edits(), shown.meaning.to_owned()),
                ]) }
            </section>
            <section class="server-answers" aria-labelledby="server-answers-heading">
                <h2 id="server-answers-heading">{ t::answers_kept() }</h2>
                { facts(answers(&client.figures())) }
            </section>
        </>
    }
}

fn link_words(link: Link) -> &'static str {
    match link {
        Link::Connecting => t::link_making(),
        Link::Up => t::link_up(),
        Link::Down => t::link_down(),
        Link::SignedOut => t::link_out(),
    }
}

fn answers(figures: &Figures) -> [(&'static str, String); 5] {
    let Figures { entries, observed, stale, bytes, hits, stale_hits, misses, dedupes, .. } = figures;
    let wanted = hits + stale_hits + misses;
    [
        (t::answers(), t::answers_in_use(*entries, *observed)),
        (t::size(), size(*bytes as u64)),
        (t::out_of_date(), part(*stale as u64, *entries as u64)),
        (t::found_here(), part(hits + stale_hits, wanted)),
        (t::shared_requests(), dedupes.to_string()),
    ]
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_caches_figures_are_told_as_shares() {
        let figures = Figures {
            hits: 5,
            stale_hits: 1,
            misses: 2,
            dedupes: 3,
            entries: 4,
            observed: 1,
            stale: 1,
            bytes: 2_048,
            ..Figures::default()
        };
        assert_eq!(
            answers(&figures).map(|(_, value)| value),
            ["4, of which 1 in use", "2 kB", "1 of 4 (25 %)", "6 of 8 (75 %)", "3"]
        );
    }
}
