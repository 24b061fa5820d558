//! Every tool version, in one place. The root `Cargo.toml` must name the same (a test below says so).

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
    /// The features without which it has no program, separated by commas.
    pub(crate) features: &'static str,
    /// Whether its main program says which version it is. One that does not is known by the folder it was installed to.
    pub(crate) says_version: bool,
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
    features: "",
    says_version: true,
    takes: "about 2 min",
};

/// Makes the page. 0.22 wants a newer Rust than ours.
pub(crate) const TRUNK: CargoTool = CargoTool {
    name: "trunk",
    package: "trunk",
    version: "0.21.14",
    programs: &["trunk"],
    // Its CSS minifier is a pre-release that newer dependencies do not compile with.
    locked: true,
    features: "",
    says_version: true,
    takes: "about 5 min",
};

/// Cuts the app's module into parts, where `wasm_split_helpers` marks it.
pub(crate) const WASM_SPLIT: CargoTool = CargoTool {
    name: "wasm-split-cli",
    package: "wasm_split_cli_support",
    version: "0.2.4",
    programs: &["wasm-split-cli"],
    locked: true,
    features: "build-binary",
    says_version: false,
    takes: "about 1 min",
};

/// Looks what is among the dependencies, by `deny.toml`.
pub(crate) const CARGO_DENY: CargoTool = CargoTool {
    name: "cargo-deny",
    package: "cargo-deny",
    version: "0.20.2",
    programs: &["cargo-deny"],
    locked: true,
    features: "",
    says_version: true,
    takes: "about 8 min",
};

/// wasm-opt. Debian's (108) is too old for what rustc emits.
pub(crate) const BINARYEN: &str = "132";

/// What asks a server all that its description says.
pub(crate) const SCHEMATHESIS: &str = "4.32.5";

/// The oldest major version of Node that Binaryen's package runs on.
pub(crate) const NODE: u32 = 18;

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> String {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        std::fs::read_to_string(root.join(path)).expect("the file is part of the repository")
    }

    /// The glue of one version cannot read the sections another wrote.
    #[test]
    fn the_library_is_pinned_to_the_tool() {
        let manifest = file("Cargo.toml");
        assert!(manifest.contains(&format!("wasm-bindgen = \"={}\"", WASM_BINDGEN.version)));
    }
}
