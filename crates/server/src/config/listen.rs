use std::net::SocketAddr;

/// Where the server listens.
#[derive(Clone, Debug, clap::Args)]
pub struct ListenConfig {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "HOLDFAST_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = parse)]
    pub listen: SocketAddr,
    /// How many connections are open at most; more are refused until one ends. Each open page has one, or two. Every one needs a
    /// file handle, of which a program has 1024 unless the system is told otherwise (ulimit -n).
    #[arg(long, env = "HOLDFAST_MAX_CONNECTIONS", value_name = "NUMBER", default_value_t = MAX_CONNECTIONS, value_parser = connections)]
    pub max_connections: usize,
}

/// How many connections are open at most, if nothing else is said.
pub(super) const MAX_CONNECTIONS: usize = 900;

fn connections(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|most| (1..=1_000_000).contains(most)).ok_or_else(|| "write a number from 1 on".into())
}

fn parse(text: &str) -> Result<SocketAddr, String> {
    let text = text.replacen("localhost:", "127.0.0.1:", 1);
    text.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 for all".into())
}
