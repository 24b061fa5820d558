//! What tabs tell each other of texts: an update that one has made and kept, so that it shows in the others at once; and that
//! what is kept has changed.

use holdfast_core::id::PersonId;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Place;
use crate::{events::Listener, messages::code_name};

/// What another tab has told.
pub(crate) struct Told {
    pub(crate) place: Place,
    pub(crate) word: Word,
}

/// What there is to tell.
pub(crate) enum Word {
    /// This was written and is kept, by a key of this time.
    Wrote(Vec<u8>, u64),
    /// The server has what was kept.
    Sent,
    /// What was kept and not sent was thrown away.
    Discarded,
}

const SENT: &str = "sent";
const DISCARDED: &str = "discarded";

/// One end; closed when dropped. A browser does not echo a message to the object that sent it.
pub(crate) struct Tabs {
    channel: Option<BroadcastChannel>,
    listener: Option<Listener>,
}

impl Tabs {
    pub(crate) fn listening(person: PersonId, on_told: impl Fn(Told) + 'static) -> Self {
        // `None` where the browser refuses one: what is told may be lost anyway, and the server tells it too.
        let channel = BroadcastChannel::new(&code_name(person)).ok();
        let listener = channel.as_ref().map(|channel| {
            Listener::new(channel, "message", move |event| {
                if let Some(told) = read(&event.unchecked_ref::<MessageEvent>().data()) {
                    on_told(told);
                }
            })
        });
        Self { channel, listener }
    }

    pub(crate) fn tell(&self, place: Place, word: &Word) {
        let (word, time) = match word {
            Word::Wrote(update, time) => (Uint8Array::from(update.as_slice()).into(), JsValue::from_f64(*time as f64)),
            Word::Sent => (SENT.into(), JsValue::NULL),
            Word::Discarded => (DISCARDED.into(), JsValue::NULL),
        };
        if let Some(channel) = &self.channel {
            // Throws on a closed channel: then there is nobody to tell.
            let _ = channel.post_message(&Array::of3(&place.name().into(), &word, &time));
        }
    }
}

fn read(data: &JsValue) -> Option<Told> {
    let parts: &Array = data.dyn_ref()?;
    let place = Place::named(&parts.get(0).as_string()?)?;
    let word = parts.get(1);
    let word = match word.as_string().as_deref() {
        Some(SENT) => Word::Sent,
        Some(DISCARDED) => Word::Discarded,
        Some(_) => return None,
        None => Word::Wrote(word.dyn_ref::<Uint8Array>()?.to_vec(), parts.get(2).as_f64()? as u64),
    };
    Some(Told { place, word })
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.listener.take();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
