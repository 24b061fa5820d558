//! A list whose order people choose: by dragging, by the arrow keys on a line's handle, or by pressing that and choosing from a
//! menu, for which one press at a time is enough.

use std::rc::Rc;

use web_sys::DragEvent;
use yew::prelude::*;

use super::icon::{Glyph, icon};
use crate::{browser, t};

/// Where a line is asked to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    First,
    Up,
    Down,
    Last,
}

impl Way {
    /// What a key on the handle means.
    fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "Home" => Self::First,
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "End" => Self::Last,
            _ => return None,
        })
    }

    /// The place it leads to, of so many.
    fn from(self, place: usize, all: usize) -> usize {
        let last = all.saturating_sub(1);
        match self {
            Self::First => 0,
            Self::Up => place.saturating_sub(1),
            Self::Down => (place + 1).min(last),
            Self::Last => last,
        }
    }
}

/// The order of a list while people change it.
#[derive(Clone)]
pub(crate) struct Reorder<Id: 'static> {
    id: &'static str,
    lines: Rc<[Id]>,
    on_move: Callback<(Id, usize)>,
    /// The line that is held.
    held: UseStateHandle<Option<Id>>,
    /// The line over which it is held.
    over: UseStateHandle<Option<Id>>,
    /// The line whose menu was opened.
    asked: UseStateHandle<Option<Id>>,
    /// What happened last, for those who do not see it.
    said: UseStateHandle<String>,
}

/// What makes a line one that can be moved.
#[derive(Clone, PartialEq)]
pub(crate) struct Movable {
    /// What it is taken by.
    pub(crate) handle: Html,
    /// Its class while another is held over it.
    pub(crate) over: Option<&'static str>,
    pub(crate) ondragover: Callback<DragEvent>,
    pub(crate) ondrop: Callback<DragEvent>,
}

/// The order of a list of these lines. `on_move` is told which line goes to which place: the list may have changed since it was
/// taken. By its id, which no other list of the page has, its handles are found.
#[hook]
pub(crate) fn use_reorder<Id>(id: &'static str, lines: Vec<Id>, on_move: Callback<(Id, usize)>) -> Reorder<Id>
where
    Id: Copy + PartialEq + 'static,
{
    Reorder {
        id,
        lines: lines.into(),
        on_move,
        held: use_state_eq(|| None),
        over: use_state_eq(|| None),
        asked: use_state_eq(|| None),
        said: use_state_eq(String::new),
    }
}

impl<Id: Copy + PartialEq + 'static> Reorder<Id> {
    fn place(&self, line: Id) -> Option<usize> {
        self.lines.iter().position(|one| *one == line)
    }

    fn go(&self, line: Id, to: usize) {
        if self.place(line).is_some_and(|from| from != to) && to < self.lines.len() {
            self.on_move.emit((line, to));
            self.said.set(t::reordered(to + 1, self.lines.len()));
            // The line has been moved in the page, and what is moved loses the focus.
            browser::focus_soon(format!("[data-list={}][data-place='{to}']", self.id));
        }
    }

    /// What a line at a place needs, which is called so.
    pub(crate) fn line(&self, place: usize, name: &str) -> Movable {
        let line = self.lines[place];
        let (keys, start, end, open, over, dropped) =
            (self.clone(), self.clone(), self.clone(), self.clone(), self.clone(), self.clone());
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key());
            if let Some(way) = Way::of_key(&event.key()).filter(|_| is_plain) {
                event.prevent_default();
                event.stop_propagation();
                keys.go(line, way.from(place, keys.lines.len()));
            }
        });
        let ondragstart = Callback::from(move |event: DragEvent| {
            if let Some(data) = event.data_transfer() {
                // Some browsers drag nothing that says nothing.
                let _ = data.set_data("text/plain", &place.to_string());
                data.set_effect_allowed("move");
            }
            start.held.set(Some(line));
        });
        let ondragend = Callback::from(move |_: DragEvent| {
            end.held.set(None);
            end.over.set(None);
        });
        let onclick = Callback::from(move |event: MouseEvent| {
            if !browser::reopens(&event, open.id) {
                open.asked.set(Some(line));
            }
        });
        let label = t::reorder_named(name);
        let handle = html! {
            <button type="button" class="icon-button move-handle" draggable="true" data-list={self.id} data-place={place.to_string()}
                aria-label={label} popovertarget={self.id} {onclick} {onkeydown} {ondragstart} {ondragend}>
                { icon(Glyph::Grip) }
            </button>
        };
        Movable {
            handle,
            over: match (*self.over == Some(line)).then(|| self.place((*self.held)?)).flatten() {
                Some(held) if held > place => Some("is-over-above"),
                Some(held) if held < place => Some("is-over-below"),
                _ => None,
            },
            ondragover: Callback::from(move |event: DragEvent| {
                if over.held.is_some() {
                    event.prevent_default();
                    over.over.set(Some(line));
                }
            }),
            ondrop: Callback::from(move |event: DragEvent| {
                if let Some(from) = *dropped.held {
                    event.prevent_default();
                    dropped.held.set(None);
                    dropped.over.set(None);
                    dropped.go(from, place);
                }
            }),
        }
    }

    /// The menu of all handles, and what is said of a move. It stands beside the list.
    pub(crate) fn menu(&self) -> Html {
        let asked = (*self.asked).and_then(|line| Some((line, self.place(line)?)));
        let item = |words: &'static str, way: Way| {
            let list = self.clone();
            let to = asked.map(|(line, place)| (line, way.from(place, self.lines.len())));
            let onclick = Callback::from(move |event: MouseEvent| {
                browser::close_popover(event.target());
                if let Some((line, to)) = to {
                    list.go(line, to);
                }
            });
            let stays = to.map(|(_, to)| to) == asked.map(|(_, place)| place);
            html! { <button type="button" disabled={stays} {onclick}>{ words }</button> }
        };
        html! {
            <>
                <div id={self.id} class="drop" popover="auto" role="group" aria-label={t::reorder_menu()}>
                    <div class="drop-list">
                        { item(t::reorder_first(), Way::First) }
                        { item(t::reorder_up(), Way::Up) }
                        { item(t::reorder_down(), Way::Down) }
                        { item(t::reorder_last(), Way::Last) }
                    </div>
                </div>
                <p class="hidden" role="status">{ &*self.said }</p>
            </>
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn every_way_ends_within_the_list() {
        let lead = |key: &str, place: usize| Way::of_key(key).unwrap().from(place, 4);
        assert_eq!([lead("Home", 2), lead("ArrowUp", 2), lead("ArrowDown", 2), lead("End", 2)], [0, 1, 3, 3]);
        assert_eq!([lead("ArrowUp", 0), lead("ArrowDown", 3)], [0, 3]);
        assert_eq!(Way::Last.from(0, 0), 0);
        assert_eq!(Way::of_key("Enter"), None);
    }
}
