//! A long list that somebody scrolls on.

use anyhow::Result;
use holdfast_tests::browser::{Board, LONG, Tab, until};

/// Rows that come into view while the list is scrolled on are drawn in part at first, and none stays so.
pub(crate) async fn on(tab: &Tab, board: &Board) -> Result<()> {
    let board = board.open_in(tab).await?;
    board.is_shown().await?;
    // Down and up until a row in part was seen: where nothing else is to be done for long enough, there is none.
    let scroll = "
        const frame = () => new Promise(done => requestAnimationFrame(done));
        let parts = 0;
        for (let at = 0; at < 3_000 && parts === 0; at += 120) {
            window.scrollTo(0, at);
            await frame();
            parts = document.querySelectorAll('li.task .task-tools:empty').length;
        }
        return parts;";
    until("a row that is drawn in part", LONG, async || {
        let parts: usize = tab.js_async(scroll, &[]).await?;
        Ok(if parts > 0 { Ok(()) } else { Err("all of every row".to_owned()) })
    })
    .await?;
    let are_whole = "[...document.querySelectorAll('li.task')].every(row => row.querySelector('.task-status') && row.querySelector('.task-delete'))";
    tab.wait("every row to be whole", LONG, are_whole, &[]).await?;
    tab.js::<()>("window.scrollTo(0, 0)", &[]).await
}
