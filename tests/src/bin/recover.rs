//! `recover --records N`: how long it takes to find, put aside and fetch again what went bad on a device, beside what a fresh
//! device takes for the same records. Run by `cargo xtask bench recover`.

use std::{process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use holdfast_tests::browser::{Board, LONG, Person, Profile, Tab, World, api::Api, outbox_ops, story, until};
use serde_json::json;

/// How long nobody looks whether all is there: by so much a figure may be too high.
const SELDOM: Duration = Duration::from_millis(200);

/// How many edits wait unsent while the rest goes bad.
const UNSENT: usize = 3;

fn main() -> ExitCode {
    let records = match asked(std::env::args().skip(1)) {
        Ok(records) => records,
        Err(error) => {
            eprintln!("{error:#}\nusage: recover [--records NUMBER]");
            return ExitCode::from(2);
        }
    };
    story("recover", Duration::from_secs(1_200), async |world, _| measure(world, records).await);
    ExitCode::SUCCESS
}

fn asked(mut given: impl Iterator<Item = String>) -> Result<usize> {
    match (given.next().as_deref(), given.next()) {
        (None, _) => Ok(10_000),
        (Some("--records"), Some(number)) => number.parse().context("--records takes a number"),
        (Some(other), _) => bail!("what is {other}?"),
    }
}

async fn measure(world: &World, records: usize) -> Result<()> {
    let mut ada = world.newcomer("Ada").await?;
    let engagement = ada.own_engagement().await?;
    let board = Board::create(&ada.tab, &engagement, "Many").await?;
    ada.sync_is("synced").await?;
    Api::sign_in(&world.proxy.origin(), &ada.account).await?.fill(&engagement, &board.path, records).await?;
    let mut whole = stored(&ada.tab, &ada.account.id, records, Duration::from_secs(300)).await?;
    println!("{whole} records on the device");

    let (fresh, _other) = fresh_device(world, &ada, &board, whole).await?;
    println!("{:<44} {fresh:>6} ms", "a fresh device, from sign-in to all records");
    let told = |what: &str, took: u128| println!("{what:<44} {took:>6} ms  {:.2} of fresh", took as f64 / fresh as f64);

    for (what, spoil) in [
        ("one record spoilt", "const keys = [keysOf.find(key => key.startsWith(args[2]))];"),
        ("every record of one engagement spoilt", "const keys = keysOf.filter(key => key.startsWith(args[2]));"),
    ] {
        let waiting = offline_edits(world, &mut ada, &board, what).await?;
        let body = format!(
            "{OPEN}
            const tx = db.transaction(['records'], 'readwrite', {{ durability: 'strict' }});
            const store = tx.objectStore('records');
            const keysOf = await new Promise(resolve => store.getAllKeys().onsuccess = event => resolve(event.target.result));
            {spoil}
            // Whatever is not read again shows as spoilt for ever.
            keys.forEach(key => store.put('spoilt', key));
            await new Promise(resolve => tx.oncomplete = resolve);
            db.close();
            return keys.length;"
        );
        let args = [json!(format!("holdfast-{}", ada.account.id)), json!(null), json!(format!("{engagement}:"))];
        let spoilt: usize = ada.tab.js_async(&body, &args).await?;
        ensure!(spoilt > 0, "something was spoilt");
        let unsent = outbox_ops(&ada.tab, &ada.account.id).await?;
        ensure!(waiting == unsent, "the outbox is as it was");
        world.proxy.mend();
        let began = std::time::Instant::now();
        ada.tab.reload().await?;
        stored(&ada.tab, &ada.account.id, whole, LONG).await?;
        told(what, began.elapsed().as_millis());
        arrived(world, &ada, &waiting).await?;
        whole = stored(&ada.tab, &ada.account.id, whole + UNSENT, LONG).await?;
    }

    // What a disk does to a database: its files are garbage at the next start.
    ada.sync_is("synced").await?;
    ada.browser.clone().quit().await?;
    let spoilt = ada.profile.spoil_databases()?;
    ensure!(spoilt > 0, "the browser keeps its databases in files");
    ada.reopen(world).await?;
    let began = std::time::Instant::now();
    ada.tab.goto(&board.path).await?;
    // Which of the two it is, nobody knows before it is there: the device may have forgotten who was signed in.
    let either = "document.querySelector('button.account, input[name=password]')";
    ada.tab.wait("the app or its sign-in page", LONG, either, &[]).await?;
    if ada.tab.has("input[name=password]").await? {
        world.sign_in(&ada.tab, &ada.account).await?;
    }
    stored(&ada.tab, &ada.account.id, whole, LONG).await?;
    told("the browser's database files spoilt", began.elapsed().as_millis());
    Ok(())
}

/// Edits made with the network cut: they wait on the device.
async fn offline_edits(
    world: &World,
    ada: &mut Person,
    board: &Board,
    what: &str,
) -> Result<std::collections::BTreeSet<String>> {
    ada.tab.goto(&board.path).await?;
    board.is_shown().await?;
    ada.sync_is("synced").await?;
    world.proxy.cut();
    for number in 0..UNSENT {
        board.add("backlog", &format!("{what}, unsent {number}")).await?;
    }
    // The page draws what is in view only: that they are stored says enough.
    until("the edits to be stored", LONG, async || {
        let waiting = outbox_ops(&ada.tab, &ada.account.id).await?;
        Ok(if waiting.len() == UNSENT { Ok(waiting) } else { Err(format!("{} edits wait", waiting.len())) })
    })
    .await
}

async fn arrived(world: &World, ada: &Person, waiting: &std::collections::BTreeSet<String>) -> Result<()> {
    ada.sync_is("synced").await?;
    let there = Api::sign_in(&world.proxy.origin(), &ada.account).await?.log().await?.operations()?;
    ensure!(waiting.is_subset(&there), "what waited has arrived");
    Ok(())
}

async fn fresh_device(world: &World, ada: &Person, board: &Board, whole: usize) -> Result<(u128, Profile)> {
    let profile = Profile::new("fresh")?;
    let browser = world.open(&profile).await?;
    let tab = browser.tab().await?;
    tab.goto(&format!("/sign-in?next={}", board.path)).await?;
    let began = std::time::Instant::now();
    world.sign_in(&tab, &ada.account).await?;
    stored(&tab, &ada.account.id, whole, Duration::from_secs(300)).await?;
    Ok((began.elapsed().as_millis(), profile))
}

/// Waits until so many records are in the database, none of them spoilt; gives their number.
async fn stored(tab: &Tab, person: &str, at_least: usize, limit: Duration) -> Result<usize> {
    let body = format!(
        "{OPEN}
        const store = db.transaction(['records']).objectStore('records');
        const ask = request => new Promise(resolve => request.onsuccess = event => resolve(event.target.result));
        const count = await ask(store.count());
        // All of them are read only where it may be the end: reading them takes time from what is measured.
        const whole = count < args[1] || !(await ask(store.getAll())).includes('spoilt');
        db.close();
        return whole ? count : 0;"
    );
    let args = [json!(format!("holdfast-{person}")), json!(at_least)];
    until("every record to be on the device", limit, async || {
        let count: usize = tab.js_async(&body, &args).await.unwrap_or_default();
        if count >= at_least {
            return Ok(Ok(count));
        }
        // Counting ten thousand records takes the database from who writes them: each look costs what it measures.
        tokio::time::sleep(SELDOM).await;
        Ok(Err(format!("{count} of {at_least}")))
    })
    .await
}

const OPEN: &str = "
    const db = await new Promise((resolve, reject) => {
        const request = indexedDB.open(args[0]);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onupgradeneeded = () => request.transaction.abort();
    });";
