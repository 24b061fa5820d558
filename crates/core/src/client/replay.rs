//! Replay: peek, send, mark, until nothing is left to send; then pull what is new. Run by the service worker, or by a tab
//! where there is none.

use super::{
    apply::{self, Applied},
    database::{Database, StoreError},
    done,
    doubt::{self, Settled},
    hint::Hint,
    lease::{self, Asked, PATIENCE},
    mark::{Marked, mark, mark_too_large},
    missing,
    net::{Failure, Net, Timer},
    outbox_store::{Batch, Peeked, peek},
    reset::{self, Met},
    scrub,
    snapshot::{self, Taken},
};
use crate::{
    authority::Rejection,
    id::{HolderId, PersonId, ScopeId},
    operation::Operation,
    planted::{self, Bug},
    wire::{Cursor, MAX_BATCH, OpResult, Outcome, PROTOCOL, PullAnswer, PushRequest},
};

/// How often a challenger looks at the holder's beat, in milliseconds.
const LOOK: u64 = 500;

/// About how many bytes one push carries at most: far below the server's limit, so that it arrives on a slow line too.
const BATCH_BYTES: usize = 128 << 10;

/// How a replay ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Ended {
    /// Nothing is left that could be sent.
    Drained,
    /// A request failed: try again later.
    Failed(Failure),
    /// Another replayer took over.
    Fenced,
    /// The database failed.
    Broken(StoreError),
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        Self::Broken(error)
    }
}

impl From<Failure> for Ended {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// What a replay runs on.
pub struct Replayer<'a, D, N, T> {
    /// The client's database.
    pub db: &'a D,
    /// The network.
    pub net: &'a N,
    /// Time.
    pub timer: &'a T,
    /// Who this is, for the lease: a fresh id for each life of a tab or worker.
    pub holder: HolderId,
    /// Whose outbox it is.
    pub account: PersonId,
    /// Tells the other members of the profile.
    pub tell: &'a dyn Fn(Hint),
}

impl<D: Database, N: Net, T: Timer> Replayer<'_, D, N, T> {
    /// Sends everything that can be sent, then pulls everything that is new.
    pub async fn run(&self) -> Ended {
        self.run_once().await.err().unwrap_or(Ended::Drained)
    }

    async fn run_once(&self) -> Result<(), Ended> {
        // Another history that was not read to its end: until it is, nobody knows what it lacks.
        if doubt::is_open(self.db).await? {
            self.pull().await?;
        }
        self.drain().await?;
        self.pull().await?;
        let now = self.timer.now();
        done::prune(self.db, now).await?;
        if scrub::look_through(self.db, now).await? {
            self.pull().await?;
        }
        Ok(())
    }

    /// Asks for what is new; a session that has lapsed is renewed once. One that was ended cannot be.
    async fn ask(&self, cursor: &Cursor) -> Result<PullAnswer, Failure> {
        match self.net.pull(cursor).await {
            Err(Failure::SignedOut) => {
                self.net.renew().await?;
                self.net.pull(cursor).await
            }
            answer => answer,
        }
    }

    /// Sends everything that can be sent.
    pub async fn drain(&self) -> Result<(), Ended> {
        let grant = self.acquire().await?;
        let drained = self.send_all(grant).await;
        lease::release(self.db, grant).await?;
        drained
    }

    async fn acquire(&self) -> Result<lease::Grant, Ended> {
        let mut seen = None;
        let mut since = self.timer.now();
        loop {
            // A clock that was set back begins to count anew.
            since = since.min(self.timer.now());
            let stale = seen.filter(|_| self.timer.now().saturating_sub(since) >= PATIENCE);
            match lease::ask(self.db, self.holder, stale).await? {
                Asked::Granted(grant) => return Ok(grant),
                Asked::Held(beat) => {
                    if seen != Some(beat) {
                        seen = Some(beat);
                        since = self.timer.now();
                    }
                    self.timer.sleep(LOOK).await;
                }
            }
        }
    }

    async fn send_all(&self, grant: lease::Grant) -> Result<(), Ended> {
        // Halved while the server finds a batch too large, and grown again by each one it takes.
        let mut count = MAX_BATCH;
        // Set when an answer came from another history than the one met so far.
        let mut surprised = false;
        // Set from a renewal to the next answer.
        let mut renewed = false;
        loop {
            let Peeked::Batch(Batch { operations, epoch }) = peek(self.db, grant, count, BATCH_BYTES).await? else {
                return Err(Ended::Fenced);
            };
            let Some(client) = operations.first().map(|op| op.client_id) else { return Ok(()) };
            let request = PushRequest { protocol: PROTOCOL, account: self.account, epoch, client, operations };
            let sent = self.net.push(&request).await;
            let was_renewed = std::mem::replace(&mut renewed, false);
            let marked = match sent {
                // A renewal takes its time: whether the lease still holds is asked again before anything is sent again.
                Err(Failure::SignedOut) if !was_renewed => {
                    self.net.renew().await?;
                    renewed = true;
                    continue;
                }
                // It was done nothing there, or it is an old answer: a pull tells, and what it says decides what is sent.
                Ok(answer) if epoch.is_some_and(|epoch| epoch != answer.epoch) => {
                    if std::mem::replace(&mut surprised, true) {
                        return Err(Failure::Unreachable("the server changes its history".into()).into());
                    }
                    // Not in turn: whoever waits for the lease has no more patience than whoever waits for a turn.
                    self.pull_pages().await?;
                    continue;
                }
                Ok(answer) => {
                    count = (count * 2).min(MAX_BATCH);
                    let epoch = Some(answer.epoch);
                    mark(self.db, grant, epoch, &request.operations, &answer.results, self.timer.now()).await?
                }
                Err(Failure::TooLarge) if request.operations.len() > 1 => {
                    count = request.operations.len() / 2;
                    continue;
                }
                Err(Failure::TooLarge) => {
                    mark_too_large(self.db, grant, &request.operations[0], self.timer.now()).await?
                }
                Err(Failure::Unreachable(_)) if planted::has(Bug::ForbiddenPageKills) => {
                    let refused =
                        |op: &Operation| OpResult { op_id: op.op_id, outcome: Outcome::Rejected(Rejection::Forbidden) };
                    let results: Vec<OpResult> = request.operations.iter().map(refused).collect();
                    mark(self.db, grant, None, &request.operations, &results, self.timer.now()).await?
                }
                Err(failure) => return Err(failure.into()),
            };
            match marked {
                Marked::Fenced => return Err(Ended::Fenced),
                Marked::OtherHistory => {
                    reset::distrust(self.db).await?;
                    (self.tell)(Hint::Reload);
                    return Err(Failure::Unreachable("the server has gone back in its history".into()).into());
                }
                // An answer that settles nothing (it names none of what was sent) must not be asked for in a hot loop.
                Marked::Rows(seqs) if seqs.is_empty() => {
                    return Err(Failure::Unreachable("the answer settles nothing".into()).into());
                }
                Marked::Rows(seqs) => (self.tell)(Hint::Rows { seqs }),
            }
        }
    }

    /// Pulls until there is no more.
    pub async fn pull(&self) -> Result<(), Ended> {
        if self.pull_all().await? == Pulled::Unsettled {
            self.drain().await?;
            if self.pull_all().await? == Pulled::Unsettled {
                return Err(Failure::Unreachable("somebody else is still sending".into()).into());
            }
        }
        Ok(())
    }

    async fn pull_all(&self) -> Result<Pulled, Ended> {
        let _turn = self.net.turn().await;
        self.pull_pages().await
    }

    async fn pull_pages(&self) -> Result<Pulled, Ended> {
        loop {
            let asked = reset::asked(self.db).await?;
            let cursor = &asked.cursor;
            let strays = reset::strays(self.db, cursor).await?;
            let answer = self.ask(cursor).await?;
            if answer.account != self.account {
                return Err(Failure::WrongAccount.into());
            }
            // A scope that another history had is not lost where this one has not made it again yet.
            let known = cursor.known_of(answer.epoch);
            let (epoch, now) = (answer.epoch, self.timer.now());
            let since = Some(asked.history);
            let (met, history) = reset::meet_since(self.db, since, epoch, &answer.scopes, &known, now).await?;
            if met == Met::Changed {
                (self.tell)(Hint::Reload);
            } else if history != asked.history {
                // Another member has begun to read another history since this was asked for.
                continue;
            }
            let gone = reset::forget_strays(self.db, asked.history, &answer.scopes, strays).await?;
            if !gone.is_empty() {
                (self.tell)(Hint::Rows { seqs: gone });
                (self.tell)(Hint::Steps);
            }
            let mut is_whole = true;
            for delta in &answer.deltas {
                match apply::apply(self.db, answer.epoch, delta).await? {
                    Applied::Done { records, confirmed } => {
                        let ids = records.iter().map(|record| (record.scope, record.id)).collect();
                        (self.tell)(Hint::Records { ids, confirmed });
                    }
                    Applied::Known => {}
                    Applied::Gap => is_whole = false,
                }
            }
            let mended = missing::mend(self.db, cursor, answer.epoch, &answer.found).await?;
            if !mended.is_empty() {
                (self.tell)(Hint::Records { ids: mended, confirmed: Vec::new() });
            }
            if let Some(page) = &answer.snapshot {
                match snapshot::take(self.db, answer.epoch, page, self.timer.now()).await? {
                    // A gap shows in the place that did not move.
                    Taken::Part | Taken::Gap => {}
                    Taken::Whole => (self.tell)(Hint::Reload),
                    Taken::Unsettled => return Ok(Pulled::Unsettled),
                }
            } else if !answer.more {
                if self.pulled(is_whole, history, &answer.scopes).await? == Settled::Again {
                    continue;
                }
                if !missing::is_due(self.db, cursor).await? {
                    return Ok(Pulled::All);
                }
            }
            // A page that moved nothing (all of it overtaken or torn) must not be asked for in a hot loop.
            if reset::asked(self.db).await? == asked {
                return Err(Failure::Unreachable("the answer brings nothing".into()).into());
            }
        }
    }

    /// There is no more to pull; if all of it was taken in, what another history lacks is known now.
    async fn pulled(&self, is_whole: bool, history: u64, scopes: &[ScopeId]) -> Result<Settled, Ended> {
        if !is_whole && doubt::is_open(self.db).await? {
            return Err(Failure::Unreachable("the answer was torn".into()).into());
        }
        let settled = doubt::settle(self.db, history, scopes).await?;
        if let Settled::Offered(seqs) = &settled {
            (self.tell)(Hint::Rows { seqs: seqs.clone() });
            (self.tell)(Hint::Steps);
        }
        Ok(settled)
    }
}

/// How far pulling came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pulled {
    /// To the end.
    All,
    /// To a snapshot that what was sent must be settled before.
    Unsettled,
}
