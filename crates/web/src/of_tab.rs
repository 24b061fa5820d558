//! What a tab keeps for as long as it is open, as text: in session storage, which a reload leaves as it is. It outlasts whoever is
//! signed in, so no words of theirs go here.

/// What is kept under a name.
pub fn load(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps something under a name. Where that is refused, a reload forgets it and nothing else.
pub fn save(name: &str, text: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&key(name), text);
    }
}

fn key(name: &str) -> String {
    format!("holdfast-{name}")
}

/// There is none where the person has switched it off.
fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.session_storage().ok()?
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_kept_is_there_under_its_name_alone() {
        assert_eq!(load("a-test"), None);
        save("a-test", "1 2\n");
        assert_eq!((load("a-test").as_deref(), load("another-test")), (Some("1 2\n"), None));
    }
}
