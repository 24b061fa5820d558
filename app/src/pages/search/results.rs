use std::rc::Rc;

use holdfast_core::{
    status::Link,
    wire::{
        codes,
        remote::{SearchHit, SearchPage},
    },
};
use holdfast_query::{
    Options,
    hooks::{Handle, use_query_with},
};
use web_sys::Element;
use yew::prelude::*;

use super::{
    here::use_here,
    hit::Hit,
    keys,
    place::{Place, place},
};
use crate::{
    api::Failure,
    components::{Empty, skeleton},
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

/// What is found: by the server, and until it has answered, or where it cannot, on this device. While other words are being
/// searched for, what was found last stays in view.
#[component]
pub(super) fn Results(props: &Props) -> Html {
    let words = &props.words;
    let enabled = !words.is_empty();
    let search = use_query_with(Search { words: words.to_string() }, Options { enabled, ..Options::default() });
    let is_offline = use_records(|records| records.link() == Link::Down);
    let answer = Answer::of(&search, is_offline);
    let here = use_here(words, enabled);
    let last = use_mut_ref(|| None::<Last>);
    let seen = if enabled { Seen::of(words, answer, here, last.take()) } else { Seen::Nothing };
    last.replace(seen.page(words));
    let body = match &seen {
        Seen::Nothing => html! {
            <Empty title={t::search_all_title()}>
                <p>{ t::search_all_words() }</p>
            </Empty>
        },
        Seen::Waiting => skeleton(),
        Seen::Refused(words) => html! {
            <Empty title={words.clone()}>
                <p>{ t::search_refused() }</p>
            </Empty>
        },
        Seen::Found { page, by } => html! {
            <>
                { note(by, &search) }
                <Hits page={Rc::clone(page)} is_former={*by == By::Former} />
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

/// How far the server is with the words.
#[derive(Clone, Debug, PartialEq)]
enum Answer {
    /// It has found this.
    Found(Rc<SearchPage>),
    /// It is being asked.
    Asked,
    /// It cannot be asked.
    Offline,
    /// It does not search for that, in its words.
    Refused(String),
    /// It did not work, in words.
    Failed(String),
}

impl Answer {
    fn of(search: &Handle<Search>, is_offline: bool) -> Self {
        // What it found before knows nothing of what was written here since.
        if is_offline || search.is_paused() {
            return Self::Offline;
        }
        match (search.error(), search.data()) {
            (Some(error), _) if !search.is_fetching() => match Failure::from(&**error) {
                refused if refused.is_refused_as(codes::INVALID) => Self::Refused(refused.words()),
                failed => Self::Failed(failed.words()),
            },
            (_, Some(page)) => Self::Found(Rc::clone(page)),
            _ => Self::Asked,
        }
    }
}

/// What was seen last.
#[derive(Clone, Debug, PartialEq)]
struct Last {
    /// What was searched for.
    words: AttrValue,
    page: Rc<SearchPage>,
}

/// What there is to see.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    /// Nothing is searched for.
    Nothing,
    /// Nothing yet.
    Waiting,
    /// The server does not search for that, in its words.
    Refused(String),
    /// What was found.
    Found { page: Rc<SearchPage>, by: By },
}

/// Who found it.
#[derive(Clone, Debug, PartialEq)]
enum By {
    /// The server.
    Server,
    /// This device, while the server is being asked.
    HereFirst,
    /// This device: the server cannot be asked.
    HereOffline,
    /// This device: the server could not answer, in words.
    HereInstead(String),
    /// Whoever it was, for other words than these.
    Former,
}

impl Seen {
    /// What there is to see of what the server says, what this device has found, if it has looked, and what was seen last.
    fn of(words: &AttrValue, answer: Answer, here: Option<Rc<SearchPage>>, last: Option<Last>) -> Self {
        let by = match answer {
            Answer::Found(page) => {
                let shown = last.filter(|last| last.words == *words);
                let (page, here) = (joined(page, here.as_deref()), here.as_deref());
                let page = in_place(page, here, shown.as_ref().map(|last| &*last.page));
                return Self::Found { page, by: By::Server };
            }
            Answer::Refused(words) => return Self::Refused(words),
            Answer::Asked => By::HereFirst,
            Answer::Offline => By::HereOffline,
            Answer::Failed(words) => By::HereInstead(words),
        };
        // That there is nothing is said once nobody is left to ask.
        match (here.filter(|page| by != By::HereFirst || !page.hits.is_empty()), last) {
            (Some(page), _) => Self::Found { page, by },
            (None, Some(last)) => Self::Found { page: last.page, by: By::Former },
            (None, None) => Self::Waiting,
        }
    }

    /// What was found, if anything was looked for: for these words, or for nothing that will be asked for again.
    fn page(&self, words: &AttrValue) -> Option<Last> {
        match self {
            Self::Found { page, by } => {
                let words = if *by == By::Former { AttrValue::default() } else { words.clone() };
                Some(Last { words, page: Rc::clone(page) })
            }
            Self::Nothing | Self::Waiting | Self::Refused(_) => None,
        }
    }

    /// For whoever hears the page.
    fn words(&self) -> String {
        match self {
            Self::Found { by: By::Former | By::HereFirst, .. } | Self::Waiting => t::searching().into(),
            Self::Found { page, .. } if page.hits.is_empty() => t::search_none().into(),
            Self::Found { page, .. } if page.more => t::search_first(page.hits.len()),
            Self::Found { page, .. } => t::results_counted(page.hits.len()),
            // Said below.
            Self::Nothing | Self::Refused(_) => String::new(),
        }
    }
}

/// What the server has found, and behind it what this device has found beside that: edits that wait, and words begun or, where
/// they are written without spaces, in the middle, which the server's index does not know.
fn joined(page: Rc<SearchPage>, here: Option<&SearchPage>) -> Rc<SearchPage> {
    let is_new = |hit: &&SearchHit| page.hits.iter().all(|other| other.id != hit.id);
    // What the server has not told yet would come behind it.
    let beside: Vec<SearchHit> =
        here.filter(|_| !page.more).into_iter().flat_map(|here| &here.hits).filter(is_new).cloned().collect();
    if beside.is_empty() {
        return page;
    }
    let more = here.is_some_and(|here| here.more);
    Rc::new(SearchPage { hits: page.hits.iter().cloned().chain(beside).collect(), more })
}

/// What is seen already, and is still found by whichever of the two, stays where it stands, so that nobody opens another result than
/// the one they reached for; what was not comes behind it.
fn in_place(page: Rc<SearchPage>, here: Option<&SearchPage>, shown: Option<&SearchPage>) -> Rc<SearchPage> {
    let Some(shown) = shown else { return page };
    let find = |page: &SearchPage, seen: &SearchHit| page.hits.iter().find(|hit| hit.id == seen.id).cloned();
    let still = |seen: &SearchHit| find(&page, seen).or_else(|| find(here?, seen));
    let mut hits: Vec<SearchHit> = shown.hits.iter().filter_map(still).collect();
    let new: Vec<SearchHit> = page.hits.iter().filter(|hit| find(shown, hit).is_none()).cloned().collect();
    hits.extend(new);
    Rc::new(SearchPage { hits, more: page.more })
}

/// What is to be said of where the results are from.
fn note(by: &By, search: &Handle<Search>) -> Html {
    let words = match by {
        By::HereOffline => t::search_here_offline().to_owned(),
        By::HereInstead(why) => t::search_here_instead(why),
        // The region is always there, so that what comes into it is noticed.
        By::Server | By::HereFirst | By::Former => return html! { <div class="as-of" role="status" /> },
    };
    let search = search.clone();
    let onclick = Callback::from(move |_: MouseEvent| search.refetch());
    html! {
        <div class="as-of" role="status">
            <p>{ words }</p>
            if *by != By::HereOffline {
                <button type="button" class="retry" {onclick}>{ t::try_again() }</button>
            }
        </div>
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
    let node = use_node_ref();
    // Before this is drawn: a result that has the focus loses it where it moves, or goes.
    let held = node.cast::<Element>().and_then(|list| keys::held(&list));
    use_effect({
        let node = node.clone();
        move || {
            if let Some(held) = held {
                keys::hold(node.cast::<Element>().as_ref(), &held);
            }
        }
    });
    let shown: Vec<(&SearchHit, Place)> =
        props.page.hits.iter().zip(places).filter_map(|(hit, place)| Some((hit, place?))).collect();
    if shown.is_empty() {
        return html! { <Empty title={t::search_nothing()}><p>{ t::search_nothing_words() }</p></Empty> };
    }
    html! {
        <ul ref={node} class="cards search-hits" aria-label={t::results()} aria-busy={props.is_former.then_some("true")}>
            { for shown.into_iter().map(|(hit, place)| html! {
                <Hit key={hit.id.0.to_string()} hit={hit.clone()} {place} />
            }) }
        </ul>
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        id::{RecordId, ScopeId},
        record::Kind,
        wire::remote::Snippet,
    };

    use super::*;

    /// A page of so many hits of one record.
    fn page(hits: usize) -> Rc<SearchPage> {
        page_of(2, hits)
    }

    fn page_of(record: u8, hits: usize) -> Rc<SearchPage> {
        let hit = SearchHit {
            scope: ScopeId::new(0, [1; 10]),
            id: RecordId::new(0, [record; 10]),
            kind: Kind::new("riddle"),
            title: "Call".into(),
            field: "title".into(),
            snippet: Snippet::default(),
        };
        Rc::new(SearchPage { hits: vec![hit; hits], more: false })
    }

    #[test]
    fn what_only_the_device_has_found_stands_behind_the_servers_answer() {
        let (server, here) = (page_of(1, 1), page_of(2, 1));
        let ids = |page: &SearchPage| page.hits.iter().map(|hit| hit.id).collect::<Vec<_>>();
        let both = joined(Rc::clone(&server), Some(&here));
        assert_eq!(ids(&both), [ids(&server), ids(&here)].concat());
        assert_eq!(joined(Rc::clone(&server), Some(&server)), server);
        assert_eq!(joined(Rc::clone(&server), None), server);
        let first = Rc::new(SearchPage { more: true, ..(*server).clone() });
        assert_eq!(joined(Rc::clone(&first), Some(&here)), first);
    }

    #[test]
    fn what_is_seen_stays_where_it_stands_when_the_server_answers() {
        let of = |records: &[u8]| {
            let hits = records.iter().flat_map(|record| page_of(*record, 1).hits.clone()).collect();
            Rc::new(SearchPage { hits, more: false })
        };
        let words = AttrValue::from("words");
        let seen = |shown: &AttrValue, server: Rc<SearchPage>| {
            // The fifth was found before, and is no more.
            let last = Last { words: shown.clone(), page: of(&[3, 5, 1, 4]) };
            match Seen::of(&words, Answer::Found(server), Some(of(&[3, 1, 4])), Some(last)) {
                Seen::Found { page, by: By::Server } => page,
                other => panic!("{other:?}"),
            }
        };
        let first = Rc::new(SearchPage { more: true, ..(*of(&[1, 2, 3])).clone() });
        assert_eq!(seen(&words, of(&[1, 2, 3])), of(&[3, 1, 4, 2]));
        assert_eq!(seen(&words, first).hits, of(&[3, 1, 4, 2]).hits, "also where there are more than the server tells");
        assert_eq!(seen(&"others".into(), of(&[1, 2, 3])), of(&[1, 2, 3, 4]));
    }

    #[test]
    fn the_device_answers_until_the_server_has_and_where_it_cannot() {
        let (server, here, none, last) = (page(3), page(1), page(0), page(2));
        let found = |page: &Rc<SearchPage>, by| Seen::Found { page: Rc::clone(page), by };
        let failed = || Answer::Failed("Why".into());
        for (answer, here, last, wanted) in [
            (Answer::Found(Rc::clone(&server)), Some(&here), Some(&last), found(&server, By::Server)),
            (Answer::Asked, Some(&here), Some(&last), found(&here, By::HereFirst)),
            (Answer::Asked, Some(&none), Some(&last), found(&last, By::Former)),
            (Answer::Asked, Some(&none), None, Seen::Waiting),
            (Answer::Asked, None, Some(&last), found(&last, By::Former)),
            (Answer::Offline, Some(&here), Some(&last), found(&here, By::HereOffline)),
            (Answer::Offline, Some(&none), Some(&last), found(&none, By::HereOffline)),
            (Answer::Offline, None, Some(&last), found(&last, By::Former)),
            (Answer::Offline, None, None, Seen::Waiting),
            (failed(), Some(&none), Some(&last), found(&none, By::HereInstead("Why".into()))),
            (Answer::Refused("No".into()), Some(&here), Some(&last), Seen::Refused("No".into())),
        ] {
            let last = last.map(|page| Last { words: "former".into(), page: Rc::clone(page) });
            let told = Seen::of(&"words".into(), answer.clone(), here.cloned(), last);
            assert_eq!(told, wanted, "{answer:?}");
        }
    }
}
