//! Turns the messages of `locales/` into functions, and English into a table that the app holds. The other languages are checked
//! here and become files of their own when `dist/` is made.

use std::{env, error::Error, fs, path::Path};

use holdfast_messages::compile::{Messages, file_name};

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
    fs::write(out.join("en.txt"), english.table(&english)?)?;
    Ok(())
}
