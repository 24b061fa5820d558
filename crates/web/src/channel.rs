//! The BroadcastChannel between the tabs and the service worker of one person. A browser does not echo a message to the
//! object that sent it.

use holdfast_core::{client::Hint, id::PersonId};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{events::Listener, messages::person_name};

/// One end of the channel; closed when dropped.
pub struct Channel {
    // `None` where the browser refuses one: hints may be lost anyway.
    channel: Option<BroadcastChannel>,
    listener: Option<Listener>,
}

impl Channel {
    /// An end that only tells.
    pub fn new(person: PersonId) -> Self {
        Self { channel: BroadcastChannel::new(&person_name(person)).ok(), listener: None }
    }

    /// An end that tells and listens. What it cannot read (a newer build's hint) is passed over.
    pub fn listening(person: PersonId, on_hint: impl Fn(Hint) + 'static) -> Self {
        let mut end = Self::new(person);
        end.listener = end.channel.as_ref().map(|channel| {
            Listener::new(channel, "message", move |event| {
                let text = event.unchecked_ref::<MessageEvent>().data().as_string();
                if let Some(hint) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    on_hint(hint);
                }
            })
        });
        end
    }

    /// Tells the others.
    pub fn tell(&self, hint: &Hint) {
        let text = serde_json::to_string(hint).expect("a hint has no failing serialiser");
        if let Some(channel) = &self.channel {
            // Throws on a closed channel: then there is nobody to tell.
            let _ = channel.post_message(&JsValue::from_str(&text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.listener.take();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
