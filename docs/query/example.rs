// What the guide's examples share: a server that answers at once, and a query that asks it. Each example that says
// `use team::…` includes this file as a module of that name.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use holdfast_query::{
    Cx, Query, Reads, Runtime, is_transient_status,
    persist::{Shelf, ShelfError, Write},
    tabs::Line,
};
use serde::{Deserialize, Serialize};

/// Why the server gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    /// What it answered; `None` where it could not be reached.
    pub status: Option<u16>,
}

impl ApiError {
    pub fn is_transient(&self) -> bool {
        is_transient_status(self.status)
    }
}

/// Somebody in a team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub id: u128,
    pub name: String,
    pub role: String,
}

/// Who is in a team.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Members {
    pub team: u128,
}

impl Query for Members {
    type Output = Vec<Member>;
    type Error = ApiError;
    const NAME: &'static str = "team/members";

    async fn run(&self, _: Cx<Self>) -> Result<Vec<Member>, ApiError> {
        let member = |id, name: &str, role: &str| Member { id, name: name.into(), role: role.into() };
        Ok(vec![member(1, "Ada", "owner"), member(2, "Bo", "editor")])
    }

    fn is_transient(error: &ApiError) -> bool {
        error.is_transient()
    }

    fn reads(&self, _: Option<&Vec<Member>>) -> Reads {
        Reads::none().kind_in("member", self.team)
    }
}

/// A shelf that lasts as long as the program. Clones are the same one.
#[derive(Clone, Default)]
pub struct MemoryShelf(Rc<RefCell<BTreeMap<String, String>>>);

impl Shelf for MemoryShelf {
    async fn load(&self) -> Result<Vec<(String, String)>, ShelfError> {
        Ok(self.0.borrow().clone().into_iter().collect())
    }

    async fn write(&self, writes: &[Write]) -> Result<(), ShelfError> {
        let mut rows = self.0.borrow_mut();
        for write in writes {
            match write {
                Write::Save { key, text } => drop(rows.insert(key.clone(), text.clone())),
                Write::Remove { key } => drop(rows.remove(key)),
            }
        }
        Ok(())
    }

    async fn clear(&self) -> Result<(), ShelfError> {
        self.0.borrow_mut().clear();
        Ok(())
    }
}

type Ears = Rc<RefCell<Vec<Option<Rc<dyn Fn(&str)>>>>>;

/// What carries texts between the tabs of a program.
#[derive(Clone)]
pub struct Wire {
    runtime: Rc<dyn Runtime>,
    ears: Ears,
}

/// One tab's end of it.
pub struct End {
    wire: Wire,
    place: usize,
}

impl Wire {
    pub fn new(runtime: Rc<dyn Runtime>) -> Self {
        Self { runtime, ears: Ears::default() }
    }

    pub fn end(&self) -> End {
        let mut ears = self.ears.borrow_mut();
        ears.push(None);
        End { wire: self.clone(), place: ears.len() - 1 }
    }
}

impl Line for End {
    fn post(&self, text: &str) {
        let (ears, place, text) = (Rc::clone(&self.wire.ears), self.place, text.to_owned());
        self.wire.runtime.spawn(Box::pin(async move {
            let others: Vec<_> = ears
                .borrow()
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, ear)| ear.clone())
                .collect();
            others.into_iter().flatten().for_each(|ear| ear(&text));
        }));
    }

    fn listen(&self, on_text: Box<dyn Fn(&str)>) {
        self.wire.ears.borrow_mut()[self.place] = Some(on_text.into());
    }
}
