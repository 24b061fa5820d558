//! A server and client databases in memory, and short ways to name things.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a panic is a test's way to fail")]

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
    rc::Rc,
    task::Poll,
};

use futures::FutureExt as _;
use holdfast_core::{
    client::{
        Key, Table,
        apply::{Applied, apply},
        doubt::{self, Settled},
        enqueue::{Edits, enqueue},
        lease::{Asked, Grant, ask},
        memory::{Gate, MemoryDatabase, Point},
        missing,
        open::open,
        outbox_store::{Marked, Peeked, mark, peek},
        read::{chunk, read},
        reset::{asked, meet},
    },
    entity::{Engagement, Entity, Membership, Person, Priority, Project, Status, Task},
    id::{ClientId, Epoch, HolderId, Id, OpId, PersonId, RecordId, ScopeId},
    ledger::{self, Sender, memory::MemoryLedger},
    operation::{ClientSeq, Draft, Edit, Operation},
    order::OrderKey,
    outbox::Row,
    record::{Record, Seq},
    role::Role,
    wire::{FoundRecords, MAX_BATCH, MAX_BODY, OpResult, Outcome},
};
use uuid::Uuid;

/// The server's history.
pub const EPOCH: Epoch = Epoch(Uuid::from_u128(0xE));

/// What a future that need not wait comes to.
pub fn now<T>(work: impl Future<Output = T>) -> T {
    work.now_or_never().expect("nothing here has to wait")
}

/// Polls once.
pub fn poll<T>(work: &mut Pin<Box<dyn Future<Output = T> + '_>>) -> Poll<T> {
    work.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop()))
}

pub fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(0xA000 + number))
}

pub fn op_id(number: u128) -> OpId {
    OpId(Uuid::from_u128(0xF000 + number))
}

pub fn client(number: u128) -> ClientId {
    ClientId(Uuid::from_u128(0xC000 + number))
}

pub fn id<E>(number: u128) -> Id<E> {
    Id::from_uuid(Uuid::from_u128(0x1000 + number))
}

/// The engagement that [`Server::new`] makes.
pub fn shared() -> Id<Engagement> {
    id(0)
}

/// A project of that number, ready to be made.
pub fn project(number: u128) -> Edit {
    let project = Project { name: "Harbour".into(), description: String::new(), order: OrderKey::between(None, None) };
    project.create(shared().scope(), id(number))
}

/// A task of a project, ready to be made.
pub fn task(number: u128, project: u128) -> Edit {
    let task = Task {
        project: id(project),
        parent: None,
        title: "Call the port".into(),
        description: String::new(),
        status: Status::Todo,
        priority: Priority::Medium,
        due: None,
        tags: [].into(),
        assignees: [].into(),
        time_spent: 0,
        archived: false,
        order: OrderKey::between(None, None),
    };
    task.create(shared().scope(), id(number))
}

/// A change of a task.
pub fn set(number: u128) -> Edit {
    Edit::set::<Task>(shared().scope(), id(number))
}

/// An edit with the id of its operation.
pub fn draft(op: u128, author: PersonId, edit: Edit) -> Draft {
    Draft::new(op_id(op), author, 1_000, edit)
}

/// An operation as a client of that number would have stored it.
pub fn operation(op: u128, author: PersonId, of: u128, base: u64, edit: Edit) -> Operation {
    Operation::stored(
        &draft(op, author, edit),
        client(of),
        ClientSeq(u64::try_from(op).unwrap()),
        Seq(base),
        Vec::new(),
    )
}

/// A server with an engagement owned by person 0.
pub struct Server {
    pub ledger: MemoryLedger,
    own: Cell<u128>,
}

impl Server {
    pub fn new() -> Self {
        let mut server = Self { ledger: MemoryLedger::default(), own: Cell::new(0) };
        for number in 0..4 {
            let profile = Person { name: format!("Person {number}"), email: format!("{number}@example.test") };
            server.act_as(person(number), profile.create(person(number).scope(), person(number)));
        }
        server.act_as(person(0), Engagement { name: "Shared".into() }.create(shared().scope(), shared()));
        server
    }

    /// Gives a person a role in the engagement.
    pub fn admit(&mut self, who: PersonId, role: Role) {
        let membership = Membership { person: who, role, name: "Someone".into() };
        let id = Membership::id_of(shared().scope(), who);
        let outcome = self.act_as(person(0), membership.create(shared().scope(), id));
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{outcome:?}");
    }

    /// Does something as the server itself, in a person's name.
    pub fn act_as(&mut self, author: PersonId, edit: Edit) -> Outcome {
        self.own.set(self.own.get() + 1);
        let op = operation(0x0005_0000 + self.own.get(), author, 99, 0, edit);
        self.take(Sender::Server, &[op]).remove(0).outcome
    }

    /// Takes a push of one person and commits it.
    pub fn push(&mut self, who: PersonId, operations: &[Operation]) -> Vec<Outcome> {
        self.take(Sender::Person(who), operations).into_iter().map(|result| result.outcome).collect()
    }

    pub fn take(&mut self, sender: Sender, operations: &[Operation]) -> Vec<OpResult> {
        let mut tx = self.ledger.begin();
        let pushed = now(ledger::push(&mut tx, sender, operations, 2_000)).expect("memory does not fail");
        self.ledger.commit(tx);
        pushed.results
    }

    pub fn record<E>(&self, id: Id<E>) -> Record {
        self.ledger.record(id.record()).cloned().expect("it was made")
    }

    /// The answer to a client that has lost records.
    pub fn found(&self, missing: &BTreeMap<ScopeId, BTreeSet<RecordId>>) -> Vec<FoundRecords> {
        missing.iter().map(|(scope, ids)| self.ledger.found(*scope, ids)).collect()
    }

    pub fn head(&self) -> u64 {
        self.ledger.log(shared().scope()).len() as u64
    }
}

/// One client database.
pub struct Client {
    pub db: MemoryDatabase,
    pub who: PersonId,
}

impl Client {
    pub fn new(number: u128, who: PersonId) -> Self {
        let db = MemoryDatabase::default();
        now(open(&db, client(number))).unwrap();
        Self { db, who }
    }

    pub fn save(&self, drafts: &[Draft]) -> Vec<Row> {
        now(enqueue(&self.db, Edits::apart(drafts))).expect("there is room").rows
    }

    /// Saves one edit.
    pub fn edit(&self, op: u128, edit: Edit) -> Operation {
        self.save(&[draft(op, self.who, edit)]).remove(0).operation
    }

    pub fn lease(&self) -> Grant {
        match now(ask(&self.db, HolderId(Uuid::from_u128(7)), None)).unwrap() {
            Asked::Granted(grant) => grant,
            Asked::Held(_) => panic!("nobody else asks here"),
        }
    }

    /// What a replayer that holds the lease would send now.
    pub fn peek(&self) -> Vec<Operation> {
        self.peek_with(self.lease())
    }

    pub fn peek_with(&self, grant: Grant) -> Vec<Operation> {
        match now(peek(&self.db, grant, MAX_BATCH, MAX_BODY)).unwrap() {
            Peeked::Batch(batch) => batch.operations,
            Peeked::Fenced => panic!("the lease was lost"),
        }
    }

    /// Marks everything that can be sent by an answer.
    pub fn mark(&self, epoch: Option<Epoch>, results: &[OpResult], at: u64) -> Marked {
        let grant = self.lease();
        let sent = self.peek_with(grant);
        now(mark(&self.db, grant, epoch, &sent, results, at)).unwrap()
    }

    /// Sends everything and marks it by the answer.
    pub fn send(&self, server: &mut Server) -> Vec<Outcome> {
        let grant = self.lease();
        let sent = self.peek_with(grant);
        let results = server.take(Sender::Person(self.who), &sent);
        now(mark(&self.db, grant, Some(EPOCH), &sent, &results, 3_000)).unwrap();
        results.into_iter().map(|result| result.outcome).collect()
    }

    /// Applies all that is new.
    pub fn pull(&self, server: &Server) -> Vec<Applied> {
        let scopes = server.ledger.readable(self.who);
        let cursor = now(asked(&self.db)).unwrap().cursor;
        now(meet(&self.db, EPOCH, &scopes, &cursor.known(), 3_000)).unwrap();
        let deltas = scopes.iter().map(|scope| server.ledger.delta(*scope, cursor.seq(*scope), usize::MAX));
        let applied: Vec<Applied> = deltas.map(|delta| now(apply(&self.db, EPOCH, &delta)).unwrap()).collect();
        now(missing::mend(&self.db, &cursor, EPOCH, &server.found(&cursor.missing))).unwrap();
        if !applied.contains(&Applied::Gap) {
            self.settle(server);
        }
        applied
    }

    /// Ends a doubt: all of the server's history has been read. The rows offered or changed.
    pub fn settle(&self, server: &Server) -> Vec<ClientSeq> {
        let history = now(doubt::history(&self.db)).unwrap();
        match now(doubt::settle(&self.db, history, &server.ledger.readable(self.who))).unwrap() {
            Settled::Offered(seqs) => seqs,
            Settled::Clear | Settled::Again => Vec::new(),
        }
    }

    pub fn sync(&self, server: &mut Server) {
        self.send(server);
        self.pull(server);
    }

    pub fn rows(&self) -> Vec<Row> {
        let found = now(read(&self.db, &[], &[], ClientSeq(0))).unwrap();
        found.rows.into_iter().map(|row| row.expect("readable")).collect()
    }

    pub fn base(&self) -> BTreeMap<RecordId, Record> {
        let all = now(chunk(&self.db, holdfast_core::client::Range::All, usize::MAX, |_| Vec::new())).unwrap();
        all.records.into_iter().map(|record| (record.id, record)).collect()
    }

    /// Goes back to the beginning of a scope.
    pub fn read_again(&self, scope: ScopeId) {
        let mut cursor = now(asked(&self.db)).unwrap().cursor;
        cursor.read_again(scope);
        let text = serde_json::to_string(&cursor).unwrap();
        self.db.committed_mut().insert((Table::Meta, Key::name("cursor")), text);
    }

    pub fn readable(&self, server: &Server) -> Vec<ScopeId> {
        server.ledger.readable(self.who)
    }
}

/// A gate that stops at the transaction of that number until it is opened.
pub struct Stop {
    at: Cell<u32>,
    seen: Cell<u32>,
}

impl Stop {
    pub fn new(at: u32) -> Rc<Self> {
        Rc::new(Self { at: Cell::new(at), seen: Cell::new(0) })
    }

    /// Stops at the transaction after so many more.
    pub fn after(&self, more: u32) {
        self.at.set(self.seen.get() + more);
    }

    pub fn open(&self) {
        self.at.set(u32::MAX);
    }

    pub fn gate(self: &Rc<Self>) -> Gate {
        let stop = Rc::clone(self);
        Rc::new(move |point| {
            let stop = Rc::clone(&stop);
            Box::pin(async move {
                if point == Point::Begin {
                    let number = stop.seen.get();
                    stop.seen.set(number + 1);
                    std::future::poll_fn(|_| if stop.at.get() <= number { Poll::Pending } else { Poll::Ready(()) })
                        .await;
                }
                Ok(())
            })
        })
    }
}
