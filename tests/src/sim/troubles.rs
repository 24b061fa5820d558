//! Troubles that strike a whole device or the whole server: clocks, storage, upgrades, accounts, backups.

use std::{collections::BTreeMap, rc::Rc};

use futures::FutureExt as _;
use holdfast_core::{
    client::{Database as _, Hint, Key, Mode, Table, memory::MemoryDatabase},
    id::{Epoch, ScopeId},
    wire::Cursor,
};
use serde::de::DeserializeOwned;

use super::{executor::NETWORK, faults::Fault, own::op_of, profile::Profile, run::Run};

/// The farthest that a device's clock is off, in milliseconds.
const MOST_SKEW: u64 = 2 * 60 * 60 * 1_000;

/// One of the troubles that may strike in this run strikes.
pub fn strike(run: &mut Run, profile: &Rc<Profile>) {
    let trouble = match run.world.below(12) {
        0 => Fault::CLOCK_JUMP,
        1 => Fault::STORAGE_WIPED,
        2 | 3 => Fault::STORAGE_CORRUPT,
        4 | 5 => Fault::SERVER_RESTORED,
        6 | 7 => Fault::LOG_COMPACTED,
        8 => Fault::UPGRADED,
        9 => Fault::NEWER_BUILD,
        10 => Fault::POWER_CUT,
        _ => Fault::OTHER_ACCOUNT,
    };
    if !run.world.may(trouble) {
        return;
    }
    match trouble {
        Fault::CLOCK_JUMP => jump(run, profile),
        Fault::POWER_CUT => cut_power(run, profile),
        Fault::STORAGE_WIPED => wipe(run, profile),
        Fault::STORAGE_CORRUPT => corrupt(run, profile),
        Fault::SERVER_RESTORED => restore(run),
        Fault::LOG_COMPACTED => compact(run),
        Fault::UPGRADED => upgrade(run, profile),
        Fault::NEWER_BUILD => newer_build(run, profile),
        _ => other_account(run, profile),
    }
}

/// Every device's clock is off by something of its own, in runs with that fault.
pub fn set_clocks(run: &Run) {
    for profile in &run.profiles {
        if run.world.may(Fault::CLOCK_JUMP) {
            profile.skew.set(skew(run));
        }
    }
}

fn skew(run: &Run) -> i64 {
    let most = run.world.pick(&[2_000, 60_000, MOST_SKEW]).unwrap_or(MOST_SKEW);
    run.world.below(2 * most).cast_signed() - most.cast_signed()
}

fn jump(run: &Run, profile: &Rc<Profile>) {
    run.world.fault(Fault::CLOCK_JUMP);
    profile.skew.set(skew(run));
}

fn end_all(run: &mut Run, profile: &Rc<Profile>, how: &str) {
    let tabs = run.tabs.values().filter(|tab| tab.profile.index == profile.index).map(|tab| tab.life.id);
    let worker = run.workers.get(&profile.index).map(|life| life.id);
    for life in tabs.chain(worker).collect::<Vec<_>>() {
        run.end(life, how);
    }
}

/// The device loses its power, and its disk the last of what was written without waiting for it.
fn cut_power(run: &mut Run, profile: &Rc<Profile>) {
    run.world.fault(Fault::POWER_CUT);
    end_all(run, profile, "has no power");
    let lost = run.world.below(profile.db.unsure() as u64 + 1) as usize;
    run.world.note(format_args!("profile {} loses {lost} of {} transactions", profile.index, profile.db.unsure()));
    profile.db.take_back(lost);
    // A browser wakes the worker when it thinks fit.
    if run.world.chance(5_000) {
        run.start_worker(profile);
    }
    run.open(profile);
}

/// The browser clears everything the profile has stored. It ends what ran there.
fn wipe(run: &mut Run, profile: &Rc<Profile>) {
    run.world.fault(Fault::STORAGE_WIPED);
    end_all(run, profile, "lost its storage");
    profile.db.committed_mut().clear();
    profile.histories.replace(Some(BTreeMap::new()));
    profile.empty.set(true);
    profile.troubled.set(true);
    let mut registry = run.world.registry.borrow_mut();
    let made = registry.ops.len() as u64;
    registry.wiped.insert(profile.index, made);
    registry.foreign.retain(|(index, _)| *index != profile.index);
}

/// One stored value has other bytes than were written.
fn corrupt(run: &mut Run, profile: &Rc<Profile>) {
    // What an older build stored has no checksum: damage there is not noticed, and nobody promises that it is.
    let sealed = |(_, raw): &(&(Table, Key), &String)| raw.starts_with('~');
    let keys: Vec<(Table, Key)> = profile.db.committed().iter().filter(sealed).map(|(at, _)| at.clone()).collect();
    // The few names in the meta table as often as all else.
    let named: Vec<_> = keys.iter().filter(|(table, _)| *table == Table::Meta).cloned().collect();
    let chosen = if run.world.chance(2_500) { run.world.pick(&named) } else { run.world.pick(&keys) };
    let Some(at) = chosen else { return };
    run.world.fault(Fault::STORAGE_CORRUPT);
    profile.troubled.set(true);
    // Whoever holds it in memory is told to look again, in the end.
    profile.missed.set(true);
    let mut stored = profile.db.committed_mut();
    let Some(raw) = stored.get_mut(&at) else { return };
    run.world.note(format_args!("damaged: {at:?}: {raw}"));
    if at == (Table::Meta, Key::name("histories")) {
        profile.histories.replace(None);
    }
    let mut registry = run.world.registry.borrow_mut();
    // A confirmed row is only needed if the server forgets; what cannot be read then is lost to that.
    registry.damaged.extend(op_of(raw));
    *registry.blotted.entry(profile.index).or_default() += 1;
    registry.foreign.retain(|(_, text)| text != raw);
    let place = run.world.below(raw.chars().count().max(1) as u64) as usize;
    let cut = run.world.chance(3_000);
    *raw = match cut {
        true => raw.chars().take(place).collect(),
        false => raw.chars().enumerate().map(|(index, c)| if index == place { other(c) } else { c }).collect(),
    };
    if at == (Table::Meta, Key::name("lease")) {
        profile.spoilt_lease.replace(Some(raw.clone()));
    }
}

fn other(c: char) -> char {
    if c == '#' { '%' } else { '#' }
}

/// The server's database is set back to the last backup, as another history; or the backup is taken now.
fn restore(run: &mut Run) {
    let world = Rc::clone(&run.world);
    if world.chance(4_000) {
        world.action("backup taken");
        return world.server.borrow_mut().back_up(world.now());
    }
    let epoch = Epoch::new(world.now(), world.bytes());
    if world.server.borrow_mut().restore(epoch, world.now()) {
        world.fault(Fault::SERVER_RESTORED);
        run.restart_later();
    }
}

fn compact(run: &Run) {
    let mut server = run.world.server.borrow_mut();
    let scopes: Vec<ScopeId> = server.ledger.scopes().collect();
    for scope in scopes {
        let part = run.world.below(10_001);
        server.compact(scope, part);
    }
    drop(server);
    run.world.fault(Fault::LOG_COMPACTED);
}

/// The app is upgraded: what an older build stored has the form that build wrote.
fn upgrade(run: &mut Run, profile: &Rc<Profile>) {
    if run.world.registry.borrow().blots(profile.index) > 0 {
        return;
    }
    run.world.fault(Fault::UPGRADED);
    end_all(run, profile, "is upgraded");
    for ((table, _), raw) in profile.db.committed_mut().iter_mut() {
        *raw = older(*table, raw);
    }
    run.start_worker(profile);
    run.open(profile);
}

/// A stored text as the first build wrote it: no checksum, and none of what came later.
fn older(table: Table, raw: &str) -> String {
    let json = raw.strip_prefix('~').and_then(|rest| rest.get(8..)).unwrap_or(raw);
    if table != Table::Outbox {
        return json.to_owned();
    }
    let Ok(mut row) = serde_json::from_str::<serde_json::Value>(json) else { return raw.to_owned() };
    // What a newer build wrote was never an older one's.
    if row["operation"]["format"].as_u64().is_none_or(|format| format > 2) {
        return raw.to_owned();
    }
    row.as_object_mut().map(|row| row.remove("sent"));
    if let Some(op) = row["operation"].as_object_mut() {
        // An operation that yields cannot be said in the first form.
        if op.contains_key("yields") {
            return raw.to_owned();
        }
        op.remove("seen");
        op.insert("format".into(), 1.into());
    }
    row.to_string()
}

/// A newer build of the app ran for a moment and stored an edit in a form that this one cannot read.
fn newer_build(run: &mut Run, profile: &Rc<Profile>) {
    // It waits its turn like any other tab; here it comes only where nobody is in the way.
    let Some(Ok(_turn)) = profile.db.begin(&Table::ALL, Mode::Write).now_or_never() else { return };
    let identity = (Table::Meta, Key::name("identity"));
    let mut stored = profile.db.committed_mut();
    let Some(raw) = stored.get(&identity) else { return };
    let json = raw.strip_prefix('~').and_then(|rest| rest.get(8..)).unwrap_or(raw);
    let Ok(mut read) = serde_json::from_str::<serde_json::Value>(json) else { return };
    let Some(seq) = read["next_seq"].as_u64() else { return };
    read["next_seq"] = (seq + 1).into();
    let word = run.world.word();
    let row = format!(r#"{{"state":"waiting","operation":{{"format":99,"client_seq":{seq},"says":"{word}"}}}}"#);
    stored.insert(identity, read.to_string());
    stored.insert((Table::Outbox, Key::Num(seq)), row);
    drop(stored);
    run.world.fault(Fault::NEWER_BUILD);
    run.world.registry.borrow_mut().foreign.push((profile.index, word));
    profile.tell(&run.world, None, &Hint::Rows { seqs: vec![holdfast_core::operation::ClientSeq(seq)] });
}

/// Another person signs in on the profile, and leaves again.
fn other_account(run: &Run, profile: &Rc<Profile>) {
    let others: Vec<_> = run.guests.iter().copied().filter(|person| *person != profile.person).collect();
    let Some(other) = run.world.pick(&others) else { return };
    run.world.fault(Fault::OTHER_ACCOUNT);
    profile.session.set(other);
    let (world, profile, time) = (Rc::clone(&run.world), Rc::clone(profile), 500 + run.world.below(8_000));
    run.world.spawn(NETWORK, async move {
        world.clock.sleep(time).await;
        profile.session.set(profile.person);
    });
}

/// How far a profile's database is.
pub fn cursor(db: &MemoryDatabase) -> Option<Cursor> {
    meta(db, "cursor")
}

/// How many histories a profile's database has begun.
pub fn histories(db: &MemoryDatabase) -> u64 {
    meta(db, "histories").unwrap_or_default()
}

fn meta<T: DeserializeOwned>(db: &MemoryDatabase, name: &str) -> Option<T> {
    let stored = db.committed();
    let raw = stored.get(&(Table::Meta, Key::name(name)))?;
    serde_json::from_str(raw.strip_prefix('~').and_then(|rest| rest.get(8..)).unwrap_or(raw)).ok()
}

/// The planted bug of a device that says "stored" too soon.
pub fn lose_last_row(db: &MemoryDatabase) {
    let mut stored = db.committed_mut();
    let last = stored.keys().rev().find(|(table, _)| *table == Table::Outbox).cloned();
    if let Some(last) = last {
        stored.remove(&last);
    }
}
