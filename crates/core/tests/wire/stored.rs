//! What clients store.

use std::collections::BTreeSet;

use holdfast_core::{
    authority::Rejection,
    effect::Delta,
    entity::{FieldValue as _, Task},
    operation::Edit,
    outbox::{Row, RowState},
    record::Seq,
};
use insta::assert_json_snapshot;

use super::{change, common::*, log, there_and_back};

#[test]
fn operations() {
    assert_json_snapshot!(there_and_back(change()), @r#"
    {
      "format": 2,
      "op_id": "00000000-0000-0000-0000-00000000f003",
      "client_id": "00000000-0000-0000-0000-00000000c001",
      "client_seq": 3,
      "author": "00000000-0000-0000-0000-00000000a000",
      "at": 1000,
      "scope": "00000000-0000-0000-0000-000000001000",
      "kind": "task",
      "id": "00000000-0000-0000-0000-000000001002",
      "base": 7,
      "depends_on": [
        "00000000-0000-0000-0000-00000000f002"
      ],
      "action": {
        "set": {
          "due": {
            "put": null
          },
          "tags": {
            "members": {
              "add": [
                "urgent"
              ],
              "remove": [
                "old"
              ]
            }
          },
          "time_spent": {
            "increment": 90
          },
          "title": {
            "put": "Call"
          }
        }
      }
    }
    "#);
    assert_json_snapshot!(there_and_back(operation(1, person(0), 1, 0, project(1))), @r#"
    {
      "format": 2,
      "op_id": "00000000-0000-0000-0000-00000000f001",
      "client_id": "00000000-0000-0000-0000-00000000c001",
      "client_seq": 1,
      "author": "00000000-0000-0000-0000-00000000a000",
      "at": 1000,
      "scope": "00000000-0000-0000-0000-000000001000",
      "kind": "project",
      "id": "00000000-0000-0000-0000-000000001001",
      "base": 0,
      "action": {
        "create": {
          "description": "",
          "name": "Harbour",
          "order": "V"
        }
      }
    }
    "#);
    let delete = operation(1, person(0), 1, 4, Edit::delete::<Task>(shared().scope(), id(2)));
    assert_json_snapshot!(there_and_back(delete).action, @r#"
    "delete"
    "#);
    let restore = operation(1, person(0), 1, 4, Edit::restore::<Task>(shared().scope(), id(2)));
    assert_json_snapshot!(there_and_back(restore).action, @r#"
    "restore"
    "#);
}

#[test]
fn effects_and_records() {
    let (log, record) = log();
    let delta = Delta { scope: shared().scope(), from: Seq(1), to: Seq(5), effects: log };
    assert_json_snapshot!(there_and_back(delta), @r#"
    {
      "scope": "00000000-0000-0000-0000-000000001000",
      "from": 1,
      "to": 5,
      "effects": [
        {
          "scope": "00000000-0000-0000-0000-000000001000",
          "seq": 2,
          "op": "00000000-0000-0000-0000-00000000f001",
          "client": "00000000-0000-0000-0000-00000000c001",
          "client_seq": 1,
          "author": "00000000-0000-0000-0000-00000000a000",
          "at": 2000,
          "made": 1000,
          "writes": [
            {
              "kind": "project",
              "id": "00000000-0000-0000-0000-000000001001",
              "life": "created",
              "fields": {
                "description": "",
                "name": "Harbour",
                "order": "V"
              }
            }
          ]
        },
        {
          "scope": "00000000-0000-0000-0000-000000001000",
          "seq": 3,
          "op": "00000000-0000-0000-0000-00000000f002",
          "client": "00000000-0000-0000-0000-00000000c002",
          "client_seq": 2,
          "author": "00000000-0000-0000-0000-00000000a000",
          "at": 2000,
          "made": 1000,
          "writes": [
            {
              "kind": "project",
              "id": "00000000-0000-0000-0000-000000001001",
              "fields": {
                "name": "Quay"
              },
              "overwrote": [
                "name"
              ]
            }
          ]
        },
        {
          "scope": "00000000-0000-0000-0000-000000001000",
          "seq": 4,
          "op": "00000000-0000-0000-0000-00000000f003",
          "client": "00000000-0000-0000-0000-00000000c001",
          "client_seq": 3,
          "author": "00000000-0000-0000-0000-00000000a000",
          "at": 2000,
          "made": 1000,
          "writes": [
            {
              "kind": "project",
              "id": "00000000-0000-0000-0000-000000001001",
              "lost": {
                "name": "Harbour"
              }
            }
          ]
        },
        {
          "scope": "00000000-0000-0000-0000-000000001000",
          "seq": 5,
          "op": "00000000-0000-0000-0000-00000000f004",
          "client": "00000000-0000-0000-0000-00000000c001",
          "client_seq": 4,
          "author": "00000000-0000-0000-0000-00000000a000",
          "at": 2000,
          "made": 1000,
          "writes": [
            {
              "kind": "project",
              "id": "00000000-0000-0000-0000-000000001001",
              "life": "deleted"
            }
          ]
        }
      ]
    }
    "#);
    assert_json_snapshot!(there_and_back(record), @r#"
    {
      "kind": "project",
      "id": "00000000-0000-0000-0000-000000001001",
      "scope": "00000000-0000-0000-0000-000000001000",
      "version": 5,
      "deleted": true,
      "turned": {
        "n": 5,
        "c": "00000000-0000-0000-0000-00000000c001"
      },
      "created_by": "00000000-0000-0000-0000-00000000a000",
      "created_at": 2000,
      "fields": {
        "description": {
          "v": "",
          "n": 2,
          "c": "00000000-0000-0000-0000-00000000c001"
        },
        "name": {
          "v": "Quay",
          "n": 3,
          "c": "00000000-0000-0000-0000-00000000c002"
        },
        "order": {
          "v": "V",
          "n": 2,
          "c": "00000000-0000-0000-0000-00000000c001"
        }
      }
    }
    "#);
}

#[test]
fn what_an_author_saw() {
    let edit = set(2).put(Task::DESCRIPTION, "Mine");
    let mut of_an_undo = operation(3, person(0), 1, 7, edit);
    of_an_undo.seen = [(Task::DESCRIPTION.into(), "".write())].into();
    of_an_undo.yields = true;
    let json = serde_json::to_value(there_and_back(of_an_undo)).unwrap();
    assert_json_snapshot!((&json["seen"], &json["yields"]), @r#"
    [
      {
        "description": ""
      },
      true
    ]
    "#);
}

#[test]
fn conflicts() {
    let mut server = Server::new();
    let words = |op, of, base, text: &str| operation(op, person(0), of, base, set(2).put(Task::DESCRIPTION, text));
    let ops = [operation(1, person(0), 1, 0, project(1)), operation(2, person(0), 1, 0, task(2, 1))];
    server.push(person(0), &ops);
    let seen = server.head();
    server.push(person(0), &[words(3, 2, seen, "Theirs"), words(4, 3, seen, "Mine")]);
    let effect = server.ledger.log(shared().scope()).last().unwrap().clone();
    assert_json_snapshot!(there_and_back(effect).writes, @r#"
    [
      {
        "kind": "task",
        "id": "00000000-0000-0000-0000-000000001002",
        "lost": {
          "description": "Mine"
        }
      },
      {
        "kind": "conflict",
        "id": "d1e78a82-47a9-8760-91ae-d89777453278",
        "life": "created",
        "fields": {
          "base": null,
          "field": "description",
          "mine": "Mine",
          "mine_at": 1000,
          "mine_by": "00000000-0000-0000-0000-00000000a000",
          "of": "00000000-0000-0000-0000-000000001002",
          "of_kind": "task",
          "resolution": "open",
          "theirs": "Theirs",
          "theirs_at": 1000,
          "theirs_by": "00000000-0000-0000-0000-00000000a000"
        }
      }
    ]
    "#);
}

#[test]
fn rows() {
    let states = [
        RowState::Waiting,
        RowState::Accepted { seq: Seq(8) },
        RowState::Dead { why: Rejection::Deleted, at: 5_000, maybe_done: false },
    ];
    assert_json_snapshot!(there_and_back(states), @r#"
    [
      "waiting",
      {
        "accepted": {
          "seq": 8
        }
      },
      {
        "dead": {
          "why": "deleted",
          "at": 5000
        }
      }
    ]
    "#);
    let row = there_and_back(Row::waiting(change()));
    // Sorted: whether a JSON object keeps its order depends on who else is built along.
    let fields: BTreeSet<String> = serde_json::to_value(&row).unwrap().as_object().unwrap().keys().cloned().collect();
    assert_json_snapshot!(fields, @r#"
    [
      "operation",
      "sent",
      "state"
    ]
    "#);
}
