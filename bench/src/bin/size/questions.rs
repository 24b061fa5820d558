//! Three questions, as both modules ask them: a list, a record and a number, each by its own call to the page.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the page knows by a name; it is never run, so nothing defines it.
    #[wasm_bindgen(js_name = benchAnswer)]
    fn page_answer(name: &str, number: u32) -> Option<f64>;

    /// Shows a text.
    #[wasm_bindgen(js_name = benchShow)]
    pub(crate) fn show(text: &str);
}

/// Who belongs to a team.
pub(crate) fn members(team: u32) -> Result<Vec<String>, String> {
    let count = ask("members", team)?;
    Ok((0..count as u32).map(|number| format!("member {number}")).collect())
}

/// A session's record.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Session {
    pub(crate) id: u32,
    pub(crate) title: String,
}

/// One session.
pub(crate) fn session(id: u32) -> Result<Session, String> {
    Ok(Session { id, title: format!("session {}", ask("session", id)?) })
}

/// How many there are.
pub(crate) fn count(kind: u32) -> Result<usize, String> {
    Ok(ask("count", kind)? as usize)
}

fn ask(name: &str, number: u32) -> Result<f64, String> {
    page_answer(name, number).ok_or_else(|| format!("no {name} of {number}"))
}
