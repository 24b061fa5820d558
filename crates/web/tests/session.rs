//! Whole sessions in a real browser, with no server to be reached: what tabs of one person see of each other.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "tests; clippy knows only those under #[test]")]

mod session_common;

use std::cell::Cell;

use holdfast_core::{
    client::{Database as _, Hint, Key, Mode, Range, StoreError, Table, Transaction as _},
    entity::{Status, Task},
    id::{Id, ScopeId},
    operation::Edit,
    replica::Mark,
    status::{Link, SyncState},
};
use holdfast_web::{Channel, Event, IdbDatabase, device, export_stored, random};
use session_common::{Tab, account, create, until};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn set_title(scope: ScopeId, task: Id<Task>, title: &str) -> Edit {
    Edit::set(scope, task).put(Task::TITLE, title)
}

#[wasm_bindgen_test]
async fn an_edit_shows_before_it_is_stored_and_in_the_other_tab_after() {
    let account = account();
    let (one, two) = (Tab::open(&account).await, Tab::open(&account).await);
    let (scope, task) = (account.id.scope(), one.session.fresh());
    until("both loaded", || one.session.is_loaded() && two.session.is_loaded()).await;

    let saved = one.session.commit(vec![create(scope, task), set_title(scope, task, "Call the port")]);
    // Not one await since: the component draws it in this very frame.
    assert_eq!(one.title(task).as_deref(), Some("Call the port"));
    assert_eq!(one.session.replica().mark(task.record()), Mark::Saving);
    assert_eq!(one.session.sync_state(), SyncState::Saving);
    assert!(one.told(|event| matches!(event, Event::Changed(touched) if touched.records.contains(&task.record()))));

    saved.await.unwrap();
    assert_eq!(one.session.replica().mark(task.record()), Mark::Waiting);
    until("the other tab shows it", || two.title(task).as_deref() == Some("Call the port")).await;
    assert!(two.told(|event| matches!(event, Event::Changed(touched) if touched.records.contains(&task.record()))));
    assert_eq!((one.session.unsent(), two.session.unsent()), (2, 2));
    assert!(one.session.export_unsent().contains("Call the port"));
}

#[wasm_bindgen_test]
async fn a_change_shows_in_the_other_tab_before_it_is_stored_and_stays() {
    let account = account();
    let (one, two) = (Tab::open(&account).await, Tab::open(&account).await);
    let (scope, task) = (account.id.scope(), one.session.fresh());
    one.session.commit(vec![create(scope, task)]).await.unwrap();
    until("the other tab has it", || two.title(task).is_some()).await;
    // The store has much to do before.
    for _ in 0..100 {
        drop(one.session.commit(vec![create(scope, random::id())]));
    }
    let saved = one.session.commit(vec![set_title(scope, task, "Ahead")]);
    until("the other tab shows it", || two.title(task).as_deref() == Some("Ahead")).await;
    let mark = |tab: &Tab| tab.session.replica().mark(task.record());
    assert_eq!((mark(&one), mark(&two)), (Mark::Saving, Mark::Saving), "nothing of it is stored yet");
    saved.await.unwrap();
    until("it is stored there too", || mark(&two) == Mark::Waiting).await;
    until("all has been told", || two.session.replica().counts().saving == 0).await;
    assert_eq!(two.title(task).as_deref(), Some("Ahead"));
}

#[wasm_bindgen_test]
async fn a_change_that_cannot_be_stored_leaves_the_other_tab_too() {
    let account = account();
    let (one, two) = (Tab::open(&account).await, Tab::open(&account).await);
    let (scope, task) = (account.id.scope(), one.session.fresh());
    one.session.commit(vec![create(scope, task), set_title(scope, task, "Before")]).await.unwrap();
    until("the other tab has it", || two.title(task).as_deref() == Some("Before")).await;
    // The database goes away below both.
    IdbDatabase::delete(account.id).await.unwrap();
    assert!(one.session.commit(vec![set_title(scope, task, "Never")]).await.is_err());
    let shown =
        |title: &str| two.told(|event| matches!(event, Event::Changed(_))) && two.title(task).as_deref() == Some(title);
    until("it is as it was", || shown("Before") && two.session.replica().counts().saving == 0).await;
}

#[wasm_bindgen_test]
async fn what_was_shown_last_is_there_as_soon_as_a_session_is() {
    let account = account();
    let (scope, shown, other): (_, Id<Task>, Id<Task>) = (account.id.scope(), random::id(), random::id());
    let db = IdbDatabase::open(account.id, || {}).await.unwrap();
    let tx = db.begin(&[Table::Records], Mode::Write).await.unwrap();
    for task in [shown, other] {
        let title = format!(r#"{{"title":{{"v":"Said","n":1,"c":"{task}"}}}}"#);
        let record = format!(
            r#"{{"kind":"task","id":"{task}","scope":"{scope}","version":1,"created_by":"{task}","created_at":0,"fields":{title}}}"#
        );
        tx.put(Table::Records, &Key::record(scope, task.record()), &record).unwrap();
    }
    tx.commit().await.unwrap();
    {
        let tab = Tab::open(&account).await;
        until("loaded", || tab.session.is_loaded()).await;
        tab.session.remember_shown([shown.record()]);
    }
    let tab = Tab::open(&account).await;
    // Not one await since.
    assert_eq!((tab.title(shown).as_deref(), tab.title(other)), (Some("Said"), None));
    assert!(!tab.session.is_loaded());
    until("loaded", || tab.session.is_loaded()).await;
    assert_eq!(tab.title(other).as_deref(), Some("Said"));
}

#[wasm_bindgen_test]
async fn an_edit_nobody_waited_for_is_there_after_reopening() {
    let account = account();
    let task = random::id();
    let scope = account.id.scope();
    {
        let tab = Tab::open(&account).await;
        drop(tab.session.commit(vec![create(scope, task)]));
        drop(tab.session.commit(vec![set_title(scope, task, "Kept")]));
        until("stored", || tab.session.replica().counts().saving == 0).await;
    }
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    assert_eq!(tab.title(task).as_deref(), Some("Kept"));
    // Later edits go on from there, in both directions of the channel.
    let other = Tab::open(&account).await;
    other.session.commit(vec![Edit::set(scope, task).put(Task::STATUS, Status::Done)]).await.unwrap();
    until("seen", || tab.session.replica().entity::<Task>(task).is_some_and(|task| task.status == Status::Done)).await;
}

#[wasm_bindgen_test]
async fn edits_are_stored_in_the_order_they_were_made() {
    let account = account();
    let tab = Tab::open(&account).await;
    let (scope, task) = (account.id.scope(), random::id());
    // The create first, although nothing is waited for and the first load is still under way.
    let mut saved = vec![tab.session.commit(vec![create(scope, task)])];
    for number in 0..20 {
        saved.push(tab.session.commit(vec![set_title(scope, task, &number.to_string())]));
    }
    for saved in saved.into_iter().rev() {
        saved.await.unwrap();
    }
    let replica = tab.session.replica();
    let pending: Vec<_> = replica.pending().map(|(_, pending)| pending.operation.is_create()).collect();
    // What follows an edit that was not sent yet may have become one with it.
    assert!(pending[0] && pending.len() <= 21, "{pending:?}");
    drop(replica);
    assert_eq!(tab.title(task).as_deref(), Some("19"));
}

#[wasm_bindgen_test]
async fn edits_that_cannot_be_stored_leave_the_view_and_say_so() {
    let account = account();
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    // The database goes away below the session.
    IdbDatabase::delete(account.id).await.unwrap();
    let (scope, task) = (account.id.scope(), random::id());
    let edit = create(scope, task);
    let saved = tab.session.commit(vec![edit.clone()]);
    assert!(tab.session.replica().live(task.record()).is_some());
    assert!(saved.await.is_err());
    assert!(tab.session.replica().live(task.record()).is_none());
    assert!(tab.told(|event| matches!(event, Event::Refused { edits, .. } if *edits == vec![edit.clone()])));
}

#[wasm_bindgen_test]
async fn without_a_server_the_link_is_down_and_edits_wait() {
    let account = account();
    let tab = Tab::open(&account).await;
    let (scope, task) = (account.id.scope(), random::id());
    tab.session.commit(vec![create(scope, task)]).await.unwrap();
    // What answers here is no Holdfast server: its pages say nothing about the edit.
    until("offline", || tab.session.link() == Link::Down).await;
    assert_eq!(tab.session.sync_state(), SyncState::Offline(1));
    assert!(tab.told(|event| *event == Event::Status));
}

#[wasm_bindgen_test]
async fn that_somebody_says_the_server_is_there_is_not_to_be_in_step_with_it() {
    let account = account();
    let tab = Tab::open(&account).await;
    until("offline", || tab.session.link() == Link::Down).await;
    // As a tab tells whose line is dead without its knowing.
    Channel::new(account.id).tell(&Hint::Link { link: Link::Up });
    until("told", || tab.session.link() == Link::Up).await;
    assert_eq!(tab.session.last_synced(), None);
}

#[wasm_bindgen_test]
async fn a_tab_that_missed_a_change_of_the_steps_has_it_when_it_is_looked_at_again() {
    let account = account();
    let tab = Tab::open(&account).await;
    until("loaded", || tab.session.is_loaded()).await;
    tab.session.commit(vec![create(account.id.scope(), random::id())]).await.unwrap();
    assert!(tab.session.can_undo().is_some());
    // Without a word, as while the tab was frozen.
    let db = IdbDatabase::open(account.id, || {}).await.unwrap();
    let tx = db.begin(&[Table::Undo], Mode::Write).await.unwrap();
    tx.delete_range(Table::Undo, Range::All).unwrap();
    tx.commit().await.unwrap();
    let document = web_sys::window().unwrap().document().unwrap();
    document.dispatch_event(&web_sys::Event::new("visibilitychange").unwrap()).unwrap();
    until("nothing to undo", || tab.session.can_undo().is_none()).await;
}

#[wasm_bindgen_test]
async fn unsent_edits_are_exported_from_a_database_that_no_session_opens() {
    let account = account();
    {
        let tab = Tab::open(&account).await;
        let (scope, task) = (account.id.scope(), random::id());
        tab.session.commit(vec![create(scope, task), set_title(scope, task, "Call the port")]).await.unwrap();
    }
    assert!(export_stored(&account).await.unwrap().contains("Call the port"));
}

#[wasm_bindgen_test]
async fn signing_out_ends_the_other_tabs_and_wipes_the_device() {
    let account = account();
    let (one, two) = (Tab::open(&account).await, Tab::open(&account).await);
    let (scope, task) = (account.id.scope(), random::id());
    one.session.commit(vec![create(scope, task)]).await.unwrap();
    one.session.sign_out().await.unwrap();
    until("the other tab left", || two.told(|event| *event == Event::Left)).await;
    assert!(!one.told(|event| *event == Event::Left), "who signs out need not be told");
    assert_eq!(device::current().await.unwrap(), None);
    assert!(matches!(two.session.commit(vec![create(scope, random::id())]).await, Err(StoreError::Failed(_))));
    // The same person begins anew.
    let again = Tab::open(&account).await;
    until("loaded", || again.session.is_loaded()).await;
    assert!(again.session.replica().live(task.record()).is_none());
    assert_eq!(again.session.unsent(), 0);
}

#[wasm_bindgen_test]
async fn a_thousand_edits_show_while_the_store_is_held_up() {
    let account = account();
    let tab = Tab::open(&account).await;
    let scope = account.id.scope();
    let tasks: Vec<Id<Task>> = (0..1_000).map(|_| random::id()).collect();
    let shown = Cell::new(0);
    let commits: Vec<_> = tasks.iter().map(|task| tab.session.commit(vec![create(scope, *task)])).collect();
    for task in &tasks {
        shown.set(shown.get() + usize::from(tab.session.replica().live(task.record()).is_some()));
    }
    assert_eq!(shown.get(), 1_000);
    drop(commits);
    until("stored", || tab.session.replica().counts().saving == 0).await;
}

#[wasm_bindgen_test]
async fn what_is_unsent_is_counted_from_the_database() {
    let account = account();
    let tab = Tab::open(&account).await;
    let scope = account.id.scope();
    for _ in 0..3 {
        drop(tab.session.commit(vec![create(scope, random::id())]));
    }
    assert_eq!(tab.session.count_unsent().await.unwrap(), 3, "what was being stored is stored by then");
    let fresh = Tab::open(&account).await;
    assert_eq!(fresh.session.count_unsent().await.unwrap(), 3, "whatever the tab has loaded");
}
