//! Names in a file that are those of members.

use holdfast_core::{entity::Task, id::PersonId, import::Card, value::Value};
use serde_json::json;

use crate::support::{created, parse, plan_into_nothing, read, read_as, small};

fn person(number: u8) -> PersonId {
    PersonId::new(1, [number; 10])
}

/// Mara is the only one of her name; there are two called Ada.
fn members() -> Vec<(PersonId, String)> {
    [(1, "Mara Lindqvist"), (2, "Ada"), (3, "ada "), (4, "Bob")]
        .map(|(number, name)| (person(number), name.into()))
        .into()
}

fn people(cards: &[Card]) -> Vec<Vec<String>> {
    cards.iter().map(|card| card.members.clone()).collect()
}

#[test]
fn a_name_that_only_one_member_has_is_that_member() {
    let board = read(b"Title,Assignee\nOne,Mara Lindqvist\nTwo, MARA lindqvist ;Zoe\nThree,Ada\nFour,Mara\n");
    let board = board.with_people(&members());
    let mara = person(1).to_string();
    let expected = [vec![mara.clone()], vec![mara.clone(), "Zoe".into()], vec!["Ada".into()], vec!["Mara".into()]];
    assert_eq!(people(&board.cards), expected);
    let plan = plan_into_nothing(&board);
    assert_eq!(created::<Task>(&plan)[0][Task::ASSIGNEES], Value::Set([mara].into()));
}

#[test]
fn a_board_names_people_as_a_table_does() {
    let board = parse(&small()).map(|board| board.with_people(&members()));
    assert_eq!(board.map(|board| people(&board.cards)), Ok(vec![vec!["Ada".into(), person(4).to_string()]]));
    let mut other = small();
    other["members"] = json!([{ "id": "m1", "fullName": "Mara Lindqvist" }]);
    let board = parse(&other).map(|board| board.with_people(&members()));
    assert_eq!(board.map(|board| people(&board.cards)), Ok(vec![vec![person(1).to_string()]]));
}

#[test]
fn a_context_of_a_list_that_is_a_member_is_no_label() {
    let list = "Call @phone @Mara_Lindqvist +bob\nWrite @maralindqvist @ada @bob\n";
    let board = read_as(list.as_bytes(), "todo.txt");
    let before: Vec<_> = board.cards.iter().map(|card| card.labels.clone()).collect();
    assert_eq!(before, [vec!["phone", "Mara_Lindqvist", "bob"], vec!["maralindqvist", "ada", "bob"]]);
    let board = board.with_people(&members());
    let after: Vec<_> = board.cards.iter().map(|card| card.labels.clone()).collect();
    assert_eq!(after, [vec!["phone", "bob"], vec!["ada"]]);
    let [mara, bob] = [1, 4].map(|number| person(number).to_string());
    assert_eq!(people(&board.cards), [vec![mara.clone()], vec![mara, bob]]);
}

#[test]
fn without_members_a_board_stays_as_it_is() {
    let board = read(crate::TABLE);
    assert_eq!(board.clone().with_people(&[]), board);
}
