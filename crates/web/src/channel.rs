//! The BroadcastChannel between the tabs and the service worker of one person. A browser does not echo a message to the
//! object that sent it.

use holdfast_core::{client::Hint, id::PersonId};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use crate::{
    events::Listener,
    messages::{Said, Word, person_name},
};

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

    /// An end that tells and listens. What it cannot read (a newer build's) is passed over.
    pub(crate) fn listening(person: PersonId, on_said: impl Fn(Said) + 'static) -> Self {
        let mut end = Self::new(person);
        end.listener = end.channel.as_ref().map(|channel| {
            Listener::new(channel, "message", move |event| {
                let text = event.unchecked_ref::<MessageEvent>().data().as_string();
                if let Some(said) = text.and_then(|text| serde_json::from_str(&text).ok()) {
                    on_said(said);
                }
            })
        });
        end
    }

    /// Tells the others.
    pub fn tell(&self, hint: &Hint) {
        self.say(&Said::Hint(hint.clone()));
    }

    /// Tells the other tabs something that only they care for.
    pub(crate) fn say_word(&self, word: Word) {
        self.say(&Said::Word(word));
    }

    fn say(&self, said: &Said) {
        let text = serde_json::to_string(said).expect("what is said has no failing serialiser");
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
