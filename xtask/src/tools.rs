//! Every tool version, in one place. `Trunk.toml` and the root `Cargo.toml` must name the same (a test below says so).

/// A tool that `cargo install` builds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CargoTool {
    /// Names its folder in the cache, and the program asked for its version.
    pub(crate) name: &'static str,
    /// The package it comes from.
    pub(crate) package: &'static str,
    /// The exact version.
    pub(crate) version: &'static str,
    /// The programs it must bring.
    pub(crate) programs: &'static [&'static str],
    /// Whether its own lock file is used: newer dependencies may not fit it, or its locked ones may be gone.
    pub(crate) locked: bool,
    /// How long installing takes on two cores, for the person who waits.
    pub(crate) takes: &'static str,
}

/// Makes the JavaScript glue; its version must be that of the `wasm-bindgen` library.
pub(crate) const WASM_BINDGEN: CargoTool = CargoTool {
    name: "wasm-bindgen",
    package: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    // Some of its locked dependencies are newer than mirrors have.
    locked: false,
    takes: "about 2 min",
};

/// Bundles the app. 0.22 wants a newer Rust than ours.
pub(crate) const TRUNK: CargoTool = CargoTool {
    name: "trunk",
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    // Its CSS minifier is a pre-release that newer dependencies do not compile with.
    locked: true,
    takes: "about 5 min",
};

/// wasm-opt. Debian's (108) is too old for what rustc emits.
pub(crate) const BINARYEN: &str = "132";

/// The oldest major version of Node that Binaryen's package runs on.
pub(crate) const NODE: u32 = 18;

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> String {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        std::fs::read_to_string(root.join(path)).expect("the file is part of the repository")
    }

    /// Trunk would otherwise download its own choice of tools.
    #[test]
    fn trunk_is_told_the_same_versions() {
        let config = file("Trunk.toml");
        assert!(config.contains(&format!("wasm_bindgen = \"{}\"", WASM_BINDGEN.version)), "{config}");
        assert!(config.contains(&format!("wasm_opt = \"version_{BINARYEN}\"")), "{config}");
    }

    /// The glue of one version cannot read the sections another wrote.
    #[test]
    fn the_library_is_pinned_to_the_tool() {
        let manifest = file("Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
