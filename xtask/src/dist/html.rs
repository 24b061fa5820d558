//! Making the page fit a content security policy without `'unsafe-inline'`.

use super::short_hash;
use anyhow::{Context, Result};

/// A page and the scripts that were taken out of it.
#[derive(Debug)]
pub(super) struct OutOfLine {
    /// The page, with `src` where there was script text.
    pub(super) page: String,
    /// File name and content of each script.
    pub(super) scripts: Vec<(String, String)>,
}

/// Moves every inline script into a file named after its content. Knows the HTML that Trunk writes, minified or not,
/// and fails loudly on anything else.
pub(super) fn out_of_line(page: &str) -> Result<OutOfLine> {
    let mut result = OutOfLine { page: String::with_capacity(page.len()), scripts: Vec::new() };
    let mut rest = page;
    while let Some(start) = rest.find("<script") {
        let tag_end = start + rest[start..].find('>').context("a <script that never closes its tag")?;
        let body_end = tag_end + rest[tag_end..].find("</script>").context("a <script> without its </script>")?;
        let (attributes, body) = (&rest[start + "<script".len()..tag_end], rest[tag_end + 1..body_end].trim());
        result.page.push_str(&rest[..start]);
        if body.is_empty() {
            result.page.push_str(&rest[start..body_end]);
        } else {
            let name = format!("boot-{}.js", short_hash(&[body.as_bytes()]));
            result.page.push_str(&format!("<script{attributes} src=\"/{name}\">"));
            result.scripts.push((name, format!("{body}\n")));
        }
        rest = &rest[body_end..];
    }
    result.page.push_str(rest);
    Ok(result)
}

/// What a strict policy would refuse in the page: style elements and attributes, event handlers.
pub(super) fn forbidden(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in page.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or(rest)) {
        let mut words = tag.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        if name.eq_ignore_ascii_case("style") {
            found.push("a <style> element".to_owned());
        }
        for attribute in words.filter_map(|word| word.split_once('=')).map(|(attribute, _)| attribute) {
            if attribute == "style" || attribute.starts_with("on") {
                found.push(format!("{attribute}= on <{name}>"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head><link rel=modulepreload href=/a.js>\n<script type=\"module\">\nimport init from '/a.js';\n\
                        await init();\n</script></head><body><script src=/x.js></script></body>";

    #[test]
    fn the_inline_script_becomes_a_file_named_after_its_content() {
        let OutOfLine { page, scripts } = out_of_line(PAGE).expect("well formed");
        let [(name, text)] = &scripts[..] else { panic!("one script expected: {scripts:?}") };
        assert_eq!(text, "import init from '/a.js';\nawait init();\n");
        assert!(page.contains(&format!("<script type=\"module\" src=\"/{name}\"></script></head>")), "{page}");
        assert!(page.contains("<script src=/x.js></script>"), "scripts that have a file stay as they are: {page}");
        assert!(!page.contains("import"), "{page}");

        let changed = out_of_line(&PAGE.replace("await", "")).expect("well formed").scripts;
        assert_ne!(&changed[0].0, name, "another content must not be served under a cached name");
    }

    #[test]
    fn a_page_cut_short_is_an_error() {
        out_of_line("<script type=module>import").expect_err("there is no </script>");
    }

    #[test]
    fn styles_and_handlers_are_noticed() {
        assert_eq!(forbidden(PAGE), Vec::<String>::new());
        assert_eq!(forbidden("<style>p{}</style>").len(), 1);
        assert_eq!(forbidden("<p class=a style=\"color:red\">"), ["style= on <p>"]);
        assert_eq!(forbidden("<body onload=go()>"), ["onload= on <body>"]);
    }
}
