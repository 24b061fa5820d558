//! A server for one page on 127.0.0.1: files from memory, and what the page posts. It isolates the page from all other
//! origins, as only then its clock is fine and its memory may be measured.

use anyhow::{Context, Result};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        mpsc::{self, Receiver, Sender},
    },
};

/// Path, with `/` before it, and what is there.
pub(super) type Files = HashMap<String, Vec<u8>>;

/// What the page posted.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Post {
    pub(super) path: String,
    pub(super) body: String,
}

/// The longest post that is taken, in bytes.
const LONGEST: usize = 1 << 20;

/// Serves until the program ends. Gives where, and what is posted.
pub(super) fn start(files: Files) -> Result<(SocketAddr, Receiver<Post>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("listening for the page")?;
    let address = listener.local_addr().context("reading the port")?;
    let (posts, posted) = mpsc::channel();
    let files = Arc::new(files);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (files, posts) = (Arc::clone(&files), posts.clone());
            // A browser that goes away in the middle of an answer is its own business.
            std::thread::spawn(move || answer(stream, &files, &posts).ok());
        }
    });
    Ok((address, posted))
}

fn answer(stream: TcpStream, files: &Files, posts: &Sender<Post>) -> Result<()> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default());
    let path = target.split('?').next().unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().context("reading a length")?.min(LONGEST);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let stream = reader.into_inner();
    if method == "POST" {
        // Nobody listens any more once the report is there.
        let _ = posts.send(Post { path, body: String::from_utf8_lossy(&body).into_owned() });
        return write(stream, "204 No Content", "text/plain", b"");
    }
    match files.get(&path) {
        Some(bytes) => write(stream, "200 OK", content_type(&path), bytes),
        None => write(stream, "404 Not Found", "text/plain", b"not here"),
    }
}

fn write(mut stream: TcpStream, status: &str, kind: &str, bytes: &[u8]) -> Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\nCache-Control: no-store\r\n\
         Cross-Origin-Opener-Policy: same-origin\r\nCross-Origin-Embedder-Policy: require-corp\r\n\r\n",
        bytes.len()
    );
    stream.write_all(head.as_bytes())?;
    Ok(stream.write_all(bytes)?)
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, extension)| extension) {
        Some("js") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "text/html; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut said = String::new();
        stream.read_to_string(&mut said).expect("it answers");
        said
    }

    #[test]
    fn files_are_served_isolated_and_posts_are_heard() {
        let files = Files::from([("/a.js".to_owned(), b"let a;".to_vec())]);
        let (address, posted) = start(files).expect("a free port");
        let said = ask(address, "GET /a.js?fresh HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(said.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\n"), "{said}");
        assert!(said.contains("Cross-Origin-Embedder-Policy: require-corp\r\n") && said.ends_with("let a;"), "{said}");
        assert!(ask(address, "GET /b HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
        ask(address, "POST /report HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}");
        assert_eq!(posted.recv().expect("a post"), Post { path: "/report".into(), body: "{}".into() });
    }
}
