//! The binary that becomes `/sw.js`: everything is in the library.

fn main() {
    holdfast_worker::run();
}
