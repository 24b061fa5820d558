//! What a client needs of its surroundings. In the browser `hooks::BrowserRuntime`; in tests
//! `testing::TestRuntime`.

use futures::future::LocalBoxFuture;

use crate::Millis;

/// Time, chance and tasks.
pub trait Runtime: 'static {
    /// Now by the wall clock, in milliseconds since 1970. It may jump; what is stored or shared carries it.
    fn now(&self) -> Millis;

    /// Now by a clock that never jumps or goes back, in milliseconds since anything. Time-outs and back-off go by it.
    fn ticks(&self) -> Millis;

    /// Done after so many milliseconds.
    fn sleep(&self, time: Millis) -> LocalBoxFuture<'static, ()>;

    /// Runs a task to its end.
    fn spawn(&self, task: LocalBoxFuture<'static, ()>);

    /// Random bits, to spread repetitions.
    fn random(&self) -> u64;
}
