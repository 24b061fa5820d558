//! What tabs tell each other of texts: an update that one has made or heard, as it is, so that it shows in the others at once; and
//! that what is kept has changed.

use holdfast_core::id::PersonId;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::Place;
use crate::{events::Listener, messages::code_name};

/// What another tab has told.
pub(super) struct Told {
    pub(super) place: Place,
    /// None where only what is kept has changed.
    pub(super) update: Option<Vec<u8>>,
}

/// One end; closed when dropped. A browser does not echo a message to the object that sent it.
pub(super) struct Tabs {
    channel: Option<BroadcastChannel>,
    listener: Option<Listener>,
}

impl Tabs {
    pub(super) fn listening(person: PersonId, on_told: impl Fn(Told) + 'static) -> Self {
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

    pub(super) fn tell(&self, place: Place, update: Option<&[u8]>) {
        let message =
            Array::of2(&place.name().into(), &update.map_or(JsValue::NULL, |update| Uint8Array::from(update).into()));
        if let Some(channel) = &self.channel {
            // Throws on a closed channel: then there is nobody to tell.
            let _ = channel.post_message(&message);
        }
    }
}

fn read(data: &JsValue) -> Option<Told> {
    let parts: &Array = data.dyn_ref()?;
    let place = Place::named(&parts.get(0).as_string()?)?;
    Some(Told { place, update: parts.get(1).dyn_ref::<Uint8Array>().map(Uint8Array::to_vec) })
}

impl Drop for Tabs {
    fn drop(&mut self) {
        self.listener.take();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
