//! How the app looks on this device. Each choice is an attribute of the root element, which the styles know; a script in
//! `index.html` sets the same before the first paint.

use holdfast_web::preferences;

use crate::t::{self, Tongue, Words};

/// A choice, the first of which holds unless another is made.
pub(crate) struct Choice {
    /// Its name, and with `data-` before it that of the attribute.
    pub(crate) name: &'static str,
    /// What people read.
    pub(crate) words: Words,
    /// What there is to choose from: the attribute's value, and what people read.
    pub(crate) options: &'static [(&'static str, Words)],
}

/// All choices. Languages are called what they call themselves.
pub(crate) const CHOICES: [Choice; 6] = [
    Choice {
        name: "theme",
        words: t::look_theme,
        options: &[("system", t::look_system), ("light", t::look_light), ("dark", t::look_dark)],
    },
    Choice {
        name: "contrast",
        words: t::look_contrast,
        options: &[("system", t::look_system), ("more", t::look_more_contrast)],
    },
    Choice {
        name: "density",
        words: t::look_density,
        options: &[("comfortable", t::look_comfortable), ("compact", t::look_compact)],
    },
    Choice {
        name: "motion",
        words: t::look_motion,
        options: &[("system", t::look_system), ("less", t::look_less_motion)],
    },
    Choice { name: "sidebar", words: t::look_sidebar, options: &[("open", t::look_shown), ("closed", t::look_hidden)] },
    Choice {
        name: LANGUAGE,
        words: t::look_language,
        options: &[("system", t::look_system), ("en", || "English"), ("de", || "Deutsch")],
    },
];

/// The name of the choice of a language.
pub(crate) const LANGUAGE: &str = "language";

/// Which options are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look([usize; CHOICES.len()]);

impl Look {
    /// What was kept of it on this device.
    pub(crate) fn kept() -> Self {
        Self::read(&preferences::load(preferences::LOOK).unwrap_or_default())
    }

    /// The language to speak.
    pub(crate) fn tongue(self) -> Tongue {
        Tongue::chosen(self.of(LANGUAGE))
    }

    /// What was kept of it; what is not known is passed over.
    pub(crate) fn read(text: &str) -> Self {
        let mut look = Self::default();
        for (name, option) in text.split(' ').filter_map(|pair| pair.split_once('=')) {
            look.choose(name, option);
        }
        look
    }

    /// What to keep of it: what is not as it is by itself.
    pub(crate) fn text(self) -> String {
        let pairs = self.chosen().filter_map(|(choice, at)| {
            let (option, _) = choice.options.get(at).filter(|_| at > 0)?;
            Some(format!("{}={option}", choice.name))
        });
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// The choices, each with the number of its option.
    pub(crate) fn chosen(self) -> impl Iterator<Item = (&'static Choice, usize)> {
        CHOICES.iter().zip(self.0)
    }

    /// The option that is chosen of a choice.
    pub(crate) fn of(self, name: &str) -> &'static str {
        let found = self.chosen().find(|(choice, _)| choice.name == name);
        found.map_or("", |(choice, at)| choice.options[at].0)
    }

    /// Chooses, if there is such an option.
    pub(crate) fn choose(&mut self, name: &str, option: &str) {
        for (choice, at) in CHOICES.iter().zip(&mut self.0).filter(|(choice, _)| choice.name == name) {
            *at = choice.options.iter().position(|(known, _)| *known == option).unwrap_or(*at);
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_look_is_kept_and_read_again() {
        let mut look = Look::default();
        assert_eq!((look.text().as_str(), look.of("theme"), look.of("sidebar")), ("", "system", "open"));
        look.choose("theme", "dark");
        look.choose("density", "compact");
        look.choose("theme", "sepia");
        look.choose("smell", "roses");
        look.choose(LANGUAGE, "de");
        assert_eq!(look.text(), "theme=dark density=compact language=de");
        assert_eq!(look.tongue(), Tongue::German);
        assert_eq!(Look::read(&look.text()), look);
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        assert_eq!(Look::read("theme=sepia nonsense =  density=compact").text(), "density=compact");
        assert_eq!(Look::read(""), Look::default());
    }
}
