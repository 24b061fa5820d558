use std::rc::Rc;

use holdfast_core::{
    entity::Entity,
    id::{Id, RecordId},
    record::Seq,
};
use holdfast_web::Session;
use serde::{Deserialize, Serialize};
use yew::prelude::*;
use yewdux::prelude::*;

use crate::stores::{Records, RecordsSource};

/// A way of reading the records, with what it last gave.
type Reading<T> = Option<(Box<dyn Fn(&Records) -> T>, T)>;

/// Reads something from the records, and draws the component again when that changes. What is read is always of this very
/// moment, also right after `select` began to ask for something else.
#[hook]
pub fn use_records<T, F>(select: F) -> T
where
    T: Clone + PartialEq + 'static,
    F: Fn(&Records) -> T + 'static,
{
    let dispatch = use_dispatch::<Records>();
    let update = use_force_update();
    let value = select(&dispatch.get());
    let reading = use_mut_ref(|| None as Reading<T>);
    *reading.borrow_mut() = Some((Box::new(select), value.clone()));
    // Kept for as long as the component: a subscription ends with its dispatch.
    let _subscription = use_memo((), move |()| {
        dispatch.subscribe_silent(move |records: Rc<Records>| {
            let changed = reading.borrow().as_ref().is_some_and(|(select, last)| select(&records) != *last);
            if changed {
                update.force_update();
            }
        })
    });
    value
}

/// The records as a source of views.
#[hook]
pub fn use_source() -> RecordsSource {
    RecordsSource::new(use_dispatch())
}

/// A live entity.
#[hook]
pub fn use_record<E: Entity + Clone + PartialEq + 'static>(id: Id<E>) -> Option<E> {
    use_records(move |records| records.read(|replica| replica.entity(id)))
}

/// What a person has before them: the version of a record that is shown, if it is here, and in which of the server's
/// histories. A server that was restored from a backup begins another, with numbers of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Before {
    version: Option<Seq>,
    history: u64,
}

impl Before {
    /// What is shown of a record at this moment.
    pub(crate) fn of(records: &Records, id: Option<RecordId>) -> Self {
        let version = records.read(|replica| replica.seen(id?).map(|record| record.version));
        Self { version, history: history_of(records) }
    }

    /// The version that an edit made at this moment may say its author has seen.
    pub(crate) fn seen(self, records: &Records) -> Option<Seq> {
        self.seen_in(history_of(records))
    }

    /// Of another history than the one they began in, they have seen nothing.
    fn seen_in(self, history: u64) -> Option<Seq> {
        match self.history == history {
            true => self.version,
            false => self.version.map(|_| Seq::default()),
        }
    }
}

fn history_of(records: &Records) -> u64 {
    records.session().map_or(0, Session::history)
}

/// What a person has before them of a record, followed as it changes.
#[hook]
pub(crate) fn use_before(id: Option<RecordId>) -> Before {
    use_records(move |records| Before::of(records, id))
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_version_of_a_former_history_says_nothing_about_this_one() {
        let began = Before { version: Some(Seq(100)), history: 1 };
        assert_eq!(began.seen_in(1), Some(Seq(100)));
        assert_eq!(began.seen_in(2), Some(Seq(0)), "what has the number 70 now was not there");
        assert_eq!(Before::default().seen_in(2), None);
    }
}
