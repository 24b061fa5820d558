/// For how long the server keeps what it needs no more.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct KeepConfig {
    /// After how many days the single steps of the past are forgotten; what they resulted in is kept for ever. A device that
    /// was away for longer loads everything anew, and its unsent edits are taken as always. 0 keeps every step.
    #[arg(long, env = "HOLDFAST_KEEP_DAYS", value_name = "DAYS", default_value_t = KEEP_DAYS)]
    pub keep_days: u32,
}

/// After how many days, if nothing else is said.
const KEEP_DAYS: u32 = 180;

impl Default for KeepConfig {
    fn default() -> Self {
        Self { keep_days: KEEP_DAYS }
    }
}
