//! What clients, servers and tabs send.

use holdfast_core::{
    authority::Rejection,
    client::Hint,
    effect::Delta,
    entity::{Invalid, Task},
    id::Id,
    operation::ClientSeq,
    record::Seq,
    status::Link,
    wire::{
        ApiError, Bye, ClientFrame, Cursor, ErrorBody, OpResult, Outcome, PROTOCOL, PullAnswer, PushAnswer,
        PushRequest, ServerFrame, codes,
        presence::{Doing, Here, PersonHere, Present},
    },
};
use insta::assert_json_snapshot;

use super::{common::*, there_and_back};

#[test]
fn pushes_and_pulls() {
    let request =
        PushRequest { protocol: PROTOCOL, account: person(0), epoch: None, client: client(1), operations: vec![] };
    assert_json_snapshot!(there_and_back(request), @r#"
    {
      "protocol": 2,
      "account": "00000000-0000-0000-0000-00000000a000",
      "client": "00000000-0000-0000-0000-00000000c001",
      "operations": []
    }
    "#);
    let invalid = Invalid { field: "title".into(), message: "must not be empty".into() };
    let outcomes = [
        Outcome::Accepted { seq: Seq(9) },
        Outcome::Rejected(Rejection::Invalid(invalid)),
        Outcome::Rejected(Rejection::NoAccess),
        Outcome::Held { by: op_id(2) },
    ];
    let results = outcomes.into_iter().map(|outcome| OpResult { op_id: op_id(1), outcome }).collect();
    assert_json_snapshot!(there_and_back(PushAnswer { protocol: PROTOCOL, epoch: EPOCH, results }), @r#"
    {
      "protocol": 2,
      "epoch": "00000000-0000-0000-0000-00000000000e",
      "results": [
        {
          "op_id": "00000000-0000-0000-0000-00000000f001",
          "outcome": {
            "accepted": {
              "seq": 9
            }
          }
        },
        {
          "op_id": "00000000-0000-0000-0000-00000000f001",
          "outcome": {
            "rejected": {
              "invalid": {
                "field": "title",
                "message": "must not be empty"
              }
            }
          }
        },
        {
          "op_id": "00000000-0000-0000-0000-00000000f001",
          "outcome": {
            "rejected": "no_access"
          }
        },
        {
          "op_id": "00000000-0000-0000-0000-00000000f001",
          "outcome": {
            "held": {
              "by": "00000000-0000-0000-0000-00000000f002"
            }
          }
        }
      ]
    }
    "#);
    let cursor = Cursor { epoch: Some(EPOCH), scopes: [(shared().scope(), Seq(9))].into(), ..Cursor::default() };
    assert_json_snapshot!(there_and_back(cursor), @r#"
    {
      "epoch": "00000000-0000-0000-0000-00000000000e",
      "scopes": {
        "00000000-0000-0000-0000-000000001000": 9
      }
    }
    "#);
    assert_json_snapshot!(there_and_back(Cursor::default()), @r#"
    {
      "epoch": null,
      "scopes": {}
    }
    "#);
    let scopes = vec![shared().scope()];
    let answer = PullAnswer {
        protocol: PROTOCOL,
        account: person(0),
        epoch: EPOCH,
        scopes,
        deltas: vec![],
        snapshot: None,
        found: vec![],
        more: true,
    };
    assert_json_snapshot!(there_and_back(answer), @r#"
    {
      "protocol": 2,
      "account": "00000000-0000-0000-0000-00000000a000",
      "epoch": "00000000-0000-0000-0000-00000000000e",
      "scopes": [
        "00000000-0000-0000-0000-000000001000"
      ],
      "deltas": [],
      "more": true
    }
    "#);
}

#[test]
fn every_rejection() {
    let all = [
        Rejection::NotFound,
        Rejection::Deleted,
        Rejection::Forbidden,
        Rejection::NoAccess,
        Rejection::UnknownKind,
        Rejection::UnknownFormat,
        Rejection::TooLarge,
    ];
    assert_json_snapshot!(there_and_back(all), @r#"
    [
      "not_found",
      "deleted",
      "forbidden",
      "no_access",
      "unknown_kind",
      "unknown_format",
      "too_large"
    ]
    "#);
}

#[test]
fn frames() {
    let hello = ClientFrame::Hello { protocol: PROTOCOL, account: person(0), cursor: Cursor::default() };
    assert_json_snapshot!(there_and_back(hello), @r#"
    {
      "hello": {
        "protocol": 2,
        "account": "00000000-0000-0000-0000-00000000a000",
        "cursor": {
          "epoch": null,
          "scopes": {}
        }
      }
    }
    "#);
    let delta = Delta { scope: shared().scope(), from: Seq(4), to: Seq(4), effects: vec![] };
    let frames = [
        ServerFrame::Scopes { protocol: PROTOCOL, epoch: EPOCH, scopes: vec![shared().scope()] },
        ServerFrame::Delta(delta),
        ServerFrame::Live,
        ServerFrame::Beat,
        ServerFrame::Bye { reason: Bye::SignedOut },
        ServerFrame::Bye { reason: Bye::WrongAccount },
        ServerFrame::Bye { reason: Bye::Protocol },
        ServerFrame::Bye { reason: Bye::Restart },
    ];
    assert_json_snapshot!(there_and_back(frames), @r#"
    [
      {
        "scopes": {
          "protocol": 2,
          "epoch": "00000000-0000-0000-0000-00000000000e",
          "scopes": [
            "00000000-0000-0000-0000-000000001000"
          ]
        }
      },
      {
        "delta": {
          "scope": "00000000-0000-0000-0000-000000001000",
          "from": 4,
          "to": 4,
          "effects": []
        }
      },
      "live",
      "beat",
      {
        "bye": {
          "reason": "signed_out"
        }
      },
      {
        "bye": {
          "reason": "wrong_account"
        }
      },
      {
        "bye": {
          "reason": "protocol"
        }
      },
      {
        "bye": {
          "reason": "restart"
        }
      }
    ]
    "#);
}

#[test]
fn hints_and_errors() {
    let hints = [
        Hint::Rows { seqs: vec![ClientSeq(3)] },
        Hint::Records { ids: vec![(shared().scope(), id::<Task>(2).record())], confirmed: vec![ClientSeq(3)] },
        Hint::Reload,
        Hint::Link { link: Link::Down },
        Hint::Left,
    ];
    assert_json_snapshot!(there_and_back(hints), @r#"
    [
      {
        "rows": {
          "seqs": [
            3
          ]
        }
      },
      {
        "records": {
          "ids": [
            [
              "00000000-0000-0000-0000-000000001000",
              "00000000-0000-0000-0000-000000001002"
            ]
          ],
          "confirmed": [
            3
          ]
        }
      },
      "reload",
      {
        "link": {
          "link": "down"
        }
      },
      "left"
    ]
    "#);
    let error =
        |field| ErrorBody { error: ApiError { code: codes::INVALID.into(), message: "Give it a name.".into(), field } };
    assert_json_snapshot!(there_and_back([error(Some("name".into())), error(None)]), @r#"
    [
      {
        "error": {
          "code": "invalid",
          "message": "Give it a name.",
          "field": "name"
        }
      },
      {
        "error": {
          "code": "invalid",
          "message": "Give it a name."
        }
      }
    ]
    "#);
}

#[test]
fn who_is_at_a_record() {
    let here = Here { tab: Id::from_uuid(uuid::Uuid::from_u128(7)), doing: Doing::Writing, seen: Some(3), wait: 20 };
    assert_json_snapshot!(there_and_back(here), @r#"
    {
      "tab": "00000000-0000-0000-0000-000000000007",
      "doing": "writing",
      "seen": 3,
      "wait": 20
    }
    "#);
    let people =
        [(0, Doing::Looking), (1, Doing::Writing)].map(|(who, doing)| PersonHere { person: person(who), doing });
    assert_json_snapshot!(there_and_back(Present { version: 4, people: people.to_vec() }), @r#"
    {
      "version": 4,
      "people": [
        {
          "person": "00000000-0000-0000-0000-00000000a000",
          "doing": "looking"
        },
        {
          "person": "00000000-0000-0000-0000-00000000a001",
          "doing": "writing"
        }
      ]
    }
    "#);
    let least: Here = serde_json::from_str(r#"{"tab":"00000000-0000-0000-0000-000000000007"}"#).unwrap();
    assert_eq!((least.doing, least.seen, least.wait), (Doing::Looking, None, 0));
    assert_eq!(serde_json::from_str::<Doing>("\"dancing\"").unwrap(), Doing::Looking, "a later build's");
}
