//! Entries, ready to be shown.

use std::rc::Rc;

use holdfast_core::{
    Millis,
    operation::Edit,
    record::Record,
    replica::Replica,
    value::{FieldName, Value},
};
use holdfast_web::Account;
use yew::AttrValue;

use super::{
    restore::{self, Values},
    told::Told,
    words::{Line, Speaker, Spoken},
};
use crate::{t, words::time};

/// An entry, ready to be shown.
pub(super) struct Shown {
    pub(super) seq: u64,
    pub(super) author: AttrValue,
    pub(super) at: Millis,
    /// When its author made it, by their clock, where that is known.
    made: Option<Millis>,
    pub(super) spoken: Spoken,
    pub(super) version: Option<Rc<Values>>,
}

/// From how long a way on, in milliseconds, an edit is told to have been made before it came.
const LATE: Millis = 120_000;

/// How many of the newest entries offer to bring their whole version back.
const VERSIONS: usize = 200;

/// The entries of a record, ready to be shown, with what can be brought back of them if the record is here. `is_newest`
/// says whether nothing is newer than the first entry.
pub(super) fn all_shown(
    replica: &Replica,
    all: &[Told],
    speaker: &Speaker,
    me: &Account,
    now: &Now,
    is_newest: bool,
) -> Vec<Shown> {
    let mut shown: Vec<Shown> = all.iter().map(|told| shown(told, speaker, me)).collect();
    if let Some(record) = &now.0 {
        offer(&mut shown, all, (replica, record), is_newest);
    }
    shown
}

/// An entry in words.
fn shown(told: &Told, speaker: &Speaker, me: &Account) -> Shown {
    let entry = told.entry();
    let author = match entry.author == me.id {
        true => me.name.clone(),
        false => speaker.names.of(&entry.author.to_string()).to_owned(),
    };
    let made = (entry.made > 0).then_some(entry.made);
    Shown { seq: entry.seq.0, author: author.into(), at: entry.at, made, spoken: speaker.speak(told), version: None }
}

/// Leaves in the entries what can be brought back: values that the record has no more. `is_newest` says whether nothing is
/// newer than the first entry.
fn offer(shown: &mut [Shown], all: &[Told], (replica, record): (&Replica, &Record), is_newest: bool) {
    let edits = |values: &Values| restore::edits(replica, record, values);
    let differs = |field: &FieldName, value: &Value| !edits(&Values::from([(field.clone(), value.clone())])).is_empty();
    for (place, entry) in shown.iter_mut().enumerate() {
        for line in &mut entry.spoken.lines {
            line.value.take_if(|value| !differs(&line.field, value));
            if let Some(gone) = &mut line.gone {
                gone.value.take_if(|value| !differs(&line.field, value));
            }
        }
        // Going through all of them for each would take long where there are very many.
        let version = (is_newest && place < VERSIONS).then(|| restore::version(all, place)).flatten();
        let back = version.map(|values| (edits(&values), Rc::new(values)));
        // One button is enough for what one of its lines brings back by itself.
        let one = |line: &Line| {
            let value = line.value.clone()?;
            Some(edits(&Values::from([(line.field.clone(), value)])))
        };
        let is_new = |edits: &Vec<Edit>| {
            !edits.is_empty() && !entry.spoken.lines.iter().filter_map(one).any(|one| one == *edits)
        };
        entry.version = back.filter(|(edits, _)| is_new(edits)).map(|(_, values)| values);
    }
}

/// "Edited offline 2 h ago, arrived 5 min ago", where an edit came long after it was made.
pub(super) fn late(entry: &Shown, now: Millis) -> Option<AttrValue> {
    let made = entry.made.filter(|made| made + LATE <= entry.at)?;
    Some(t::edited_offline(&time::ago(made, now), &time::ago(entry.at, now)).into())
}

/// A record as it is now, compared by where it is.
#[derive(Clone, Default)]
pub(super) struct Now(pub(super) Option<Rc<Record>>);

impl PartialEq for Now {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use holdfast_core::{
        effect::Life,
        entity::{Entity as _, Status, Task},
        id::{ClientId, Id, OpId},
        record::{Kind, Seq},
        wire::remote::{FieldWrite, HistoryEntry, HistoryPage},
    };

    use super::*;
    use crate::{
        commands::{
            task::{At, Begin},
            testing::{applied, id, scope},
        },
        hooks::Names,
        pages::history::told,
    };

    fn entry(seq: u64, field: &'static str, before: &str, value: &str) -> HistoryEntry {
        let text = |text: &str| Value::Text(text.into());
        HistoryEntry {
            seq: Seq(seq),
            op_id: OpId::new(seq, [0; 10]),
            author: Id::new(0, [1; 10]),
            at: seq,
            made: 0,
            life: Life::Kept,
            fields: [(field.into(), FieldWrite { value: text(value), before: Some(text(before)) })].into(),
            overwrote: Vec::new(),
            lost: Default::default(),
        }
    }

    #[test]
    fn a_version_is_offered_where_a_line_does_not_bring_the_same_back() {
        let at = At { scope: scope(), id: id(7) };
        let made = at.add(id(2), Begin::titled("Ring"), Status::Todo, None).unwrap();
        let record = applied(None, &made.edits).unwrap();
        let offered = |entries: Vec<HistoryEntry>| {
            let page = HistoryPage { entries, older: None, newer: Seq(9), has_newer: false, floor: Seq(0) };
            let told = told::told([Rc::new(page)].iter());
            let speaker = Speaker { kind: Some(Kind::new(Task::KIND)), names: Names::default() };
            let me = Account { id: Id::new(0, [1; 10]), name: "Ada".into(), email: "ada@example.org".into() };
            let replica = Replica::new(ClientId::new(0, [0; 10]));
            let shown = all_shown(&replica, &told, &speaker, &me, &Now(Some(Rc::new(record.clone()))), true);
            let lines = |shown: &Shown| shown.spoken.lines.iter().filter(|line| line.value.is_some()).count();
            shown.iter().map(|shown| (lines(shown), shown.version.is_some())).collect::<Vec<_>>()
        };
        let (call, ring) = (entry(1, Task::TITLE, "", "Call"), entry(2, Task::TITLE, "Call", "Ring"));
        let status = entry(3, Task::STATUS, "done", "todo");
        assert_eq!(offered(vec![ring.clone(), call.clone()]), [(0, false), (1, false)]);
        assert_eq!(offered(vec![status, ring, call]), [(0, false), (0, true), (1, true)]);
    }
}
