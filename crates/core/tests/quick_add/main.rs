//! Quick add: what lines are understood as, and that nothing of a line is lost.

mod dates;
mod generated;
mod support;

use support::check;

#[test]
fn the_line_everyone_types() {
    check("fix login tomorrow #auth !high @me", "fix login | 2026-11-19 | #auth | high | @Ada Lovelace");
    check("Login reparieren morgen #auth !hoch @ich", "Login reparieren | 2026-11-19 | #auth | high | @Ada Lovelace");
}

#[test]
fn tags() {
    check("call #home, #AUTH; now", "call now | #home #auth");
    check("#auth", " | #auth");
    check("call #ui!", "call! | #ui");
    check("write #\"two words\" down", "write down | #two words");
    check("wait #on hold today", "wait | 2026-11-18 | #on hold");
    check("#auth #Auth twice", "twice | #auth");
    check("fix #123 and C# and a#b # ##x", "fix #123 and C# and a#b # ##x");
    check("answer #42", "answer | #42");
    check("ログイン修正 #認証 ！高", "ログイン修正 | #認証 | high");
}

#[test]
fn priorities_and_statuses() {
    for (typed, name) in
        [("!urgent", "urgent"), ("!1", "urgent"), ("!2", "high"), ("!Niedrig", "low"), ("!MITTEL", "medium")]
    {
        check(&format!("ship {typed} it"), &format!("ship it | {name}"));
    }
    check("wow !!! that ! is !important.", "wow !!! that ! is. | high");
    check("ship !high !low", "ship !low | high");
    check("ship /doing", "ship | /in_progress");
    check("ship /erledigt", "ship | /done");
    check("look into /etc/hosts and /tmp and and/or", "look into /etc/hosts and /tmp and and/or");
}

#[test]
fn people() {
    check("ask @ada", "ask | @Ada Lovelace");
    check("ask @Grace Hopper today", "ask | 2026-11-18 | @Grace Hopper");
    check("ask @\"grace hopper\", please", "ask please | @Grace Hopper");
    check("ask @gracehopper", "ask | @Grace Hopper");
    check("ask @hop", "ask | @Grace Hopper");
    check("ask @Grace", "ask @Grace");
    check("ask @grace k", "ask @grace k");
    check("ask @Grace Kelly.", "ask. | @Grace Kelly");
    check("ask @森", "ask | @玲奈 森");
    check("mail me@example.com and @nobody and @ 5", "mail me@example.com and @nobody and @ 5");
    check("@me @ich @ada", " | @Ada Lovelace");
}

#[test]
fn projects() {
    check("ship it +website", "ship it | +Website");
    check("ship it +new site, now", "ship it now | +New site");
    check("ship it +\"New Site\"", "ship it | +New site");
    check("1 +1 is C++ and +unknown", "1 +1 is C++ and +unknown");
}

#[test]
fn a_backslash_keeps_words() {
    check("read \\#auth notes", "read #auth notes");
    check("plan \\tomorrow \\!high \\@me", "plan tomorrow !high @me");
    check("the \\next week problem", "the next week problem");
    check("copy \\\\server\\share and \\n", "copy \\\\server\\share and \\n");
    check("\\", "\\");
}

#[test]
fn other_scripts_pass_through() {
    for text in ["港の作業を明日まで", "شراء الحليب غدا", "לקנות חלב 🥛 מחר", "नमस्ते दुनिया", "👩‍👩‍👧 e\u{301}"]
    {
        check(text, text);
    }
    check("شراء الحليب tomorrow #بيت @森", "شراء الحليب | 2026-11-19 | #بيت | @玲奈 森");
    check("買い物\u{3000}＃家\u{3000}＠me", "買い物 | #家 | @Ada Lovelace");
}

#[test]
fn white_space_and_nothing() {
    check("", "");
    check("  a \t b\n c  ", "a b c");
    check(" today ", " | 2026-11-18");
}
