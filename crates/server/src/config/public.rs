use std::str::FromStr;

/// Who reaches the server, and how.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct PublicConfig {
    /// The address people type, if it is not the one the server listens on: behind a proxy, https://tasks.example.
    #[arg(long, env = "HOLDFAST_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// Whether a proxy stands before the server and names clients in X-Forwarded-For; without one, clients could lie.
    #[arg(long, env = "HOLDFAST_BEHIND_PROXY")]
    pub behind_proxy: bool,
}

impl PublicConfig {
    /// Whether it looks as if a proxy stood before the server that nobody spoke of: TLS, which only a proxy does, and an
    /// address that only this machine reaches.
    pub(crate) fn looks_proxied_unsaid(&self, listens: std::net::SocketAddr) -> bool {
        let secure = self.public_url.as_ref().is_some_and(PublicUrl::is_secure);
        secure && listens.ip().is_loopback() && !self.behind_proxy
    }
}

/// A scheme and an authority, as browsers write an origin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The origin: `https://tasks.example`.
    pub fn origin(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach it by TLS only.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl FromStr for PublicUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim().to_ascii_lowercase();
        let bare = text.strip_suffix('/').unwrap_or(&text);
        let (rest, default_port) = match (bare.strip_prefix("https://"), bare.strip_prefix("http://")) {
            (Some(rest), _) => (rest, ":443"),
            (_, Some(rest)) => (rest, ":80"),
            _ => return Err("write the whole address, such as https://tasks.example".into()),
        };
        let is_host = |c: char| c.is_ascii_alphanumeric() || "-.:[]".contains(c);
        if rest.is_empty() || !rest.chars().all(is_host) {
            return Err("write only scheme and host, without a path, such as https://tasks.example".into());
        }
        // Browsers leave the default port out of an origin.
        Ok(Self(bare.strip_suffix(default_port).unwrap_or(bare).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        let origin = |text: &str| text.parse::<PublicUrl>().unwrap().origin().to_owned();
        assert_eq!(origin("https://Tasks.Example/"), "https://tasks.example");
        assert_eq!(origin("https://tasks.example:443"), "https://tasks.example");
        assert_eq!(origin("http://tasks.example:8080"), "http://tasks.example:8080");
    }
}
