//! Undo and redo in a real browser: across tabs and reloads.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod session_common;

use holdfast_core::{
    entity::Task,
    id::{Id, ScopeId},
    operation::Edit,
};
use holdfast_web::{Commit, random};
use session_common::{Tab, account, create, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn rename(scope: ScopeId, task: Id<Task>, title: &str) -> (Vec<Edit>, Commit) {
    let commit = Commit { label: format!("Renamed “{title}”"), undoable: true };
    (vec![Edit::set(scope, task).put(Task::TITLE, title)], commit)
}

/// A task with a title, which nobody can take back.
async fn make(tab: &Tab, scope: ScopeId, task: Id<Task>) {
    let made = Commit { label: "Added".into(), ..Commit::default() };
    let edits = vec![create(scope, task), Edit::set(scope, task).put(Task::TITLE, "At first")];
    tab.session.commit_with(edits, made).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_step_is_taken_back_done_again_and_kept_across_reloads() {
    let account = account();
    let (scope, task) = (account.id.scope(), random::id());
    let (one, two) = (Tab::open(&account).await, Tab::open(&account).await);
    until("both loaded", || one.session.is_loaded() && two.session.is_loaded()).await;
    make(&one, scope, task).await;
    assert_eq!((one.session.can_undo(), one.session.last_step()), (None, None), "not asked for");
    for title in ["First", "Second"] {
        let (edits, commit) = rename(scope, task, title);
        one.session.commit_with(edits, commit).await.unwrap();
    }
    assert_eq!(one.session.can_undo().as_deref(), Some("Renamed “Second”"));
    until("the other tab knows", || two.session.can_undo().as_deref() == Some("Renamed “Second”")).await;

    let undone = two.session.undo();
    assert_eq!(two.title(task).as_deref(), Some("First"), "in this frame");
    let undone = undone.await.unwrap().unwrap();
    assert_eq!((undone.label.as_str(), undone.kept.len()), ("Renamed “Second”", 0));
    until("the first tab follows", || one.title(task).as_deref() == Some("First")).await;
    until("its steps too", || one.session.can_redo().as_deref() == Some("Renamed “Second”")).await;
    drop((one, two));

    let again = Tab::open(&account).await;
    until("loaded", || again.session.is_loaded()).await;
    assert_eq!(again.session.can_undo().as_deref(), Some("Renamed “First”"));
    assert_eq!(again.session.redo().await.unwrap().unwrap().label, "Renamed “Second”");
    assert_eq!(again.title(task).as_deref(), Some("Second"));
    assert_eq!(again.session.can_redo(), None);
    assert_eq!(again.session.redo().await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_toast_takes_back_its_own_step() {
    let account = account();
    let (scope, task) = (account.id.scope(), random::id());
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    make(&tab, scope, task).await;
    let (edits, commit) = rename(scope, task, "Named");
    drop(tab.session.commit_with(edits, commit));
    // Before anything of it is stored.
    let step = tab.session.last_step().unwrap();
    let other = random::id();
    drop(tab.session.commit(vec![create(scope, other)]));
    assert!(tab.session.undo_step(step).await.unwrap().is_some());
    assert_eq!(tab.title(task).as_deref(), Some("At first"));
    assert!(tab.session.replica().live(Id::<Task>::record(other)).is_some(), "what was done since stays");
    assert_eq!(tab.session.undo_step(step).await, Ok(None), "once");
}
