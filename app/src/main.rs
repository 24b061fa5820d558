//! The binary Trunk builds: everything is in the library.

fn main() {
    holdfast_app::run();
}
