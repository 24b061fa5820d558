//! A person's view of the server's log, by plain requests: what the browsers are held against.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use anyhow::{Context, Result, ensure};
use holdfast_core::{
    effect::{Effect, Life},
    entity::{Entity, Priority, Status, Task},
    id::{ClientId, Id, OpId, PersonId, RecordId, ScopeId},
    operation::{ClientSeq, Draft, Edit, Operation},
    order::OrderKey,
    record::{Record, Seq},
    wire::{Cursor, MAX_BATCH, Outcome, PROTOCOL, PullAnswer, PushAnswer, PushRequest},
};
use reqwest::header::{COOKIE, HeaderMap};
use serde_json::json;

use super::{Account, Tab};

/// A version later than any there is.
const SEEN_ALL: Seq = Seq(1 << 40);

/// A signed-in person.
pub struct Api {
    origin: String,
    client: reqwest::Client,
    person: PersonId,
    /// The client database that this is to the server.
    database: ClientId,
    /// Edits made so far.
    made: AtomicU64,
}

/// Every effect of the scopes a person may read, in order.
pub struct Log {
    effects: Vec<Effect>,
}

impl Api {
    /// Signs in.
    pub async fn sign_in(origin: &str, account: &Account) -> Result<Self> {
        let client = reqwest::Client::builder().cookie_store(true).build()?;
        let person: PersonId = account.id.parse().context("an account's id")?;
        let database = ClientId::new(now()?, unique());
        let api = Self { origin: origin.to_owned(), client, person, database, made: AtomicU64::new(0) };
        let body = json!({ "email": account.email, "password": account.password });
        let url = format!("{origin}/api/v1/auth/login");
        let answer = api.client.post(url).header("Origin", origin).json(&body).send().await?;
        ensure!(answer.status().is_success(), "signing {} in: {}", account.email, answer.status());
        Ok(api)
    }

    /// Another device of whoever is signed in at a tab, by the same session.
    pub async fn of(tab: &Tab) -> Result<Self> {
        let me = "return (await (await fetch('/api/v1/users/me')).json()).person.id";
        let person: String = tab.js_async(me, &[]).await?;
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, tab.cookies().await?.parse().context("cookies that a header can hold")?);
        let client = reqwest::Client::builder().default_headers(headers).build()?;
        let person: PersonId = person.parse().context("an account's id")?;
        let database = ClientId::new(now()?, unique());
        Ok(Self { origin: tab.origin().to_owned(), client, person, database, made: AtomicU64::new(0) })
    }

    /// Makes edits as a device would that has seen everything others did.
    pub async fn edit(&self, edits: Vec<Edit>) -> Result<()> {
        self.push(edits, SEEN_ALL).await
    }

    /// Makes an edit as a device would that has seen a record only as it was made.
    pub async fn edit_unseen(&self, edit: Edit) -> Result<()> {
        self.push(vec![edit], Seq(1)).await
    }

    async fn push(&self, edits: Vec<Edit>, seen: Seq) -> Result<()> {
        let at = now()?;
        let operation = |edit: Edit| {
            let draft = Draft::new(OpId::new(at, unique()), self.person, at, edit);
            let number = ClientSeq(self.made.fetch_add(1, Ordering::Relaxed) + 1);
            Operation::stored(&draft, self.database, number, seen, Vec::new())
        };
        let operations: Vec<Operation> = edits.into_iter().map(operation).collect();
        let push =
            PushRequest { protocol: PROTOCOL, account: self.person, epoch: None, client: self.database, operations };
        let url = format!("{}/api/v1/sync/push", self.origin);
        let request = self.client.post(url).header("Origin", &self.origin).json(&push);
        let answer: PushAnswer = request.send().await?.error_for_status()?.json().await?;
        match answer.results.iter().find(|result| !matches!(result.outcome, Outcome::Accepted { .. })) {
            Some(refused) => anyhow::bail!("not done: {refused:?}"),
            None => Ok(()),
        }
    }

    /// Gives a member of an engagement another role.
    pub async fn give_role(&self, engagement: &str, person: &str, role: &str) -> Result<()> {
        let url = format!("{}/api/v1/engagements/{engagement}/members/{person}", self.origin);
        let request = self.client.post(url).header("Origin", &self.origin).json(&json!({ "role": role }));
        request.send().await?.error_for_status().context("giving another role")?;
        Ok(())
    }

    /// Adds so many tasks to a project, which is named by its page's path.
    pub async fn fill(&self, engagement: &str, path: &str, tasks: usize) -> Result<()> {
        let scope: ScopeId = engagement.parse().context("an engagement's id")?;
        let project = path.split('/').nth(4).context("a project's path")?.parse().context("a project's id")?;
        let mut order = None;
        let edits: Vec<Edit> = (0..tasks)
            .map(|number| {
                let next = OrderKey::between(order.as_ref(), None);
                let task = Task {
                    project,
                    parent: None,
                    title: format!("Task {number} of many"),
                    description: String::new(),
                    status: Status::ALL[number % Status::ALL.len()],
                    priority: Priority::Medium,
                    due: None,
                    tags: [].into(),
                    assignees: [].into(),
                    time_spent: 0,
                    archived: false,
                    order: next.clone(),
                };
                order = Some(next);
                task.create(scope, Id::new(0, unique()))
            })
            .collect();
        for part in edits.chunks(MAX_BATCH) {
            self.edit(part.to_vec()).await?;
        }
        Ok(())
    }

    /// Reads the whole log.
    pub async fn log(&self) -> Result<Log> {
        let mut cursor = Cursor::default();
        let mut effects = Vec::new();
        loop {
            let url = format!("{}/api/v1/sync/pull", self.origin);
            let request = self.client.post(url).header("Origin", &self.origin).json(&cursor);
            let answer: PullAnswer = request.send().await?.error_for_status()?.json().await?;
            cursor.epoch = Some(answer.epoch);
            for delta in answer.deltas {
                ensure!(delta.from == cursor.seq(delta.scope), "a gap in the log of {}", delta.scope);
                cursor.scopes.insert(delta.scope, delta.to);
                effects.extend(delta.effects);
            }
            if !answer.more {
                return Ok(Log { effects });
            }
        }
    }
}

impl Log {
    /// The ids of all operations, each once.
    ///
    /// # Errors
    ///
    /// If one has two effects, or a scope's numbers have gaps or repeats.
    pub fn operations(&self) -> Result<std::collections::BTreeSet<String>> {
        let mut seen = std::collections::BTreeSet::new();
        let mut next: BTreeMap<ScopeId, Seq> = BTreeMap::new();
        for effect in &self.effects {
            ensure!(seen.insert(effect.op.to_string()), "operation {} was done twice", effect.op);
            let last = next.insert(effect.scope, effect.seq).unwrap_or_default();
            ensure!(effect.seq.0 == last.0 + 1, "scope {}: {} follows {}", effect.scope, effect.seq.0, last.0);
        }
        Ok(seen)
    }

    /// Whether a word is in it, wherever.
    pub fn says(&self, word: &str) -> bool {
        let text = |effect: &Effect| serde_json::to_string(effect).unwrap_or_default();
        self.effects.iter().any(|effect| text(effect).contains(word))
    }

    /// The tasks that there are after all effects.
    pub fn tasks(&self) -> Result<Vec<Task>> {
        Ok(self.tasks_with_ids()?.into_iter().map(|(_, task)| task).collect())
    }

    /// The same, with their records' ids, in the order in which a project shows them.
    pub fn tasks_with_ids(&self) -> Result<Vec<(String, Task)>> {
        let records = self.records()?;
        let alive = records.values().filter(|record| record.kind.name() == Task::KIND && !record.deleted);
        let mut tasks: Vec<_> = alive.map(|record| (record.id, Task::read(record))).collect();
        tasks.sort_by(|(a, one), (b, other)| (&one.order, a).cmp(&(&other.order, b)));
        Ok(tasks.into_iter().map(|(id, task)| (id.to_string(), task)).collect())
    }

    /// Every record as all effects leave it.
    pub fn records(&self) -> Result<BTreeMap<RecordId, Record>> {
        let mut records: BTreeMap<RecordId, Option<Record>> = BTreeMap::new();
        for effect in &self.effects {
            for write in &effect.writes {
                let slot = records.entry(write.id).or_default();
                *slot = effect.result(write, slot.take());
                ensure!(slot.is_some() || write.life != Life::Created, "a created record is there");
            }
        }
        Ok(records.into_iter().filter_map(|(id, record)| Some((id, record?))).collect())
    }

    /// The task of that title.
    pub fn task(&self, title: &str) -> Result<Task> {
        let found = self.tasks()?.into_iter().find(|task| task.title == title);
        found.with_context(|| format!("no task “{title}” on the server"))
    }
}

/// Now, in milliseconds since 1970.
fn now() -> Result<u64> {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    Ok(u64::try_from(since.as_millis())?)
}

/// Ten bytes that no other caller in this process gets.
fn unique() -> [u8; 10] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}
