//! Something of the provider's that is fetched when it is needed, and kept for a while.

use std::sync::Arc;

use holdfast_core::Millis;
use tokio::sync::Mutex;

use super::Refusal;

/// How long it is good: a key that the provider gives up is of no use after that, if the provider can be asked.
const GOOD: Millis = 60 * 60 * 1000;
/// How long it is used where the provider cannot be asked.
const STALE: Millis = 24 * GOOD;
/// How long it is not asked for again, whatever the answer was: nobody makes this server trouble the provider.
const PAUSE: Millis = 10 * 1000;

/// It, if it was fetched.
#[derive(Debug)]
pub(super) struct Kept<T>(Mutex<State<T>>);

#[derive(Debug)]
struct State<T> {
    /// What was fetched, and when.
    value: Option<(Arc<T>, Millis)>,
    /// When it was last asked for.
    asked: Option<Millis>,
}

impl<T> State<T> {
    /// What was fetched, unless that is too long ago to be believed.
    fn usable(&self, now: Millis) -> Option<Arc<T>> {
        let (value, at) = self.value.as_ref()?;
        (now.saturating_sub(*at) < STALE).then(|| Arc::clone(value))
    }
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(Mutex::new(State { value: None, asked: None }))
    }
}

impl<T> Kept<T> {
    /// It as it is kept, if that is good and has what is needed; else fetched anew. Where it was asked for just now, or cannot be
    /// had, it is as it was. Those who ask meanwhile wait for the same answer.
    pub(super) async fn get(
        &self,
        now: Millis,
        has_needed: impl Fn(&T) -> bool,
        fetch: impl AsyncFnOnce() -> Result<T, Refusal>,
    ) -> Result<Arc<T>, Refusal> {
        let mut state = self.0.lock().await;
        let good = state.value.as_ref().filter(|(value, at)| now.saturating_sub(*at) < GOOD && has_needed(value));
        if let Some((value, _)) = good {
            return Ok(Arc::clone(value));
        }
        if state.asked.is_none_or(|asked| now.saturating_sub(asked) >= PAUSE) {
            state.asked = Some(now);
            match fetch().await {
                Ok(value) => state.value = Some((Arc::new(value), now)),
                Err(refusal) if state.usable(now).is_none() => return Err(refusal),
                Err(_) => {}
            }
        }
        let kept = state.usable(now);
        kept.ok_or_else(|| Refusal::Unreachable("the provider did not answer a moment ago".into()))
    }
}

#[cfg(test)]
mod tests {
    use super::{GOOD, Kept, PAUSE, Refusal, STALE};

    async fn get(kept: &Kept<u32>, now: u64, least: u32, answer: Option<u32>) -> Option<u32> {
        let fetch = async || answer.ok_or(Refusal::Unreachable(String::new()));
        kept.get(now, |value| *value >= least, fetch).await.ok().map(|value| *value)
    }

    #[tokio::test]
    async fn it_is_fetched_when_it_is_needed_and_not_too_often() {
        let kept = Kept::default();
        assert_eq!(get(&kept, 0, 0, None).await, None);
        assert_eq!(get(&kept, PAUSE - 1, 0, Some(1)).await, None, "asked a moment ago");
        let mut now = PAUSE;
        assert_eq!(get(&kept, now, 0, Some(1)).await, Some(1));
        assert_eq!(get(&kept, now + GOOD - 1, 0, Some(2)).await, Some(1), "good for a while");
        now += GOOD;
        assert_eq!(get(&kept, now, 0, None).await, Some(1), "better than nothing");
        assert_eq!(get(&kept, now + PAUSE, 0, Some(2)).await, Some(2));
        now += PAUSE;
        assert_eq!(get(&kept, now + 1, 3, Some(3)).await, Some(2), "lacks something, but was asked a moment ago");
        now += PAUSE;
        assert_eq!(get(&kept, now, 3, Some(3)).await, Some(3));
        assert_eq!(get(&kept, now + STALE - 1, 0, None).await, Some(3), "the provider is down for a day");
        assert_eq!(get(&kept, now + STALE + PAUSE, 0, None).await, None, "and for longer than it is believed");
    }
}
