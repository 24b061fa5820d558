//! One reader's line. It knows how far its reader is, scope by scope, and sends what the log holds after that; hints of the
//! bus only say when to look. Before each send it makes sure that nobody's access has changed since it looked at its reader's,
//! so what was written after access was taken away is not sent.

use std::{collections::BTreeMap, convert::Infallible};

use axum::extract::ws::Utf8Bytes;
use holdfast_core::{
    id::{Epoch, ScopeId},
    record::Seq,
    wire::{Bye, Cursor, PROTOCOL, ServerFrame},
};
use serde::Serialize;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{MissedTickBehavior, interval},
};

use super::{
    carrier::{Carrier, End, Heard},
    place::{Place, Start},
};
use crate::{
    Shared,
    bus::Hint,
    db::{DbError, Extent},
    session::{self, Session},
    sockets::OpenSocket,
};

pub(super) struct Line<C> {
    carrier: C,
    app: Shared,
    session: Session,
    /// How far the reader is in the scopes it may read; `None` before it has said where it is.
    places: Option<BTreeMap<ScopeId, Seq>>,
    /// What of them differs from where the reader began.
    moved: BTreeMap<ScopeId, Seq>,
    /// Whether that has changed since the reader was last told.
    moves: bool,
    /// [`crate::bus::Bus::access_changes`] before the last look at what the reader may read.
    access_seen: u64,
    /// Scopes whose log goes on after the reader's place, and at least how far.
    behind: BTreeMap<ScopeId, Seq>,
    /// Whether the reader has been told that it has caught up.
    live: bool,
    /// Counted as long as it is.
    open: OpenSocket,
}

impl<C: Carrier> Line<C> {
    pub(super) fn new(carrier: C, app: Shared, session: Session) -> Self {
        Self {
            open: app.sockets.open(session.person),
            carrier,
            app,
            session,
            places: None,
            moved: BTreeMap::new(),
            moves: false,
            access_seen: 0,
            behind: BTreeMap::new(),
            live: false,
        }
    }

    /// Runs until either side ends it.
    pub(super) async fn run(mut self, start: Option<Start>) {
        let end = match self.talk(start).await {
            Ok(never) => match never {},
            Err(end) => end,
        };
        match end {
            End::Bye(reason) => {
                let _ = self.say(&ServerFrame::Bye { reason }).await;
            }
            End::Failed(error) => tracing::error!(%error, "an open line failed"),
            End::Gone => {}
        }
        self.carrier.close().await;
    }

    async fn talk(&mut self, start: Option<Start>) -> Result<Infallible, End> {
        // From before the first look at the log, so that nothing falls between.
        let mut bus = self.app.bus.subscribe();
        let mut stopping = self.app.stopping.clone();
        let mut beat = interval(C::BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        if !session::lasts(&self.app, &self.session).await? {
            return Err(End::Bye(Bye::SignedOut));
        }
        if let Some(Start { cursor, last }) = start {
            self.greet(cursor, last).await?;
        }
        loop {
            if self.places.is_some() && self.behind.is_empty() && !self.live {
                self.live = true;
                self.say(&ServerFrame::Live).await?;
            }
            tokio::select! {
                biased;
                () = crate::stopped(&mut stopping) => return Err(End::Bye(Bye::Restart)),
                heard = self.carrier.hear() => match heard? {
                    Heard::Hello(cursor) => self.greet(cursor, None).await?,
                    Heard::Alive => {}
                },
                () = self.open.crowded() => return Err(End::Bye(Bye::Crowded)),
                hint = bus.recv() => self.look(hint, &mut bus).await?,
                _ = beat.tick() => self.beat().await?,
                () = std::future::ready(()), if !self.behind.is_empty() => self.send_page().await?,
            }
        }
    }

    /// Starts from where the reader says it is.
    async fn greet(&mut self, cursor: Cursor, last: Option<Place>) -> Result<(), End> {
        let epoch = self.app.db.epoch();
        let of_epoch = |at: Option<Epoch>, scopes| if at == Some(epoch) { scopes } else { BTreeMap::new() };
        let mut began = of_epoch(cursor.epoch, cursor.scopes);
        self.moved = last.map(|last| of_epoch(Some(last.epoch), last.scopes)).unwrap_or_default();
        began.extend(&self.moved);
        let heads = self.heads().await?;
        let place = |scope: &ScopeId| began.get(scope).copied().unwrap_or_default();
        self.places = Some(heads.keys().map(|scope| (*scope, place(scope))).collect());
        for lost in began.keys().filter(|scope| !heads.contains_key(scope)) {
            // If it comes back, the reader will have purged it.
            self.moved.insert(*lost, Seq::default());
            self.moves = true;
        }
        self.behind.clear();
        self.live = false;
        self.say_scopes(&heads).await?;
        self.fall_behind(&heads);
        Ok(())
    }

    /// Follows a hint.
    async fn look(&mut self, hint: Result<Hint, RecvError>, bus: &mut Receiver<Hint>) -> Result<(), End> {
        match hint {
            Ok(Hint::Scope { scope, seq }) => {
                if self.places.as_ref().and_then(|places| places.get(&scope)).is_some_and(|place| *place < seq) {
                    self.behind.insert(scope, seq);
                }
                Ok(())
            }
            Ok(Hint::Access { person }) if person == self.session.person => self.look_at_scopes().await,
            // Said again: what else the server decides for this reader may be another.
            Ok(Hint::Flags) => {
                self.say_scopes_again().await?;
                self.look_at_scopes().await
            }
            Ok(Hint::SignedOut { token }) if token == self.session.token => Err(End::Bye(Bye::SignedOut)),
            Ok(Hint::Access { .. } | Hint::SignedOut { .. }) => Ok(()),
            Err(RecvError::Lagged(_)) => {
                *bus = self.app.bus.subscribe();
                self.say_scopes_again().await?;
                self.look_at_all().await
            }
            Err(RecvError::Closed) => Err(End::Bye(Bye::Restart)),
        }
    }

    /// Says the scopes once more to a reader who has been told of any.
    async fn say_scopes_again(&mut self) -> Result<(), End> {
        if self.places.is_none() {
            return Ok(());
        }
        let heads = self.heads().await?;
        self.say_scopes(&heads).await
    }

    /// Looks at everything a hint, or one that was lost, may have been about.
    async fn look_at_all(&mut self) -> Result<(), End> {
        if !session::lasts(&self.app, &self.session).await? {
            return Err(End::Bye(Bye::SignedOut));
        }
        self.look_at_scopes().await
    }

    async fn look_at_scopes(&mut self) -> Result<(), End> {
        let heads = self.heads().await?;
        let Some(places) = &mut self.places else { return Ok(()) };
        if !places.keys().eq(heads.keys()) {
            for lost in places.extract_if(.., |scope, _| !heads.contains_key(scope)) {
                self.moved.insert(lost.0, Seq::default());
                self.moves = true;
            }
            self.behind.retain(|scope, _| heads.contains_key(scope));
            for scope in heads.keys() {
                // What was lost and is back was purged meanwhile: it comes from its start, as what is new.
                places.entry(*scope).or_default();
            }
            self.say_scopes(&heads).await?;
        }
        self.fall_behind(&heads);
        Ok(())
    }

    /// Notes the scopes whose log goes on after the reader's place, or no longer begins before it.
    fn fall_behind(&mut self, heads: &BTreeMap<ScopeId, Extent>) {
        for (scope, place) in self.places.iter().flatten() {
            if let Some(extent) = heads.get(scope).filter(|extent| extent.head > *place) {
                self.behind.insert(*scope, extent.head);
            }
        }
    }

    async fn beat(&mut self) -> Result<(), End> {
        self.carrier.probe().await?;
        self.say(&ServerFrame::Beat).await?;
        self.look_at_all().await
    }

    /// Sends the next page of one scope that is behind.
    async fn send_page(&mut self) -> Result<(), End> {
        let (Some(places), Some((&scope, &head))) = (&mut self.places, self.behind.first_key_value()) else {
            return Ok(());
        };
        let from = places.get(&scope).copied().unwrap_or_default();
        let frame = self.app.tail.after(&self.app.db, self.app.clock.now(), scope, from).await?;
        if self.app.bus.access_changes() != self.access_seen {
            // The frame may hold what was written after the reader's access was taken away.
            return self.look_at_scopes().await;
        }
        let Some(frame) = frame else {
            self.behind.remove(&scope);
            return Ok(());
        };
        places.insert(scope, frame.to);
        self.moved.insert(scope, frame.to);
        self.moves = true;
        if frame.to >= head {
            self.behind.remove(&scope);
        }
        self.send(frame.text).await
    }

    async fn heads(&mut self) -> Result<BTreeMap<ScopeId, Extent>, End> {
        self.access_seen = self.app.bus.access_changes();
        let mut tx = self.app.db.read(self.app.clock.now()).await?;
        Ok(tx.readable(self.session.person).await?)
    }

    async fn say_scopes(&mut self, heads: &BTreeMap<ScopeId, Extent>) -> Result<(), End> {
        let (epoch, scopes) = (self.app.db.epoch(), heads.keys().copied().collect());
        self.say(&ServerFrame::Scopes { protocol: PROTOCOL, epoch, scopes }).await
    }

    async fn say(&mut self, frame: &impl Serialize) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(DbError::from)?;
        self.send(text.into()).await
    }

    async fn send(&mut self, frame: Utf8Bytes) -> Result<(), End> {
        let place = match std::mem::take(&mut self.moves) && C::SHOWS_PLACE {
            true => {
                let place = Place { epoch: self.app.db.epoch(), scopes: self.moved.clone() };
                Some(serde_json::to_string(&place).map_err(DbError::from)?)
            }
            false => None,
        };
        self.carrier.send(frame, place).await
    }
}
