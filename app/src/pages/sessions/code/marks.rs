//! Where others are in the text, as marks over the field that holds it: its letters all have one width, so a place is a line and a
//! column.

use std::collections::BTreeMap;

use yew::prelude::*;

/// How many columns a tab goes on to, as in the styles.
const TAB: usize = 4;

/// A line and a column, each from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Where each of some places is that are counted in UTF-16 units.
pub(super) fn spots(text: &str, places: impl IntoIterator<Item = u32>) -> BTreeMap<u32, Spot> {
    let mut wanted: Vec<u32> = places.into_iter().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut wanted = wanted.into_iter().peekable();
    let (mut found, mut spot, mut at) = (BTreeMap::new(), Spot::default(), 0);
    for letter in text.chars() {
        while let Some(place) = wanted.next_if(|place| *place <= at) {
            found.insert(place, spot);
        }
        if wanted.peek().is_none() {
            return found;
        }
        at += letter.len_utf16() as u32;
        match letter {
            '\n' => spot = Spot { line: spot.line + 1, column: 0 },
            '\t' => spot.column += TAB - spot.column % TAB,
            letter => spot.column += if is_wide(letter) { 2 } else { 1 },
        }
    }
    found.extend(wanted.map(|place| (place, spot)));
    found
}

/// Whether a letter takes two columns: most of East Asia's, and pictures.
fn is_wide(letter: char) -> bool {
    matches!(u32::from(letter),
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff00..=0xff60
        | 0xffe0..=0xffe6 | 0x1f300..=0x1faff | 0x20000..=0x3fffd)
}

/// A colour for somebody, as a hue: always the same one.
pub(super) fn hue(person: &str) -> u32 {
    let mixed =
        person.bytes().fold(2_166_136_261_u32, |mixed, byte| (mixed ^ u32::from(byte)).wrapping_mul(16_777_619));
    mixed % 24 * 15
}

/// Somebody's mark.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) writer: u64,
    pub(super) person: String,
    pub(super) name: String,
    /// From where to where something is selected.
    pub(super) selected: (Spot, Spot),
    pub(super) head: Spot,
}

/// The marks. They are for the eye alone: who is where is said in words too.
pub(super) fn marks(all: &[Mark], layer: &NodeRef) -> Html {
    html! {
        <div class="code-marks" aria-hidden="true">
            <div class="code-layer" ref={layer.clone()}>{ for all.iter().map(mark) }</div>
        </div>
    }
}

fn mark(Mark { writer, person, name, selected, head }: &Mark) -> Html {
    let who = format!("--who: {};", hue(person));
    let at = |spot: &Spot| format!("{who} inset-block-start: {}lh; inset-inline-start: {}ch;", spot.line, spot.column);
    let bar = |(from, wide): (Spot, String)| {
        html! { <span class="code-bar" style={format!("{} inline-size: {wide};", at(&from))} /> }
    };
    let first = (head.line == 0).then_some("is-first");
    html! {
        <span key={writer.to_string()} data-name={name.clone()}>
            { for bars(*selected).into_iter().map(bar) }
            <span class={classes!("code-caret", first)} style={at(head)}><span class="code-name">{ name }</span></span>
        </span>
    }
}

/// The most lines of a selection that are marked.
const BARS: usize = 200;

/// What is selected, line by line: where each begins, and how wide it is.
fn bars((from, to): (Spot, Spot)) -> Vec<(Spot, String)> {
    if from == to {
        return Vec::new();
    }
    let lines = (from.line..=to.line).take(BARS);
    let bar = |line| {
        let column = if line == from.line { from.column } else { 0 };
        let wide = match line == to.line {
            true => format!("{}ch", to.column.saturating_sub(column)),
            false => "100%".to_owned(),
        };
        (Spot { line, column }, wide)
    };
    lines.map(bar).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_place_is_a_line_and_a_column() {
        let text = "ab\n\tx\n😀漢z";
        let at = |place| spots(text, [place])[&place];
        let spot = |line, column| Spot { line, column };
        assert_eq!([at(0), at(2), at(3), at(4), at(5)], [spot(0, 0), spot(0, 2), spot(1, 0), spot(1, 4), spot(1, 5)]);
        assert_eq!([at(6), at(8), at(9), at(10), at(99)], [spot(2, 0), spot(2, 2), spot(2, 4), spot(2, 5), spot(2, 5)]);
        assert_eq!(spots(text, [3, 0, 3]).len(), 2);
    }

    #[test]
    fn a_selection_is_marked_line_by_line() {
        let spot = |line, column| Spot { line, column };
        assert_eq!(bars((spot(1, 2), spot(1, 2))), []);
        assert_eq!(bars((spot(1, 2), spot(1, 5))), [(spot(1, 2), "3ch".into())]);
        let three = bars((spot(0, 2), spot(2, 1)));
        assert_eq!(three, [(spot(0, 2), "100%".into()), (spot(1, 0), "100%".into()), (spot(2, 0), "1ch".into())]);
        assert_eq!((hue("a") == hue("a"), hue("a") < 360), (true, true));
    }
}
