//! The `holdfast` program: reads its configuration, runs the server, and stops when told to.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use holdfast_server::{
    Config, Server,
    config::{LogConfig, LogFormat, LogLevel},
};
use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> ExitCode {
    // Exits with 2 and words about what to do if something in it is wrong.
    let config = Config::parse();
    log(config.log);
    match run(config).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

async fn run(config: Config) -> Result<(), String> {
    let no_signals = |error| format!("cannot listen for signals: {error}");
    let mut terminate = signal(SignalKind::terminate()).map_err(no_signals)?;
    let server = Server::start(config).await.map_err(|error| error.to_string())?;
    let address = server.addr();
    // Scripts and tests read the port from this line; that nobody reads it is no reason to stop.
    let _ = writeln!(std::io::stdout(), "listening on http://{address}").and_then(|()| std::io::stdout().flush());
    tracing::info!("Holdfast is listening on http://{address}");
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted.map_err(no_signals)?,
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping");
    server.shutdown().await;
    Ok(())
}

fn log(config: LogConfig) {
    let level = match config.level {
        LogLevel::Error => tracing::Level::ERROR,
        LogLevel::Warn => tracing::Level::WARN,
        LogLevel::Info => tracing::Level::INFO,
        LogLevel::Debug => tracing::Level::DEBUG,
        LogLevel::Trace => tracing::Level::TRACE,
    };
    let log = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).with_target(false);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    match config.format {
        LogFormat::Text => log.compact().init(),
        LogFormat::Json => log.json().init(),
    }
}
