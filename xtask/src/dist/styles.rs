//! The styles as one file: they are written in several, which together take a third less to download than one by one.

use super::{short_hash, write};
use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// Puts the page's stylesheets into one, in their order, in the place of the first.
pub(super) fn join(dist: &Path) -> Result<()> {
    let path = dist.join("index.html");
    let page = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let (links, names) = links(&page);
    let mut styles = String::new();
    for name in names {
        let file = dist.join(name);
        styles.push_str(&fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?);
        styles.push('\n');
        fs::remove_file(&file).with_context(|| format!("removing {}", file.display()))?;
    }
    let name = format!("styles-{}.css", short_hash(&[styles.as_bytes()]));
    write(&dist.join(&name), styles.as_bytes())?;
    write(&path, with_one(&page, &links, &name)?.as_bytes())
}

/// The links to stylesheets, and what they lead to.
fn links(page: &str) -> (Vec<&str>, Vec<&str>) {
    let tags = page.match_indices("<link ").filter_map(|(start, _)| {
        let tag = &page[start..=start + page[start..].find('>')?];
        let name = tag.split_once("href=")?.1.trim_start_matches(['"', '/']).split(['"', ' ', '>']).next()?;
        tag.contains("stylesheet").then_some((tag, name))
    });
    tags.unzip()
}

fn with_one(page: &str, links: &[&str], name: &str) -> Result<String> {
    let (first, others) = links.split_first().context("the page has no styles")?;
    // In one file with the others it would hold always.
    if let Some(link) = links
        .iter()
        .find(|link| [" media=", " disabled", " title=", "alternate"].iter().any(|says| link.contains(says)))
    {
        bail!("{link} holds at times only: write that into the file, as @media");
    }
    let page = page.replacen(first, &format!("<link href=/{name} rel=stylesheet>"), 1);
    Ok(others.iter().fold(page, |page, link| page.replacen(link, "", 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_one_link_with_all_styles_in_their_order() {
        let dist = std::env::temp_dir().join(format!("holdfast-styles-{}", std::process::id()));
        fs::create_dir_all(&dist).expect("a folder");
        let page = "<head><link href=/icon.svg rel=icon><link data-integrity=none href=/b-1.css rel=stylesheet>\
                    <link rel=\"stylesheet\" href=\"/a-2.css\"></head>";
        for (name, text) in [("index.html", page), ("a-2.css", "a{}"), ("b-1.css", "b{}")] {
            fs::write(dist.join(name), text).expect("a file");
        }
        join(&dist).expect("there are styles");
        let name = format!("styles-{}.css", short_hash(&[b"b{}\na{}\n"]));
        let page = fs::read_to_string(dist.join("index.html")).expect("the page");
        assert_eq!(page, format!("<head><link href=/icon.svg rel=icon><link href=/{name} rel=stylesheet></head>"));
        assert_eq!(fs::read_to_string(dist.join(name)).expect("the styles"), "b{}\na{}\n");
        assert!(!dist.join("a-2.css").exists());
        fs::remove_dir_all(&dist).expect("a folder to remove");
        with_one("<head>", &[], "x").expect_err("no styles");
        let print = "<link media=print href=/p-3.css rel=stylesheet>";
        with_one(print, &[print], "x").expect_err("styles for paper only");
    }
}
