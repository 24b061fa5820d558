//! A source in memory: some songs and the albums they are on.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its part")]

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::BTreeMap,
    ops::ControlFlow,
    rc::Rc,
};

use holdfast_query::{Committed, Source};

/// How many changes it remembers.
const REMEMBERED: usize = 8;

#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: u32,
    /// The album, of a song.
    pub on: Option<u32>,
    pub name: String,
}

pub fn album(id: u32, name: &str) -> Row {
    Row { id, on: None, name: name.into() }
}

pub fn song(id: u32, on: u32, name: &str) -> Row {
    Row { id, on: Some(on), name: name.into() }
}

type Listener = Rc<dyn Fn()>;

#[derive(Clone, Default)]
pub struct Shelf(Rc<Inner>);

#[derive(Default)]
struct Inner {
    rows: RefCell<BTreeMap<u32, Rc<Row>>>,
    log: RefCell<Vec<u32>>,
    made: Cell<u64>,
    listeners: RefCell<BTreeMap<u64, Listener>>,
    /// How many rows were read one by one.
    pub looked_up: Cell<usize>,
    /// Whether edits can be kept.
    pub is_full: Cell<bool>,
}

impl PartialEq for Shelf {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Shelf {
    pub fn of(rows: impl IntoIterator<Item = Row>) -> Self {
        let shelf = Self::default();
        rows.into_iter().for_each(|row| shelf.put(row));
        shelf
    }

    pub fn put(&self, row: Row) {
        let id = row.id;
        self.0.rows.borrow_mut().insert(id, Rc::new(row));
        self.changed(id);
    }

    pub fn remove(&self, id: u32) -> Option<Row> {
        let row = self.0.rows.borrow_mut().remove(&id);
        self.changed(id);
        row.map(|row| (*row).clone())
    }

    pub fn looked_up(&self) -> usize {
        self.0.looked_up.replace(0)
    }

    pub fn fill(&self) {
        self.0.is_full.set(true);
    }

    pub fn listeners(&self) -> usize {
        self.0.listeners.borrow().len()
    }

    fn changed(&self, id: u32) {
        self.0.log.borrow_mut().push(id);
        let listeners: Vec<Listener> = self.0.listeners.borrow().values().cloned().collect();
        listeners.iter().for_each(|listener| listener());
    }
}

/// Puts a row, or removes one.
pub enum Edit {
    Put(Row),
    Remove(u32),
}

struct Listening(Rc<Inner>, u64);

impl Drop for Listening {
    fn drop(&mut self) {
        self.0.listeners.borrow_mut().remove(&self.1);
    }
}

impl Source for Shelf {
    type Id = u32;
    type Row = Rc<Row>;
    type Part = ();
    type Command = Edit;
    type Error = &'static str;

    fn version(&self) -> u64 {
        self.0.log.borrow().len() as u64
    }

    fn changed_since(&self, version: u64, each: &mut dyn FnMut(u32)) -> ControlFlow<()> {
        let missed = self.0.log.borrow()[version as usize..].to_vec();
        if missed.len() > REMEMBERED {
            return ControlFlow::Break(());
        }
        missed.into_iter().for_each(each);
        ControlFlow::Continue(())
    }

    fn with_row(&self, id: u32, read: &mut dyn FnMut(Option<&Rc<Row>>)) {
        self.0.looked_up.set(self.0.looked_up.get() + 1);
        let row = self.0.rows.borrow().get(&id).cloned();
        read(row.as_ref());
    }

    fn with_part(&self, (): &(), read: &mut dyn FnMut(&mut dyn Iterator<Item = &Rc<Row>>)) {
        let rows: Vec<Rc<Row>> = self.0.rows.borrow().values().cloned().collect();
        read(&mut rows.iter());
    }

    fn subscribe(&self, on_change: Rc<dyn Fn()>) -> Box<dyn Any> {
        self.0.made.set(self.0.made.get() + 1);
        self.0.listeners.borrow_mut().insert(self.0.made.get(), on_change);
        Box::new(Listening(Rc::clone(&self.0), self.0.made.get()))
    }

    fn commit(&self, edit: Edit) -> Committed<Self> {
        let undo = match edit {
            Edit::Put(row) => {
                let before = self.0.rows.borrow().get(&row.id).map(|row| (**row).clone());
                let id = row.id;
                self.put(row);
                Some(before.map_or(Edit::Remove(id), Edit::Put))
            }
            Edit::Remove(id) => self.remove(id).map(Edit::Put),
        };
        let kept = if self.0.is_full.get() { Err("no room") } else { Ok(()) };
        Committed { undo, kept: Box::pin(std::future::ready(kept)) }
    }
}
