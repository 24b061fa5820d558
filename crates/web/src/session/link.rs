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

/// Who heard from the server, or failed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Whoever keeps the line, in a request of the line's own: the line knows by itself.
    ByLine,
    /// Another request, of this tab, of another or of the worker.
    Elsewhere,
}

impl LinkState {
    /// Whether such news is a reason to wake the line: it waits while the server answers others, or is up while it does not
    /// answer them.
    pub(super) fn wakes_line(self, news: Link, heard: Heard) -> bool {
        heard == Heard::Elsewhere
            && match news {
                Link::Up => self.last != Link::Up && !self.line_up,
                Link::Down => self.line_up,
                Link::Connecting | Link::SignedOut => false,
            }
    }

    /// The line is gone, and nobody knows yet whether the server is too.
    pub(super) fn line_lost(&mut self) {
        self.line_up = false;
        if self.last != Link::SignedOut {
            self.last = Link::Up;
        }
    }

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
    fn the_line_is_not_woken_by_what_it_found_out_itself() {
        let waits = LinkState { line_up: false, last: Link::Down };
        let up = LinkState { line_up: true, last: Link::Up };
        assert!(waits.wakes_line(Link::Up, Heard::Elsewhere), "somebody got through");
        assert!(!waits.wakes_line(Link::Up, Heard::ByLine), "it would begin again at once, for ever");
        assert!(!up.wakes_line(Link::Up, Heard::Elsewhere));
        assert!(up.wakes_line(Link::Down, Heard::Elsewhere), "it may be dead without knowing it");
        assert!(!up.wakes_line(Link::Down, Heard::ByLine));
    }

    #[test]
    fn a_lost_line_alone_is_no_reason_to_say_that_the_server_cannot_be_reached() {
        let lost = |last| {
            let mut state = LinkState { line_up: true, last };
            state.line_lost();
            state.link()
        };
        assert_eq!(lost(Link::Down), Link::Up, "a push failed before; the line was up since");
        assert_eq!(lost(Link::SignedOut), Link::SignedOut);
    }

    #[test]
    fn a_failed_push_does_not_take_an_open_line_down() {
        assert_eq!(LinkState { line_up: true, last: Link::Down }.link(), Link::Up);
        assert_eq!(LinkState { line_up: false, last: Link::Down }.link(), Link::Down);
        assert_eq!(LinkState { line_up: true, last: Link::SignedOut }.link(), Link::SignedOut);
        assert_eq!(LinkState::default().link(), Link::Connecting);
    }
}
