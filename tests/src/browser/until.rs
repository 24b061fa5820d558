use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// For what a page does by itself.
pub const SHORT: Duration = Duration::from_secs(10);

/// For what passes through the server, a restart, or a back-off (30 s at most).
pub const LONG: Duration = Duration::from_secs(45);

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(25);

/// Waits until `look` finds something. It says what it saw instead by an error text, which ends up in the failure.
///
/// # Errors
///
/// If the limit passes, naming what was waited for and what was last seen; or if looking itself fails.
pub async fn until<T>(
    what: &str,
    limit: Duration,
    mut look: impl AsyncFnMut() -> Result<std::result::Result<T, String>>,
) -> Result<T> {
    let start = Instant::now();
    loop {
        match look().await? {
            Ok(found) => return Ok(found),
            Err(seen) if start.elapsed() >= limit => {
                bail!("waited {limit:?} for {what}; what was there instead: {seen}")
            }
            Err(_) => tokio::time::sleep(LOOK).await,
        }
    }
}
