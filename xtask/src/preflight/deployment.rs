//! Whether a server could be run as the environment and the arguments say: what `holdfast check-config` answers.

use super::Verdict;

/// What begins a line of it that tells of something wrong.
const WRONG: &str = "NOT OK";

/// Its exit code and its words: 0 where all is well, 1 where something is wrong, else it could not even look.
pub(super) fn verdict(code: Option<i32>, said: &str, refused: &str) -> Verdict {
    let wrong: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix(WRONG)).map(str::trim).collect();
    match code {
        Some(0) => Verdict::Passed("a server could be run so".into()),
        Some(1) if !wrong.is_empty() => Verdict::Failed(wrong.join("\n")),
        _ => Verdict::Failed(format!("the server refuses it: {}", refused.trim().trim_start_matches("error: "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_and_what_is_well_is_not() {
        let said =
            "ok     the data folder: /srv\nNOT OK the address: none is given\nNOT OK the app: it is not inside\n";
        assert_eq!(
            verdict(Some(1), said, "error: it could not be run so"),
            Verdict::Failed("the address: none is given\nthe app: it is not inside".into())
        );
        assert!(matches!(verdict(Some(0), "ok     the data folder: /srv\n", ""), Verdict::Passed(_)));
        let refused = "error: invalid value 'x' for '--public-url <URL>'\n";
        for code in [Some(1), Some(2), None] {
            let told = verdict(code, "", refused);
            assert_eq!(
                told,
                Verdict::Failed("the server refuses it: invalid value 'x' for '--public-url <URL>'".into()),
                "{code:?}"
            );
        }
    }
}
