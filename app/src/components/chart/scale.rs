//! The arithmetic of charts: how high a chart goes, and where its lines and columns stand.

/// Where lines across stand: from nothing to at least the highest number, at most six of them, at 1, 2 or 5 times a power of ten.
pub(super) fn ticks(highest: usize) -> Vec<usize> {
    let (mut step, mut power) = (1, 1);
    while highest > 5 * step {
        step = match step / power {
            1 => 2 * power,
            2 => 5 * power,
            _ => {
                power *= 10;
                power
            }
        };
    }
    let steps = highest.div_ceil(step).max(1);
    (0..=steps).map(|at| at * step).collect()
}

/// A part of a column, as parts of a hundred of the chart: from where, and how high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) series: usize,
    pub(super) from: f64,
    pub(super) high: f64,
}

/// A column's numbers one above the other, those that are nothing left out.
pub(super) fn stacked(numbers: impl Iterator<Item = usize>, top: usize) -> Vec<Piece> {
    let mut sum = 0;
    let mut pieces = Vec::new();
    for (series, number) in numbers.enumerate() {
        if number > 0 {
            pieces.push(Piece { series, from: part(sum, top), high: part(number, top) });
        }
        sum += number;
    }
    pieces
}

/// A number as a part of a hundred.
pub(super) fn part(number: usize, top: usize) -> f64 {
    100.0 * number as f64 / top.max(1) as f64
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn ticks_are_round_and_few() {
        for (highest, wanted) in [
            (0, vec![0, 1]),
            (1, vec![0, 1]),
            (5, vec![0, 1, 2, 3, 4, 5]),
            (6, vec![0, 2, 4, 6]),
            (11, vec![0, 5, 10, 15]),
            (25, vec![0, 5, 10, 15, 20, 25]),
            (26, vec![0, 10, 20, 30]),
            (51, vec![0, 20, 40, 60]),
            (500, vec![0, 100, 200, 300, 400, 500]),
            (1_001, vec![0, 500, 1_000, 1_500]),
        ] {
            assert_eq!(ticks(highest), wanted, "{highest}");
        }
        for highest in 0..5_000 {
            let ticks = ticks(highest);
            assert!(ticks.len() <= 6 && ticks.last().is_some_and(|last| *last >= highest), "{highest}");
        }
    }

    #[test]
    fn columns_stand_on_one_another() {
        let piece = |series, from, high| Piece { series, from, high };
        assert_eq!(stacked([1, 0, 3].into_iter(), 8), [piece(0, 0.0, 12.5), piece(2, 12.5, 37.5)]);
        assert_eq!(stacked([0, 0].into_iter(), 8), []);
        assert_eq!(part(0, 0), 0.0);
    }
}
