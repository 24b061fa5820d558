use std::{ops::Deref, rc::Rc};

use yewdux::prelude::*;

/// A dispatch that is equal to every other of its store. yewdux's own are not even equal to themselves once they were used, and
/// what is not equal to itself makes whatever remembers it, or is given it, anew each time.
#[derive(Clone)]
pub struct Handle<S: Store>(Dispatch<S>);

impl<S: Store> From<Dispatch<S>> for Handle<S> {
    fn from(dispatch: Dispatch<S>) -> Self {
        Self(dispatch)
    }
}

impl<S: Store> PartialEq for Handle<S> {
    fn eq(&self, other: &Self) -> bool {
        // Dispatches of one store give the very same state; those of two never do.
        Rc::ptr_eq(&self.0.get(), &other.0.get())
    }
}

impl<S: Store> Deref for Handle<S> {
    type Target = Dispatch<S>;

    fn deref(&self) -> &Dispatch<S> {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::stores::Ui;

    #[test]
    fn handles_of_one_store_stay_equal_however_they_are_used() {
        let context = yewdux::Context::new();
        let one: Handle<Ui> = Dispatch::new(&context).into();
        let other: Handle<Ui> = Dispatch::new(&context).into();
        assert!(one == other && one == one.clone());
        one.reduce_mut(|_| ());
        other.get();
        one.get();
        assert!(one == other && one == one.clone());
        let elsewhere: Handle<Ui> = Dispatch::new(&yewdux::Context::new()).into();
        assert!(one != elsewhere);
    }
}
