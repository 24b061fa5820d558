use std::net::SocketAddr;

/// Where the server listens.
#[derive(Clone, Debug, clap::Args)]
pub struct ListenConfig {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "HOLDFAST_LISTEN", value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080", value_parser = parse)]
    pub listen: SocketAddr,
}

fn parse(text: &str) -> Result<SocketAddr, String> {
    let text = text.replacen("localhost:", "127.0.0.1:", 1);
    text.parse().map_err(|_| "write an address and a port, such as 127.0.0.1:8080, or 0.0.0.0:8080 for all".into())
}
