//! What another app has shared with this one: the service worker keeps it, since nobody else takes it from the browser, and the
//! page that this leads to takes it away from there, by its name. In a cache of its own, which no build removes.

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, CacheStorage, File, FilePropertyBag, FormData, Request, Response};

use crate::random;

/// Where the browser sends it, and where the page is that asks what to do with it.
pub const PATH: &str = "/share";

/// The address of that page for what was kept under a name, or if nothing could be kept.
pub fn page(kept: Option<&str>) -> String {
    kept.map_or_else(|| PATH.to_owned(), |id| format!("{PATH}?shared={id}"))
}

/// Its field for files in the manifest.
const FILE: &str = "file";

/// Its fields for words, the best first.
const WORDS: [&str; 3] = ["text", "title", "url"];

/// The name of their cache.
pub(crate) const CACHE: &str = "shared-with-holdfast";
const KEY: &str = "/shared/";

/// How much is kept of what nobody takes: each is two entries.
const MOST: u32 = 8;

/// Keeps what a form brings beside what was kept before, and gives its name. A file, or else the words as one.
///
/// # Errors
///
/// If the browser cannot keep it.
pub async fn keep(caches: &CacheStorage, form: &FormData) -> Result<String, JsValue> {
    let cache = open(caches).await?;
    let (blob, name) = match form.get(FILE).dyn_into::<File>() {
        Ok(file) if file.size() > 0.0 => (file.clone().unchecked_into::<Blob>(), file.name()),
        _ => {
            let words = WORDS.iter().filter_map(|field| form.get(field).as_string());
            let words: Vec<String> = words.filter(|words| !words.trim().is_empty()).collect();
            (Blob::new_with_str_sequence(&js_sys::Array::of1(&words.join("\n").into()))?, "Shared.txt".to_owned())
        }
    };
    // The file's name goes along as one more entry: what a header may hold is less than what a name may.
    let name = Response::new_with_opt_str(Some(&name))?;
    let id = random::op().to_string();
    JsFuture::from(cache.put_with_str(&name_key(&id), &name)).await?;
    JsFuture::from(cache.put_with_str(&key(&id), &Response::new_with_opt_blob(Some(&blob))?)).await?;
    forget_oldest(&cache).await?;
    Ok(id)
}

/// The name of what was kept last, if something is kept.
pub async fn latest() -> Option<String> {
    let cache = open(&web_sys::window()?.caches().ok()?).await.ok()?;
    let keys = JsFuture::from(cache.keys()).await.ok()?.unchecked_into::<js_sys::Array>();
    let url = keys.at(-1).dyn_into::<Request>().ok()?.url();
    let id = url.split(KEY).nth(1)?;
    Some(id.split('/').next()?.to_owned())
}

/// How much is kept.
pub(crate) async fn count() -> usize {
    let Some(Ok(caches)) = web_sys::window().map(|window| window.caches()) else { return 0 };
    let Ok(cache) = open(&caches).await else { return 0 };
    match JsFuture::from(cache.keys()).await {
        // Each is two entries.
        Ok(keys) => keys.unchecked_into::<js_sys::Array>().length() as usize / 2,
        Err(_) => 0,
    }
}

/// Whether something is kept under a name.
pub async fn is_kept(id: &str) -> bool {
    let Some(Ok(caches)) = web_sys::window().map(|window| window.caches()) else { return false };
    match open(&caches).await {
        Ok(cache) => entry(&cache, &key(id)).await.is_some(),
        Err(_) => false,
    }
}

/// Takes away what is kept under a name, if something is.
pub async fn take(id: &str) -> Option<File> {
    let cache = open(&web_sys::window()?.caches().ok()?).await.ok()?;
    let blob = JsFuture::from(entry(&cache, &key(id)).await?.blob().ok()?).await.ok()?;
    let name = JsFuture::from(entry(&cache, &name_key(id)).await?.text().ok()?).await.ok()?.as_string()?;
    for key in [key(id), name_key(id)] {
        let _ = JsFuture::from(cache.delete_with_str(&key)).await;
    }
    File::new_with_blob_sequence_and_options(&js_sys::Array::of1(&blob), &name, &FilePropertyBag::new()).ok()
}

/// Forgets what is kept: whoever shared it has left.
pub(crate) async fn forget() {
    if let Some(caches) = web_sys::window().and_then(|window| window.caches().ok()) {
        let _ = JsFuture::from(caches.delete(CACHE)).await;
    }
}

/// Entries stand in the order in which they were put.
async fn forget_oldest(cache: &Cache) -> Result<(), JsValue> {
    let keys = JsFuture::from(cache.keys()).await?.unchecked_into::<js_sys::Array>();
    for at in 0..keys.length().saturating_sub(2 * MOST) {
        JsFuture::from(cache.delete_with_request(keys.get(at).unchecked_ref())).await?;
    }
    Ok(())
}

fn key(id: &str) -> String {
    format!("{KEY}{id}")
}

fn name_key(id: &str) -> String {
    format!("{KEY}{id}/name")
}

async fn entry(cache: &Cache, key: &str) -> Option<Response> {
    // `undefined` where there is none.
    JsFuture::from(cache.match_with_str(key)).await.ok()?.dyn_into().ok()
}

async fn open(caches: &CacheStorage) -> Result<Cache, JsValue> {
    JsFuture::from(caches.open(CACHE)).await.map(wasm_bindgen::JsCast::unchecked_into)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    async fn kept(form: &FormData) -> String {
        keep(&web_sys::window().unwrap().caches().unwrap(), form).await.unwrap()
    }

    async fn taken(id: &str) -> Option<(String, String)> {
        let file = take(id).await?;
        let text = JsFuture::from(file.text()).await.unwrap().as_string()?;
        assert!(take(id).await.is_none() && !is_kept(id).await, "it is taken once");
        Some((file.name(), text))
    }

    async fn shared(form: &FormData) -> Option<(String, String)> {
        let id = kept(form).await;
        assert!(is_kept(&id).await && latest().await.as_deref() == Some(&id));
        taken(&id).await
    }

    #[test]
    async fn what_is_shared_is_kept_until_it_is_taken() {
        let form = FormData::new().unwrap();
        form.append_with_str("title", "A page").unwrap();
        form.append_with_str("text", "Call the port").unwrap();
        assert_eq!(shared(&form).await, Some(("Shared.txt".into(), "Call the port\nA page".into())));

        let words = js_sys::Array::of1(&"Title\nPaint".into());
        let file = Blob::new_with_str_sequence(&words).unwrap();
        form.append_with_blob_and_filename(FILE, &file, "tâches 港.csv").unwrap();
        assert_eq!(shared(&form).await, Some(("tâches 港.csv".into(), "Title\nPaint".into())));
    }

    #[test]
    async fn what_is_shared_twice_is_two_things_and_what_nobody_takes_is_forgotten() {
        let form = |text: &str| {
            let form = FormData::new().unwrap();
            form.append_with_str("text", text).unwrap();
            form
        };
        let (one, other) = (kept(&form("One")).await, kept(&form("Other")).await);
        assert_eq!(taken(&one).await, Some(("Shared.txt".into(), "One".into())));
        for at in 0..MOST {
            assert!(is_kept(&other).await, "{at}");
            kept(&form("More")).await;
        }
        assert!(!is_kept(&other).await, "only so much is kept");
        forget().await;
    }
}
