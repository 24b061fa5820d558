//! Turns the messages of `locales/` into functions, and English into two tables that the app holds: what a first visit may say, and
//! what is said by its parts alone. The other languages are checked
//! here and become files of their own when `dist/` is made.

use std::{env, error::Error, fs, path::Path};

use holdfast_messages::compile::{Messages, file_name};

/// The files whose messages nobody reads who is not signed in.
const LATER: [&str; 6] = ["code", "files", "room", "sessions", "tasks", "upkeep"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=locales");
    let out = env::var("OUT_DIR")?;
    let out = Path::new(&out);
    let english = Messages::read(Path::new("locales/en"))?;
    let german = Messages::read(Path::new("locales/de"))?;
    english.check(&german)?;
    let mut code = english.functions();
    let table = german.table(&english)?;
    code.push_str(&format!("/// Where German is.\nconst GERMAN: &str = \"/locales/{}\";\n", file_name("de", &table)));
    // For the tests.
    fs::write(out.join("de.txt"), table)?;
    fs::write(out.join("messages.rs"), code)?;
    let [first, later] = english.halves(Path::new("locales/en"), &LATER)?;
    fs::write(out.join("en.txt"), first)?;
    fs::write(out.join("en_later.txt"), later)?;
    Ok(())
}
