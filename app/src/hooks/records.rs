use std::rc::Rc;

use holdfast_core::{
    entity::Entity,
    id::{Id, RecordId},
    record::Seq,
};
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

/// The version of a record that is shown, if it is here: what a person has before them.
#[hook]
pub(crate) fn use_version(id: Option<RecordId>) -> Option<Seq> {
    use_records(move |records| version_of(records, id))
}

/// The version of a record that is shown at this moment, if it is here.
pub(crate) fn version_of(records: &Records, id: Option<RecordId>) -> Option<Seq> {
    records.read(|replica| replica.seen(id?).map(|record| record.version))
}
