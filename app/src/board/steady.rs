//! The board as its rows see it: typing into the filter changes what is listed, and nothing of a row that stays.

use std::{cell::RefCell, rc::Rc};

use holdfast_core::{date::Date, entity::Task, id::Id};
use yew::prelude::*;
use yew_router::prelude::*;

use super::Board;
use crate::views::Asked;

/// What a row draws of the board, and a way to the board as it is at any moment, for what is done to it.
#[derive(Clone)]
pub(crate) struct Steady {
    /// Whether the person may change anything.
    pub(crate) editable: bool,
    /// Whether tasks stand where people put them.
    pub(crate) by_hand: bool,
    /// The day it is here.
    pub(crate) today: Date,
    /// What the address asks for.
    query: AttrValue,
    now: Rc<RefCell<Board>>,
}

impl PartialEq for Steady {
    fn eq(&self, other: &Self) -> bool {
        (self.editable, self.by_hand, self.today) == (other.editable, other.by_hand, other.today)
            && self.query == other.query
            && Rc::ptr_eq(&self.now, &other.now)
    }
}

/// What the rows of a board stand on. The address follows what is typed once typing has stopped, and so do the rows' links.
#[hook]
pub(crate) fn use_new_steady(board: &Board, address: &Asked) -> Steady {
    let now = use_mut_ref(|| board.clone());
    now.replace(board.clone());
    Steady {
        editable: board.editable,
        by_hand: board.editable && board.asked.is_by_hand(),
        today: board.week.today,
        query: address.query().into(),
        now,
    }
}

/// What a row stands on.
#[hook]
pub(crate) fn use_steady() -> Steady {
    use_context::<Steady>().expect("the project's page provides what its rows stand on")
}

impl Steady {
    /// The board as it is now.
    pub(crate) fn board(&self) -> Board {
        self.now.borrow().clone()
    }

    /// The address of a task's panel over what is shown.
    pub(crate) fn link_to(&self, task: Id<Task>) -> String {
        format!("{}{}", self.now.borrow().route(Some(task)).to_path(), self.query)
    }
}
