//! The languages that do not come with the app: a file each, which only who reads it downloads at once.

use std::path::Path;

use anyhow::{Context, Result};
use holdfast_messages::compile::{Messages, file_name};

/// The language that the app itself holds, and which says what messages there are.
const BUILT_IN: &str = "en";

/// Writes the file of each other language there is in `from`, under the name by which the app knows it.
pub(super) fn write(from: &Path, to: &Path) -> Result<()> {
    let english = Messages::read(&from.join(BUILT_IN))?;
    std::fs::create_dir_all(to).with_context(|| format!("creating {}", to.display()))?;
    for entry in from.read_dir().with_context(|| format!("reading {}", from.display()))? {
        let language = entry?.file_name().to_string_lossy().into_owned();
        if language != BUILT_IN {
            let table = Messages::read(&from.join(&language))?.table(&english)?;
            super::write(&to.join(file_name(&language, &table)), table.as_bytes())?;
        }
    }
    Ok(())
}
