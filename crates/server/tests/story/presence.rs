//! Who is at a record just now.

use std::time::{Duration, Instant};

use holdfast_core::{
    entity::Project,
    id::{Id, PersonId, ScopeId},
    operation::Edit,
    wire::presence::{Doing, Here, LEASE, Present, Shown, WRITING},
};
use serde_json::json;

use crate::world::{Answer, User, World, some_record};

/// A record of an engagement, as its tabs ask for it.
#[derive(Clone, Copy)]
struct Room {
    scope: ScopeId,
    record: Id<Project>,
}

impl Room {
    /// One of somebody's own.
    async fn of(user: &User) -> Self {
        let (scope, record) = some_record(user).await;
        Self { scope, record }
    }

    fn path(self) -> String {
        format!("/api/v1/scopes/{}/records/{}/presence", self.scope, self.record)
    }

    async fn ask(self, user: &User, here: &Here) -> Answer {
        user.http.post(&self.path(), &serde_json::to_value(here).unwrap()).await
    }

    /// What a tab is told at once.
    async fn tell(self, user: &User, number: u8, doing: Doing) -> Present {
        self.ask(user, &Here { doing, ..here(number) }).await.json()
    }

    /// What a tab is told when it is other than it knows.
    async fn hear(self, user: &User, number: u8, known: &Present) -> Answer {
        self.ask(user, &Here { seen: Some(known.version), wait: 20, ..here(number) }).await
    }

    async fn leave(self, user: &User, number: u8) -> Answer {
        user.http.delete(&format!("{}/{}", self.path(), tab(number))).await
    }
}

fn tab(number: u8) -> Id<Shown> {
    Id::new(0, [number; 10])
}

fn here(number: u8) -> Here {
    Here { tab: tab(number), doing: Doing::Looking, seen: None, wait: 0 }
}

fn people(present: &Present) -> Vec<PersonId> {
    present.people.iter().map(|here| here.person).collect()
}

/// Both, in the order in which they are told of.
fn both(one: &User, other: &User) -> Vec<PersonId> {
    let mut both = vec![one.person, other.person];
    both.sort();
    both
}

fn doing(present: &Present, who: &User) -> Option<Doing> {
    present.people.iter().find(|here| here.person == who.person).map(|here| here.doing)
}

#[tokio::test]
async fn one_person_with_two_tabs_is_one_person_and_goes_with_the_last_of_them() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let room = Room::of(&ada).await;
    ada.let_in(&ben, room.scope, "viewer").await;
    let alone = room.tell(&ada, 1, Doing::Looking).await;
    assert_eq!(people(&alone), [ada.person]);

    let started = Instant::now();
    let (heard, said) = tokio::join!(room.hear(&ada, 1, &alone), room.tell(&ben, 2, Doing::Looking));
    let heard: Present = heard.json();
    assert_eq!((people(&heard), people(&said)), (both(&ada, &ben), both(&ada, &ben)), "at once, to both");
    assert_eq!(room.tell(&ben, 3, Doing::Looking).await, heard, "another tab of the same person is no news");
    // Somebody else's tab of the same name is another one.
    assert_eq!(room.leave(&ada, 3).await.status, 200);
    assert_eq!(room.leave(&ben, 3).await.status, 200);
    assert_eq!(room.tell(&ada, 1, Doing::Looking).await, heard, "the other tab is there still");
    let (gone, left) = tokio::join!(room.hear(&ada, 1, &heard), room.leave(&ben, 2));
    assert_eq!((people(&gone.json()), left.status.as_u16()), (vec![ada.person], 200));
    assert!(started.elapsed() < Duration::from_secs(20), "nobody waited for the end of a wait");
}

#[tokio::test]
async fn who_is_silent_is_gone_when_their_lease_is_out_and_writes_no_more_before_that() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let room = Room::of(&ada).await;
    ada.let_in(&ben, room.scope, "viewer").await;
    room.tell(&ben, 2, Doing::Looking).await;
    let known = room.tell(&ada, 1, Doing::Looking).await;
    let (heard, _) = tokio::join!(room.hear(&ada, 1, &known), room.tell(&ben, 2, Doing::Writing));
    let heard: Present = heard.json();
    assert_eq!((doing(&heard, &ben), doing(&heard, &ada)), (Some(Doing::Writing), Some(Doing::Looking)));
    world.clock.advance(Duration::from_millis(WRITING));
    let stopped = room.tell(&ada, 1, Doing::Looking).await;
    assert_eq!(doing(&stopped, &ben), Some(Doing::Looking), "it ends by itself");
    world.clock.advance(Duration::from_millis(LEASE - WRITING - 1));
    assert_eq!(people(&room.tell(&ada, 1, Doing::Looking).await), both(&ada, &ben));
    world.clock.advance(Duration::from_millis(1));
    assert_eq!(people(&room.tell(&ada, 1, Doing::Looking).await), [ada.person]);
}

#[tokio::test]
async fn who_is_put_out_vanishes_and_hears_nothing() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let room = Room::of(&ada).await;
    ada.let_in(&ben, room.scope, "editor").await;
    room.tell(&ben, 2, Doing::Looking).await;
    let known = room.tell(&ada, 1, Doing::Looking).await;
    assert_eq!(people(&known), both(&ada, &ben));
    let (put_out, hears, sees) = tokio::join!(
        ada.change_role(room.scope, ben.person, None),
        room.hear(&ben, 2, &known),
        room.hear(&ada, 1, &known)
    );
    assert!(put_out.status.is_success());
    assert_eq!(hears.refusal(), (404, "not_found".into()));
    assert_eq!(people(&sees.json()), [ada.person]);
    assert_eq!(room.ask(&ben, &here(2)).await.refusal(), (404, "not_found".into()));
    assert_eq!(people(&room.tell(&ada, 1, Doing::Looking).await), [ada.person]);

    ada.let_in(&ben, room.scope, "viewer").await;
    let known = room.tell(&ben, 2, Doing::Looking).await;
    let out = async { ben.http.post("/api/v1/auth/logout", &json!({})).await };
    let (ended, _, sees) = tokio::join!(room.hear(&ben, 2, &known), out, room.hear(&ada, 1, &known));
    assert_eq!(ended.refusal(), (401, "unauthenticated".into()));
    assert_eq!(people(&sees.json()), [ada.person], "and so does who signs out");
}

#[tokio::test]
async fn it_is_told_of_no_foreign_engagement_and_of_no_record_that_is_not_there() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let (room, other) = (Room::of(&ada).await, Room::of(&ben).await);
    let refused = |answer: Answer| answer.refusal();
    assert_eq!(refused(room.ask(&ben, &here(2)).await), (404, "not_found".into()));
    assert_eq!(refused(room.leave(&ben, 2).await), (404, "not_found".into()));
    let theirs = Room { record: other.record, ..room };
    assert_eq!(refused(theirs.ask(&ada, &here(1)).await), (404, "not_found".into()), "another engagement's record");
    let own = Room { scope: ada.person.scope(), ..room };
    assert_eq!(refused(own.ask(&ada, &here(1)).await), (404, "not_found".into()), "one's own is nobody's engagement");
    assert_eq!(refused(room.ask(&ada, &Here { wait: 21, ..here(1) }).await), (400, "invalid".into()));
    ada.edit(Edit::delete(room.scope, room.record)).await;
    assert_eq!(refused(room.ask(&ada, &here(1)).await), (404, "not_found".into()), "a deleted one");
}

#[tokio::test]
async fn an_account_says_it_only_so_often() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let room = Room::of(&ada).await;
    ada.let_in(&ben, room.scope, "viewer").await;
    let mut taken = 0;
    while room.ask(&ada, &here(1)).await.status.is_success() {
        taken += 1;
    }
    assert_eq!(taken, 600, "in a minute that does not pass");
    assert_eq!(room.ask(&ada, &here(1)).await.refusal(), (429, "throttled".into()));
    assert_eq!(people(&room.tell(&ben, 2, Doing::Looking).await), both(&ada, &ben), "others have their own");
}

#[tokio::test]
async fn a_server_that_comes_back_has_forgotten_and_is_told_again() {
    let world = World::start().await;
    let (ada, ben) = (world.sign_up("Ada").await, world.sign_up("Ben").await);
    let room = Room::of(&ada).await;
    ada.let_in(&ben, room.scope, "viewer").await;
    room.tell(&ben, 2, Doing::Looking).await;
    let known = room.tell(&ada, 1, Doing::Looking).await;
    let started = Instant::now();
    let waiting = tokio::spawn({
        let (http, body) = (ada.http.clone(), Here { seen: Some(known.version), wait: 20, ..here(1) });
        let path = room.path();
        async move { http.post(&path, &serde_json::to_value(&body).unwrap()).await }
    });
    // The request is under way before the server is told to stop.
    for _ in 0..3 {
        ada.http.get("/healthz").await;
    }
    let data = world.stop().await;
    assert_eq!(waiting.await.unwrap().json::<Present>(), known, "who was there");
    assert!(started.elapsed() < Duration::from_secs(15), "the wait ends with the server");

    let world = World::start_in(data, |_| {}).await;
    let (mut ada, mut ben) = (ada, ben);
    ada.http.base.clone_from(&world.base);
    ben.http.base.clone_from(&world.base);
    assert_eq!(people(&room.tell(&ada, 1, Doing::Looking).await), [ada.person]);
    assert_eq!(people(&room.tell(&ben, 2, Doing::Looking).await), both(&ada, &ben));
}
