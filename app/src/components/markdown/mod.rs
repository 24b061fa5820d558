//! Markdown as people write it in notes, made into nodes and never into markup: what looks like HTML is text, and only
//! addresses of pages and of mail are links. Paragraphs, headings, lists (also of things to do), quotes, code, tables, emphasis
//! and links are known; pictures are links. A library that knows all of CommonMark would add 59 kB to what everyone loads first.

mod block;
mod inline;
mod link;
#[cfg(test)]
mod tests;
mod tree;

use yew::prelude::*;

use super::Table;
use crate::t;

use self::{
    block::{Block, Item},
    inline::{Inline, Mark},
};

/// A text, set. Its headings begin at the fourth level: below the page's, the panel's and the part's.
pub(crate) fn markdown(text: &str) -> Html {
    html! { <div class="markdown">{ for block::read(text).iter().map(of_block) }</div> }
}

/// Whether there is anything in a text that looks different when it is set.
pub(crate) fn has_marks(text: &str) -> bool {
    let is_plain = |inline: &Inline| matches!(inline, Inline::Text(_));
    !block::read(text).iter().all(|block| matches!(block, Block::Paragraph(words) if words.iter().all(is_plain)))
}

fn of_block(block: &Block) -> Html {
    match block {
        Block::Paragraph(words) => html! { <p>{ of_all(words) }</p> },
        Block::Heading(level, words) => html! { <@{format!("h{}", (level + 3).min(6))}>{ of_all(words) }</@> },
        // What is long scrolls by itself, by keys too.
        Block::Code(code) => html! { <pre tabindex="0"><code>{ code }</code></pre> },
        Block::Quote(blocks) => html! { <blockquote>{ for blocks.iter().map(of_block) }</blockquote> },
        Block::List(first, items) => {
            let items = html! { { for items.iter().map(of_item) } };
            match first {
                Some(first) => html! { <ol start={first.to_string()}>{ items }</ol> },
                None => html! { <ul>{ items }</ul> },
            }
        }
        Block::Table(head, rows) => html! {
            <Table class="markdown-table" heads={head.iter().map(|cell| of_all(cell)).collect::<Vec<Html>>()} scrolls={t::table()}>
                { for rows.iter().map(|row| html! { <tr>{ for row.iter().map(|cell| html! { <td>{ of_all(cell) }</td> }) }</tr> }) }
            </Table>
        },
        Block::Rule => html! { <hr /> },
    }
}

fn of_item(Item { done, blocks }: &Item) -> Html {
    let words = blocks.iter().map(|block| match block {
        // Words alone need no paragraph in a list.
        Block::Paragraph(words) if blocks.len() == 1 => of_all(words),
        block => of_block(block),
    });
    match done {
        None => html! { <li>{ for words }</li> },
        Some(done) => html! {
            <li class="markdown-task">
                <span class="markdown-box" role="img" aria-label={if *done { t::step_done() } else { t::step_to_do() }}>{ if *done { "☑" } else { "☐" } }</span>
                <div>{ for words }</div>
            </li>
        },
    }
}

fn of_all(words: &[Inline]) -> Html {
    html! { { for words.iter().map(of_inline) } }
}

fn of_inline(inline: &Inline) -> Html {
    match inline {
        Inline::Text(text) => html! { { text } },
        Inline::Code(code) => html! { <code>{ code }</code> },
        Inline::Marked(Mark::Em, words) => html! { <em>{ of_all(words) }</em> },
        Inline::Marked(Mark::Strong, words) => html! { <strong>{ of_all(words) }</strong> },
        Inline::Marked(Mark::Struck, words) => html! { <s>{ of_all(words) }</s> },
        // The page behind a link knows nothing of this one.
        Inline::Link(url, words) => {
            html! { <a href={url.clone()} target="_blank" rel="noopener noreferrer">{ of_all(words) }</a> }
        }
    }
}
