//! A filter in words.

use holdfast_core::entity::{Priority, Status};

use super::{Asked, DueIn, Facet};

use crate::{t, words::choice};

/// What is let through, shortly: "“port”, To do or In progress, Ada". `name` says what a person is called.
pub fn told(asked: &Asked, name: impl Fn(&str) -> String) -> String {
    let one = |facet: Facet, value: &String| match facet {
        Facet::Status => Status::named(value).map_or_else(String::new, |status| choice::status(status).into()),
        Facet::Priority => Priority::named(value).map_or_else(String::new, |one| t::of_priority(choice::priority(one))),
        Facet::Due => DueIn::named(value).map_or_else(String::new, |due| due.label().into()),
        Facet::Person if value.is_empty() => t::nobody().into(),
        Facet::Person => name(value),
        Facet::Label if value.is_empty() => t::no_label().into(),
        Facet::Label => format!("#{value}"),
    };
    let words = Some(asked.words.trim()).filter(|words| !words.is_empty()).map(t::quoted);
    let facets = Facet::ALL.iter().filter(|facet| !asked.of(**facet).is_empty()).map(|facet| {
        let all: Vec<String> = asked.of(*facet).iter().map(|value| one(*facet, value)).collect();
        all.join(t::or())
    });
    words.into_iter().chain(facets).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn filters_are_told_in_words() {
        for (query, words) in [
            ("?sort=due&group=none", ""),
            ("?q=port", "“port”"),
            ("?status=todo&status=done&label=&label=a&priority=high", "Done or To do, No label or #a, High priority"),
            ("?person=&person=Ada&due=overdue", "Nobody or *Ada, Overdue"),
        ] {
            assert_eq!(told(&Asked::parse(query), |person| format!("*{person}")), words);
        }
    }
}
