//! Tabs of one device, and the air between them: it loses, repeats and reorders what it is told to.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use holdfast_query::{
    Client, Keep, Options, Policy, Runtime,
    tabs::{Line, Tabs},
    testing::TestRuntime,
};

use crate::persist_common::{Note, client};

type Ear = Rc<dyn Fn(&str)>;

/// What is between the tabs. Clones are the same.
#[derive(Clone)]
pub struct Air(Rc<AirState>);

struct AirState {
    runtime: TestRuntime,
    ears: RefCell<Vec<Option<Ear>>>,
    /// To whom, and what.
    flying: RefCell<Vec<(usize, String)>>,
    /// All that was ever posted: by whom, and what.
    posted: RefCell<Vec<(usize, String)>>,
    is_bad: Cell<bool>,
    /// Messages of these tabs do not arrive.
    muted: RefCell<Vec<usize>>,
}

/// One tab's end of it.
pub struct AirLine {
    air: Air,
    place: usize,
}

impl Line for AirLine {
    fn post(&self, text: &str) {
        let air = &self.air.0;
        air.posted.borrow_mut().push((self.place, text.to_owned()));
        if air.muted.borrow().contains(&self.place) {
            return;
        }
        let others = (0..air.ears.borrow().len()).filter(|place| *place != self.place);
        for other in others {
            let copies = if self.air.chance(30) { 0 } else { 1 + usize::from(self.air.chance(20)) };
            for _ in 0..copies {
                let mut flying = air.flying.borrow_mut();
                let at =
                    if self.air.chance(30) { air.runtime.random() as usize % (flying.len() + 1) } else { flying.len() };
                flying.insert(at, (other, text.to_owned()));
            }
        }
    }

    fn listen(&self, on_text: Box<dyn Fn(&str)>) {
        self.air.0.ears.borrow_mut()[self.place] = Some(on_text.into());
    }
}

impl Air {
    pub fn new(runtime: &TestRuntime) -> Self {
        Self(Rc::new(AirState {
            runtime: runtime.clone(),
            ears: RefCell::default(),
            flying: RefCell::default(),
            posted: RefCell::default(),
            is_bad: Cell::new(false),
            muted: RefCell::default(),
        }))
    }

    fn chance(&self, percent: u64) -> bool {
        self.0.is_bad.get() && self.0.runtime.random() % 100 < percent
    }

    /// Whether it loses, repeats and reorders from now on.
    pub fn set_bad(&self, is_bad: bool) {
        self.0.is_bad.set(is_bad);
    }

    /// What these tabs post from now on does not arrive.
    pub fn mute(&self, tabs: &[usize]) {
        self.0.muted.replace(tabs.to_vec());
    }

    pub fn line(&self) -> AirLine {
        let mut ears = self.0.ears.borrow_mut();
        ears.push(None);
        AirLine { air: self.clone(), place: ears.len() - 1 }
    }

    /// Says something to everybody that no tab said.
    pub fn say(&self, text: &str) {
        for other in 0..self.0.ears.borrow().len() {
            self.0.flying.borrow_mut().push((other, text.to_owned()));
        }
        self.settle();
    }

    /// Delivers everything, and what comes of it.
    pub fn settle(&self) {
        loop {
            self.0.runtime.settle();
            let next = {
                let mut flying = self.0.flying.borrow_mut();
                if flying.is_empty() { None } else { Some(flying.remove(0)) }
            };
            let Some((to, text)) = next else { return };
            let ear = self.0.ears.borrow()[to].clone();
            if let Some(ear) = ear {
                ear(&text);
            }
        }
    }

    /// Lets time pass.
    pub fn advance(&self, mut time: u64) {
        self.settle();
        while time > 0 {
            let step = time.min(10);
            self.0.runtime.advance(step);
            self.settle();
            time -= step;
        }
    }

    /// How many messages of a kind were posted, by that tab or by all.
    pub fn posted(&self, by: Option<usize>, kind: &str) -> usize {
        let kind = format!("\"body\":{{\"{kind}\"");
        let posted = self.0.posted.borrow();
        posted.iter().filter(|(from, text)| by.is_none_or(|by| by == *from) && text.contains(&kind)).count()
    }

    /// The last message posted.
    pub fn last(&self) -> String {
        self.0.posted.borrow().last().map(|(_, text)| text.clone()).unwrap_or_default()
    }
}

/// A tab.
pub struct Tab {
    pub client: Client,
    pub tabs: Tabs,
}

impl Tab {
    /// What it has of a note, if that counts.
    pub fn valid(&self, note: u32) -> Option<String> {
        let id = self.client.find_packed("test/note", &note.to_string())?;
        let held = self.client.stamp(id)?.held?;
        if held.invalid { None } else { self.shows(note) }
    }

    /// What it shows of a note, whether or not that counts.
    pub fn shows(&self, note: u32) -> Option<String> {
        self.client.get(&Note(note)).map(|text| (*text).clone())
    }

    pub fn set(&self, note: u32, text: &str) {
        self.client.set(&Note(note), text.to_owned());
    }
}

/// A device with some tabs.
pub struct Device {
    pub runtime: TestRuntime,
    pub air: Air,
}

impl Device {
    pub fn new(seed: u64) -> Self {
        let runtime = TestRuntime::new(seed);
        Self { air: Air::new(&runtime), runtime }
    }

    /// Opens a tab. Its answers stay as long as it does.
    pub fn open(&self) -> Tab {
        self.open_of("ada", Policy { keep: Keep::Forever, ..<Note as holdfast_query::Query>::POLICY })
    }

    pub fn open_of(&self, owner: &str, policy: Policy) -> Tab {
        let client = client(&self.runtime);
        client.set_policy::<Note>(policy);
        let tabs = Tabs::new(&client, self.air.line(), owner);
        let tab = Tab { client, tabs };
        self.air.settle();
        tab
    }
}

/// An observer that does not run the query by coming.
pub fn quiet() -> Options<Note> {
    Options { on_mount: Some(holdfast_query::When::Never), ..Options::default() }
}
