//! A `.br` and a `.gz` next to each file worth it: made once here, at a level too slow to be used per request.

use super::{assets, full_hash};
use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// Names of files that compress; pictures already are compressed.
const WORTH_IT: &[&str] = &["html", "js", "css", "wasm", "svg", "json", "webmanifest", "txt"];

/// Writes the copies of every file in `dist`. `cache` keeps them by content: brotli at its best takes seconds a megabyte.
pub(super) fn all(dist: &Path, cache: &Path) -> Result<()> {
    std::fs::create_dir_all(cache).with_context(|| format!("creating {}", cache.display()))?;
    for file in assets::files(dist)? {
        let extension = file.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !WORTH_IT.contains(&extension.as_str()) {
            continue;
        }
        let bytes = std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let hash = full_hash(&[&bytes]);
        for (suffix, encode) in [("br", brotli as fn(&[u8]) -> Result<Vec<u8>>), ("gz", gzip)] {
            let kept = cache.join(format!("{hash}.{suffix}"));
            if !kept.exists() {
                // Under another name first: an interrupted write must not be found next time.
                let partial = cache.join(format!("{hash}.{suffix}.{}", std::process::id()));
                super::write(&partial, &encode(&bytes)?)?;
                std::fs::rename(&partial, &kept).with_context(|| format!("keeping {}", kept.display()))?;
            }
            let copy = copy_of(&file, suffix);
            std::fs::copy(&kept, &copy).with_context(|| format!("writing {}", copy.display()))?;
        }
    }
    Ok(())
}

/// Whether a file is such a copy.
pub(super) fn is_copy(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

/// `app.js` → `app.js.br`.
pub(super) fn copy_of(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(suffix);
    PathBuf::from(name)
}

/// At its smallest, which takes seconds a megabyte.
pub(crate) fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: bytes.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params).context("compressing with brotli")?;
    Ok(out)
}

/// flate2 writes no time stamp, so the same input gives the same bytes.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).context("compressing with gzip")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn both_copies_unpack_to_the_original_and_are_smaller() {
        let text = b"holdfast ".repeat(500);
        let (small, smaller) = (gzip(&text).expect("gzip"), brotli(&text).expect("brotli"));
        assert!(smaller.len() < small.len() && small.len() < text.len() / 10);

        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&small[..]).read_to_end(&mut unpacked).expect("gunzip");
        assert_eq!(unpacked, text);
        unpacked.clear();
        brotli::BrotliDecompress(&mut &smaller[..], &mut unpacked).expect("unbrotli");
        assert_eq!(unpacked, text);
    }

    #[test]
    fn copies_are_named_after_the_whole_name() {
        let copy = copy_of(Path::new("dist/app.js"), "br");
        assert_eq!(copy, Path::new("dist/app.js.br"));
        assert!(is_copy(&copy) && !is_copy(Path::new("dist/app.js")));
    }
}
