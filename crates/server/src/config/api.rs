use std::num::NonZeroU32;

/// What programs may ask of the server.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct ApiConfig {
    /// How many requests an account makes to the REST interface in a minute at most; more are told to wait. Pages of the app do
    /// not use it, and are not counted.
    #[arg(long, env = "HOLDFAST_API_RATE", value_name = "REQUESTS", default_value_t = API_RATE)]
    pub api_rate: NonZeroU32,
}

/// How many in a minute, if nothing else is said.
const API_RATE: NonZeroU32 = NonZeroU32::new(600).expect("it is not zero");

impl Default for ApiConfig {
    fn default() -> Self {
        Self { api_rate: API_RATE }
    }
}
