//! Doing things later or less often: after a quiet time, at most once a span, at the next frame, when there is nothing else
//! to do. What is dropped does nothing any more, so nothing runs for a component that is gone.

#[cfg(feature = "yew")]
mod browser;
mod debounced;
#[cfg(feature = "yew")]
mod hooks;
mod pace;
mod paced;
mod throttled;

#[cfg(feature = "yew")]
pub use browser::{Frame, Idle};
pub use debounced::Debounced;
#[cfg(feature = "yew")]
pub use hooks::{use_debounced, use_debounced_callback, use_frame_callback, use_idle_callback, use_throttled_callback};
pub use throttled::Throttled;
