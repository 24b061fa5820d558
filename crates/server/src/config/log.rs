use clap::ValueEnum;

/// What the server writes down, to the standard error stream.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct LogConfig {
    /// How much.
    #[arg(long = "log", env = "HOLDFAST_LOG", value_name = "LEVEL", default_value = "info")]
    pub level: LogLevel,
    /// In which form.
    #[arg(long = "log-format", env = "HOLDFAST_LOG_FORMAT", value_name = "FORMAT", default_value = "text")]
    pub format: LogFormat,
}

/// How much is written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// Only what went wrong in the server.
    Error,
    /// Also what looks wrong.
    Warn,
    /// Also one line per request.
    #[default]
    Info,
    /// Also what it decided.
    Debug,
    /// Everything.
    Trace,
}

/// The form of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}
