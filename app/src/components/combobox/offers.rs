//! What a combobox offers for what is typed.

use yew::AttrValue;

use crate::palette::Needle;

/// A value, and what people read.
pub(crate) type Choice = (AttrValue, AttrValue);

/// The most that is offered at once: who wants another types more of it.
const MOST: usize = 50;

/// One line that is offered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Offer {
    /// One of those there are.
    There(Choice),
    /// What is typed, as a new one.
    New(AttrValue),
}

/// What is offered: those not chosen yet that have the letters typed, the best first; before them, where new ones can be made
/// and none is called exactly that, what is typed.
pub(super) fn offers(stock: &[Choice], chosen: &[Choice], typed: &str, makes_new: bool) -> Vec<Offer> {
    let typed = typed.trim();
    let (needle, lower) = (Needle::new(typed), typed.to_lowercase());
    let is_chosen = |value: &AttrValue| chosen.iter().any(|(one, _)| one == value);
    let is_typed = |words: &AttrValue| words.to_lowercase() == lower;
    let mut found: Vec<(i32, &Choice)> = stock
        .iter()
        .filter(|(value, _)| !is_chosen(value))
        .filter_map(|choice| Some((if is_typed(&choice.1) { i32::MAX } else { needle.score(&choice.1)? }, choice)))
        .collect();
    if !typed.is_empty() {
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    }
    let is_there = stock.iter().chain(chosen).any(|(_, words)| is_typed(words));
    let new = (makes_new && !typed.is_empty() && !is_there).then(|| Offer::New(typed.to_owned().into()));
    new.into_iter().chain(found.into_iter().take(MOST).map(|(_, choice)| Offer::There(choice.clone()))).collect()
}

/// The line that Return takes for what is typed; none for what is chosen already, which another line only resembles.
pub(super) fn first(chosen: &[Choice], typed: &str) -> Option<usize> {
    let typed = typed.trim().to_lowercase();
    let is_chosen = chosen.iter().any(|(_, words)| words.to_lowercase() == typed);
    (!typed.is_empty() && !is_chosen).then_some(0)
}

/// The line that an arrow leads to, of so many, round the ends.
pub(super) fn step(active: Option<usize>, all: usize, down: bool) -> Option<usize> {
    let last = all.checked_sub(1)?;
    Some(match (active, down) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        (Some(at), false) => {
            if at == 0 {
                last
            } else {
                (at - 1).min(last)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn choices(words: &[&str]) -> Vec<Choice> {
        words.iter().map(|one| (AttrValue::from(format!("id-{one}")), AttrValue::from((*one).to_owned()))).collect()
    }

    fn check(typed: &str, makes_new: bool, wanted: &[&str]) {
        let (stock, chosen) = (choices(&["Harbour", "auth", "Authors", "port"]), choices(&["port", "gone"]));
        let told = |offer: Offer| match offer {
            Offer::There((_, words)) => words.to_string(),
            Offer::New(words) => format!("+{words}"),
        };
        let got: Vec<String> = offers(&stock, &chosen, typed, makes_new).into_iter().map(told).collect();
        assert_eq!(got, wanted, "{typed:?}");
    }

    #[test]
    fn what_is_not_chosen_is_offered_the_best_first() {
        check("", true, &["Harbour", "auth", "Authors"]);
        check("aut", false, &["auth", "Authors"]);
        check("AUTHORS", true, &["Authors"]);
        check("hbr", false, &["Harbour"]);
        check("x", false, &[]);
    }

    #[test]
    fn a_new_one_comes_before_what_only_resembles_it() {
        check("aut ", true, &["+aut", "auth", "Authors"]);
        check("auth", true, &["auth", "Authors"]);
        check("x", true, &["+x"]);
        check(" ", true, &["Harbour", "auth", "Authors"]);
        check("Gone", true, &[]);
    }

    #[test]
    fn what_is_chosen_already_becomes_no_other() {
        let chosen = choices(&["Port"]);
        assert_eq!(["port ", "por", " "].map(|typed| first(&chosen, typed)), [None, Some(0), None]);
    }

    #[test]
    fn only_so_many_are_offered() {
        let many: Vec<Choice> =
            (0..500).map(|number| (number.to_string().into(), format!("x{number}").into())).collect();
        assert_eq!(offers(&many, &[], "x", true).len(), MOST + 1);
    }

    #[test]
    fn arrows_go_round() {
        assert_eq!([step(None, 3, true), step(Some(2), 3, true), step(Some(0), 3, true)], [Some(0), Some(0), Some(1)]);
        assert_eq!([step(None, 3, false), step(Some(0), 3, false), step(Some(9), 3, false)], [Some(2); 3]);
        assert_eq!(step(Some(1), 0, true), None);
    }
}
