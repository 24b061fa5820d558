//! Replay: peek, send, mark, until nothing is left to send; then pull what is new. Run by the service worker, or by a tab
//! where there is none.

use super::{
    apply::{self, Applied},
    database::{Database, StoreError},
    hint::Hint,
    lease::{self, Asked, PATIENCE},
    net::{Failure, Net, Timer},
    outbox_store::{Marked, mark, mark_too_large, peek},
    reset::{self, Met},
};
use crate::{
    id::{HolderId, PersonId},
    wire::{MAX_BATCH, PROTOCOL, PushRequest},
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
        match self.drain().await {
            Ok(()) => {}
            Err(ended) => return ended,
        }
        match self.pull().await {
            Ok(()) => Ended::Drained,
            Err(ended) => ended,
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
        loop {
            let (client, operations) = peek(self.db, count, BATCH_BYTES).await?;
            if operations.is_empty() {
                return Ok(());
            }
            let request = PushRequest { protocol: PROTOCOL, account: self.account, client, operations };
            let marked = match self.net.push(&request).await {
                Ok(answer) => {
                    count = (count * 2).min(MAX_BATCH);
                    // Another history than the one met so far: either it is new, or the answer is old. A pull tells.
                    if apply::cursor(self.db).await?.epoch.is_some_and(|met| met != answer.epoch) {
                        self.pull().await?;
                    }
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
                Err(failure) => return Err(failure.into()),
            };
            match marked {
                Marked::Fenced => return Err(Ended::Fenced),
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
        loop {
            let cursor = apply::cursor(self.db).await?;
            let answer = self.net.pull(&cursor).await?;
            if answer.account != self.account {
                return Err(Failure::WrongAccount.into());
            }
            let known = cursor.scopes.keys().copied().collect();
            if reset::meet(self.db, answer.epoch, &answer.scopes, &known, self.timer.now()).await? == Met::Changed {
                (self.tell)(Hint::Reload);
            }
            for delta in &answer.deltas {
                if let Applied::Done { records, confirmed } = apply::apply(self.db, answer.epoch, delta).await? {
                    let ids = records.iter().map(|record| (record.scope, record.id)).collect();
                    (self.tell)(Hint::Records { ids, confirmed });
                }
            }
            if !answer.more {
                return Ok(());
            }
            // A page that moved nothing (all of it overtaken or torn) must not be asked for in a hot loop.
            if apply::cursor(self.db).await? == cursor {
                return Err(Failure::Unreachable("the answer brings nothing".into()).into());
            }
        }
    }
}
