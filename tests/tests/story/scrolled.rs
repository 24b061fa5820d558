//! A long list that somebody scrolls on.

use anyhow::{Result, ensure};
use holdfast_tests::browser::{Board, LONG, Tab};

/// Rows that come into view while the list is scrolled on are drawn in part at first, and none stays so.
pub(crate) async fn on(tab: &Tab, board: &Board) -> Result<()> {
    let board = board.open_in(tab).await?;
    board.is_shown().await?;
    let scroll = "
        const frame = () => new Promise(done => requestAnimationFrame(done));
        let parts = 0;
        for (let at = 0; at < 6_000; at += 120) {
            window.scrollTo(0, at);
            await frame();
            parts = Math.max(parts, document.querySelectorAll('li.task .task-tools:empty').length);
        }
        return parts;";
    let parts: usize = tab.js_async(scroll, &[]).await?;
    ensure!(parts > 0, "all of every row was drawn while the list was scrolled on");
    let are_whole = "[...document.querySelectorAll('li.task')].every(row => row.querySelector('.task-status') && row.querySelector('.task-delete'))";
    tab.wait("every row to be whole", LONG, are_whole, &[]).await?;
    tab.js::<()>("window.scrollTo(0, 0)", &[]).await
}
