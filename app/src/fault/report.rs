//! What is written down of a fault, for who mends it. Nothing that people wrote is added to it.

/// Something that failed.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fault {
    /// What it said.
    pub(super) what: String,
    /// Where it was.
    pub(super) trace: String,
    pub(super) leaves: Leaves,
}

/// What a fault leaves of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leaves {
    /// All of it: the page can be drawn anew.
    Whole,
    /// Nothing to rely on. Where Rust ends in the middle nothing is put back: what was borrowed stays borrowed, Yew's own list of
    /// what to draw included. Only a new page helps.
    Broken,
}

/// What is left after an error of that name: WebAssembly that ends in the middle is told by this one.
pub(super) fn left_by(name: &str) -> Leaves {
    if name == "RuntimeError" { Leaves::Broken } else { Leaves::Whole }
}

/// Whether nobody has foreseen that this fails. A request that is cut off, or something that the browser does not allow, is
/// met where it matters; the rest of these is noise that browsers and their extensions make.
pub(super) fn is_unforeseen(name: &str, what: &str) -> bool {
    const FORESEEN: [&str; 6] =
        ["AbortError", "NetworkError", "NotAllowedError", "QuotaExceededError", "TimeoutError", "InvalidStateError"];
    const NOISE: [&str; 4] = ["ResizeObserver loop", "Script error", "Failed to fetch", "Load failed"];
    !what.is_empty() && !FORESEEN.contains(&name) && !NOISE.iter().any(|noise| what.contains(noise))
}

/// The report.
pub(super) fn report(fault: &Fault, path: &str, when: &str, browser: &str) -> String {
    format!(
        "Holdfast {}\nAt: {when}\nPage: {path}\nBrowser: {browser}\n\n{}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        fault.what.trim(),
        fault.trace.trim()
    )
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_met_elsewhere_and_noise_are_passed_over() {
        for (name, what, told) in [
            ("TypeError", "x is undefined", true),
            ("RuntimeError", "unreachable", true),
            ("TypeError", "Failed to fetch", false),
            ("AbortError", "The user aborted a request.", false),
            ("", "Script error.", false),
            ("", "ResizeObserver loop completed with undelivered notifications.", false),
            ("Error", "", false),
        ] {
            assert_eq!(is_unforeseen(name, what), told, "{name}: {what}");
        }
    }

    #[test]
    fn after_a_trap_nothing_is_drawn_anew() {
        assert_eq!((left_by("RuntimeError"), left_by("TypeError")), (Leaves::Broken, Leaves::Whole));
    }

    #[test]
    fn a_report_says_what_and_where() {
        let fault = Fault { what: "panicked at app.rs:1".into(), trace: "at f".into(), leaves: Leaves::Broken };
        let text = report(&fault, "/e/1", "2026-01-02T03:04:05Z", "Browser 1");
        for part in ["panicked at app.rs:1", "at f", "Page: /e/1", "2026-01-02", "Browser 1"] {
            assert!(text.contains(part), "{part}");
        }
    }
}
