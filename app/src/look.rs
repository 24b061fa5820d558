//! How the app looks on this device. Each choice is an attribute of the root element, which the styles know; a script in
//! `index.html` sets the same before the first paint.

/// A choice, the first of which holds unless another is made.
pub(crate) struct Choice {
    /// Its name, and with `data-` before it that of the attribute.
    pub(crate) name: &'static str,
    /// What people read.
    pub(crate) words: &'static str,
    /// What there is to choose from: the attribute's value, and what people read.
    pub(crate) options: &'static [(&'static str, &'static str)],
}

/// All choices.
pub(crate) const CHOICES: [Choice; 5] = [
    Choice {
        name: "theme",
        words: "Theme",
        options: &[("system", "As the system"), ("light", "Light"), ("dark", "Dark")],
    },
    Choice { name: "contrast", words: "Contrast", options: &[("system", "As the system"), ("more", "More")] },
    Choice { name: "density", words: "Density", options: &[("comfortable", "Comfortable"), ("compact", "Compact")] },
    Choice { name: "motion", words: "Motion", options: &[("system", "As the system"), ("less", "Less")] },
    Choice { name: "sidebar", words: "Sidebar", options: &[("open", "Shown"), ("closed", "Hidden")] },
];

/// Which options are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look([usize; CHOICES.len()]);

impl Look {
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
        assert_eq!(look.text(), "theme=dark density=compact");
        assert_eq!(Look::read(&look.text()), look);
    }

    #[test]
    fn what_is_not_known_changes_nothing() {
        assert_eq!(Look::read("theme=sepia nonsense =  density=compact").text(), "density=compact");
        assert_eq!(Look::read(""), Look::default());
    }
}
