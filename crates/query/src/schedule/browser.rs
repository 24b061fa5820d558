//! The browser's own times: the next frame, and when there is nothing else to do.

use std::{
    cell::{Cell, OnceCell},
    rc::{Rc, Weak},
};

use wasm_bindgen::{JsCast as _, JsValue, closure::Closure};
use web_sys::{IdleRequestOptions, Window};

use crate::Millis;

/// Runs before the next frame is drawn, once however often it is asked for. While the page is hidden no frames are drawn; it
/// runs when the page is seen again. Dropped, it does not run any more.
pub struct Frame(Rc<Asked<FrameKind>>);

impl Frame {
    /// `run` gets the frame's time, in milliseconds since the page began.
    pub fn new(run: impl Fn(f64) + 'static) -> Self {
        Self(Asked::new(FrameKind, move |time| run(time.as_f64().unwrap_or_default())))
    }

    /// Has it run before the next frame. Without a window it does not.
    pub fn request(&self) {
        self.0.request();
    }

    /// It does not run, if it has not yet.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether it is to run.
    pub fn is_pending(&self) -> bool {
        self.0.booked.get().is_some()
    }
}

/// Runs when the page has nothing else to do, once however often it is asked for. Where the browser does not know when that
/// is, it runs after what is being done now. Dropped, it does not run any more.
pub struct Idle(Rc<Asked<IdleKind>>);

impl Idle {
    /// `latest` is how many milliseconds it waits at most, however busy the page is.
    pub fn new(latest: Millis, run: impl Fn() + 'static) -> Self {
        Self(Asked::new(IdleKind { latest: latest.try_into().unwrap_or(u32::MAX) }, move |_| run()))
    }

    /// Has it run. Without a window it does not.
    pub fn request(&self) {
        self.0.request();
    }

    /// It does not run, if it has not yet.
    pub fn cancel(&self) {
        self.0.cancel();
    }

    /// Whether it is to run.
    pub fn is_pending(&self) -> bool {
        self.0.booked.get().is_some()
    }
}

/// A way of the browser's to call something once, later.
trait Kind: 'static {
    type Booked: Copy;

    fn book(&self, window: &Window, call: &js_sys::Function) -> Result<Self::Booked, JsValue>;

    fn unbook(window: &Window, booked: Self::Booked);
}

struct FrameKind;

impl Kind for FrameKind {
    type Booked = i32;

    fn book(&self, window: &Window, call: &js_sys::Function) -> Result<i32, JsValue> {
        window.request_animation_frame(call)
    }

    fn unbook(window: &Window, booked: i32) {
        // It can only fail where it could not be booked.
        let _ = window.cancel_animation_frame(booked);
    }
}

struct IdleKind {
    latest: u32,
}

#[derive(Clone, Copy)]
enum IdleBooked {
    Idle(u32),
    Timer(i32),
}

impl Kind for IdleKind {
    type Booked = IdleBooked;

    fn book(&self, window: &Window, call: &js_sys::Function) -> Result<IdleBooked, JsValue> {
        // Not every browser has it.
        if js_sys::Reflect::has(window, &JsValue::from_str("requestIdleCallback"))? {
            let options = IdleRequestOptions::new();
            options.set_timeout(self.latest);
            return window.request_idle_callback_with_options(call, &options).map(IdleBooked::Idle);
        }
        window.set_timeout_with_callback_and_timeout_and_arguments_0(call, 1).map(IdleBooked::Timer)
    }

    fn unbook(window: &Window, booked: IdleBooked) {
        match booked {
            IdleBooked::Idle(handle) => window.cancel_idle_callback(handle),
            IdleBooked::Timer(handle) => window.clear_timeout_with_handle(handle),
        }
    }
}

/// Something to be called once, later.
struct Asked<K: Kind> {
    kind: K,
    booked: Cell<Option<K::Booked>>,
    /// Made once, with a way back to this.
    call: OnceCell<Closure<dyn Fn(JsValue)>>,
}

impl<K: Kind> Asked<K> {
    fn new(kind: K, run: impl Fn(JsValue) + 'static) -> Rc<Self> {
        let asked = Rc::new(Self { kind, booked: Cell::new(None), call: OnceCell::new() });
        let weak: Weak<Self> = Rc::downgrade(&asked);
        asked.call.get_or_init(move || {
            Closure::new(move |given| {
                // Held while it runs, which may be what drops it.
                let Some(asked) = weak.upgrade() else { return };
                // What runs may ask again: for the next time.
                asked.booked.set(None);
                run(given);
            })
        });
        asked
    }

    fn request(&self) {
        if self.booked.get().is_some() {
            return;
        }
        if let (Some(window), Some(call)) = (web_sys::window(), self.call.get()) {
            self.booked.set(self.kind.book(&window, call.as_ref().unchecked_ref()).ok());
        }
    }

    fn cancel(&self) {
        if let (Some(booked), Some(window)) = (self.booked.take(), web_sys::window()) {
            K::unbook(&window, booked);
        }
    }
}

impl<K: Kind> Drop for Asked<K> {
    fn drop(&mut self) {
        self.cancel();
    }
}
