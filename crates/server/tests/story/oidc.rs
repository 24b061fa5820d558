//! Signing in with a provider.

use std::{collections::BTreeMap, time::Duration};

use holdfast_server::{
    Config,
    config::{OidcConfig, SignUp},
};
use reqwest::redirect::Policy;
use serde_json::{Value, json};

use crate::{
    passwords::sign_in,
    provider::{CLIENT, Provider, SECRET, Signer, unsigned},
    sessions::is_signed_in,
    world::{Answer, Http, NOW, World},
};

fn with(provider: &Provider, sign_up: SignUp) -> impl FnOnce(&mut Config) {
    let issuer = provider.issuer.parse().unwrap();
    move |config| {
        config.oidc = OidcConfig {
            oidc_issuer: Some(issuer),
            oidc_client_id: Some(CLIENT.into()),
            oidc_client_secret: Some(SECRET.parse().unwrap()),
            oidc_name: Some("Harbour ID".into()),
            oidc_sign_up: sign_up,
        };
    }
}

async fn begin() -> (Provider, World) {
    let provider = Provider::start("127.0.0.1", NOW / 1000).await;
    let world = World::start_with(with(&provider, SignUp::Anyone)).await;
    (provider, world)
}

/// A browser that goes nowhere by itself, and keeps the server's cookies.
struct Browser {
    client: reqwest::Client,
    base: String,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    fn new(world: &World) -> Self {
        let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
        Self { client, base: world.base.clone(), cookies: BTreeMap::new() }
    }

    async fn get(&mut self, url: &str) -> Answer {
        let url = if url.starts_with('/') { format!("{}{url}", self.base) } else { url.to_owned() };
        let mut request = self.client.get(&url);
        if url.starts_with(&self.base) {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header("cookie", cookies.join("; "));
        }
        let answer = request.send().await.unwrap();
        let (status, headers) = (answer.status(), answer.headers().clone());
        for cookie in headers.get_all("set-cookie") {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
        Answer { status, headers, text: answer.text().await.unwrap() }
    }

    /// Goes to the provider and says yes there: where that sends it back to.
    async fn ask_provider(&mut self, next: &str) -> String {
        let start = self.get(&format!("/api/v1/auth/oidc/start?next={next}")).await;
        assert_eq!(start.status, 303, "{}", start.text);
        let agreed = self.get(start.header("location")).await;
        assert_eq!(agreed.status, 302, "{}", agreed.text);
        agreed.header("location").to_owned()
    }

    /// Signs in: where that leads.
    async fn sign_in(&mut self) -> String {
        let back = self.ask_provider("/sync").await;
        self.follow(&back).await
    }

    async fn follow(&mut self, back: &str) -> String {
        let done = self.get(back).await;
        assert_eq!(done.status, 303, "{}", done.text);
        assert_eq!(done.header("cache-control"), "no-store");
        done.header("location").to_owned()
    }

    /// As the app asks who it is.
    fn http(&self) -> Http {
        let mut http = Http::new(&self.base);
        http.cookie = self.cookies.get("holdfast_session").map(|token| format!("holdfast_session={token}"));
        http
    }

    async fn me(&self) -> Value {
        self.http().get("/api/v1/users/me").await.json::<Value>()["person"].clone()
    }
}

const DONE: &str = "/sign-in?next=%2Fsync&provider=done";

/// Where a refusal leads.
fn refused(code: &str) -> String {
    format!("/sign-in?next=%2Fsync&provider={code}")
}

#[tokio::test]
async fn a_new_person_is_signed_in_with_an_account_of_their_own() {
    let (_provider, world) = begin().await;
    let about: Value = world.anyone().get("/api/v1/server").await.json();
    assert_eq!(about["provider"], "Harbour ID");
    let mut browser = Browser::new(&world);
    let start = browser.get("/api/v1/auth/oidc/start?next=/e/1%3Flabel%3Da%2526b").await;
    let cookie = start.header("set-cookie");
    assert!(cookie.contains("HttpOnly; SameSite=Lax") && cookie.contains("Path=/api/v1/auth/oidc"), "{cookie}");
    let back = browser.get(start.header("location")).await.header("location").to_owned();
    assert!(back.starts_with(&format!("{}/api/v1/auth/oidc/callback?", world.base)), "{back}");
    assert_eq!(browser.follow(&back).await, "/sign-in?next=%2Fe%2F1%3Flabel%3Da%2526b&provider=done");
    assert_eq!(browser.cookies["holdfast_oidc"], "", "it has done its work");
    let ada = browser.me().await;
    assert_eq!((&ada["name"], &ada["email"]), (&json!("Ada L."), &json!("ada@holdfast.example")));
    // The same person at another browser.
    let mut phone = Browser::new(&world);
    assert_eq!(phone.sign_in().await, DONE);
    assert_eq!(phone.me().await["id"], ada["id"]);
    // Signing out is as it always was.
    let ended: Value = phone.http().post("/api/v1/sessions/end-others", &json!({})).await.json();
    assert_eq!(ended["ended"], 1);
    assert!(is_signed_in(&phone.http()).await && !is_signed_in(&browser.http()).await);
    assert_eq!(phone.http().post("/api/v1/auth/logout", &json!({})).await.status, 204);
    assert!(!is_signed_in(&phone.http()).await);
}

#[tokio::test]
async fn a_way_back_is_good_once_in_its_browser_and_for_a_while() {
    let (_provider, world) = begin().await;
    let (mut ada, mut eve) = (Browser::new(&world), Browser::new(&world));
    let back = ada.ask_provider("/sync").await;
    let nowhere = "/sign-in?provider=expired";
    // Another browser, which has begun one of its own too, is not signed in by it; and then it is used up.
    eve.ask_provider("/sync").await;
    assert_eq!(eve.follow(&back).await, nowhere);
    assert_eq!(ada.follow(&back).await, nowhere);
    let back = ada.ask_provider("/sync").await;
    let (start, _) = back.split_once("state=").unwrap();
    for wrong in [format!("{start}state=wrong"), start.to_owned()] {
        assert_eq!(ada.follow(&wrong).await, nowhere, "another state, or none");
    }
    let back = ada.ask_provider("/sync").await;
    let cookie = ada.cookies["holdfast_oidc"].clone();
    assert_eq!(ada.follow(&back).await, DONE);
    ada.cookies.insert("holdfast_oidc".into(), cookie);
    assert_eq!(ada.follow(&back).await, nowhere, "a second time");
    let back = ada.ask_provider("/sync").await;
    world.clock.advance(Duration::from_secs(600));
    assert_eq!(ada.follow(&back).await, nowhere, "too late");
    assert!(!is_signed_in(&eve.http()).await);
}

#[tokio::test]
async fn the_provider_is_shown_what_the_code_was_asked_with() {
    let (_provider, world) = begin().await;
    let mut ada = Browser::new(&world);
    // A code that was given to another sign-in, whose verifier this one does not have.
    let other = Browser::new(&world).ask_provider("/sync").await;
    let own = ada.ask_provider("/sync").await;
    let code = |url: &str| url.split_once("code=").unwrap().1.split('&').next().unwrap().to_owned();
    assert_eq!(ada.follow(&own.replace(&code(&own), &code(&other))).await, refused("expired"));
    assert!(!is_signed_in(&ada.http()).await);
}

#[tokio::test]
async fn a_token_is_believed_only_if_all_of_it_is_right() {
    let (provider, world) = begin().await;
    let mut ada = Browser::new(&world);
    type Alter = fn(&mut Value);
    let alterations: [(&str, Alter); 12] = [
        ("nonce", |claims| claims["nonce"] = json!("of another sign-in")),
        ("no nonce", |claims| drop(claims.as_object_mut().unwrap().remove("nonce"))),
        ("aud", |claims| claims["aud"] = json!("somebody else")),
        ("no aud", |claims| drop(claims.as_object_mut().unwrap().remove("aud"))),
        ("several aud", |claims| claims["aud"] = json!([CLIENT, "somebody else"])),
        ("azp", |claims| claims["azp"] = json!("somebody else")),
        ("iss", |claims| claims["iss"] = json!("https://evil.example")),
        ("several iss", |claims| claims["iss"] = json!([claims["iss"], "https://evil.example"])),
        ("ended", |claims| claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 61)),
        ("no end", |claims| claims["exp"] = json!("never")),
        ("of the future", |claims| claims["iat"] = json!(claims["iat"].as_u64().unwrap() + 61)),
        ("no subject", |claims| claims["sub"] = json!("")),
    ];
    for (what, alter) in alterations {
        provider.lock().alter = alter;
        assert_eq!(ada.sign_in().await, refused("failed"), "{what}");
    }
    provider.lock().alter = |_| {};
    type Spoil = fn(String) -> String;
    let spoils: [(&str, Spoil); 4] = [
        ("not signed", |token| {
            let claims = token.split('.').nth(1).unwrap();
            format!("{}.{claims}.", unsigned(&json!({ "alg": "none" }), &json!({})).split('.').next().unwrap())
        }),
        ("signed by something shared", |token| {
            let header = unsigned(&json!({ "alg": "HS256", "kid": "first" }), &json!({}));
            format!("{}.{}", header.split('.').next().unwrap(), token.split_once('.').unwrap().1)
        }),
        ("signed, and changed", |token| {
            let parts: Vec<&str> = token.split('.').collect();
            let others = Signer::es256("first").public();
            let other = unsigned(&json!({}), &json!({ "sub": "person-2", "other": others }));
            format!("{}.{}.{}", parts[0], other.split('.').nth(1).unwrap(), parts[2])
        }),
        ("no token", |_| "no token".into()),
    ];
    for (what, spoil) in spoils {
        provider.lock().spoil = spoil;
        assert_eq!(ada.sign_in().await, refused("failed"), "{what}");
    }
    provider.lock().spoil = |token| token;
    // By a key that says it is the provider's.
    provider.lock().signer = Signer::es256("first");
    assert_eq!(ada.sign_in().await, refused("failed"));
    assert!(!is_signed_in(&ada.http()).await);
    let fits: [Alter; 3] = [
        |claims| claims["aud"] = json!([CLIENT]),
        |claims| {
            claims["aud"] = json!([CLIENT, "somebody else"]);
            claims["azp"] = json!(CLIENT);
        },
        |claims| claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 59),
    ];
    let keys = Signer::es256("later");
    {
        let mut inner = provider.lock();
        inner.keys = vec![keys.public()];
        inner.signer = keys;
        inner.now += 10;
    }
    world.clock.advance(Duration::from_secs(10));
    for alter in fits {
        provider.lock().alter = alter;
        assert_eq!(ada.sign_in().await, DONE);
    }
}

#[tokio::test]
async fn new_keys_are_fetched_but_not_at_every_token() {
    let (provider, world) = begin().await;
    let mut ada = Browser::new(&world);
    assert_eq!(ada.sign_in().await, DONE);
    assert_eq!(ada.sign_in().await, DONE);
    assert_eq!(provider.lock().key_requests, 1, "kept");
    let new = Signer::rs256("second");
    {
        let mut inner = provider.lock();
        inner.keys.push(new.public());
        inner.signer = new;
    }
    assert_eq!(ada.sign_in().await, refused("failed"));
    assert_eq!(provider.lock().key_requests, 1, "they were fetched a moment ago");
    world.clock.advance(Duration::from_secs(10));
    assert_eq!(ada.sign_in().await, DONE);
    assert_eq!(provider.lock().key_requests, 2);
    // One that the provider has given up is good for an hour at most.
    let first = Signer::es256("third");
    {
        let mut inner = provider.lock();
        inner.keys = vec![first.public()];
        inner.now += 3600;
    }
    world.clock.advance(Duration::from_secs(3600));
    assert_eq!(ada.sign_in().await, refused("failed"));
}

#[tokio::test]
async fn an_account_is_only_whose_address_it_provenly_is() {
    let (provider, world) = begin().await;
    let registered = world.sign_up("Ada").await;
    let mut browser = Browser::new(&world);
    for unverified in [json!(false), json!(null), json!("no")] {
        provider.lock().person["email_verified"] = unverified;
        assert_eq!(browser.sign_in().await, refused("unverified"));
    }
    provider.lock().person["email"] = json!(null);
    assert_eq!(browser.sign_in().await, refused("unverified"));
    assert!(is_signed_in(&registered.http).await && !is_signed_in(&browser.http()).await);

    // Some say it as text. Whoever had registered the address first had not proven anything: their password and sessions end.
    provider.lock().person = json!({ "sub": "person-1", "email": "ADA@holdfast.example", "email_verified": "true" });
    assert_eq!(browser.sign_in().await, refused("proven"));
    assert_eq!(browser.me().await["id"], json!(registered.person));
    assert!(!is_signed_in(&registered.http).await);
    assert_eq!(sign_in(&registered, crate::world::PASSWORD).await, 401);
    assert_eq!(browser.sign_in().await, DONE, "once");

    // From now on they are known by what never changes.
    provider.lock().person = json!({ "sub": "person-1", "email": "eve@holdfast.example", "email_verified": false });
    let mut phone = Browser::new(&world);
    assert_eq!(phone.sign_in().await, DONE);
    assert_eq!(phone.me().await, browser.me().await);
    // And nobody else by an address that the provider has given away anew.
    provider.lock().person = json!({ "sub": "person-2", "email": "ada@holdfast.example", "email_verified": true });
    assert_eq!(Browser::new(&world).sign_in().await, refused("taken"));
}

#[tokio::test]
async fn without_a_password_one_is_chosen_after_a_fresh_sign_in() {
    let (provider, world) = begin().await;
    let mut browser = Browser::new(&world);
    assert_eq!(browser.sign_in().await, DONE);
    let mut phone = Browser::new(&world);
    phone.sign_in().await;
    let has =
        async |browser: &Browser| browser.http().get("/api/v1/auth/password").await.json::<Value>()["set"].clone();
    let set = async |browser: &Browser, current: &str, password: &str| {
        browser.http().post("/api/v1/auth/password", &json!({ "current": current, "password": password })).await
    };
    let login = json!({ "email": "ada@holdfast.example", "password": "" });
    assert_eq!(world.anyone().post("/api/v1/auth/login", &login).await.refusal(), (401, "unauthenticated".into()));
    assert_eq!(has(&browser).await, false);
    assert_eq!(set(&browser, "", "short").await.refusal(), (400, "invalid".into()));
    world.clock.advance(Duration::from_secs(601));
    provider.lock().now += 601;
    assert_eq!(set(&browser, "", "three blind lighthouses").await.refusal(), (403, "forbidden".into()));
    assert_eq!(has(&browser).await, false);
    browser.sign_in().await;
    let done = set(&browser, "", "three blind lighthouses").await;
    assert_eq!(
        (done.status.as_u16(), done.json::<Value>()["ended"].as_u64()),
        (200, Some(2)),
        "the others are signed out"
    );
    assert_eq!(has(&browser).await, true);
    assert!(is_signed_in(&browser.http()).await && !is_signed_in(&phone.http()).await);
    assert_eq!(
        set(&browser, "", "three sighted lighthouses").await.refusal(),
        (400, "invalid".into()),
        "asked for now"
    );
    let login = json!({ "email": "ada@holdfast.example", "password": "three blind lighthouses" });
    assert_eq!(world.anyone().post("/api/v1/auth/login", &login).await.status, 200);
    assert_eq!(phone.sign_in().await, DONE, "both ways lead in, and a proven one ends no password");
    assert_eq!(has(&phone).await, true);
}

#[tokio::test]
async fn nobody_is_sent_anywhere_else() {
    let (_provider, world) = begin().await;
    let mut ada = Browser::new(&world);
    for next in
        ["//evil.example", "https://evil.example/", "/%5Cevil.example", "%2F%2Fevil.example", "/a%0Ab", "/api/v1/x"]
    {
        let back = ada.ask_provider(next).await;
        assert_eq!(ada.follow(&back).await, "/sign-in?provider=done", "{next}");
    }
    let codes = ["?code=x", "?state=x", "?error=access_denied", "", "?code=x&state=y&iss=https://evil.example"];
    for query in codes {
        let done = ada.get(&format!("/api/v1/auth/oidc/callback{query}")).await;
        assert_eq!((done.status.as_u16(), done.header("location")), (303, "/sign-in?provider=expired"), "{query}");
    }
    let back = ada.ask_provider("/sync").await;
    assert_eq!(ada.follow(&format!("{back}&iss=https://evil.example")).await, refused("failed"));
}

#[tokio::test]
async fn what_the_provider_refuses_or_cannot_do_is_told() {
    let (provider, world) = begin().await;
    let mut ada = Browser::new(&world);
    provider.lock().agrees = false;
    assert_eq!(ada.sign_in().await, refused("denied"));
    provider.lock().agrees = true;
    let back = ada.ask_provider("/sync").await;
    let issuer = provider.issuer.clone();
    drop(provider);
    assert_eq!(ada.follow(&back).await, refused("unreachable"));
    assert!(!is_signed_in(&ada.http()).await);
    let address = issuer.strip_prefix("http://").unwrap().to_owned();

    let away = World::start_with(move |config| {
        config.oidc.oidc_issuer = Some(format!("http://{address}").parse().unwrap());
        config.oidc.oidc_client_id = Some(CLIENT.into());
    })
    .await;
    let mut ben = Browser::new(&away);
    for _ in 0..2 {
        let start = ben.get("/api/v1/auth/oidc/start?next=/sync").await;
        assert_eq!((start.status.as_u16(), start.header("location")), (303, refused("unreachable").as_str()));
    }
    let mut last = String::new();
    for _ in 0..60 {
        last = ben.get("/api/v1/auth/oidc/start?next=/sync").await.header("location").to_owned();
    }
    assert_eq!(last, refused("busy"), "there is an end to it");
    let without = World::start().await;
    let answer = Browser::new(&without).get("/api/v1/auth/oidc/start").await;
    assert_eq!(answer.refusal(), (404, "not_found".into()));
}

#[tokio::test]
async fn where_only_who_is_known_may_sign_in_nobody_else_does() {
    let provider = Provider::start("127.0.0.1", NOW / 1000).await;
    let world = World::start_with(with(&provider, SignUp::Known)).await;
    let mut ada = Browser::new(&world);
    assert_eq!(ada.sign_in().await, refused("closed"));
    let registered = world.sign_up("Ada").await;
    assert_eq!(ada.sign_in().await, refused("proven"));
    assert_eq!(ada.me().await["id"], json!(registered.person));
}

#[tokio::test]
async fn a_page_elsewhere_begins_no_sign_in() {
    let (_provider, world) = begin().await;
    let client = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let start = format!("{}/api/v1/auth/oidc/start", world.base);
    for (site, leads_to_it) in [("cross-site", false), ("same-site", false), ("same-origin", true), ("none", true)] {
        let answer = client.get(&start).header("sec-fetch-site", site).send().await.unwrap();
        let to = answer.headers()["location"].to_str().unwrap();
        assert_eq!((answer.status().as_u16(), to != "/sign-in"), (303, leads_to_it), "{site}: {to}");
        assert_eq!(answer.headers().contains_key("set-cookie"), leads_to_it, "{site}");
    }
}

#[tokio::test]
async fn an_error_in_any_script_is_an_error() {
    let (_provider, world) = begin().await;
    let mut browser = Browser::new(&world);
    let back = browser.ask_provider("/").await;
    let state = back.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let error = format!("{}%C3%A9%C3%A9", "x".repeat(39));
    let answer = browser.get(&format!("/api/v1/auth/oidc/callback?state={state}&error={error}")).await;
    assert_eq!(answer.status, 303, "{}", answer.text);
}
