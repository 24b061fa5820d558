//! Whether the server can be reached: pure, from the line and from the last request that anyone made.

use holdfast_core::status::Link;

/// What this tab knows of the link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct LinkState {
    /// This tab keeps the line, and it is up.
    pub(super) line_up: bool,
    /// What the last request, of whichever tab or the worker, said.
    pub(super) last: Link,
}

impl LinkState {
    /// The link. An open line outweighs a request that failed; a sign-out outweighs the line.
    pub(super) fn link(self) -> Link {
        match self {
            Self { last: Link::SignedOut, .. } => Link::SignedOut,
            Self { line_up: true, .. } => Link::Up,
            Self { last, .. } => last,
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_failed_push_does_not_take_an_open_line_down() {
        assert_eq!(LinkState { line_up: true, last: Link::Down }.link(), Link::Up);
        assert_eq!(LinkState { line_up: false, last: Link::Down }.link(), Link::Down);
        assert_eq!(LinkState { line_up: true, last: Link::SignedOut }.link(), Link::SignedOut);
        assert_eq!(LinkState::default().link(), Link::Connecting);
    }
}
