//! Each answer to the letter, and read back as it was.

use insta::assert_json_snapshot;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    DatabaseHealth, FieldWrite, Health, HistoryEntry, HistoryPage, MatchRange, MemberInfo, SearchHit, SearchPage,
    ServerHealth, SessionId, SessionInfo, SessionsEnded, Snippet,
};
use crate::{
    effect::Life,
    id::{Epoch, OpId, PersonId, RecordId, ScopeId},
    record::{Kind, Seq},
    role::Role,
    value::Value,
};

fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: T) -> T {
    let text = serde_json::to_string(&value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    value
}

const fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

#[test]
fn a_page_of_history() {
    let entry = HistoryEntry {
        seq: Seq(9),
        op_id: OpId(uuid(0xF9)),
        author: PersonId::from_uuid(uuid(0xA0)),
        at: 1_790_000_000_000,
        made: 1_789_999_000_000,
        life: Life::Kept,
        fields: [
            ("due".into(), FieldWrite { value: Value::Int(7), before: Some(Value::Null) }),
            ("name".into(), FieldWrite { value: text("Quay"), before: Some(text("Harbour")) }),
            ("tags".into(), FieldWrite { value: Value::Set(["a".into()].into()), before: None }),
        ]
        .into(),
        overwrote: vec!["name".into()],
        lost: [("description".into(), text("Old"))].into(),
    };
    let bare = HistoryEntry {
        seq: Seq(8),
        life: Life::Deleted,
        fields: [].into(),
        overwrote: vec![],
        lost: [].into(),
        ..entry.clone()
    };
    let page =
        HistoryPage { entries: vec![entry, bare], older: Some(Seq(8)), newer: Seq(9), has_newer: false, floor: Seq(3) };
    assert_json_snapshot!(there_and_back(page), @r#"
    {
      "entries": [
        {
          "seq": 9,
          "op_id": "00000000-0000-0000-0000-0000000000f9",
          "author": "00000000-0000-0000-0000-0000000000a0",
          "at": 1790000000000,
          "made": 1789999000000,
          "life": "kept",
          "fields": {
            "due": {
              "value": 7,
              "before": null
            },
            "name": {
              "value": "Quay",
              "before": "Harbour"
            },
            "tags": {
              "value": [
                "a"
              ]
            }
          },
          "overwrote": [
            "name"
          ],
          "lost": {
            "description": "Old"
          }
        },
        {
          "seq": 8,
          "op_id": "00000000-0000-0000-0000-0000000000f9",
          "author": "00000000-0000-0000-0000-0000000000a0",
          "at": 1790000000000,
          "made": 1789999000000,
          "life": "deleted"
        }
      ],
      "older": 8,
      "newer": 9,
      "has_newer": false,
      "floor": 3
    }
    "#);
    let empty = HistoryPage { entries: vec![], older: None, newer: Seq(0), has_newer: false, floor: Seq(0) };
    assert_json_snapshot!(there_and_back(empty), @r#"
    {
      "entries": [],
      "newer": 0,
      "has_newer": false,
      "floor": 0
    }
    "#);
}

#[test]
fn sessions() {
    let session = SessionInfo {
        id: SessionId(uuid(0x51)),
        created_at: 1_790_000_000_000,
        last_seen_at: 1_790_000_060_000,
        user_agent: "Mozilla/5.0".into(),
        current: true,
    };
    assert_json_snapshot!(there_and_back(vec![session]), @r#"
    [
      {
        "id": "00000000-0000-0000-0000-000000000051",
        "created_at": 1790000000000,
        "last_seen_at": 1790000060000,
        "user_agent": "Mozilla/5.0",
        "current": true
      }
    ]
    "#);
    assert_json_snapshot!(there_and_back(SessionsEnded { ended: 2 }), @r#"
    {
      "ended": 2
    }
    "#);
}

#[test]
fn members() {
    let seen = MemberInfo {
        person: PersonId::from_uuid(uuid(0xA0)),
        name: "Ada".into(),
        email: "ada@holdfast.example".into(),
        role: Role::Owner,
        joined_at: 1_790_000_000_000,
        last_seen_at: Some(1_790_000_060_000),
    };
    let unseen = MemberInfo { role: Role::Viewer, last_seen_at: None, ..seen.clone() };
    assert_json_snapshot!(there_and_back(vec![seen, unseen]), @r#"
    [
      {
        "person": "00000000-0000-0000-0000-0000000000a0",
        "name": "Ada",
        "email": "ada@holdfast.example",
        "role": "owner",
        "joined_at": 1790000000000,
        "last_seen_at": 1790000060000
      },
      {
        "person": "00000000-0000-0000-0000-0000000000a0",
        "name": "Ada",
        "email": "ada@holdfast.example",
        "role": "viewer",
        "joined_at": 1790000000000
      }
    ]
    "#);
}

#[test]
fn a_page_of_hits() {
    let hit = SearchHit {
        scope: ScopeId(uuid(0x1000)),
        id: RecordId(uuid(0x1001)),
        kind: Kind::new("note"),
        title: "Call the port".into(),
        field: "title".into(),
        snippet: Snippet { text: "Call the port".into(), matches: vec![MatchRange { start: 9, end: 13 }] },
    };
    assert_json_snapshot!(there_and_back(SearchPage { hits: vec![hit], more: true }), @r#"
    {
      "hits": [
        {
          "scope": "00000000-0000-0000-0000-000000001000",
          "id": "00000000-0000-0000-0000-000000001001",
          "kind": "note",
          "title": "Call the port",
          "field": "title",
          "snippet": {
            "text": "Call the port",
            "matches": [
              {
                "start": 9,
                "end": 13
              }
            ]
          }
        }
      ],
      "more": true
    }
    "#);
}

#[test]
fn health() {
    let server = ServerHealth {
        version: "0.1.0".into(),
        epoch: Epoch(uuid(0xE)),
        started_at: 1_790_000_000_000,
        uptime_s: 61,
        database: DatabaseHealth { ok: true, bytes: 4096 },
        open_sockets: 3,
    };
    assert_json_snapshot!(there_and_back(Health { ok: true, server: Some(server) }), @r#"
    {
      "ok": true,
      "server": {
        "version": "0.1.0",
        "epoch": "00000000-0000-0000-0000-00000000000e",
        "started_at": 1790000000000,
        "uptime_s": 61,
        "database": {
          "ok": true,
          "bytes": 4096
        },
        "open_sockets": 3
      }
    }
    "#);
    assert_json_snapshot!(there_and_back(Health { ok: true, server: None }), @r#"
    {
      "ok": true
    }
    "#);
}
