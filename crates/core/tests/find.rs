//! What a device finds by itself.

mod common;

use common::*;
use holdfast_core::{
    entity::{ChecklistItem, Comment, Entity as _, Project, Task},
    find::Search,
    id::RecordId,
    operation::{Action, Draft, Edit},
    order::OrderKey,
    record::Record,
    replica::Replica,
    value::Value,
    wire::remote::{SearchHit, SearchPage},
};

/// A replica in which all of that was written, one edit a second, and nothing has been sent.
fn written(edits: impl IntoIterator<Item = Edit>) -> Replica {
    let mut replica = Replica::new(client(1));
    for (number, edit) in (1_u64..).zip(edits) {
        replica.stage(&[Draft::new(op_id(number.into()), person(0), 1_000 * number, edit)]);
    }
    replica
}

fn page(replica: &Replica, typed: &str, limit: usize) -> SearchPage {
    let mut search = Search::new(typed, limit);
    search.look(replica.records().map(AsRef::as_ref), |record| !replica.is_within_deleted(record));
    search.page()
}

fn found(replica: &Replica, typed: &str) -> Vec<RecordId> {
    page(replica, typed, 20).hits.into_iter().map(|hit| hit.id).collect()
}

fn ids(numbers: &[u128]) -> Vec<RecordId> {
    numbers.iter().map(|number| id::<Task>(*number).record()).collect()
}

fn named(number: u128, title: &str, description: &str) -> Edit {
    let mut edit = task(number, 1);
    if let Action::Create(fields) = &mut edit.action {
        fields.insert(Task::TITLE.into(), Value::Text(title.into()));
        fields.insert(Task::DESCRIPTION.into(), Value::Text(description.into()));
    }
    edit
}

fn comment(number: u128, of: u128, text: &str) -> Edit {
    Comment { task: id(of), text: text.into(), said_by: String::new(), said_at: None }
        .create(shared().scope(), id(number))
}

fn step(number: u128, of: u128, title: &str) -> Edit {
    let step = ChecklistItem {
        task: id(of),
        title: title.into(),
        list: String::new(),
        done: false,
        order: OrderKey::between(None, None),
    };
    step.create(shared().scope(), id(number))
}

/// A hit's snippet with what was found in brackets.
fn bracketed(hit: &SearchHit) -> String {
    let chars: Vec<char> = hit.snippet.text.chars().collect();
    let (mut told, mut at) = (String::new(), 0);
    for range in &hit.snippet.matches {
        told.extend(&chars[at..range.start]);
        told = format!("{told}[{}]", chars[range.start..range.end].iter().collect::<String>());
        at = range.end;
    }
    told.extend(&chars[at..]);
    told
}

#[test]
fn words_are_found_in_whatever_text_they_stand() {
    let replica = written([
        project(1),
        named(2, "Call the port", "Ask for Ida"),
        set(2).add(Task::TAGS, "Hafengebühr").add(Task::ASSIGNEES, person(7).to_string()),
        comment(3, 2, "She is at the lighthouse"),
        step(4, 2, "Find the number"),
        named(5, "横浜港に電話する", ""),
    ]);
    for (typed, wanted) in [
        ("port ida", &[2][..]),
        ("ida lighthouse", &[]),
        ("hafengebuhr", &[2]),
        ("LIGHTH", &[3]),
        ("numb", &[4]),
        ("harb", &[1]),
        ("電話", &[5]),
        ("todo medium", &[]),
        (&person(7).to_string(), &[]),
        ("", &[]),
        ("😀", &[]),
    ] {
        assert_eq!(found(&replica, typed), ids(wanted), "{typed}");
    }
}

#[test]
fn a_hit_tells_what_and_where_it_is() {
    let long = format!("{}then call the\npört again {}", "x ".repeat(200), "y ".repeat(200));
    let replica =
        written([project(1), named(2, "Überholung", &long), set(2).add(Task::TAGS, "quay").add(Task::TAGS, "pier")]);
    let hit = |typed| page(&replica, typed, 20).hits.remove(0);
    let title = hit("uberholung");
    assert_eq!((title.scope, title.id, title.kind.name()), (shared().scope(), id::<Task>(2).record(), Task::KIND));
    assert_eq!((title.title.as_str(), title.field.as_str()), ("Überholung", Task::TITLE));
    assert_eq!(bracketed(&title), "[Überholung]");
    let within = hit("port call");
    let text = bracketed(&within);
    assert_eq!((within.title.as_str(), within.field.as_str()), ("Überholung", Task::DESCRIPTION));
    assert!(text.starts_with('…') && text.ends_with('…') && text.contains("then [call] the [pört] again"), "{text}");
    let label = hit("quay");
    assert_eq!((label.field.as_str(), bracketed(&label)), (Task::TAGS, "pier, [quay]".into()));
}

#[test]
fn titles_come_first_and_then_what_is_newest() {
    let replica = written([
        project(1),
        named(2, "Pier", "by the lighthouse"),
        named(3, "Lighthouse", "by the pier"),
        named(4, "Pier of the lighthouse", ""),
        named(5, "Quay", "of the pier by the lighthouse"),
        named(6, "Pier", ""),
    ]);
    assert_eq!(found(&replica, "lighthouse"), ids(&[4, 3, 5, 2]));
    assert_eq!(
        found(&replica, "pier lighthouse"),
        ids(&[4, 3, 2, 5]),
        "the more of the words in the title, the better"
    );
}

#[test]
fn only_the_best_are_given_and_it_is_said_that_there_are_more() {
    let titled = (2..=6).map(|number| named(number, "Pier", ""));
    let replica = written([project(1)].into_iter().chain(titled).chain([named(7, "Quay", "at the pier")]));
    for (limit, wanted, more) in
        [(0, &[][..], true), (2, &[6, 5], true), (6, &[6, 5, 4, 3, 2, 7], false), (20, &[6, 5, 4, 3, 2, 7], false)]
    {
        let page = page(&replica, "pier", limit);
        let found: Vec<RecordId> = page.hits.iter().map(|hit| hit.id).collect();
        assert_eq!((found, page.more), (ids(wanted), more), "{limit}");
    }
}

#[test]
fn what_is_found_is_what_is_in_view() {
    let (mut server, ann) = (Server::new(), Client::new(1, person(0)));
    ann.save(&[draft(1, person(0), project(1)), draft(2, person(0), task(2, 1)), draft(3, person(0), task(3, 1))]);
    ann.sync(&mut server);
    let mut replica = Replica::new(client(1));
    let base: Vec<Record> = ann.base().into_values().collect();
    replica.base(base, &[]);
    assert_eq!(found(&replica, "port").len(), 2);
    replica.stage(&[draft(4, person(0), set(2).put(Task::TITLE, "Paint the boat"))]);
    assert_eq!((found(&replica, "port"), found(&replica, "boat")), (ids(&[3]), ids(&[2])), "what waits here");
    replica.stage(&[draft(5, person(0), Edit::delete::<Task>(shared().scope(), id(3)))]);
    assert_eq!(found(&replica, "port"), []);
    replica.refused([op_id(4), op_id(5)]);
    assert_eq!((found(&replica, "port").len(), found(&replica, "boat")), (2, vec![]), "what could not be stored");
}

#[test]
fn what_went_with_something_deleted_is_not_found() {
    let mut replica =
        written([project(1), named(2, "Call", ""), comment(3, 2, "at the pier"), step(4, 2, "Find the pier")]);
    let all = found(&replica, "pier");
    assert_eq!(all, ids(&[4, 3]));
    let change = |replica: &mut Replica, op, edit| replica.stage(&[draft(op, person(0), edit)]);
    for (op, gone, back) in [
        (10, Edit::delete::<Task>(shared().scope(), id(2)), Edit::restore::<Task>(shared().scope(), id(2))),
        (20, Edit::delete::<Project>(shared().scope(), id(1)), Edit::restore::<Project>(shared().scope(), id(1))),
    ] {
        change(&mut replica, op, gone);
        assert_eq!(found(&replica, "pier"), []);
        change(&mut replica, op + 1, back);
        assert_eq!(found(&replica, "pier"), all);
    }
}

#[test]
fn records_given_bit_by_bit_are_found_as_given_at_once() {
    let replica = written([project(1)].into_iter().chain((2..50).map(|number| named(number, "Pier", ""))));
    let records: Vec<&Record> = replica.records().map(AsRef::as_ref).collect();
    let mut search = Search::new("pier", 20);
    for few in records.chunks(7) {
        search.look(few.iter().copied(), |_| true);
    }
    assert_eq!(search.page(), page(&replica, "pier", 20));
}
