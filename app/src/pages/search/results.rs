use std::rc::Rc;

use holdfast_core::wire::remote::{SearchHit, SearchPage};
use holdfast_query::{
    Options,
    hooks::{Handle, use_query_with},
};
use yew::prelude::*;

use super::{
    hit::Hit,
    place::{Place, place},
};
use crate::{
    api::Failure,
    components::{AsOf, Empty, skeleton},
    hooks::use_records,
    queries::Search,
    t,
};

/// Properties of [`Results`].
#[derive(Properties, PartialEq)]
pub(super) struct Props {
    /// What is searched for; with nothing it is said what can be.
    pub(super) words: AttrValue,
}

/// What is found. While other words are being searched for, what was found last stays in view.
#[component]
pub(super) fn Results(props: &Props) -> Html {
    let words = props.words.to_string();
    let enabled = !words.is_empty();
    let search = use_query_with(Search { words }, Options { enabled, keep_previous: true, ..Options::default() });
    let on_retry = {
        let search = search.clone();
        Callback::from(move |()| search.refetch())
    };
    let seen = if enabled { seen(&search) } else { Seen::Nothing };
    let body = match &seen {
        Seen::Nothing => html! {
            <Empty title={t::search_all_title()}>
                <p>{ t::search_all_words() }</p>
            </Empty>
        },
        Seen::Waiting => skeleton(),
        Seen::Offline => html! {
            <Empty title={t::search_offline()}>
                <p>{ t::search_offline_words() }</p>
            </Empty>
        },
        Seen::Refused(words) => html! { <Empty title={words.clone()} /> },
        Seen::Failed(words) => html! {
            <Empty title={t::search_failed()}>
                <p>{ words }</p>
                <button type="button" class="retry" onclick={on_retry.reform(|_: MouseEvent| ())}>{ t::try_again() }</button>
            </Empty>
        },
        Seen::Found { page, is_former } => html! {
            <>
                if !is_former {
                    <AsOf
                        updated_at={search.updated_at}
                        failure={search.error().map(|error| AttrValue::from(Failure::from(&**error).words()))}
                        {on_retry}
                    />
                }
                <Hits page={Rc::clone(page)} is_former={*is_former} />
            </>
        },
    };
    html! {
        <>
            <p class="search-status" role="status">{ seen.words() }</p>
            { body }
        </>
    }
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    /// Nothing is searched for.
    Nothing,
    /// Nothing yet.
    Waiting,
    /// Nothing is known of these words here, and the server cannot be asked.
    Offline,
    /// The server does not search for that, in its words.
    Refused(String),
    /// It did not work, in words.
    Failed(String),
    /// What was found, maybe for other words.
    Found { page: Rc<SearchPage>, is_former: bool },
}

impl Seen {
    /// For whoever hears the page.
    fn words(&self) -> String {
        match self {
            Self::Found { page, is_former: false } if page.hits.is_empty() => t::search_none().into(),
            Self::Found { page, is_former: false } if page.more => t::search_first(page.hits.len()),
            Self::Found { page, is_former: false } => t::results_counted(page.hits.len()),
            Self::Found { .. } | Self::Waiting => t::searching().into(),
            // Said below.
            Self::Nothing | Self::Offline | Self::Refused(_) | Self::Failed(_) => String::new(),
        }
    }
}

fn seen(search: &Handle<Search>) -> Seen {
    match (search.data(), search.error()) {
        (Some(page), _) if !search.is_placeholder => Seen::Found { page: Rc::clone(page), is_former: false },
        _ if search.is_paused() => Seen::Offline,
        (_, Some(error)) if !search.is_fetching() => match Failure::from(&**error) {
            failure if failure.is_transient() => Seen::Failed(failure.words()),
            refused => Seen::Refused(refused.words()),
        },
        (Some(page), _) => Seen::Found { page: Rc::clone(page), is_former: true },
        (None, _) => Seen::Waiting,
    }
}

#[derive(Properties, PartialEq)]
struct HitsProps {
    page: Rc<SearchPage>,
    is_former: bool,
}

#[component]
fn Hits(props: &HitsProps) -> Html {
    let page = Rc::clone(&props.page);
    let places = use_records(move |records| {
        records.read(|replica| page.hits.iter().map(|hit| place(replica, hit)).collect::<Vec<Option<Place>>>())
    });
    let shown: Vec<(&SearchHit, Place)> =
        props.page.hits.iter().zip(places).filter_map(|(hit, place)| Some((hit, place?))).collect();
    if shown.is_empty() {
        return html! { <Empty title={t::search_nothing()}><p>{ t::search_nothing_words() }</p></Empty> };
    }
    html! {
        <ul class="cards search-hits" aria-label={t::results()} aria-busy={props.is_former.then_some("true")}>
            { for shown.into_iter().map(|(hit, place)| html! {
                <Hit key={hit.id.0.to_string()} hit={hit.clone()} {place} />
            }) }
        </ul>
    }
}
