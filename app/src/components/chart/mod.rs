//! Numbers as a picture, with the same numbers as a table below it for whoever does not see it or wants them exactly.

mod scale;

use yew::prelude::*;

use super::Table;
use crate::t;

use self::scale::{part, stacked, ticks};

/// How the numbers are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line for each series.
    Line,
    /// Columns side by side.
    Bar,
    /// Columns one above the other.
    Stacked,
}

/// Numbers that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What they are called.
    pub name: AttrValue,
    /// One for each place.
    pub numbers: Vec<usize>,
}

/// What is drawn.
pub struct Chart<'a> {
    /// How.
    pub kind: Kind,
    /// What it shows.
    pub title: &'a str,
    /// What the places are: "Day".
    pub head: &'a str,
    /// What each place is called.
    pub places: &'a [AttrValue],
    /// Every how many places one is named below.
    pub every: usize,
    /// The numbers: more series than there are colours share the last.
    pub series: &'a [Series],
}

impl Chart<'_> {
    /// The figure: its title, what the colours are, the picture, and the table behind a line that opens it.
    pub fn draw(&self) -> Html {
        let at = |series: &Series, place: usize| series.numbers.get(place).copied().unwrap_or(0);
        let sum = |place: usize| self.series.iter().map(|series| at(series, place)).sum::<usize>();
        let most = |place: usize| self.series.iter().map(|series| at(series, place)).max().unwrap_or(0);
        let all = 0..self.places.len();
        let highest = if self.kind == Kind::Stacked { all.map(sum).max() } else { all.map(most).max() };
        let lines = ticks(highest.unwrap_or(0));
        let top = lines.last().copied().unwrap_or(1);
        let total: usize = self.series.iter().flat_map(|series| &series.numbers).sum();
        let named = (0..self.places.len()).step_by(self.every.max(1));
        let heads = std::iter::once(self.head).chain(self.series.iter().map(|series| &*series.name));
        let heads: Vec<Html> = heads.map(|head| html! { { head } }).collect();
        html! {
            <figure class="chart">
                <figcaption>{ self.title }</figcaption>
                if self.series.len() > 1 {
                    <ul class="chart-names">
                        { for self.series.iter().enumerate().map(|(index, series)| html! { <li><span class="chart-sign" data-series={colour(index)} />{ &series.name }</li> }) }
                    </ul>
                }
                <div class="chart-plot">
                    <div class="chart-scale" aria-hidden="true">
                        { for lines.iter().map(|line| html! { <span style={format!("inset-block-end: {}%", part(*line, top))}>{ t::number(*line) }</span> }) }
                    </div>
                    <svg role="img" aria-label={t::chart_sum(self.title, total)}>
                        { for lines.iter().map(|line| across(part(*line, top))) }
                        { for (0..self.places.len()).map(|place| self.column(place, top)) }
                    </svg>
                    <div class="chart-places" aria-hidden="true">
                        { for named.map(|place| html! { <span style={format!("inset-inline-start: {}%", part(place, self.places.len()))}>{ &self.places[place] }</span> }) }
                    </div>
                </div>
                <details>
                    <summary>{ t::as_table() }</summary>
                    <Table class="chart-table" {heads} scrolls={t::table_of(self.title)}>
                            { for self.places.iter().enumerate().filter(|(place, _)| sum(*place) > 0).map(|(place, name)| html! {
                                <tr><th scope="row">{ name }</th>{ for self.series.iter().map(|series| html! { <td>{ t::number(at(series, place)) }</td> }) }</tr>
                            }) }
                    </Table>
                </details>
            </figure>
        }
    }

    /// What stands at one place.
    fn column(&self, place: usize, top: usize) -> Html {
        let count = self.places.len();
        let (left, wide) = (part(place, count), part(1, count));
        let number = |series: &Series| series.numbers.get(place).copied().unwrap_or(0);
        let told = |series: &Series| format!("{}, {}: {}", self.places[place], series.name, t::number(number(series)));
        let bar = |index: usize, left: f64, wide: f64, from: f64, high: f64| {
            html! {
                <rect data-series={colour(index)} x={format!("{left}%")} width={format!("{wide}%")} y={format!("{}%", 100.0 - from - high)} height={format!("{high}%")}>
                    <title>{ told(&self.series[index]) }</title>
                </rect>
            }
        };
        match self.kind {
            Kind::Stacked => {
                let pieces = stacked(self.series.iter().map(number), top);
                html! { { for pieces.into_iter().map(|piece| bar(piece.series, left + wide * 0.1, wide * 0.8, piece.from, piece.high)) } }
            }
            Kind::Bar => {
                let each = wide * 0.8 / self.series.len().max(1) as f64;
                let beside = |index: usize| left + wide * 0.1 + each * index as f64;
                html! { { for self.series.iter().enumerate().map(|(index, series)| bar(index, beside(index), each, 0.0, part(number(series), top))) } }
            }
            Kind::Line => html! { { for self.series.iter().enumerate().map(|(index, series)| {
                let (middle, here) = (left + wide / 2.0, 100.0 - part(number(series), top));
                let on = series.numbers.get(place + 1).filter(|_| place + 1 < count).map(|next| html! {
                    <line data-series={colour(index)} x1={format!("{middle}%")} y1={format!("{here}%")} x2={format!("{}%", middle + wide)} y2={format!("{}%", 100.0 - part(*next, top))} />
                });
                html! { <>{ for on }<circle data-series={colour(index)} cx={format!("{middle}%")} cy={format!("{here}%")} r="3"><title>{ told(series) }</title></circle></> }
            }) } },
        }
    }
}

/// The colours there are; what is beyond them shares the last.
fn colour(series: usize) -> String {
    series.min(5).to_string()
}

fn across(high: f64) -> Html {
    let y = format!("{}%", 100.0 - high);
    html! { <line class="chart-line" x1="0%" x2="100%" y1={y.clone()} y2={y} /> }
}
