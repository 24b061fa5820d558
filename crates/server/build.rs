//! The app is embedded when the server is compiled, so a new build of the app means a new server.

fn main() {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it for build scripts");
    let dist = std::path::Path::new(&package).join("../../dist");
    // Watching a folder that is not there would rebuild the server each time.
    if let Err(error) = std::fs::create_dir_all(&dist) {
        println!("cargo::warning=cannot make {}: {error}; the server is built without the app", dist.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed=src/db/migrations");
}
