//! Taking pieces of a blob: straight to the disk as they come, so that what arrived before a cut stays.

use std::{fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt as _, sync::Arc, time::Duration};

use axum::body::Body;
use futures::StreamExt as _;
use holdfast_core::{
    id::PersonId,
    wire::{MAX_PIECE, remote::Upload},
};
use tokio::{sync::mpsc, time::timeout};

use super::{Blobs, Turn, Whole, make_folder};
use crate::{
    db::{BlobRow, Db},
    error::Error,
};

/// How long nothing may come of a piece: then what came is kept, and whoever sends asks again how much that is.
const SILENCE: Duration = Duration::from_secs(30);

/// A piece of a blob that somebody sends.
#[derive(Debug)]
pub(crate) struct Piece {
    /// Who.
    pub(crate) person: PersonId,
    /// Of which blob.
    pub(crate) blob: BlobRow,
    /// Where in it the piece begins.
    pub(crate) offset: u64,
    /// The right to take it.
    pub(crate) turn: Turn,
}

impl Blobs {
    /// Takes a piece, and the whole blob where it was the last.
    pub(crate) async fn take(self: Arc<Self>, piece: Piece, body: Body, db: &Db, now: u64) -> Result<Upload, Error> {
        let Piece { person, blob, offset, turn } = piece;
        if self.received(person, &blob.hash) > blob.size {
            // It was said to be larger before: whichever it is, this is not how it goes on.
            self.drop_part(person, &blob.hash).map_err(internal)?;
        }
        let has = self.received(person, &blob.hash);
        if has != offset {
            return Err(Error::Conflict(format!("The server has {has} bytes of it: go on from there.")));
        }
        let (turn, arrived) = self.append(turn, &blob, offset, body).await?;
        if arrived.total < blob.size {
            return match arrived.end {
                End::Whole => Ok(Upload { received: arrived.total, done: false }),
                End::Broken => Err(Error::invalid("The piece broke off; what came of it is kept.")),
                End::TooMuch => Err(too_much()),
            };
        }
        if arrived.end == End::TooMuch {
            return Err(Error::field("size", "There is more of it than was said."));
        }
        let _turn = turn;
        let _place = self.turn.lock().await;
        let (blobs, hash) = (Arc::clone(&self), blob.hash.clone());
        let whole = blocking(move || blobs.put_in_place(person, &hash)).await?;
        let mut tx = db.write(now).await?;
        match whole {
            Whole::Kept => tx.blob_arrived(person, &blob).await?,
            Whole::Other => tx.forget_upload(person, &blob.hash).await?,
        }
        tx.commit().await?;
        match whole {
            Whole::Kept => Ok(Upload { received: blob.size, done: true }),
            Whole::Other => {
                Err(Error::field("blob", "The bytes are not those that the address names: send them again."))
            }
        }
    }

    /// Writes what comes behind what there is. Whatever becomes of the request, the turn ends only when all is written.
    async fn append(
        self: &Arc<Self>,
        turn: Turn,
        blob: &BlobRow,
        offset: u64,
        body: Body,
    ) -> Result<(Turn, Arrived), Error> {
        let (to_disk, mut to_write) = mpsc::channel::<axum::body::Bytes>(8);
        let (uploads, part) = (self.uploads.clone(), self.part(turn.of.0, &blob.hash));
        let writing = tokio::task::spawn_blocking(move || {
            make_folder(&uploads)?;
            let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(part)?;
            while let Some(bytes) = to_write.blocking_recv() {
                file.write_all(&bytes)?;
            }
            Ok(turn)
        });
        let most = (blob.size - offset).min(MAX_PIECE as u64);
        let (mut took, mut stream) = (0, body.into_data_stream());
        let end = loop {
            let Ok(next) = timeout(SILENCE, stream.next()).await else { break End::Broken };
            let Some(Ok(bytes)) = next else { break if next.is_none() { End::Whole } else { End::Broken } };
            if took + bytes.len() as u64 > most {
                break End::TooMuch;
            }
            took += bytes.len() as u64;
            // It ends early only where the disk fails, which it says itself.
            if to_disk.send(bytes).await.is_err() {
                break End::Broken;
            }
        };
        drop(to_disk);
        let written: Result<std::io::Result<Turn>, _> = writing.await;
        let turn = written.map_err(internal)?.map_err(internal)?;
        Ok((turn, Arrived { total: offset + took, end }))
    }
}

/// What came of a piece.
#[derive(Debug)]
struct Arrived {
    /// How many bytes of the blob there are now.
    total: u64,
    end: End,
}

/// How a piece ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    /// The connection did before it, or nothing came for long.
    Broken,
    /// It is more than a piece, or than is lacking.
    TooMuch,
}

fn too_much() -> Error {
    Error::TooLarge(format!("Send at most {MAX_PIECE} bytes at once, and no more than the blob has."))
}

/// Does what waits for the disk where it keeps nobody else waiting.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::io::Result<T> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(internal)?.map_err(internal)
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::Internal(error.to_string())
}
