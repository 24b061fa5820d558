//! `/sw.js`: the whole service worker in one script with a stable name.
//!
//! A browser takes the listeners a service worker has when its script has been evaluated for the first time, and checks
//! for updates by comparing this script byte for byte. So the module is inside (base64) and compiled synchronously, and
//! the version of everything it keeps is inside too. What it needs only to send is a file like any other that it keeps.

use super::{assets::Asset, short_hash, worker::Worker};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;

/// Its name in `dist/`.
pub(super) const NAME: &str = "sw.js";

/// Puts the script together. The same input gives the same bytes: a rebuilt but unchanged app updates nobody.
pub(super) fn assemble(worker: &Worker, assets: &[Asset]) -> String {
    let parts = assets.iter().flat_map(|asset| [asset.path.as_bytes(), &asset.bytes]);
    let own = [worker.own.glue.as_bytes(), &worker.own.wasm, worker.replayer.glue.as_bytes()];
    let version = short_hash(&parts.chain(own).collect::<Vec<_>>());
    let paths: Vec<&str> = assets.iter().map(|asset| asset.path.as_str()).collect();
    let build = json!({ "version": version, "assets": paths, "replayer": format!("/{}", worker.replayer_path()) });
    let (glue, wasm) = (worker.own.glue.trim_end(), STANDARD.encode(&worker.own.wasm));
    let replayer = worker.replayer.glue.trim_end();
    // Evaluated in this order: the constants are there when the Rust side starts and registers its listeners.
    format!(
        "self.HOLDFAST_BUILD = {build};\n\
         self.HOLDFAST_REPLAYER = (() => {{\n\
         {replayer}\n\
         return (response) => wasm_bindgen({{ module_or_path: response }});\n\
         }})();\n\
         {glue}\n\
         wasm_bindgen.initSync({{ module: Uint8Array.from(atob(\"{wasm}\"), (c) => c.charCodeAt(0)) }});\n"
    )
}

#[cfg(test)]
mod tests {
    use super::{super::worker::Module, *};

    fn asset(path: &str, text: &str) -> Asset {
        Asset { path: path.into(), bytes: text.into() }
    }

    fn module(bytes: &[u8]) -> Module {
        Module { glue: "let wasm_bindgen = {};\n".into(), wasm: bytes.to_vec() }
    }

    fn worker() -> Worker {
        Worker { own: module(b"\0asm"), replayer: module(b"\0asm2") }
    }

    #[test]
    fn the_parts_come_in_the_order_they_need_each_other() {
        let script = assemble(&worker(), &[asset("/", "page"), asset("/app.wasm", "code")]);
        let at = |part: &str| script.find(part).unwrap_or_else(|| panic!("no {part} in {script}"));
        assert!(at("self.HOLDFAST_BUILD = {") < at("let wasm_bindgen"));
        assert!(at("return (response) => wasm_bindgen(") < at("})();\nlet wasm_bindgen"), "each has a name of its own");
        assert!(at("})();\nlet wasm_bindgen") < at("initSync"));
        at("\"replayer\":\"/parts/replayer-");
        at("\"assets\":[\"/\",\"/app.wasm\"]");
        at("\"AGFzbQ==\"");
    }

    #[test]
    fn the_same_build_gives_the_same_bytes() {
        let assets = [asset("/", "page")];
        assert_eq!(assemble(&worker(), &assets), assemble(&worker(), &assets));
    }

    #[test]
    fn any_change_gives_another_version() {
        let before = assemble(&worker(), &[asset("/", "page"), asset("/a", "x")]);
        let versions = [
            assemble(&worker(), &[asset("/", "page!"), asset("/a", "x")]),
            assemble(&worker(), &[asset("/", "page"), asset("/b", "x")]),
            assemble(&worker(), &[asset("/", "page/"), asset("a", "x")]),
            assemble(&Worker { own: module(b"\0asm1"), ..worker() }, &[asset("/", "page"), asset("/a", "x")]),
        ];
        for after in versions {
            assert_ne!(before.lines().next(), after.lines().next());
        }
    }
}
