//! Reading a blob, a stretch at a time.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    ops::Range,
};

use axum::body::{Body, Bytes};
use futures::stream;
use tokio::sync::mpsc;

/// How much is read at once, in bytes.
const STRETCH: usize = 64 << 10;

/// A part of a file as the body of an answer. Where the disk fails, the body breaks off, which whoever reads it notices.
pub(crate) fn read(mut file: File, part: Range<u64>) -> Body {
    let (sender, receiver) = mpsc::channel::<std::io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        let mut left = part.end.saturating_sub(part.start);
        if let Err(error) = file.seek(SeekFrom::Start(part.start)) {
            let _ = sender.blocking_send(Err(error));
            return;
        }
        while left > 0 {
            let mut buffer = vec![0; STRETCH.min(usize::try_from(left).unwrap_or(STRETCH))];
            let read = file.read_exact(&mut buffer).map(|()| Bytes::from(buffer));
            left -= read.as_ref().map_or(left, |bytes| bytes.len() as u64);
            // Nobody reads on.
            if sender.blocking_send(read).is_err() {
                return;
            }
        }
    });
    Body::from_stream(stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) }))
}
