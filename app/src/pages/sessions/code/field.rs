//! The field and the text that it holds, each following the other. What is typed is found by comparing the two; what comes from
//! elsewhere is put into the field, with what is selected in it kept where it is. While a word is composed neither happens: an input
//! method knows the field as it was, and would begin anew.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::{EventListener, EventListenerOptions};
use holdfast_core::id::{RecordId, ScopeId};
use holdfast_text::{change, message::Way};
use holdfast_web::{Desk, News, Session};
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlTextAreaElement, InputEvent};
use yew::prelude::*;

use super::keys::{Key, indented, meant};
use crate::browser;

/// The field, its text and what lies over it. Clones are the same.
#[derive(Clone)]
pub(super) struct Field {
    pub(super) area: NodeRef,
    /// What the marks of others stand on.
    pub(super) layer: NodeRef,
    inner: Rc<Inner>,
    may_write: bool,
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner) && self.may_write == other.may_write
    }
}

struct Inner {
    desk: RefCell<Option<Rc<Desk>>>,
    update: UseForceUpdateHandle,
    is_composing: Cell<bool>,
    /// Escape was pressed: Tab leaves the field.
    is_free: Cell<bool>,
    is_too_long: Cell<bool>,
    /// How often what was not sent was discarded: then the text is opened anew.
    discarded: Cell<u32>,
}

/// Opens the text of a place, for as long as the component is there, and anew for another place.
#[hook]
pub(super) fn use_field(holdfast: &Session, place: (ScopeId, RecordId), may_write: bool) -> Field {
    let (area, layer) = (use_node_ref(), use_node_ref());
    let update = use_force_update();
    let inner = use_memo((), |()| Inner {
        desk: RefCell::default(),
        update,
        is_composing: Cell::new(false),
        is_free: Cell::new(false),
        is_too_long: Cell::new(false),
        discarded: Cell::new(0),
    });
    let discarded = inner.discarded.get();
    let field = Field { area, layer, inner, may_write };
    use_effect_with((holdfast.clone(), place, discarded), {
        let field = field.clone();
        move |(holdfast, (scope, record), _)| {
            let hears = field.clone();
            // A word that was composed in the text before never ends.
            field.inner.is_composing.set(false);
            let desk = holdfast.open_code(*scope, *record, move |news| hears.heard(news));
            *field.inner.desk.borrow_mut() = Some(Rc::new(desk));
            field.inner.update.force_update();
            move || drop(field.inner.desk.take())
        }
    });
    // Once it is there: it is drawn when the text is opened.
    let is_drawn = field.desk().is_some();
    use_effect_with((is_drawn, may_write), {
        let field = field.clone();
        move |_| {
            let listeners = field.listen();
            field.draw();
            move || drop(listeners)
        }
    });
    field
}

impl Field {
    pub(super) fn desk(&self) -> Option<Rc<Desk>> {
        self.inner.desk.borrow().clone()
    }

    /// Whether anything may be typed: the server may know of a change of role that has not come yet.
    pub(super) fn may_write(&self) -> bool {
        self.may_write && self.desk().is_some_and(|desk| desk.status().way != Some(Way::Read))
    }

    pub(super) fn is_too_long(&self) -> bool {
        self.inner.is_too_long.get()
    }

    /// Tries the line now.
    pub(super) fn hurry(&self) {
        self.desk().iter().for_each(|desk| desk.hurry());
    }

    fn textarea(&self) -> Option<HtmlTextAreaElement> {
        self.area.cast()
    }

    fn heard(&self, news: News) {
        match news {
            News::Soon => self.note_selected(),
            News::Text => {
                self.draw();
                self.inner.update.force_update();
            }
            News::Discarded => {
                self.inner.discarded.set(self.inner.discarded.get() + 1);
                self.inner.update.force_update();
            }
            News::Else => self.inner.update.force_update(),
        }
    }

    /// Notes what is selected, so that it moves with what it stands in.
    fn note_selected(&self) {
        if let (Some(area), Some(desk)) = (self.textarea(), self.desk()) {
            desk.select(selected(&area));
        }
    }

    /// Puts the text into the field, unless it is there.
    fn draw(&self) {
        let (Some(area), Some(desk)) = (self.textarea(), self.desk()) else { return };
        let text = desk.text();
        if self.inner.is_composing.get() || area.value() == text {
            return;
        }
        let (top, left) = (area.scroll_top(), area.scroll_left());
        let at = desk.selected().filter(|_| selected(&area).is_some());
        area.set_value(&text);
        if let Some((anchor, head)) = at {
            select(&area, anchor, head);
        }
        area.set_scroll_top(top);
        area.set_scroll_left(left);
        self.scrolled();
    }

    /// Takes into the text what was done to the field.
    fn typed(&self) {
        let (Some(area), Some(desk)) = (self.textarea(), self.desk()) else { return };
        // What the field holds before that is of the text before.
        if self.inner.is_composing.get() || !desk.status().is_loaded {
            return;
        }
        let caret = area.selection_end().ok().flatten();
        let is_too_long = match change(&desk.text(), &area.value(), caret) {
            None => false,
            Some(change) => !desk.edit(&change),
        };
        if is_too_long {
            self.draw();
        }
        self.inner.is_too_long.set(is_too_long);
        self.note_selected();
        self.inner.update.force_update();
    }

    fn taken_back(&self, anything: bool) {
        if anything {
            self.draw();
            self.note_selected();
            self.inner.update.force_update();
        }
    }

    pub(super) fn undo(&self) {
        self.note_selected();
        self.taken_back(self.desk().is_some_and(|desk| desk.undo()));
    }

    pub(super) fn redo(&self) {
        self.note_selected();
        self.taken_back(self.desk().is_some_and(|desk| desk.redo()));
    }

    /// Moves what lies over the field with it.
    fn scrolled(&self) {
        if let (Some(area), Some(layer)) = (self.textarea(), self.layer.cast::<HtmlElement>()) {
            let moved = format!("translate({}px, {}px)", -area.scroll_left(), -area.scroll_top());
            let _ = layer.style().set_property("transform", &moved);
        }
    }

    pub(super) fn on_input(&self) -> Callback<InputEvent> {
        let field = self.clone();
        Callback::from(move |_| field.typed())
    }

    pub(super) fn on_scroll(&self) -> Callback<Event> {
        let field = self.clone();
        Callback::from(move |_| field.scrolled())
    }

    pub(super) fn on_focus(&self) -> Callback<FocusEvent> {
        let field = self.clone();
        Callback::from(move |_| field.note_selected())
    }

    pub(super) fn on_blur(&self) -> Callback<FocusEvent> {
        let field = self.clone();
        Callback::from(move |_| {
            field.inner.is_free.set(false);
            field.desk().iter().for_each(|desk| desk.select(None));
        })
    }

    pub(super) fn on_key(&self) -> Callback<KeyboardEvent> {
        let field = self.clone();
        Callback::from(move |event: KeyboardEvent| field.key(&event))
    }

    fn key(&self, event: &KeyboardEvent) {
        let key = meant(event, self.inner.is_free.get());
        // A key that is only held changes nothing.
        if !matches!(event.key().as_str(), "Shift" | "Control" | "Alt" | "Meta") {
            self.inner.is_free.set(key == Key::Free);
        }
        if !self.may_write() {
            return;
        }
        match key {
            Key::Any | Key::Free => {}
            Key::Undo | Key::Redo => {
                event.prevent_default();
                if key == Key::Undo { self.undo() } else { self.redo() }
            }
            Key::Indent => {
                event.prevent_default();
                let Some(area) = self.textarea() else { return };
                let (from, to) = (area.selection_start(), area.selection_end());
                if let (Ok(Some(from)), Ok(Some(to))) = (from, to) {
                    let (text, from, to) = indented(&area.value(), from, to);
                    let (top, left) = (area.scroll_top(), area.scroll_left());
                    area.set_value(&text);
                    select(&area, from, to);
                    area.set_scroll_top(top);
                    area.set_scroll_left(left);
                    self.typed();
                }
            }
        }
    }

    /// What Yew has no names for.
    fn listen(&self) -> Vec<EventListener> {
        let Some(area) = self.textarea() else { return Vec::new() };
        let on = |name: &'static str, act: fn(&Self)| {
            let field = self.clone();
            EventListener::new(&area, name, move |_| act(&field))
        };
        let began = on("compositionstart", |field| {
            field.inner.is_composing.set(true);
            field.desk().iter().for_each(|desk| desk.hold());
        });
        let ended = on("compositionend", |field| {
            field.inner.is_composing.set(false);
            field.typed();
            field.desk().iter().for_each(|desk| desk.let_go());
        });
        // The browser's own undo, from a menu or a gesture, would put back a text that others have changed since.
        let field = self.clone();
        let options = EventListenerOptions::enable_prevent_default();
        let undone = EventListener::new_with_options(&area, "beforeinput", options, move |event| {
            let kind = event.dyn_ref::<InputEvent>().map(InputEvent::input_type).unwrap_or_default();
            match kind.as_str() {
                "historyUndo" => field.undo(),
                "historyRedo" => field.redo(),
                _ => return,
            }
            event.prevent_default();
        });
        let field = self.clone();
        let moved = EventListener::new(&browser::document(), "selectionchange", move |_| {
            if !field.inner.is_composing.get() && field.textarea().is_some_and(|area| selected(&area).is_some()) {
                field.note_selected();
            }
        });
        vec![began, ended, undone, moved]
    }
}

/// What is selected in the field, from where it was begun to where the caret is; nothing where it is not in focus.
fn selected(area: &HtmlTextAreaElement) -> Option<(u32, u32)> {
    let element: &web_sys::Element = area;
    let is_in_focus = browser::document().active_element().is_some_and(|active| active == *element);
    let (from, to) = (area.selection_start().ok()??, area.selection_end().ok()??);
    let is_backward = area.selection_direction().ok().flatten().as_deref() == Some("backward");
    is_in_focus.then_some(if is_backward { (to, from) } else { (from, to) })
}

fn select(area: &HtmlTextAreaElement, anchor: u32, head: u32) {
    let direction = if anchor > head { "backward" } else { "forward" };
    let _ = area.set_selection_range_with_direction(anchor.min(head), anchor.max(head), direction);
}
