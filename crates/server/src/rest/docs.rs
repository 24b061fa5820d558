//! A page to read the description in, and to try it: one file each of HTML, script and style, from this server alone.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};

use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::default().get("/docs", page).get("/docs/page.js", script).get("/docs/page.css", style)
}

/// `GET /api/docs` → the page, to anyone; what it sends, it sends as whoever is signed in.
async fn page() -> Response {
    file("text/html; charset=utf-8", include_str!("../../assets/docs/page.html"))
}

/// `GET /api/docs/page.js`.
async fn script() -> Response {
    file("text/javascript; charset=utf-8", include_str!("../../assets/docs/page.js"))
}

/// `GET /api/docs/page.css`.
async fn style() -> Response {
    file("text/css; charset=utf-8", include_str!("../../assets/docs/page.css"))
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}
