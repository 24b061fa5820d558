//! What the page takes of the device's memory.

use wasm_bindgen::{JsCast as _, JsValue};

use super::words::{part_of_size, size};

/// In bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Memory {
    /// The app's own. It never gives any back, so this is the most that it took since the page was opened.
    app: u64,
    /// The browser's for the page's scripts, where it tells.
    scripts: Option<Heap>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heap {
    used: u64,
    /// What the browser gives at most.
    most: u64,
}

impl Memory {
    /// What is taken now.
    pub(super) fn now() -> Self {
        let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
        let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
        Self { app: u64::from(buffer.byte_length()), scripts: heap() }
    }

    /// In words.
    pub(super) fn words(self) -> [String; 2] {
        let scripts = self.scripts.map_or_else(String::new, |heap| part_of_size(heap.used, heap.most));
        [size(self.app), scripts]
    }

    /// Whether more than four fifths of what the browser gives is used.
    pub(super) fn is_tight(self) -> bool {
        self.scripts.is_some_and(|heap| heap.used > heap.most / 5 * 4)
    }
}

/// Only Chromium tells.
fn heap() -> Option<Heap> {
    let of = |object: &JsValue, name: &str| js_sys::Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let memory = of(&of(&js_sys::global(), "performance"), "memory");
    let number = |name| (!memory.is_undefined()).then(|| of(&memory, name)).and_then(|value| value.as_f64());
    let heap = Heap { used: number("usedJSHeapSize")? as u64, most: number("jsHeapSizeLimit")? as u64 };
    (heap.most > 0).then_some(heap)
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn it_is_tight_from_four_fifths_on() {
        let of = |used| Memory { app: 1, scripts: Some(Heap { used, most: 1_000 }) };
        assert_eq!([of(800), of(801)].map(Memory::is_tight), [false, true]);
        assert!(!Memory { app: u64::MAX, scripts: None }.is_tight());
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn the_app_takes_whole_pages_of_memory() {
        let Memory { app, .. } = Memory::now();
        assert!(app > 0 && app.is_multiple_of(65_536), "{app}");
    }
}
