#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{
    block::{self, Block},
    inline::{Inline, Mark},
};

/// What a text is read as, in short.
fn told(text: &str) -> String {
    block::read(text).iter().map(of_block).collect::<Vec<_>>().join(" ")
}

fn of_block(block: &Block) -> String {
    let all = |blocks: &[Block]| blocks.iter().map(of_block).collect::<Vec<_>>().join(" ");
    match block {
        Block::Paragraph(words) => format!("p({})", of_all(words)),
        Block::Heading(level, words) => format!("h{level}({})", of_all(words)),
        Block::Code(code) => format!("code({code})"),
        Block::Quote(blocks) => format!("quote({})", all(blocks)),
        Block::List(first, items) => {
            let item = |item: &block::Item| {
                format!("{}{}", item.done.map_or("", |done| if done { "x " } else { "o " }), all(&item.blocks))
            };
            let items: Vec<String> = items.iter().map(item).collect();
            format!("{}({})", first.map_or("ul".into(), |first| format!("ol{first}")), items.join(", "))
        }
        Block::Table(head, rows) => {
            let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|cell| of_all(cell)).collect::<Vec<_>>().join("|");
            format!("table({}: {})", row(head), rows.iter().map(row).collect::<Vec<_>>().join(", "))
        }
        Block::Rule => "rule".into(),
    }
}

fn of_all(words: &[Inline]) -> String {
    words.iter().map(of_inline).collect()
}

fn of_inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => text.clone(),
        Inline::Code(code) => format!("`{code}`"),
        Inline::Marked(mark, words) => {
            let sign = match mark {
                Mark::Em => "/",
                Mark::Strong => "*",
                Mark::Struck => "-",
            };
            format!("{sign}{}{sign}", of_all(words))
        }
        Inline::Link(url, words) => format!("[{}→{url}]", of_all(words)),
    }
}

fn check(all: &[(&str, &str)]) {
    for (text, wanted) in all {
        assert_eq!(told(text), *wanted, "{text:?}");
    }
}

#[test]
fn words_are_marked() {
    check(&[
        ("plain\nwords", "p(plain\nwords)"),
        ("*a* **b** _c_ __d__ ~~e~~ `f*g*`", "p(/a/ *b* /c/ *d* -e- `f*g*`)"),
        ("***both*** and **a *b* c**", "p(*/both/* and *a /b/ c*)"),
        ("some_name_here 2 * 3 * 4", "p(some_name_here 2 * 3 * 4)"),
        ("*open **and never closed", "p(*open **and never closed)"),
        ("*a **b* c**", "p(/a **b/ c**)"),
        ("** ** **** ~x~ ``", "p(** ** **** ~x~ ``)"),
        (r"\*no\* \`no\` \\", r"p(*no* `no` \)"),
        ("``a ` b`` `", "p(`a ` b` `)"),
        ("**港**の*船*", "p(*港*の/船/)"),
    ]);
}

#[test]
fn blocks_are_told_apart() {
    check(&[
        ("a\n\nb", "p(a) p(b)"),
        ("# A #\ntext\n### C\n## B", "h1(A) p(text) h2(C) h2(B)"),
        ("#no\n####### no", "p(#no\n####### no)"),
        ("- a\n- b\n  - c\n\n  d\n- e", "ul(p(a), p(b) ul(p(c)) p(d), p(e))"),
        ("1. a\n2. b\n\n7) c", "ol1(p(a), p(b)) ol7(p(c))"),
        ("- [ ] a\n- [x] b\n- [y] c", "ul(o p(a), x p(b), p([y] c))"),
        ("in 2026\n3. no list", "p(in 2026\n3. no list)"),
        ("> a\n> > b\n> - c\nd", "quote(p(a) quote(p(b)) ul(p(c))) p(d)"),
        ("```rust\nlet *a*;\n\n# b\n```\nc", "code(let *a*;\n\n# b) p(c)"),
        ("~~~\nnever closed", "code(never closed)"),
        ("a\n***\n- - -\n___", "p(a) rule rule rule"),
        ("a | b\n--|--\n1 | **2**\n3\\|4\nend", "table(a|b: 1|*2*, 3|4|) p(end)"),
        ("a | b\nc | d", "p(a | b\nc | d)"),
        ("", ""),
        ("- ", "ul()"),
    ]);
}

#[test]
fn headings_are_in_order_in_quotes_and_lists_too() {
    check(&[
        ("> ### a", "quote(h1(a))"),
        ("# a\n> #### b\n> > ###### c\n\n##### d", "h1(a) quote(h2(b) quote(h3(c))) h4(d)"),
        ("- ### a\n- ### b\n  #### c\n\n# d", "ul(h1(a), h2(b) h3(c)) h1(d)"),
    ]);
}

#[test]
fn only_addresses_of_pages_and_mail_are_links() {
    check(&[
        ("[a](https://b.example/c_d_(e)?f=*g*) h", "p([a→https://b.example/c_d_(e)?f=*g*] h)"),
        ("[a **b**](HTTP://b.example \"title\")", "p([a *b*→HTTP://b.example])"),
        (
            "see https://b.example/a_b. And (https://c.example)",
            "p(see [https://b.example/a_b→https://b.example/a_b]. And ([https://c.example→https://c.example]))",
        ),
        (
            "<mailto:ada@b.example> <https://b.example>",
            "p([mailto:ada@b.example→mailto:ada@b.example] [https://b.example→https://b.example])",
        ),
        (
            "![a picture](https://b.example/p.png) ![](https://b.example/q.png)",
            "p([a picture→https://b.example/p.png] [Link→https://b.example/q.png])",
        ),
        ("[a [b](https://b.example)](https://c.example)", "p([a b→https://c.example])"),
    ]);
    for hostile in [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](\u{1}javascript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "[a](file:///etc/passwd)",
        "[a](//b.example)",
        "[a](/settings)",
        "[a](https:)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "[a](&#106;avascript:alert(1))",
    ] {
        assert!(!told(hostile).contains('→'), "{hostile:?} is {}", told(hostile));
    }
}

#[test]
fn markup_is_text() {
    for html in
        ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>a</b> &lt; &amp;", "<!-- a -->", "a <br/> b"]
    {
        assert_eq!(told(html), format!("p({html})"));
    }
}

/// Deep nesting and long texts of every sign there is: read at all, in a moment, and never deep.
#[test]
fn hostile_texts_are_read() {
    fn depth(block: &Block) -> usize {
        let all = |blocks: &[Block]| blocks.iter().map(depth).max().unwrap_or(0) + 1;
        match block {
            Block::Quote(blocks) => all(blocks),
            Block::List(_, items) => items.iter().map(|item| all(&item.blocks)).max().unwrap_or(0),
            Block::Paragraph(words) => words.iter().map(of_words).max().unwrap_or(0),
            _ => 0,
        }
    }
    fn of_words(inline: &Inline) -> usize {
        match inline {
            Inline::Marked(_, words) | Inline::Link(_, words) => words.iter().map(of_words).max().unwrap_or(0) + 1,
            _ => 0,
        }
    }
    let deep = 10_000;
    let nested = [
        format!("{}x", "> ".repeat(deep)),
        format!("{}x", "- ".repeat(deep)),
        (0..500).map(|level| format!("{}- x\n", "  ".repeat(level))).collect(),
        format!("{}x{}", "**a *b ".repeat(deep), " b* a**".repeat(deep)),
        format!("{}x{}", "[".repeat(deep), "](https://a.example)".repeat(deep)),
    ];
    for text in &nested {
        let most = block::read(text).iter().map(depth).max().unwrap_or(0);
        assert!(most <= 24, "{most} deep: {}", &text[..20]);
    }
    let bars = format!("{}\n{}\n{}", "|a".repeat(40), "|-".repeat(40), "|\n".repeat(25_000));
    assert!(!block::read(&bars).iter().any(|block| matches!(block, Block::Table(..))), "a million cells");
    for part in [
        "a", "*", "* ", "*a ", "_a ", "`", "` ``", "[", "]", "[a](", "<", "<h", "h", "http://", "~~", "\\", "|", "#",
        "> ", "- ", "1. ", "\n", "é*", "![", "|-\n", "[a* ", "**a [b* ",
    ] {
        let long = part.repeat(1_000_000 / part.len());
        assert!(!block::read(&long).is_empty() || long.trim().is_empty(), "{part:?}");
        let lines = format!("{part}\n").repeat(100_000 / part.len());
        block::read(&lines);
    }
}

#[test]
fn plain_words_have_no_marks() {
    for (text, marked) in
        [("", false), ("a\nb\n\nc * d", false), ("a *b*", true), ("- a", true), ("https://a.example", true)]
    {
        assert_eq!(super::has_marks(text), marked, "{text:?}");
    }
}
