//! The page, its styles and pictures: Trunk's work. What starts the app is put in here.

use super::{App, assets, parts, short_hash, write};
use crate::{setup::Toolbox, sh, workspace::Workspace};
use anyhow::{Context, Result};
use std::{fs, path::Path};

/// Makes `dist/` with everything but code. Trunk takes any package beside the page for the app it is to compile, so the page and
/// what it links to are laid out in a folder of their own.
pub(super) fn build(workspace: &Workspace, toolbox: &Toolbox) -> Result<()> {
    let folder = workspace.target.join("holdfast-page");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("removing the old {}", folder.display()))?;
    }
    let pictures = workspace.root.join("static");
    for file in [assets::files(&pictures)?, vec![workspace.root.join("index.html")]].concat() {
        let copy = folder.join(file.strip_prefix(&workspace.root).context("a file from elsewhere")?);
        fs::create_dir_all(copy.parent().unwrap_or(&folder))
            .with_context(|| format!("creating {}", folder.display()))?;
        fs::copy(&file, &copy).with_context(|| format!("copying {}", file.display()))?;
    }
    let mut trunk = toolbox.command("trunk");
    trunk.current_dir(&workspace.root);
    // Trunk takes the customary NO_COLOR=1 for a malformed boolean of its own. Its backtraces bury cargo's message.
    trunk.env_remove("NO_COLOR").env_remove("RUST_BACKTRACE");
    // That there is no package is said each time.
    trunk.args(["--skip-version-check", "--log", "error,trunk=info,trunk::pipelines=error", "build", "--release"]);
    sh::work(trunk.arg("--dist").arg(workspace.dist()).arg(folder.join("index.html")))
}

/// Writes the app's files into `dist/`, each named by its content, and has the page start it.
pub(super) fn start(dist: &Path, app: App) -> Result<()> {
    let App { mut glue, wasm, parts } = app;
    let folder = dist.join(parts::FOLDER);
    fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let mut early = Vec::new();
    for (name, bytes) in &parts {
        let path = parts::named(&mut glue, name, bytes)?;
        write(&dist.join(&path), bytes)?;
        if parts::is_wanted_at_once(name) {
            early.push(format!("/{path}"));
        }
    }
    let name = format!("holdfast-app-{}", short_hash(&[glue.as_bytes(), &wasm]));
    write(&dist.join(format!("{name}.js")), glue.as_bytes())?;
    write(&dist.join(format!("{name}_bg.wasm")), &wasm)?;
    let path = dist.join("index.html");
    let page = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    write(&path, with_start(&page, &name, &early)?.as_bytes())
}

/// Asks for both files early, and starts one with the other. Where a service worker has everything already, so does it have the
/// `early` parts, which whoever is signed in will want: they are read while the app starts.
fn with_start(page: &str, name: &str, early: &[String]) -> Result<String> {
    let end = page.find("</head>").context("the page has no </head>")?;
    let (script, module) = (format!("/{name}.js"), format!("/{name}_bg.wasm"));
    let start = format!(
        "<link rel=modulepreload href={script} crossorigin>\
         <link rel=preload href={module} as=fetch type=application/wasm crossorigin>\
         <script type=module>import init from \"{script}\";\n\
         init({{ module_or_path: \"{module}\" }});\n\
         if (navigator.serviceWorker?.controller) for (const href of {early:?}) {{\n\
         document.head.append(Object.assign(document.createElement(\"link\"), {{ rel: \"preload\", as: \"fetch\", crossOrigin: \"\", href }}));\n\
         }}</script>"
    );
    Ok(format!("{}{start}{}", &page[..end], &page[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_asks_for_both_files_and_starts_the_app() {
        let page =
            with_start("<head><title>x</title></head><body>", "app-1a", &["/parts/a.wasm".to_owned()]).expect("a page");
        for part in [
            "modulepreload href=/app-1a.js ",
            "href=/app-1a_bg.wasm as=fetch",
            "of [\"/parts/a.wasm\"])",
            "</script></head><body>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        with_start("<body>", "app-1a", &[]).expect_err("no head");
    }
}
