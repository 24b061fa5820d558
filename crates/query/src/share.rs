//! Structural sharing: parts of a new answer that equal the last one's keep their `Rc`.

use std::{collections::BTreeMap, rc::Rc};

/// For lists of `Rc`s: equal elements at the same place, or elsewhere if `id` says they are the same thing, keep their `Rc`;
/// a list with the same elements keeps its own.
///
/// ```
/// use std::rc::Rc;
/// use holdfast_query::share;
///
/// let last = Rc::new(vec![Rc::new((1, "a")), Rc::new((2, "b"))]);
/// let new = share::list(&last, vec![Rc::new((2, "b")), Rc::new((1, "x"))], |row| row.0);
/// assert!(Rc::ptr_eq(&new[0], &last[1]));
/// assert!(Rc::ptr_eq(&share::list(&last, (*last).clone(), |row| row.0), &last));
/// ```
pub fn list<T: PartialEq, K: Ord>(last: &Rc<Vec<Rc<T>>>, new: Vec<Rc<T>>, id: impl Fn(&T) -> K) -> Rc<Vec<Rc<T>>> {
    let by_id: BTreeMap<K, &Rc<T>> = last.iter().map(|part| (id(part), part)).collect();
    let shared: Vec<Rc<T>> = new
        .into_iter()
        .map(|part| match by_id.get(&id(&part)) {
            Some(known) if ***known == *part => Rc::clone(known),
            _ => part,
        })
        .collect();
    let same = shared.len() == last.len() && shared.iter().zip(last.iter()).all(|(new, old)| Rc::ptr_eq(new, old));
    if same { Rc::clone(last) } else { Rc::new(shared) }
}

/// For maps of `Rc`s: equal values under the same key keep their `Rc`; a map with the same values keeps its own.
pub fn map<K: Ord, T: PartialEq>(last: &Rc<BTreeMap<K, Rc<T>>>, new: BTreeMap<K, Rc<T>>) -> Rc<BTreeMap<K, Rc<T>>> {
    let shared: BTreeMap<K, Rc<T>> = new
        .into_iter()
        .map(|(key, part)| {
            let known = last.get(&key).filter(|known| ***known == *part).map(Rc::clone);
            (key, known.unwrap_or(part))
        })
        .collect();
    let same = shared.len() == last.len()
        && shared.iter().all(|(key, part)| last.get(key).is_some_and(|known| Rc::ptr_eq(known, part)));
    if same { Rc::clone(last) } else { Rc::new(shared) }
}
