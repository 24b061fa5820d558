//! The parts that only show something.

use std::rc::Rc;

use holdfast_core::{entity::People, import::csv::Sheet, replica::Mark};
use yew::prelude::*;

use super::{Theme, choice};
use crate::{
    components::{
        AsOf, DiffText, Empty, Glyph, IconButton, ImportColumns, NoAnswer, Verb, avatar, avatars, badge,
        chart::{Chart, Kind, Series},
        chips, icon, mark_dot, markdown, progress, skeleton,
    },
    hooks::Names,
};

/// What the Markdown view knows.
const MARKED: &str = "# A heading\n\nWords that are *leaned on*, **loud**, ~~gone~~ or `code`, and <b>markup</b> that is text. \
    A page: https://example.org. No link: [script](javascript:alert(1)).\n\n- one\n- two\n  1. first\n  2. second\n- [ ] to do\n- [x] done\n\n\
    > What somebody else said.\n\n```\nfn code() {}\n```\n\n| Port | Berths |\n|---|---|\n| Hull | 12 |\n| Aarhus | 9 |\n\n---";

/// A table, of which each column is told what it means.
const TABLE: &[u8] = b"title,berth,due\nCall the port,7,2026-11-22\nPaint the boat,,2026-11-24\n";

/// All of them.
pub(super) fn parts(theme: Theme) -> Html {
    let long = "Berth seven, by the crane. ".repeat(40);
    html! {
        <>
            { theme.part("Badge", html! {
                <div class="member-actions">{ badge("Editor") }<span class="tag">{ "harbour" }</span><span class="drop-count">{ "3" }</span></div>
            }) }
            { theme.part("Avatars", html! {
                <>
                    <div class="member-actions">{ avatar("Ada Lovelace") }{ avatar("Ben") }</div>
                    <div class="member-actions">{ stack(2) }</div>
                    <div class="member-actions">{ stack(5) }</div>
                </>
            }) }
            { theme.part("Marks and signs", html! {
                <>
                    <div class="member-actions">{ mark_dot(Mark::Saving) }{ mark_dot(Mark::Waiting) }{ mark_dot(Mark::Accepted) }{ mark_dot(Mark::Dead) }{ icon(Glyph::Due) }{ icon(Glyph::Talk) }{ icon(Glyph::Steps) }</div>
                    { chips(&[choice("auth"), choice("harbour")], Verb::TakeOff, None) }
                </>
            }) }
            { theme.part("Progress", html! { <>{ progress("Going on", None) }{ progress("Half done", Some((2, 4))) }</> }) }
            { theme.part("Tooltip", html! {
                <div class="member-actions"><IconButton glyph={Glyph::Rename} label="What only a picture says" onclick={Callback::noop()} /></div>
            }) }
            { theme.part("Table", table()) }
            { theme.part("Empty, and still to come", html! {
                <>
                    <Empty title="No tasks yet"><p>{ "Type the first one below." }</p></Empty>
                    { skeleton() }
                </>
            }) }
            { theme.part("Error", html! {
                <>
                    <p class="form-error">{ "The server cannot be reached." }</p>
                    <AsOf updated_at={Some(0)} failure="The server is busy." on_retry={Callback::noop()} />
                    <NoAnswer what="The history" failure="The server is busy." on_retry={Callback::noop()} />
                </>
            }) }
            { theme.part("Markdown", markdown(MARKED)) }
            { theme.part("Difference", html! {
                <>
                    <DiffText before="Call the port at noon" after="Call the harbour at noon today" />
                    <DiffText before={format!("{long}Come at noon.")} after={format!("{long}Come at ten.")} folded={true} />
                </>
            }) }
            { theme.part("Chart", html! { <>{ chart(Kind::Line, "Lines") }{ chart(Kind::Bar, "Bars") }{ chart(Kind::Stacked, "Stacked") }</> }) }
        </>
    }
}

/// So many people.
fn stack(many: usize) -> Html {
    let people = ["Ada Lovelace", "Ben", "Cleo Dane", "Dora", "Emil"];
    let people: People = people.iter().take(many).map(|name| (*name).to_owned()).collect();
    avatars(&people, &Names::default())
}

fn table() -> Html {
    match Sheet::read(TABLE) {
        Ok(sheet) => html! { <ImportColumns name="guide.csv" sheet={Rc::new(sheet)} on_board={Callback::noop()} /> },
        Err(_) => Html::default(),
    }
}

fn chart(kind: Kind, title: &str) -> Html {
    let days: Vec<AttrValue> = (1..=7).map(|day| format!("Day {day}").into()).collect();
    let series = [
        Series { name: "Harbour".into(), numbers: vec![1, 4, 2, 0, 3, 5, 2] },
        Series { name: "Website".into(), numbers: vec![2, 1, 0, 4, 3, 1, 1] },
    ];
    Chart { kind, title, head: "Day", places: &days, every: 2, series: &series }.draw()
}
