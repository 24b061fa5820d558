//! Answers that come in pages, both ways, with a bound on how many are held.

use std::{fmt::Debug, future::Future, hash::Hash, rc::Rc};

use serde::{Deserialize, Serialize};

use crate::{Cx, Intent, Policy, Query, Reads};

/// A question whose answer comes in pages.
pub trait Paged: Clone + Eq + Hash + Debug + 'static {
    /// A page.
    type Page: PartialEq + 'static;

    /// Where a page begins, as the server understands it.
    type Cursor: Clone + PartialEq + 'static;

    /// Its own error.
    type Error: Debug + 'static;

    /// As [`Query::NAME`].
    const NAME: &'static str;

    /// As [`Query::POLICY`].
    const POLICY: Policy = Policy::DEFAULT;

    /// The most pages held at once; the ones farthest from where the person goes are dropped.
    const MAX_PAGES: usize = 50;

    /// Where to begin.
    fn first(&self) -> Self::Cursor;

    /// Where the page after this one begins; `None` if it is the last.
    fn next(&self, page: &Self::Page, at: &Self::Cursor) -> Option<Self::Cursor>;

    /// Where the page before this one begins; `None` if it is the first.
    fn previous(&self, page: &Self::Page, at: &Self::Cursor) -> Option<Self::Cursor> {
        let _ = (page, at);
        None
    }

    /// Finds a page.
    fn page(&self, at: Self::Cursor) -> impl Future<Output = Result<Self::Page, Self::Error>>;

    /// As [`Query::is_transient`].
    fn is_transient(error: &Self::Error) -> bool;

    /// As [`Query::reads`].
    fn reads(&self, last: Option<&Pages<Self>>) -> Reads {
        let _ = last;
        Reads::none()
    }

    /// As [`Query::weigh`], of one page.
    fn weigh(page: &Self::Page) -> usize {
        let _ = page;
        size_of::<Self::Page>()
    }
}

/// The pages held.
#[derive(Serialize, Deserialize)]
#[serde(bound(serialize = "P::Cursor: Serialize, P::Page: Serialize"))]
#[serde(bound(deserialize = "P::Cursor: Deserialize<'de>, P::Page: Deserialize<'de>"))]
pub struct Pages<P: Paged> {
    /// In order, each with where it begins. A page that did not change keeps its `Rc`.
    pub pages: Vec<(P::Cursor, Rc<P::Page>)>,
    /// Whether there is a page after the last.
    pub has_next: bool,
    /// Whether there is a page before the first.
    pub has_previous: bool,
}

impl<P: Paged> PartialEq for Pages<P> {
    fn eq(&self, other: &Self) -> bool {
        self.has_next == other.has_next
            && self.has_previous == other.has_previous
            && self.pages.len() == other.pages.len()
            && self
                .pages
                .iter()
                .zip(&other.pages)
                .all(|((at, page), (other_at, other))| at == other_at && (Rc::ptr_eq(page, other) || page == other))
    }
}

impl<P: Paged> Clone for Pages<P> {
    fn clone(&self) -> Self {
        Self { pages: self.pages.clone(), has_next: self.has_next, has_previous: self.has_previous }
    }
}

impl<P: Paged> Pages<P> {
    /// The pages, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Rc<P::Page>> {
        self.pages.iter().map(|(_, page)| page)
    }

    fn of(paged: &P, pages: Vec<(P::Cursor, Rc<P::Page>)>) -> Self {
        let has_next = pages.last().is_some_and(|(at, page)| paged.next(page, at).is_some());
        let has_previous = pages.first().is_some_and(|(at, page)| paged.previous(page, at).is_some());
        Self { pages, has_next, has_previous }
    }
}

/// A paged question as a query: observed like any other, with [`crate::Observer::fetch_more`] for more of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Infinite<P: Paged>(pub P);

impl<P: Paged> Query for Infinite<P> {
    type Output = Pages<P>;
    type Error = P::Error;
    const NAME: &'static str = P::NAME;
    const POLICY: Policy = P::POLICY;

    async fn run(&self, cx: Cx<Self>) -> Result<Pages<P>, P::Error> {
        let last = cx.last();
        match (&last, cx.intent()) {
            (Some(held), Intent::Next) => self.more_after(held).await,
            (Some(held), Intent::Previous) => self.more_before(held).await,
            _ => self.refresh(last.as_deref()).await,
        }
    }

    fn is_transient(error: &P::Error) -> bool {
        P::is_transient(error)
    }

    fn reads(&self, last: Option<&Pages<P>>) -> Reads {
        self.0.reads(last)
    }

    fn share(last: &Rc<Pages<P>>, mut new: Pages<P>) -> Rc<Pages<P>> {
        for (at, page) in &mut new.pages {
            let known = last.pages.iter().find(|(known, _)| known == at).filter(|(_, known)| known == page);
            if let Some((_, known)) = known {
                *page = Rc::clone(known);
            }
        }
        if **last == new { Rc::clone(last) } else { Rc::new(new) }
    }

    fn weigh(answer: &Pages<P>) -> usize {
        answer.iter().map(|page| P::weigh(page)).sum()
    }

    fn key(&self) -> String {
        format!("{}/{:?}", P::NAME, self.0)
    }
}

impl<P: Paged> Infinite<P> {
    /// All pages that are held, one after the other, each from where the one before it ends now.
    async fn refresh(&self, held: Option<&Pages<P>>) -> Result<Pages<P>, P::Error> {
        let count = held.map_or(1, |held| held.pages.len().max(1));
        let begin = held.and_then(|held| held.pages.first()).map(|(at, _)| at.clone());
        let mut at = begin.unwrap_or_else(|| self.0.first());
        let mut pages = Vec::with_capacity(count);
        while pages.len() < count {
            let page = self.0.page(at.clone()).await?;
            let next = self.0.next(&page, &at);
            pages.push((at, Rc::new(page)));
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(Pages::of(&self.0, pages))
    }

    async fn more_after(&self, held: &Pages<P>) -> Result<Pages<P>, P::Error> {
        let next = held.pages.last().map(|(at, page)| self.0.next(page, at));
        let Some(at) = next.unwrap_or_else(|| Some(self.0.first())) else { return Ok(held.clone()) };
        let page = self.0.page(at.clone()).await?;
        let mut pages = held.pages.clone();
        pages.push((at, Rc::new(page)));
        let too_many = pages.len().saturating_sub(P::MAX_PAGES);
        pages.drain(..too_many);
        Ok(Pages::of(&self.0, pages))
    }

    async fn more_before(&self, held: &Pages<P>) -> Result<Pages<P>, P::Error> {
        let Some((at, page)) = held.pages.first() else { return self.refresh(None).await };
        let Some(at) = self.0.previous(page, at) else { return Ok(held.clone()) };
        let page = self.0.page(at.clone()).await?;
        let mut pages = held.pages.clone();
        pages.insert(0, (at, Rc::new(page)));
        pages.truncate(P::MAX_PAGES);
        Ok(Pages::of(&self.0, pages))
    }
}
