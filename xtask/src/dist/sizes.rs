//! What a first visit downloads, shown after each build: every kilobyte is waited for on a slow line.

use super::{assets, compress};
use anyhow::{Context, Result};
use std::{fmt::Write, path::Path};

/// A line for each script, style, module and page: raw and brotli kilobytes.
pub(super) fn table(dist: &Path) -> Result<String> {
    let mut rows = Vec::new();
    for file in assets::files(dist)? {
        let compressed = compress::copy_of(&file, "br");
        if compress::is_copy(&file) || !compressed.exists() {
            continue;
        }
        let name = file.strip_prefix(dist).unwrap_or(&file).display().to_string();
        rows.push((name, size(&file)?, size(&compressed)?));
    }
    rows.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut text = format!("{:<44} {:>9} {:>9}\n", "dist/", "raw kB", "brotli kB");
    for (name, raw, small) in &rows {
        let _ = writeln!(text, "{name:<44} {:>9} {:>9}", kilobytes(*raw), kilobytes(*small));
    }
    Ok(text)
}

fn size(file: &Path) -> Result<u64> {
    Ok(file.metadata().with_context(|| format!("reading {}", file.display()))?.len())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
