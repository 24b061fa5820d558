//! The BroadcastChannel over which one person's tabs share the query layer's answers. Hints about records have a channel of
//! their own.

use std::cell::RefCell;

use holdfast_core::id::PersonId;
use holdfast_query::tabs::Line;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{events::Listener, messages::queries_name};

/// One tab's end of the channel; closed when dropped.
pub struct BroadcastLine {
    // `None` where the browser refuses one: then there are no other tabs to share with.
    channel: Option<BroadcastChannel>,
    listener: RefCell<Option<Listener>>,
}

impl BroadcastLine {
    /// That person's.
    pub fn new(person: PersonId) -> Self {
        let channel = BroadcastChannel::new(&queries_name(person)).ok();
        Self { channel, listener: RefCell::default() }
    }
}

impl Line for BroadcastLine {
    fn post(&self, text: &str) {
        if let Some(channel) = &self.channel {
            // Throws on a closed channel: then there is nobody to tell.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }

    fn listen(&self, on_text: Box<dyn Fn(&str)>) {
        let Some(channel) = &self.channel else { return };
        let listener = Listener::new(channel, "message", move |event| {
            if let Some(text) = event.unchecked_ref::<MessageEvent>().data().as_string() {
                on_text(&text);
            }
        });
        self.listener.replace(Some(listener));
    }
}

impl Drop for BroadcastLine {
    fn drop(&mut self) {
        self.listener.take();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
