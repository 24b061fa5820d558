//! The tree of a paragraph's parts.

use super::inline::{Inline, Mark, Token};

/// How deep marks may stand in one another; what is deeper loses its marks and keeps its words.
const DEEPEST: usize = 12;

/// The tree of the tokens: a link in a link and what is too deep keep their words alone.
pub(super) fn tree(tokens: Vec<Token>) -> Vec<Inline> {
    enum Opened {
        Mark(Mark),
        Link(String),
        Nothing,
    }
    let mut stack: Vec<(Opened, Vec<Inline>)> = Vec::new();
    let (mut here, mut ignored, mut in_link) = (Vec::new(), 0_usize, false);
    for token in tokens {
        match token {
            Token::Text(text) => match here.last_mut() {
                Some(Inline::Text(last)) => last.push_str(&text),
                _ if text.is_empty() => {}
                _ => here.push(Inline::Text(text)),
            },
            Token::Code(code) => here.push(Inline::Code(code)),
            Token::Open(_) | Token::OpenLink(_) if ignored > 0 || stack.len() >= DEEPEST => ignored += 1,
            Token::Open(mark) => stack.push((Opened::Mark(mark), std::mem::take(&mut here))),
            Token::OpenLink(_) if in_link => stack.push((Opened::Nothing, std::mem::take(&mut here))),
            Token::OpenLink(url) => {
                in_link = true;
                stack.push((Opened::Link(url), std::mem::take(&mut here)));
            }
            Token::Close if ignored > 0 => ignored -= 1,
            Token::Close => {
                let Some((opened, before)) = stack.pop() else { continue };
                let body = std::mem::replace(&mut here, before);
                match opened {
                    Opened::Mark(mark) => here.push(Inline::Marked(mark, body)),
                    Opened::Nothing => here.extend(body),
                    Opened::Link(url) => {
                        in_link = false;
                        here.push(Inline::Link(url, body));
                    }
                }
            }
        }
    }
    here
}
