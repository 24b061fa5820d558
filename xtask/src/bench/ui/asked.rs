//! What was asked for.

use anyhow::{Context, Result, bail};

/// Samples of each side of each line.
const RUNS: u32 = 7;

/// As many with `--quick`: enough to see that it works.
const QUICK_RUNS: u32 = 3;

/// Tasks in the lists that are measured.
const SIZES: &[u32] = &[1_000, 10_000, 100_000];

/// What was asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) form: Form,
    pub(super) runs: u32,
    /// Only lines whose names have this in them.
    pub(super) only: String,
    /// Numbers of tasks, each with a server and a browser of its own.
    pub(super) sizes: Vec<u32>,
    /// Where the browser's CPU profiles of each size are written, if they are wanted.
    pub(super) profile: Option<String>,
}

/// How the figures are printed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    Table,
    Json,
}

/// Reads the options.
pub(super) fn parse(options: &[String]) -> Result<Asked> {
    let mut asked = Asked { form: Form::Table, runs: RUNS, only: String::new(), sizes: SIZES.to_vec(), profile: None };
    let mut options = options.iter();
    while let Some(option) = options.next() {
        let (name, joined) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option.as_str(), None),
        };
        let mut value = || joined.clone().or_else(|| options.next().cloned());
        match name {
            "--json" => asked.form = Form::Json,
            "--quick" => asked.runs = QUICK_RUNS,
            "--only" => asked.only = value().context("`--only` needs a part of a line's name")?,
            "--sizes" => asked.sizes = sizes(&value().context("`--sizes` needs a list such as 1k,10k")?)?,
            "--profile" => asked.profile = Some(value().context("`--profile` needs a folder")?),
            other => bail!(
                "`bench ui` takes `--json`, `--quick`, `--only TEXT`, `--sizes LIST` and `--profile FOLDER`, not `{other}`"
            ),
        }
    }
    Ok(asked)
}

/// `1k,10k` → 1,000 and 10,000.
fn sizes(text: &str) -> Result<Vec<u32>> {
    text.split(',')
        .map(|size| {
            let (digits, unit) = size.strip_suffix('k').map_or((size, 1), |digits| (digits, 1_000));
            let number = digits.parse::<u32>().ok().and_then(|number| number.checked_mul(unit));
            // Fewer would not fill the lists that are scrolled and ticked.
            number.filter(|number| *number >= 500).with_context(|| format!("`{size}` is no size: 500 or more, or 1k"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn what_is_asked_is_read() {
        let plain = parse(&[]).expect("no options");
        assert_eq!((plain.runs, plain.sizes, plain.form), (RUNS, SIZES.to_vec(), Form::Table));
        let all = Asked {
            form: Form::Json,
            runs: QUICK_RUNS,
            only: "toggle".to_owned(),
            sizes: vec![1_000, 2_500],
            profile: Some("out".to_owned()),
        };
        for text in [
            "--json --quick --only toggle --sizes 1k,2500 --profile out",
            "--profile=out --sizes=1000,2500 --only=toggle --quick --json",
        ] {
            assert_eq!(parse(&words(text)).expect(text), all);
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for text in ["ui", "--slow", "--only", "--sizes", "--sizes 1m", "--sizes 1k,", "--sizes 20"] {
            assert!(parse(&words(text)).is_err(), "{text}");
        }
    }
}
