//! What another app has shared with this one: the service worker keeps it, since nobody else takes it from the browser, and a
//! page takes it away from there. In a cache of its own, which no build removes.

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, CacheStorage, File, FilePropertyBag, FormData, Response};

/// Where the browser sends it, and where the page is that asks what to do with it.
pub const PATH: &str = "/share";

/// Its field for files in the manifest.
const FILE: &str = "file";

/// Its fields for words, the best first.
const WORDS: [&str; 3] = ["text", "title", "url"];

const CACHE: &str = "shared-with-holdfast";
const KEY: &str = "/shared";

/// Keeps what a form brings, in the place of what was kept before. A file, or else the words as one.
///
/// # Errors
///
/// If the browser cannot keep it.
pub async fn keep(caches: &CacheStorage, form: &FormData) -> Result<(), JsValue> {
    let cache = open(caches).await?;
    let (blob, name) = match form.get(FILE).dyn_into::<File>() {
        Ok(file) if file.size() > 0.0 => (file.clone().unchecked_into::<Blob>(), file.name()),
        _ => {
            let words = WORDS.iter().filter_map(|field| form.get(field).as_string());
            let words: Vec<String> = words.filter(|words| !words.trim().is_empty()).collect();
            (Blob::new_with_str_sequence(&js_sys::Array::of1(&words.join("\n").into()))?, "Shared.txt".to_owned())
        }
    };
    // The name goes along as one more entry: what a header may hold is less than what a name may.
    let name = Response::new_with_opt_str(Some(&name))?;
    JsFuture::from(cache.put_with_str(&name_key(), &name)).await?;
    JsFuture::from(cache.put_with_str(KEY, &Response::new_with_opt_blob(Some(&blob))?)).await.map(drop)
}

/// Takes away what is kept, if something is.
pub async fn take() -> Option<File> {
    let cache = open(&web_sys::window()?.caches().ok()?).await.ok()?;
    let blob = JsFuture::from(entry(&cache, KEY).await?.blob().ok()?).await.ok()?;
    let name = JsFuture::from(entry(&cache, &name_key()).await?.text().ok()?).await.ok()?.as_string()?;
    for key in [KEY, &name_key()] {
        let _ = JsFuture::from(cache.delete_with_str(key)).await;
    }
    File::new_with_blob_sequence_and_options(&js_sys::Array::of1(&blob), &name, &FilePropertyBag::new()).ok()
}

/// Forgets what is kept: whoever shared it has left.
pub(crate) async fn forget() {
    if let Some(caches) = web_sys::window().and_then(|window| window.caches().ok()) {
        let _ = JsFuture::from(caches.delete(CACHE)).await;
    }
}

fn name_key() -> String {
    format!("{KEY}/name")
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

    async fn shared(form: &FormData) -> Option<(String, String)> {
        keep(&web_sys::window().unwrap().caches().unwrap(), form).await.unwrap();
        let file = take().await?;
        let text = JsFuture::from(file.text()).await.unwrap().as_string()?;
        assert!(take().await.is_none(), "it is taken once");
        Some((file.name(), text))
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
}
