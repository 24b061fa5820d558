//! The few things asked of the browser directly.

use std::cell::Cell;

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, HtmlElement, ResizeObserver, Window};

/// The window. The app only ever runs in one.
pub(crate) fn window() -> Window {
    web_sys::window().expect("the app runs in a window")
}

/// The document.
pub(crate) fn document() -> Document {
    window().document().expect("a window has a document")
}

/// Moves the focus to the first element that fits a selector, if there is one.
pub(crate) fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Gives the focus to an element where nothing has it, as after following a link to a new page. Nothing scrolls.
pub(crate) fn focus_if_lost(selector: &str) {
    if is_focus_lost() {
        focus_unscrolled(selector);
    }
}

/// Whether nothing has the focus.
pub(crate) fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

fn focus_unscrolled(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus_still(&element);
    }
}

/// Moves the focus to an element. Nothing scrolls.
pub(crate) fn focus_still(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Whether what has the focus came to it by keys: then it is shown to have it.
pub(crate) fn is_by_keys() -> bool {
    document().active_element().is_some_and(|active| active.matches(":focus-visible").unwrap_or(false))
}

/// Closes a dialog that is open, which gives the focus back to where it was.
pub(crate) fn close_dialog(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(dialog) = found.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        dialog.close();
    }
}

/// Scrolls what has an id into view, no further than that takes.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// As [`reveal`], once what is about to be drawn has been drawn.
pub(crate) fn reveal_soon(id: String) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        reveal(&id);
    });
}

/// Whether a media query holds now.
pub(crate) fn media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// Whether the person asks for nothing to be fetched that is not wanted yet.
pub(crate) fn saves_data() -> bool {
    let of = |value: &JsValue, field: &str| js_sys::Reflect::get(value, &field.into()).unwrap_or_default();
    // Not every browser tells of its connection.
    of(&of(&window().navigator(), "connection"), "saveData").is_truthy()
}

/// Whether the page is hidden: it may be closed without another word.
pub(crate) fn is_hidden() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Hidden
}

/// Whether the person is at this very page, and not at another window or tab.
pub(crate) fn has_focus() -> bool {
    document().has_focus().unwrap_or(false)
}

/// The type of what is saved as JSON.
pub(crate) const JSON: &str = "application/json";

/// Saves text as a file of that name and type among the person's downloads.
pub(crate) fn download(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&text.into());
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    save(name, &web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// Saves bytes as a file of that name among the person's downloads.
pub(crate) fn save(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Not before the browser has read it: some begin late with what is large.
    gloo_timers::callback::Timeout::new(60_000, move || drop(web_sys::Url::revoke_object_url(&url))).forget();
    Ok(())
}

/// Has the page follow some styles more. A sheet that a script makes needs no exception from the server's policy, as an element
/// with styles would.
pub(crate) fn adopt_styles(styles: &str) -> Result<(), JsValue> {
    use js_sys::{Array, Function, Reflect};
    let sheets: Array = Reflect::get(&document(), &"adoptedStyleSheets".into())?.dyn_into()?;
    let make: Function = Reflect::get(&window(), &"CSSStyleSheet".into())?.dyn_into()?;
    let sheet = Reflect::construct(&make, &Array::new())?;
    let replace: Function = Reflect::get(&sheet, &"replaceSync".into())?.dyn_into()?;
    replace.call1(&sheet, &styles.into())?;
    sheets.push(&sheet);
    Ok(())
}

/// Puts text on the clipboard; nothing happens where the browser does not allow it.
pub(crate) fn copy(text: &str) {
    let copied = copied(text);
    wasm_bindgen_futures::spawn_local(async move {
        copied.await;
    });
}

/// Puts text on the clipboard; whether the browser allows it.
pub(crate) fn copied(text: &str) -> impl Future<Output = bool> + use<> {
    // Where a page is not from a safe place there is no clipboard.
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).unwrap_or(JsValue::UNDEFINED);
    let clipboard = clipboard.dyn_into::<web_sys::Clipboard>();
    let written = clipboard.map(|clipboard| wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)));
    async move {
        match written {
            Ok(written) => written.await.is_ok(),
            Err(_) => false,
        }
    }
}

/// The address of a path of this app, to give to others.
pub(crate) fn address_of(path: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{origin}{path}")
}

/// The path of the page's address.
pub(crate) fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The query of the page's address, with its question mark, if it has one.
pub(crate) fn query() -> String {
    window().location().search().unwrap_or_default()
}

/// What is after the # in the page's address, and takes it out: of the entry of the browser's history too. Nothing is loaded.
pub(crate) fn take_fragment() -> Option<String> {
    let hash = window().location().hash().unwrap_or_default();
    let taken = hash.strip_prefix('#').filter(|taken| !taken.is_empty())?;
    let history = window().history().ok()?;
    let state = history.state().unwrap_or_default();
    let _ = history.replace_state_with_url(&state, "", Some(&(path() + &query())));
    Some(taken.to_owned())
}

/// Closes the popover that an element is in, if it is in one.
pub(crate) fn close_popover(within: Option<web_sys::EventTarget>) {
    let element = within.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let popover = element.and_then(|element| element.closest("[popover]").ok().flatten());
    if let Some(popover) = popover.and_then(|popover| popover.dyn_into::<HtmlElement>().ok()) {
        let _ = popover.hide_popover();
    }
}

/// Whether something is open over the page that closes when it is left.
pub(crate) fn is_drop_open() -> bool {
    is_there("[popover=auto]:popover-open")
}

/// Whether a press on what opens a popover is made again: the popover is open for something else, and a press would only close
/// it.
pub(crate) fn reopens(event: &web_sys::MouseEvent, popover: &str) -> bool {
    let open = document().query_selector(&format!("#{popover}:popover-open")).ok().flatten();
    let opener = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let opener = opener.and_then(|target| target.closest("[popovertarget]").ok().flatten());
    let (Some(open), Some(opener)) = (
        open.and_then(|open| open.dyn_into::<HtmlElement>().ok()),
        opener.and_then(|opener| opener.dyn_into::<HtmlElement>().ok()),
    ) else {
        return false;
    };
    event.prevent_default();
    let _ = open.hide_popover();
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        opener.click();
    });
    true
}

/// Takes the focus off whatever has it: fields store what is typed in them when they are left.
pub(crate) fn blur() {
    let active = document().active_element();
    if let Some(element) = active.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.blur();
    }
}

/// As [`blur`], where a text is being written: the focus on anything else stays where it is, and with it the page's keys.
pub(crate) fn blur_field() {
    let active = document().active_element();
    if active.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA")) {
        blur();
    }
}

/// The elements of a kind that fit a selector, from the page's top on: within one, or in the whole page.
pub(crate) fn all<T: JsCast>(within: Option<&Element>, css: &str) -> Vec<T> {
    let found = match within {
        Some(element) => element.query_selector_all(css),
        None => document().query_selector_all(css),
    };
    let Ok(found) = found else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}

/// Whether words are being changed in a form that stores them only when it is sent, and that goes with the page. It shows words
/// from the start: that it is open is enough.
pub(crate) fn has_form_open() -> bool {
    is_there(".edit-letter-form[open] :is(textarea, input)")
}

thread_local! {
    static REM: Cell<Option<f64>> = const { Cell::new(None) };
    /// Whether the app is about to load the page anew.
    static RELOADS: Cell<bool> = const { Cell::new(false) };
}

/// How many pixels the root's letters are high: what one rem is here. Asked for once, as asking makes the browser work out
/// its styles, until [`forget_rem`].
pub(crate) fn rem() -> f64 {
    REM.get().unwrap_or_else(|| {
        let rem = measured_rem();
        REM.set(Some(rem));
        rem
    })
}

/// It may be another now: the window has changed, or the look.
pub(crate) fn forget_rem() {
    REM.set(None);
}

fn measured_rem() -> f64 {
    let root = document().document_element();
    let style = root.and_then(|root| window().get_computed_style(&root).ok().flatten());
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| size.trim_end_matches("px").parse().ok()).unwrap_or(16.0)
}

/// Tells when the page's content, or an element, has another size, before that is painted, for as long as it is kept.
pub(crate) struct SizeObserver {
    observer: ResizeObserver,
    _on_change: Closure<dyn FnMut()>,
}

impl SizeObserver {
    /// One of the whole page.
    pub(crate) fn of_page(on_change: impl FnMut() + 'static) -> Option<Self> {
        Self::of(document().body()?.as_ref(), on_change)
    }

    /// One of an element, which is told of at first too.
    pub(crate) fn of(element: &Element, on_change: impl FnMut() + 'static) -> Option<Self> {
        let on_change = Closure::<dyn FnMut()>::new(on_change);
        let observer = ResizeObserver::new(on_change.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _on_change: on_change })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The app is about to load the page anew: what outlasts that is not asked about.
pub(crate) fn will_reload() {
    RELOADS.set(true);
}

/// Whether the page is loaded anew by the app, and not left. Told once: a person may have it stay.
pub(crate) fn take_reloads() -> bool {
    RELOADS.take()
}

/// Loads the page anew.
pub(crate) fn reload() {
    will_reload();
    let _ = window().location().reload();
}

/// Moves the focus once what is about to be drawn has been drawn. The page scrolls to it for who uses the keyboard; who uses
/// a mouse has the next thing to click on where the pointer is.
pub(crate) fn focus_soon(selector: String) {
    focus_first_soon(vec![selector]);
}

/// As [`focus_soon`], of several the first that is drawn by then.
pub(crate) fn focus_first_soon(selectors: Vec<String>) {
    let follow = document().active_element().is_some_and(|active| active.matches(":focus-visible").unwrap_or(true));
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        match selectors.iter().find(|selector| is_there(selector)) {
            Some(selector) if follow => focus(selector),
            Some(selector) => focus_unscrolled(selector),
            None => {}
        }
        // What was meant may not be drawn: the page's keys go on all the same.
        focus_if_lost(".project");
    });
}

/// The selector of a record's row.
pub(crate) fn row_of(record: impl std::fmt::Display) -> String {
    format!(".task[data-record=\"{record}\"]")
}

/// The selector of a part of a record's row, by its class.
pub(crate) fn part_of(record: impl std::fmt::Display, class: &str) -> String {
    format!("{} .{class}", row_of(record))
}

/// Whether something fits a selector.
pub(crate) fn is_there(selector: &str) -> bool {
    document().query_selector(selector).is_ok_and(|found| found.is_some())
}

/// Gives the focus to an element where nothing has it even after all that goes elsewhere with a row has gone. Nothing scrolls.
pub(crate) fn focus_later_if_lost(selector: &'static str) {
    /// How long what moves the focus with a row may take, in milliseconds.
    const SETTLED: u32 = 50;
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(SETTLED).await;
        focus_if_lost(selector);
    });
}

/// How many frames a box may take to draw what it was scrolled to.
const FRAMES: usize = 6;

/// Waits until something is drawn, but not for long.
async fn drawn(selector: &str) {
    for _ in 0..FRAMES {
        if is_there(selector) {
            break;
        }
        gloo_timers::future::TimeoutFuture::new(16).await;
    }
}

/// Scrolls to the beginning of a list that draws only what is in view, or to its end, and moves the focus to what is there.
pub(crate) fn focus_at_edge(list: &Element, is_start: bool, selector: String) {
    if !is_there(&selector) {
        let options = web_sys::ScrollIntoViewOptions::new();
        let edge = if is_start { web_sys::ScrollLogicalPosition::Start } else { web_sys::ScrollLogicalPosition::End };
        options.set_block(edge);
        list.scroll_into_view_with_scroll_into_view_options(&options);
    }
    wasm_bindgen_futures::spawn_local(async move {
        drawn(&selector).await;
        focus(&selector);
        focus_if_lost(".project");
    });
}

/// Scrolls so far down a box; where it is as high as all that is in it, the page scrolls.
fn scroll_to_part(around: &Element, part: f64) {
    if around.scroll_height() > around.client_height() {
        around.set_scroll_top((f64::from(around.scroll_height()) * part) as i32);
        return;
    }
    let shape = around.get_bounding_client_rect();
    let middle = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default() / 2.0;
    window().scroll_by_with_x_and_y(0.0, shape.top() + shape.height() * part - middle);
}

/// How often something that is not drawn is scrolled to.
const TRIES: usize = 4;

/// As [`focus_soon`], of what stands in a box that draws only what is in view, so far down it as a part of its whole height.
pub(crate) fn focus_within(around: String, part: f64, selector: String) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        let around = document().query_selector(&around).ok().flatten();
        // What is drawn on the way may be higher or lower than it was taken for: then it is somewhat further.
        for _ in 0..TRIES {
            if let Some(around) = around.as_ref().filter(|_| !is_there(&selector)) {
                scroll_to_part(around, part);
            }
            drawn(&selector).await;
        }
        focus(&selector);
        focus_if_lost(".project");
    });
}

/// As [`focus_soon`], if by then nothing has the focus.
pub(crate) fn focus_soon_if_lost(selector: String) {
    focus_first_soon_if_lost(vec![selector]);
}

/// As [`focus_first_soon`], if by then nothing has the focus.
pub(crate) fn focus_first_soon_if_lost(selectors: Vec<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        if is_focus_lost() {
            focus_first_soon(selectors);
        }
    });
}

/// The text of a form's field of that name.
pub(crate) fn form_value(form: &web_sys::HtmlFormElement, name: &str) -> String {
    let field = form.query_selector(&format!("[name={name}]")).ok().flatten();
    let value = field.and_then(|field| js_sys::Reflect::get(&field, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Whether what is typed or pasted at an element is written there.
pub(crate) fn takes_text(element: &web_sys::Element) -> bool {
    match element.tag_name().as_str() {
        "INPUT" => {
            let kind = element.get_attribute("type").unwrap_or_default();
            !matches!(kind.as_str(), "checkbox" | "radio" | "button" | "file")
        }
        "TEXTAREA" => true,
        _ => element.dyn_ref::<web_sys::HtmlElement>().is_some_and(web_sys::HtmlElement::is_content_editable),
    }
}

/// Whether an event comes from a field with text that only a button will store: a comment, a new step, a new tag.
pub(crate) fn is_writing(event: &web_sys::Event) -> bool {
    let Some(field) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    let in_form = field.closest("form").ok().flatten().is_some();
    let text = js_sys::Reflect::get(&field, &"value".into()).ok().and_then(|value| value.as_string());
    in_form && field.tag_name() != "SELECT" && text.is_some_and(|text| !text.trim().is_empty())
}
