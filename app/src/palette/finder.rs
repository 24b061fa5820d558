//! The best of very many, at every key.

use super::fuzzy::Needle;

/// The most that are given.
const BEST: usize = 40;

/// Things with titles, and which of them fitted what was typed last.
pub(super) struct Finder<T> {
    all: Vec<T>,
    title: fn(&T) -> &str,
    last: Needle,
    fitting: Vec<u32>,
}

impl<T> Finder<T> {
    /// One of these things.
    pub(super) fn new(all: Vec<T>, title: fn(&T) -> &str) -> Self {
        let fitting = (0..).take(all.len()).collect();
        Self { all, title, last: Needle::default(), fitting }
    }

    /// Those that fit best, the best first, each with how well; `liked` is added to that. Only those that fitted before are
    /// looked at if more of the same was typed, and nothing is kept of any but its number.
    pub(super) fn best(&mut self, needle: &Needle, liked: impl Fn(&T) -> i32) -> Vec<(i32, &T)> {
        if !needle.narrows(&self.last) {
            self.fitting.clear();
            self.fitting.extend((0..).take(self.all.len()));
        }
        let (all, title) = (&self.all, self.title);
        let mut best: Vec<(i32, u32)> = Vec::with_capacity(BEST + 1);
        self.fitting.retain(|at| {
            let item = &all[*at as usize];
            let (text, liked) = (title(item), liked(item));
            let least = best.get(BEST - 1).map(|(least, _)| *least);
            // How well it fits is worked out only where it may be among the best: that is most of the work.
            if least.is_some_and(|least| needle.most(text) + liked <= least) {
                return needle.may_fit(text);
            }
            let Some(score) = needle.score(text) else { return false };
            let score = score + liked;
            if least.is_none_or(|least| least < score) {
                let place = best.partition_point(|(other, _)| *other >= score);
                best.insert(place, (score, *at));
                best.truncate(BEST);
            }
            true
        });
        self.last = needle.clone();
        best.into_iter().map(|(score, at)| (score, &self.all[at as usize])).collect()
    }

    /// The first things that a test holds for.
    pub(super) fn first(&self, many: usize, test: impl Fn(&T) -> bool) -> impl Iterator<Item = &T> {
        self.all.iter().filter(move |item| test(item)).take(many)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    fn titles(finder: &mut Finder<String>, typed: &str) -> Vec<String> {
        finder.best(&Needle::new(typed), |_| 0).into_iter().map(|(_, title)| title.clone()).collect()
    }

    fn harbour() -> Finder<String> {
        let all = (0..1_000).map(|at| format!("Berth {at}")).chain(["Call the port".into(), "Paint the boat".into()]);
        Finder::new(all.collect(), String::as_str)
    }

    #[test]
    fn what_is_typed_on_and_taken_back_finds_the_same_as_typed_at_once() {
        let mut one = harbour();
        for typed in ["b", "be", "ber", "bert", "be", "", "p", "po", "port c", "port", "the", "9 9", "xx", "x", "b"] {
            assert_eq!(titles(&mut one, typed), titles(&mut harbour(), typed), "{typed}");
        }
        assert_eq!(titles(&mut one, "port"), ["Call the port"]);
    }

    #[test]
    fn only_the_best_are_given_and_of_equals_the_first() {
        let mut finder = harbour();
        assert_eq!(titles(&mut finder, "berth").len(), BEST);
        assert_eq!(titles(&mut finder, "berth")[..2], ["Berth 0", "Berth 1"]);
    }

    #[test]
    fn what_is_liked_comes_before_what_fits_alike() {
        let mut finder = harbour();
        let best = finder.best(&Needle::new("berth"), |title| i32::from(title == "Berth 7") * 1_000);
        assert_eq!(best[0].1, "Berth 7");
    }
}
