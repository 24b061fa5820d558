//! The `holdfast` program: reads what it is told, and runs the server until it is told to stop, or does one of the other
//! things there are to do with its database.

use std::{
    io::{IsTerminal as _, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use holdfast_server::{
    Config, Server,
    config::{LogConfig, LogFormat, LogLevel},
    operate::{self, Command},
};
use tokio::signal::unix::{SignalKind, signal};

/// The Holdfast server: projects and tasks that work offline, for the people you share this machine with.
///
/// Without a command, it serves.
#[derive(Debug, clap::Parser)]
#[command(name = "holdfast", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: Config,
}

#[tokio::main]
async fn main() -> ExitCode {
    // Exits with 2 and words about what to do if something in it is wrong.
    let Arguments { command, serve } = Arguments::parse();
    let done = match command {
        None => {
            log(serve.log);
            run(serve).await.map_err(|message| (message, 2))
        }
        Some(command) => {
            // What there is to know is said; the database's own remarks are for a server's log.
            log(LogConfig { level: LogLevel::Error, ..serve.log });
            let done = operate::run(command, &mut std::io::stdout()).await;
            done.map_err(|failure| (failure.to_string(), failure.exit_code()))
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err((message, code)) => {
            eprintln!("error: {message}");
            ExitCode::from(code)
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
    // Whoever read the log may be gone, and a server that cannot complain of it goes on serving.
    let log = log.with_ansi(std::io::stderr().is_terminal()).log_internal_errors(false);
    match config.format {
        LogFormat::Text => log.compact().init(),
        LogFormat::Json => log.json().init(),
    }
}
