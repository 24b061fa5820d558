//! Answers in pages: more of them both ways, all of them anew, and never too many.

use std::{cell::RefCell, rc::Rc};

use holdfast_query::{
    Change, Client, Infinite, Intent, Observer, Options, Paged, Pages, Policy, Reads, Retry, Runtime, Stale, Touch,
    testing::{Gate, TestRuntime},
};

type Answer = Result<Vec<u32>, &'static str>;

/// A list of numbers from 0 to 100 in pages of ten. Each page is answered by the test.
#[derive(Clone, Default)]
struct Book {
    gate: Rc<Gate<Answer>>,
    asked: Rc<RefCell<Vec<u32>>>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("book")
    }
}

impl PartialEq for Book {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Book {}

impl std::hash::Hash for Book {
    fn hash<H: std::hash::Hasher>(&self, _: &mut H) {}
}

impl Paged for Book {
    type Page = Vec<u32>;
    type Cursor = u32;
    type Error = &'static str;
    const NAME: &'static str = "test/book";
    const POLICY: Policy = Policy::DEFAULT.stale(Stale::Never).retry(Retry::NEVER);
    const MAX_PAGES: usize = 3;

    fn first(&self) -> u32 {
        50
    }

    fn next(&self, page: &Vec<u32>, at: &u32) -> Option<u32> {
        (page.len() == 10).then_some(at + 10).filter(|next| *next < 100)
    }

    fn previous(&self, _: &Vec<u32>, at: &u32) -> Option<u32> {
        at.checked_sub(10)
    }

    async fn page(&self, at: u32) -> Answer {
        self.asked.borrow_mut().push(at);
        self.gate.wait().await.unwrap_or(Err("given up"))
    }

    fn is_transient(error: &&'static str) -> bool {
        *error == "busy"
    }

    fn reads(&self, _: Option<&Pages<Self>>) -> Reads {
        Reads::none().kind("line")
    }

    fn weigh(page: &Vec<u32>) -> usize {
        page.len()
    }
}

struct Reader {
    runtime: TestRuntime,
    client: Client,
    book: Book,
    observer: Observer<Infinite<Book>>,
}

impl Reader {
    fn new() -> Self {
        let runtime = TestRuntime::new(1);
        let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
        let book = Book::default();
        let observer = client.observe(&Infinite(book.clone()), Options::default(), || ());
        runtime.settle();
        Self { runtime, client, book, observer }
    }

    /// Answers every page asked for from now on, until none is.
    fn serve(&self, change: impl Fn(u32) -> Answer) {
        while self.book.gate.waiting() > 0 {
            let at = *self.book.asked.borrow().last().expect("a page is waited for");
            self.book.gate.open(change(at));
            self.runtime.settle();
        }
    }

    fn serve_plain(&self) {
        self.serve(|at| Ok((at..at + 10).collect()));
    }

    /// Where the pages held begin, and whether there are more before and after.
    fn held(&self) -> (Vec<u32>, bool, bool) {
        let data = self.observer.data().expect("there are pages");
        (data.pages.iter().map(|(at, _)| *at).collect(), data.has_previous, data.has_next)
    }

    fn more(&self, intent: Intent) {
        self.observer.fetch_more(intent);
        self.runtime.settle();
    }

    fn asked(&self) -> Vec<u32> {
        self.book.asked.take()
    }
}

#[test]
fn pages_come_both_ways_within_the_bound() {
    let reader = Reader::new();
    reader.serve_plain();
    assert_eq!(reader.held(), (vec![50], true, true));
    // What is asked for, and what is held then.
    let steps: [(Intent, &[u32], &[u32]); 6] = [
        (Intent::Next, &[60], &[50, 60]),
        (Intent::Previous, &[40], &[40, 50, 60]),
        (Intent::Previous, &[30], &[30, 40, 50]),
        (Intent::Next, &[60], &[40, 50, 60]),
        (Intent::Next, &[70], &[50, 60, 70]),
        (Intent::Next, &[80], &[60, 70, 80]),
    ];
    reader.asked();
    for (number, (intent, asked, held)) in steps.into_iter().enumerate() {
        reader.more(intent);
        reader.serve_plain();
        assert_eq!((&*reader.asked(), &*reader.held().0), (asked, held), "step {number}");
    }
    reader.more(Intent::Next);
    reader.serve_plain();
    assert_eq!(reader.held(), (vec![70, 80, 90], true, false));
    reader.asked();
    reader.more(Intent::Next);
    assert_eq!((reader.asked(), reader.observer.read().is_fetching()), (vec![], false), "there is no more");
    assert_eq!(reader.client.figures().bytes, 30);
}

#[test]
fn all_pages_are_refreshed_in_order_and_what_is_equal_is_kept() {
    let reader = Reader::new();
    reader.serve_plain();
    reader.more(Intent::Next);
    reader.serve_plain();
    let before = reader.observer.data().unwrap();
    reader.asked();
    reader.client.touched(&[Touch::new("line", 1, 1, Change::Created)]);
    reader.runtime.settle();
    reader.serve(|at| Ok((at..at + 10).map(|line| if line == 65 { 1_000 } else { line }).collect()));
    assert_eq!((reader.asked(), reader.held().0), (vec![50, 60], vec![50, 60]));
    let after = reader.observer.data().unwrap();
    assert!(Rc::ptr_eq(&before.pages[0].1, &after.pages[0].1));
    assert_eq!(after.pages[1].1[5], 1_000);
    reader.observer.refetch();
    reader.runtime.settle();
    reader.serve(|at| Ok((at..at + 10).map(|line| if line == 65 { 1_000 } else { line }).collect()));
    assert!(Rc::ptr_eq(&after, &reader.observer.data().unwrap()), "the same pages are the same answer");
}

#[test]
fn a_list_that_has_become_shorter_has_fewer_pages() {
    let reader = Reader::new();
    reader.serve_plain();
    reader.more(Intent::Next);
    reader.serve_plain();
    reader.observer.refetch();
    reader.runtime.settle();
    reader.serve(|at| Ok((at..at + 4).collect()));
    assert_eq!(reader.held(), (vec![50], true, false));
}

#[test]
fn an_error_in_a_page_leaves_all_as_it_was() {
    let reader = Reader::new();
    reader.serve_plain();
    for _ in 0..2 {
        reader.more(Intent::Next);
        reader.serve_plain();
    }
    let before = reader.observer.data().unwrap();
    reader.observer.refetch();
    reader.runtime.settle();
    reader.serve(|at| if at == 70 { Err("broken") } else { Ok(vec![at; 10]) });
    assert!(Rc::ptr_eq(&before, &reader.observer.data().unwrap()));
    assert!(reader.observer.read().error().is_some());
    reader.more(Intent::Next);
    reader.serve_plain();
    assert_eq!((reader.held().0, reader.observer.read().error().is_none()), (vec![60, 70, 80], true));
}

#[test]
fn more_that_is_asked_for_during_a_refresh_comes_after_it() {
    let reader = Reader::new();
    reader.serve_plain();
    reader.asked();
    reader.observer.refetch();
    reader.runtime.settle();
    let next = reader.client.fetch_more(&Infinite(reader.book.clone()), Intent::Next);
    let previous = reader.client.fetch_more(&Infinite(reader.book.clone()), Intent::Previous);
    reader.client.touched(&[Touch::new("line", 1, 1, Change::Created)]);
    reader.runtime.settle();
    reader.serve_plain();
    assert_eq!(reader.asked(), [50, 50, 60, 40], "anew, anew for what changed, and both ways");
    let [next, previous] = [next, previous].map(|wait| reader.runtime.run(wait).unwrap().unwrap());
    let begins = |pages: &Pages<Book>| pages.pages.iter().map(|(at, _)| *at).collect::<Vec<_>>();
    assert_eq!(
        (begins(&next), begins(&previous)),
        (vec![50, 60], vec![40, 50, 60]),
        "whoever waits gets what they asked for"
    );
}

#[test]
fn more_waits_for_the_network_with_the_rest() {
    let reader = Reader::new();
    reader.serve_plain();
    reader.asked();
    reader.client.set_online(false);
    reader.observer.refetch();
    reader.more(Intent::Next);
    assert_eq!(reader.asked(), [0_u32; 0]);
    reader.client.set_online(true);
    reader.runtime.settle();
    reader.serve_plain();
    assert_eq!((reader.asked(), reader.held().0), (vec![50, 60], vec![50, 60]));
}

#[test]
fn the_first_more_is_the_first_page() {
    let runtime = TestRuntime::new(1);
    let client = Client::new(Rc::new(runtime.clone()) as Rc<dyn Runtime>);
    let book = Book::default();
    for intent in [Intent::Next, Intent::Previous] {
        client.clear();
        let wait = client.fetch_more(&Infinite(book.clone()), intent);
        runtime.settle();
        assert_eq!(book.asked.take(), [50], "{intent:?}");
        book.gate.open(Ok(vec![1]));
        assert!(runtime.run(wait).unwrap().is_ok());
    }
}
