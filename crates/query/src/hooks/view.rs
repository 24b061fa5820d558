//! Views in components: made once where their list stands, watched by whatever shows a part of it.

use std::rc::{Rc, Weak};

use yew::prelude::*;

use super::query::use_redraw;
use crate::{
    Source,
    view::{Followed, Interest, JoinSpec, LiveView, SourceJoin, SourceView, ViewSpec, Watching},
};

/// A live view over a part of a source, kept as long as the component and made anew when the source or the part is another.
/// `spec` must depend on the part only.
#[hook]
pub fn use_view<S, V>(source: S, part: S::Part, spec: impl FnOnce(&S::Part) -> V) -> SourceView<S, V>
where
    S: Source,
    V: ViewSpec<Row = S::Row, Id = S::Id>,
{
    let view = use_memo((source, part), |(source, part)| SourceView::new(source.clone(), part.clone(), spec(part)));
    (*view).clone()
}

/// A live view of rows placed by the records they refer to; otherwise as [`use_view`].
#[hook]
pub fn use_joined<S, J>(source: S, part: S::Part, spec: impl FnOnce(&S::Part) -> J) -> SourceJoin<S, J>
where
    S: Source<Row: Clone>,
    J: JoinSpec<Row = S::Row, Id = S::Id, Foreign = S::Row, ForeignId = S::Id>,
{
    let view = use_memo((source, part), |(source, part)| SourceJoin::new(source.clone(), part.clone(), spec(part)));
    (*view).clone()
}

/// Reads from a view, and draws the component again when what the interests name may be different.
#[hook]
pub fn use_watched<F: Followed, T>(
    view: &F,
    interests: Vec<Interest<<F::Spec as ViewSpec>::Group>>,
    read: impl FnOnce(&LiveView<F::Spec>) -> T,
) -> T {
    let redraw = use_redraw();
    let watching = use_mut_ref(|| None::<(F, Watching<<F::Spec as ViewSpec>::Group>)>);
    redraw.begin();
    let mut watching = watching.borrow_mut();
    match &*watching {
        Some((known, watch)) if known == view => watch.look_at(interests),
        _ => {
            let asked = redraw.clone();
            let watch = view.watch(interests, move || asked.ask());
            *watching = Some((view.clone(), watch));
        }
    }
    // Reading may follow the source further than the watch had noticed.
    let value = read(&view.read());
    if let Some((_, watch)) = &*watching {
        watch.read();
    }
    redraw.end();
    value
}

/// A way of reading a view, with what it last gave.
type Picking<F, T> = Option<(Box<dyn Fn(&LiveView<<F as Followed>::Spec>) -> T>, T)>;

/// As [`use_watched`], but draws the component again only when what is read is another: for what is small and seldom changes,
/// such as whether there is any row.
#[hook]
pub fn use_picked<F, T>(
    view: &F,
    interests: Vec<Interest<<F::Spec as ViewSpec>::Group>>,
    pick: impl Fn(&LiveView<F::Spec>) -> T + 'static,
) -> T
where
    F: Followed,
    T: Clone + PartialEq + 'static,
{
    let redraw = use_redraw();
    let picking = use_mut_ref(|| None as Picking<F, T>);
    let watching = use_mut_ref(|| None::<(F, Rc<Watching<<F::Spec as ViewSpec>::Group>>)>);
    redraw.begin();
    {
        let mut watching = watching.borrow_mut();
        match &*watching {
            Some((known, watch)) if known == view => watch.look_at(interests),
            _ => {
                let (asked, picking, followed) = (redraw.clone(), Rc::clone(&picking), view.clone());
                let watch = Rc::new_cyclic(|watch: &Weak<Watching<<F::Spec as ViewSpec>::Group>>| {
                    let watch = watch.clone();
                    view.watch(interests, move || {
                        let is_same =
                            picking.borrow().as_ref().is_some_and(|(pick, last)| pick(&followed.read()) == *last);
                        match watch.upgrade().filter(|_| is_same) {
                            // It is told of the next change too.
                            Some(watch) => watch.read(),
                            None => asked.ask(),
                        }
                    })
                });
                *watching = Some((view.clone(), watch));
            }
        }
    }
    let value = pick(&view.read());
    picking.replace(Some((Box::new(pick), value.clone())));
    if let Some((_, watch)) = &*watching.borrow() {
        watch.read();
    }
    redraw.end();
    value
}
