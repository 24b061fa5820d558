//! What the interface itself remembers: toasts.

use std::collections::BTreeSet;

use yew::{AttrValue, Callback};
use yewdux::prelude::*;

/// The interface's state.
#[derive(Clone, Debug, Default, PartialEq, Store)]
pub struct Ui {
    /// What is being said, oldest first.
    pub toasts: Vec<Toast>,
    /// What a person has been told, or need not be, since they began to work here.
    told: BTreeSet<&'static str>,
    last: u64,
}

/// Something said for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Which; set when shown.
    pub id: u64,
    /// How serious it is.
    pub tone: Tone,
    /// What is said.
    pub text: AttrValue,
    /// Words to keep, to unfold and copy.
    pub details: Option<AttrValue>,
    /// What the browser or the server said in its own words, to unfold.
    pub said: Option<AttrValue>,
    /// What can be done about it.
    pub actions: Vec<Action>,
    /// What dismissing it does besides.
    pub dismissed: Option<Callback<()>>,
    /// Whether it stays until dismissed.
    pub stays: bool,
    /// Whether it is about the app itself, whoever uses it.
    pub of_app: bool,
    /// What it is about that is said once at a time: the next one takes its place.
    pub about: Option<&'static str>,
}

/// How serious a toast is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// Something went wrong.
    Problem,
}

/// A toast's button.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What it says.
    pub label: AttrValue,
    /// What it does.
    pub run: Callback<()>,
}

impl Toast {
    /// Says something for a few seconds.
    pub fn info(text: impl Into<AttrValue>) -> Self {
        Self {
            id: 0,
            tone: Tone::Info,
            text: text.into(),
            details: None,
            said: None,
            actions: Vec::new(),
            dismissed: None,
            stays: false,
            of_app: false,
            about: None,
        }
    }

    /// Says that something went wrong, until dismissed.
    pub fn problem(text: impl Into<AttrValue>) -> Self {
        Self { tone: Tone::Problem, stays: true, ..Self::info(text) }
    }

    /// Adds a button.
    #[must_use]
    pub fn with_action(mut self, label: impl Into<AttrValue>, run: impl Fn() + 'static) -> Self {
        self.actions.push(Action { label: label.into(), run: Callback::from(move |()| run()) });
        self
    }

    /// Adds words to keep.
    #[must_use]
    pub fn with_details(self, details: impl Into<AttrValue>) -> Self {
        Self { details: Some(details.into()), ..self }
    }

    /// Adds what the browser or the server said in its own words, if it did.
    #[must_use]
    pub fn with_said(self, said: Option<&str>) -> Self {
        Self { said: said.map(|said| said.to_owned().into()), ..self }
    }

    /// Has dismissing it do something.
    #[must_use]
    pub fn on_dismiss(self, run: impl Fn() + 'static) -> Self {
        Self { dismissed: Some(Callback::from(move |()| run())), ..self }
    }

    /// Keeps it until dismissed.
    #[must_use]
    pub fn staying(self) -> Self {
        Self { stays: true, ..self }
    }

    /// Has the next one about the same take its place.
    #[must_use]
    pub fn about(self, what: &'static str) -> Self {
        Self { about: Some(what), ..self }
    }

    /// Keeps it for whoever comes next too: it is about the app itself.
    #[must_use]
    pub fn of_app(self) -> Self {
        Self { of_app: true, ..self }
    }
}

impl Ui {
    /// The most toasts shown at once; the oldest that need not stay go first.
    const MOST: usize = 3;

    /// Shows a toast.
    pub fn say(&mut self, toast: Toast) {
        self.last += 1;
        self.toasts.retain(|one| one.about.is_none() || one.about != toast.about);
        self.toasts.push(Toast { id: self.last, ..toast });
        while self.toasts.len() > Self::MOST {
            // What was just said is seen in any case: it may be the way to undo it.
            let may_go = |toast: &Toast| !toast.stays && toast.id != self.last;
            let Some(oldest) = self.toasts.iter().position(may_go) else { break };
            self.toasts.remove(oldest);
        }
    }

    /// Shows a toast in the place of another that may still be there, or takes that away. Which it is.
    pub fn say_instead(&mut self, before: Option<u64>, toast: Option<Toast>) -> Option<u64> {
        let place = self.toasts.iter_mut().find(|one| Some(one.id) == before);
        match (place, toast) {
            (Some(place), Some(toast)) => *place = Toast { id: place.id, ..toast },
            (Some(place), None) => {
                let id = place.id;
                self.dismiss(id);
                return None;
            }
            (None, Some(toast)) => {
                self.say(toast);
                return Some(self.last);
            }
            (None, None) => return None,
        }
        before
    }

    /// Whether it is the first time that this is asked, of something that a person is to be told once.
    pub fn is_first(&mut self, what: &'static str) -> bool {
        self.told.insert(what)
    }

    /// Takes away all that was said to a person, which may hold their words or undo their edits; what concerns the app
    /// itself stays.
    pub fn forget_person(&mut self) {
        self.toasts.retain(|toast| toast.of_app);
        self.told.clear();
    }

    /// Takes a toast away.
    pub fn dismiss(&mut self, id: u64) {
        self.toasts.retain(|toast| toast.id != id);
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn toasts_that_stay_are_never_pushed_out() {
        let mut ui = Ui::default();
        ui.say(Toast::problem("first"));
        for number in 0..10 {
            ui.say(Toast::info(format!("{number}")));
        }
        let texts: Vec<_> = ui.toasts.iter().map(|toast| toast.text.to_string()).collect();
        assert_eq!(texts, ["first", "8", "9"]);
        ui.dismiss(1);
        assert_eq!(ui.toasts.len(), 2);
        for number in 0..5 {
            ui.say(Toast::problem(format!("problem {number}")));
        }
        ui.say(Toast::info("Deleted").with_action("Undo", || {}));
        assert_eq!(ui.toasts.last().map(|toast| &*toast.text), Some("Deleted"), "what was just said is seen");
    }

    #[test]
    fn of_what_is_said_once_at_a_time_the_last_is_shown() {
        let mut ui = Ui::default();
        ui.say(Toast::info("Moved one").about("moved"));
        ui.say(Toast::info("Saved"));
        ui.say(Toast::info("Moved another").about("moved"));
        ui.say(Toast::info("Saved"));
        let texts: Vec<_> = ui.toasts.iter().map(|toast| toast.text.to_string()).collect();
        assert_eq!(texts, ["Saved", "Moved another", "Saved"]);
    }

    #[test]
    fn a_toast_takes_the_place_of_another() {
        let mut ui = Ui::default();
        let first = ui.say_instead(None, Some(Toast::info("1 due").staying()));
        ui.say(Toast::info("Saved"));
        assert_eq!(ui.say_instead(first, Some(Toast::info("2 due").staying())), first);
        let texts: Vec<_> = ui.toasts.iter().map(|toast| (toast.id, toast.text.to_string())).collect();
        assert_eq!(texts, [(1, "2 due".to_owned()), (2, "Saved".to_owned())]);
        assert_eq!(ui.say_instead(first, None), None);
        assert_eq!(ui.say_instead(first, Some(Toast::info("3 due"))), Some(3), "what was dismissed comes anew");
        assert_eq!(ui.toasts.len(), 2);
    }

    #[test]
    fn nothing_said_to_a_person_outlasts_them() {
        let mut ui = Ui::default();
        ui.say(Toast::info("A new version is ready.").staying().of_app());
        ui.say(Toast::info("\"Secret\" is due").staying().with_action("Done", || {}));
        ui.say(Toast::info("Deleted \"Secret\"").with_action("Undo", || {}));
        ui.say(Toast::problem("1 edit could not be stored.").with_details("Secret"));
        ui.forget_person();
        let texts: Vec<_> = ui.toasts.iter().map(|toast| toast.text.to_string()).collect();
        assert_eq!(texts, ["A new version is ready."]);
    }

    #[test]
    fn what_is_told_once_is_told_again_to_whoever_comes_next() {
        let mut ui = Ui::default();
        assert_eq!([ui.is_first("old"), ui.is_first("other"), ui.is_first("old")], [true, true, false]);
        ui.forget_person();
        assert!(ui.is_first("old"));
    }
}
