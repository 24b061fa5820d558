//! The binary of the module that `/sw.js` starts when there is something to send: everything is in the library.

fn main() {
    holdfast_worker::serve();
}
