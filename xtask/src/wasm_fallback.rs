//! For machines where `rustup target add wasm32-unknown-unknown` is refused: a toolchain made from Debian's packages.
//!
//! Debian ships a recent rustc (for its browsers) with the source of the standard library. From that source std is built
//! for wasm once, in half a minute, into a folder that rustup takes for a toolchain; only commands that compile for the
//! browser use it. `HOLDFAST_WASM_FALLBACK=1` forces this path, so that it can be tested where it is not needed.

use crate::{setup::system, sh, workspace::Workspace};
use anyhow::{Context, Result, bail};
use std::{
    ffi::OsString,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

const PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy", "lld-19"];
const TARGET: &str = "wasm32-unknown-unknown";
/// Where Debian's programs are, whatever `PATH` says.
const BIN: &str = "/usr/bin";

/// Whether the person asked for this path.
pub(crate) fn forced() -> bool {
    std::env::var_os("HOLDFAST_WASM_FALLBACK").is_some_and(|value| value == "1")
}

/// Makes the toolchain unless it is there, and gives the environment that selects it.
pub(crate) fn provide(workspace: &Workspace) -> Result<Vec<(String, OsString)>> {
    let rustc = Path::new(BIN).join("rustc");
    let source = Path::new("/usr/lib/rustlib/src/rust");
    if !(sh::is_program(&rustc) && sh::is_program(&Path::new(BIN).join("clippy-driver")) && source.exists()) {
        system::apt_install(PACKAGES, "the wasm standard library can be built from Debian's source")?;
    }
    let version = sh::capture(sh::command(&rustc).arg("-V"))?;
    let version = version.split_whitespace().nth(1).context("`rustc -V` names no version")?.to_owned();
    let toolchain = workspace.cache.join("tools").join(format!("wasm-toolchain-{version}"));
    if toolchain.exists() {
        eprintln!("wasm toolchain {version} (Debian) ... present");
    } else {
        sh::timed(&format!("wasm toolchain {version} (Debian): building (under a minute)"), || {
            // Under its final name only when whole.
            let partial = toolchain.with_extension("partial");
            make(&partial, &toolchain, &rustc, source)?;
            fs::rename(&partial, &toolchain).context("moving the toolchain into place")?;
            // Cargo tells compilers apart by version and would go on using what was built with an earlier std.
            match fs::remove_dir_all(workspace.target.join(TARGET)) {
                Err(error) if error.kind() != ErrorKind::NotFound => Err(error).context("removing old wasm builds"),
                _ => Ok(()),
            }
        })?;
    }
    Ok(vec![("RUSTUP_TOOLCHAIN".into(), toolchain.into())])
}

/// Lays the toolchain out in `folder`; it will live at `home`.
fn make(folder: &Path, home: &Path, rustc: &Path, source: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).context("removing what an interrupted run left")?;
    }
    let host = sh::capture(sh::command(rustc).args(["--print", "host-tuple"]))?.trim().to_owned();
    let (bin, rustlib) = (folder.join("bin"), folder.join("lib/rustlib"));
    let (host_lib, wasm_lib) = (rustlib.join(&host), rustlib.join(TARGET).join("lib"));
    for made in [&bin, &host_lib.join("bin"), &wasm_lib, &rustlib.join("src")] {
        fs::create_dir_all(made).with_context(|| format!("creating {}", made.display()))?;
    }
    link(&Path::new("/usr/lib/rustlib").join(&host).join("lib"), &host_lib.join("lib"))?;
    link(&linker(&host)?, &host_lib.join("bin/rust-lld"))?;
    link(source, &rustlib.join("src/rust"))?;
    link(&Path::new(BIN).join("cargo"), &bin.join("cargo"))?;
    // A copy: cargo-clippy looks for the driver beside itself, and would find Debian's through a link.
    fs::copy(Path::new(BIN).join("cargo-clippy"), bin.join("cargo-clippy")).context("copying cargo-clippy")?;

    // Both compilers take /usr for their home unless told; first this folder, while std is built, then the final one.
    wrappers(&bin, folder, rustc)?;
    let built = build_std(folder, &bin)?;
    for entry in built.read_dir().context("reading what was built")? {
        let file = entry.context("reading what was built")?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&file, wasm_lib.join(&name)).with_context(|| format!("copying {name}"))?;
        }
    }
    fs::remove_dir_all(folder.join("build")).context("removing the build folder")?;
    wrappers(&bin, home, rustc)
}

/// Builds the standard library as the dependency of an empty crate; gives the folder with the libraries.
fn build_std(folder: &Path, bin: &Path) -> Result<PathBuf> {
    let package = folder.join("build");
    fs::create_dir_all(package.join("src")).context("creating the build folder")?;
    let manifest = "[package]\nname = \"empty\"\nedition = \"2024\"\n[workspace]\n\
                    [profile.release]\nopt-level = \"z\"\npanic = \"abort\"\n";
    fs::write(package.join("Cargo.toml"), manifest).context("writing the empty crate")?;
    fs::write(package.join("src/lib.rs"), "").context("writing the empty crate")?;

    let mut cargo = sh::command(bin.join("cargo"));
    cargo.current_dir(&package).args(["build", "--release", "--target", TARGET, "--target-dir", "target"]);
    cargo.args(["-Z", "build-std=std,panic_abort,test"]).env("RUSTC_BOOTSTRAP", "1").env("RUSTC", bin.join("rustc"));
    // Without bitcode inside, the app's fat LTO could not take std along.
    sh::work(cargo.env_remove("CARGO_TARGET_DIR").env("RUSTFLAGS", "-Cembed-bitcode=yes"))?;
    Ok(package.join("target").join(TARGET).join("release/deps"))
}

/// Scripts named like the compilers, which tell them their home.
fn wrappers(bin: &Path, home: &Path, rustc: &Path) -> Result<()> {
    let home = home.display();
    let driver = Path::new(BIN).join("clippy-driver");
    write_script(&bin.join("rustc"), &format!("exec {} --sysroot '{home}' \"$@\"", rustc.display()))?;
    write_script(&bin.join("clippy-driver"), &format!("SYSROOT='{home}' exec {} \"$@\"", driver.display()))
}

fn write_script(path: &Path, line: &str) -> Result<()> {
    fs::write(path, format!("#!/bin/sh\n{line}\n")).with_context(|| format!("writing {}", path.display()))?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .with_context(|| format!("making {} executable", path.display()))?;
    Ok(())
}

/// rustup's linker, which is as new as the compiler; else Debian's.
fn linker(host: &str) -> Result<PathBuf> {
    let own = system::sysroot()?.join("lib/rustlib").join(host).join("bin/rust-lld");
    let debian = PathBuf::from("/usr/lib/llvm-19/bin/lld");
    match [own, debian].into_iter().find(|linker| sh::is_program(linker)) {
        Some(linker) => Ok(linker),
        None => bail!("no linker for wasm: neither rustup's rust-lld nor Debian's lld-19"),
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) -> Result<()> {
    std::os::unix::fs::symlink(to, at).with_context(|| format!("linking {} to {}", at.display(), to.display()))
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> Result<()> {
    bail!("this way to get {TARGET} is for Debian; use `rustup target add {TARGET}`")
}
