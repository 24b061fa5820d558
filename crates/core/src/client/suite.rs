//! One suite over every backend: what [`Database`] promises, checked. The memory database runs it natively, IndexedDB in a
//! real browser, so that the simulation's store cannot drift from the one people use.
//!
//! A check panics at what is not as promised; [`run`] makes all of them.

use std::future::Future;

use futures::future::join;

use super::database::{Database, Key, Mode, Range, StoreError, Table, Transaction};

const ALL: &[Table] = &Table::ALL;

/// Makes every check, each over a fresh and empty database of that name, with two handles on it.
pub async fn run<D: Database, F: Future<Output = Result<(D, D), StoreError>>>(
    fresh: impl Fn(&'static str) -> F,
) -> Result<(), StoreError> {
    reads_its_own_writes(fresh("reads_its_own_writes").await?.0).await?;
    gives_many_at_once(fresh("gives_many_at_once").await?.0).await?;
    dropped_leaves_nothing(fresh("dropped_leaves_nothing").await?.0).await?;
    commits_together(fresh("commits_together").await?.0).await?;
    ranges_and_limits(fresh("ranges_and_limits").await?.0).await?;
    numbers_before_texts(fresh("numbers_before_texts").await?.0).await?;
    deletes_ranges(fresh("deletes_ranges").await?.0).await?;
    readers_do_not_write(fresh("readers_do_not_write").await?.0).await?;
    keeps_every_text(fresh("keeps_every_text").await?.0).await?;
    let (db, other) = fresh("handles_see_each_other").await?;
    handles_see_each_other(db, other).await?;
    let (db, other) = fresh("writers_take_turns").await?;
    writers_take_turns(db, other).await
}

fn num(number: u64) -> Key {
    Key::Num(number)
}

fn texts(keys: &[&str]) -> Vec<Key> {
    keys.iter().map(|key| Key::name(key)).collect()
}

/// Stores `value` under each key.
async fn fill<D: Database>(db: &D, table: Table, keys: &[Key]) -> Result<(), StoreError> {
    let tx = db.begin(ALL, Mode::Write).await?;
    for key in keys {
        tx.put(table, key, "value")?;
    }
    tx.commit().await
}

async fn keys<D: Database>(db: &D, table: Table, range: Range, limit: usize) -> Result<Vec<Key>, StoreError> {
    let tx = db.begin(&[table], Mode::Read).await?;
    Ok(tx.scan(table, range, limit).await?.into_iter().map(|(key, _)| key).collect())
}

/// A transaction reads what it has put and deleted, by key and by range.
async fn reads_its_own_writes<D: Database>(db: D) -> Result<(), StoreError> {
    fill(&db, Table::Outbox, &[num(1), num(2)]).await?;
    let tx = db.begin(ALL, Mode::Write).await?;
    tx.put(Table::Outbox, &num(2), "two")?;
    tx.put(Table::Outbox, &num(3), "three")?;
    tx.delete(Table::Outbox, &num(1))?;
    let found = tx.get_many(Table::Outbox, &[num(3), num(1), num(2), num(9)]).await?;
    assert_eq!(found, [Some("three".into()), None, Some("two".into()), None], "in the order asked");
    let scanned = tx.scan(Table::Outbox, Range::All, 10).await?;
    assert_eq!(scanned, [(num(2), "two".into()), (num(3), "three".into())]);
    tx.commit().await
}

/// Many keys at once, in whatever order: where none of them is there, all of them, some, and with much else between them.
async fn gives_many_at_once<D: Database>(db: D) -> Result<(), StoreError> {
    let asked: Vec<Key> = (0..100).rev().map(|number| num(number * 2)).collect();
    let found = async || {
        let tx = db.begin(ALL, Mode::Read).await?;
        let found = tx.get_many(Table::Outbox, &asked).await?;
        Ok::<_, StoreError>(found.iter().map(Option::is_some).collect::<Vec<_>>())
    };
    assert_eq!(found().await?, [false; 100]);
    fill(&db, Table::Outbox, &asked).await?;
    assert_eq!(found().await?, [true; 100]);
    let tx = db.begin(ALL, Mode::Write).await?;
    tx.delete(Table::Outbox, &asked[1])?;
    tx.commit().await?;
    let all_but_one: Vec<bool> = (0..100).map(|place| place != 1).collect();
    assert_eq!(found().await?, all_but_one);
    fill(&db, Table::Outbox, &[num(1), num(3), num(500)]).await?;
    assert_eq!(found().await?, all_but_one, "what was not asked for is not given");
    // Far apart now: from the first to the last stands much more than what is asked for.
    let asked = [&asked[..], &[num(100_000)]].concat();
    fill(&db, Table::Outbox, &(1_000..1_300).map(num).collect::<Vec<_>>()).await?;
    let tx = db.begin(ALL, Mode::Read).await?;
    let found = tx.get_many(Table::Outbox, &asked).await?;
    assert_eq!(found.iter().flatten().count(), 99);
    assert_eq!(found.last(), Some(&None));
    Ok(())
}

/// A transaction that is dropped, before or after it was read from, leaves nothing.
async fn dropped_leaves_nothing<D: Database>(db: D) -> Result<(), StoreError> {
    for mode in [Mode::Write, Mode::Relaxed] {
        let tx = db.begin(ALL, mode).await?;
        tx.put(Table::Outbox, &num(1), "one")?;
        drop(tx);
        let tx = db.begin(ALL, mode).await?;
        tx.put(Table::Outbox, &num(2), "two")?;
        assert_eq!(tx.get(Table::Outbox, &num(2)).await?, Some("two".into()));
        drop(tx);
        assert_eq!(keys(&db, Table::Outbox, Range::All, 10).await?, []);
    }
    Ok(())
}

/// All tables change together, and a table is not another's.
async fn commits_together<D: Database>(db: D) -> Result<(), StoreError> {
    for (mode, key) in [(Mode::Write, "key"), (Mode::Relaxed, "another")] {
        let tx = db.begin(ALL, mode).await?;
        for table in ALL {
            tx.put(*table, &Key::name(key), table.name())?;
        }
        tx.commit().await?;
        let tx = db.begin(ALL, Mode::Read).await?;
        for table in ALL {
            assert_eq!(tx.get(*table, &Key::name(key)).await?, Some(table.name().into()));
        }
    }
    Ok(())
}

/// Every boundary of ranges and limits: empty, partial, exactly a page, a page and one.
async fn ranges_and_limits<D: Database>(db: D) -> Result<(), StoreError> {
    let page = |range: Range, limit| keys(&db, Table::Meta, range, limit);
    assert_eq!(page(Range::All, 3).await?, [], "an empty table");
    fill(&db, Table::Meta, &texts(&["a", "b", "c", "d"])).await?;
    assert_eq!(page(Range::All, usize::MAX).await?, texts(&["a", "b", "c", "d"]));
    assert_eq!(page(Range::All, 0).await?, []);
    assert_eq!(page(Range::All, 3).await?, texts(&["a", "b", "c"]), "a page of a page and one");
    assert_eq!(page(Range::All, 4).await?, texts(&["a", "b", "c", "d"]), "exactly a page");
    assert_eq!(page(Range::All, 5).await?, texts(&["a", "b", "c", "d"]));
    let after = |key| Range::After(Key::name(key));
    assert_eq!(page(after("b"), 9).await?, texts(&["c", "d"]), "its end not included");
    assert_eq!(page(after("bb"), 9).await?, texts(&["c", "d"]));
    assert_eq!(page(after("d"), 9).await?, []);
    let between = |a, b| Range::Between(Key::name(a), Key::name(b));
    assert_eq!(page(between("a", "d"), 9).await?, texts(&["b", "c"]), "neither end included");
    assert_eq!(page(between("a", "d"), 1).await?, texts(&["b"]));
    assert_eq!(page(between("b", "c"), 9).await?, []);
    assert_eq!(page(between("b", "b"), 9).await?, [], "nothing is between a key and itself");
    assert_eq!(page(between("d", "a"), 9).await?, [], "nor between keys the wrong way round");
    Ok(())
}

/// Numbers come in their order, not their texts', and before texts.
async fn numbers_before_texts<D: Database>(db: D) -> Result<(), StoreError> {
    let big = 1 << 53;
    let sorted = [num(0), num(2), num(10), num(big), Key::name("1"), Key::name("a")];
    let mut shuffled = sorted.clone();
    shuffled.reverse();
    fill(&db, Table::Outbox, &shuffled).await?;
    assert_eq!(keys(&db, Table::Outbox, Range::All, 10).await?, sorted);
    assert_eq!(keys(&db, Table::Outbox, Range::After(num(2)), 2).await?, [num(10), num(big)]);
    Ok(())
}

/// A range is removed with neither of its ends, and other tables keep theirs.
async fn deletes_ranges<D: Database>(db: D) -> Result<(), StoreError> {
    for table in [Table::Outbox, Table::Meta] {
        fill(&db, table, &[num(1), num(2), num(3), num(4)]).await?;
    }
    let tx = db.begin(ALL, Mode::Write).await?;
    tx.delete_range(Table::Outbox, Range::Between(num(1), num(3)))?;
    tx.delete_range(Table::Outbox, Range::Between(num(3), num(1)))?;
    tx.delete_range(Table::Outbox, Range::After(num(3)))?;
    tx.commit().await?;
    assert_eq!(keys(&db, Table::Outbox, Range::All, 9).await?, [num(1), num(3)]);
    let tx = db.begin(ALL, Mode::Write).await?;
    tx.delete_range(Table::Outbox, Range::All)?;
    tx.commit().await?;
    assert_eq!(keys(&db, Table::Outbox, Range::All, 9).await?, []);
    assert_eq!(keys(&db, Table::Meta, Range::All, 9).await?.len(), 4);
    Ok(())
}

/// Another handle sees what was committed, and nothing that was not.
async fn handles_see_each_other<D: Database>(db: D, other: D) -> Result<(), StoreError> {
    fill(&db, Table::Records, &texts(&["a"])).await?;
    assert_eq!(keys(&other, Table::Records, Range::All, 9).await?, texts(&["a"]));
    fill(&other, Table::Records, &texts(&["b"])).await?;
    assert_eq!(keys(&db, Table::Records, Range::All, 9).await?, texts(&["a", "b"]));
    Ok(())
}

/// Two transactions that read, then write what they read plus one, do not lose either's.
async fn writers_take_turns<D: Database>(db: D, other: D) -> Result<(), StoreError> {
    async fn count<D: Database>(db: &D) -> Result<(), StoreError> {
        for _ in 0..5 {
            let tx = db.begin(&[Table::Meta], Mode::Write).await?;
            let sofar = tx.get(Table::Meta, &Key::name("count")).await?;
            let sofar: u64 = sofar.and_then(|raw| raw.parse().ok()).unwrap_or_default();
            tx.put(Table::Meta, &Key::name("count"), &(sofar + 1).to_string())?;
            tx.commit().await?;
        }
        Ok(())
    }
    let (one, two) = join(count(&db), count(&other)).await;
    one?;
    two?;
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    assert_eq!(tx.get(Table::Meta, &Key::name("count")).await?, Some("10".into()));
    Ok(())
}

/// A read transaction writes nothing: it says so at once or when it ends.
async fn readers_do_not_write<D: Database>(db: D) -> Result<(), StoreError> {
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    let written = match tx.put(Table::Meta, &num(1), "one") {
        Ok(()) => tx.commit().await,
        Err(error) => {
            drop(tx);
            Err(error)
        }
    };
    assert!(written.is_err());
    assert_eq!(keys(&db, Table::Meta, Range::All, 9).await?, []);
    Ok(())
}

/// Long and strange texts come back as they were.
async fn keeps_every_text<D: Database>(db: D) -> Result<(), StoreError> {
    let strange = ["", "\u{0}", "\"{}\\", "żółć 🦀 \u{202e}", &"x".repeat(300_000)];
    let tx = db.begin(&[Table::Meta], Mode::Write).await?;
    for (index, text) in strange.iter().enumerate() {
        tx.put(Table::Meta, &num(index as u64), text)?;
    }
    tx.commit().await?;
    let tx = db.begin(&[Table::Meta], Mode::Read).await?;
    for (index, text) in strange.iter().enumerate() {
        assert_eq!(tx.get(Table::Meta, &num(index as u64)).await?.as_deref(), Some(*text));
    }
    Ok(())
}
