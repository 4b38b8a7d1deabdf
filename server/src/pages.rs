//! The pages: from an address to a document.

use std::sync::Arc;

use axum::Extension;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, RawQuery, State};
use axum::http::{Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use headroom_app::embed::Embed;
use headroom_app::{Page, address_at, document};
use headroom_core::catalog::{Catalog, preset};
use headroom_core::import::{Answer as Imported, File};
use headroom_core::{codec, compare, find, upgrade};
use leptos::nonce::Nonce;
use leptos::prelude::{LeptosOptions, provide_context};

use crate::api::{ALL_BATCHES, ALL_IMPORTS, LARGEST_IMPORT, MOST_BATCHES, MOST_IMPORTS};
use crate::config::{HUB, Limits};
use crate::files::Files;
use crate::found::Swept;
use crate::headers;
use crate::image::Pictures;
use crate::life::Life;
use crate::names::{Asker, Names};
use crate::once::Pages;
use crate::question::Question;
use crate::shares::Shares;
use crate::work::{Refusal, Work};

/// What every answer is made with.
#[derive(Clone, Debug)]
pub struct Site {
    /// Names and places of the browser's files.
    pub options: LeptosOptions,
    /// Under which names the server answers.
    pub names: Arc<Names>,
    /// The public files.
    pub files: Arc<Files>,
    /// Where answers are computed.
    pub work: Work,
    /// How far the server is on its way to its end.
    pub life: Life,
    pub(crate) pages: Arc<Pages>,
    pub(crate) pictures: Arc<Pictures>,
    pub(crate) batches: Arc<Shares>,
    pub(crate) imports: Arc<Shares>,
    /// Where visitors' browsers may ask for configurations; `None` for nowhere.
    pub(crate) hub: Option<Arc<str>>,
}

impl Site {
    /// Reads the public files.
    ///
    /// # Errors
    /// A sentence, where they cannot be read.
    pub fn new(options: LeptosOptions, names: Names) -> Result<Self, String> {
        let root = &*options.site_root;
        let files = Files::read(std::path::Path::new(root));
        let files = files
            .map_err(|error| format!("The public files in {root} cannot be read: {error}."))?;
        Ok(Self {
            options,
            names: Arc::new(names),
            files: Arc::new(files),
            work: Work::new(Limits::default().places),
            life: Life::default(),
            pages: Arc::default(),
            pictures: Arc::default(),
            batches: Shares::new(MOST_BATCHES, ALL_BATCHES),
            imports: Shares::new(MOST_IMPORTS, ALL_IMPORTS),
            hub: Some(Arc::from(HUB)),
        })
    }

    /// The same with another hub that visitors' browsers may ask, or none.
    #[must_use]
    pub fn with_hub(self, hub: Option<&str>) -> Self {
        Self {
            hub: hub.map(Arc::from),
            ..self
        }
    }

    /// The same with so many places to compute.
    #[must_use]
    pub fn with_places(self, places: usize) -> Self {
        Self {
            work: Work::new(places),
            ..self
        }
    }
}

/// `GET /import`.
pub async fn import(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
) -> Response {
    let page = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => Page::Import {
            query: question.query,
            pasted: None,
            hub: site.hub.clone(),
        },
        Err(_) => Page::TooLong,
    };
    render(site, page, request).await
}

/// What the plain form of `/import` sends.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
struct Pasted {
    text: String,
    name: String,
    build: String,
}

/// `POST /import`: a configuration that somebody pasted.
pub async fn import_pasted(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    request: Request<Body>,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, LARGEST_IMPORT).await;
    let Some(share) = site.imports.take(asker.address, 1) else {
        return Refusal::Busy.into_response();
    };
    let read = move || {
        let _share = share;
        let pasted = body.map_err(|_| format!("The text is longer than {LARGEST_IMPORT} bytes."));
        let pasted = pasted.and_then(|body| {
            let form = serde_urlencoded::from_bytes::<Pasted>(&body);
            form.map_err(|_| "What was sent is no form of this page.".to_owned())
        });
        match pasted {
            Err(refused) => (
                Pasted::default(),
                Imported {
                    refused: Some(refused),
                    ..Imported::default()
                },
            ),
            Ok(pasted) => {
                let Ok(build) = Question::new(&pasted.build) else {
                    let refused = Some("The build is longer than any.".to_owned());
                    return (
                        pasted,
                        Imported {
                            refused,
                            ..Imported::default()
                        },
                    );
                };
                let file = File {
                    name: "",
                    bytes: pasted.text.as_bytes(),
                };
                let found = Imported::to(&[file], &pasted.name, &build.query, Catalog::builtin());
                (pasted, found)
            }
        }
    };
    let (pasted, found) = match site.work.run(asker.address, read).await {
        Ok(read) => read,
        Err(refusal) => return refusal.into_response(),
    };
    let page = Page::Import {
        query: pasted.build.clone(),
        pasted: Some(Box::new(headroom_app::Pasted {
            text: pasted.text,
            name: pasted.name,
            found,
        })),
        hub: site.hub.clone(),
    };
    render(site, page, Request::from_parts(parts, Body::empty())).await
}

/// `GET /`.
pub async fn configurator(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return render(site, Page::TooLong, request).await;
    };
    if question.submitted {
        return Redirect::to(&after_form(&question.query)).into_response();
    }
    let query = question.query;
    render(site, Page::Configurator { query }, request).await
}

/// `GET /models`.
pub async fn models(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Models { query }).await
}

/// `GET /models/{id}`.
pub async fn one_model(
    state: State<Site>,
    Path(id): Path<String>,
    query: RawQuery,
    uri: Uri,
    request: Request<Body>,
) -> Response {
    with_row(state, query, uri, request, |query| {
        let model = Catalog::builtin().model(&id)?;
        Some(Page::OneModel { model, query })
    })
    .await
}

/// `GET /gpus`.
pub async fn gpus(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Gpus { query }).await
}

/// `GET /gpus/{id}`.
pub async fn one_gpu(
    state: State<Site>,
    Path(id): Path<String>,
    query: RawQuery,
    uri: Uri,
    request: Request<Body>,
) -> Response {
    with_row(state, query, uri, request, |query| {
        let gpu = Catalog::builtin().gpu(&id)?;
        Some(Page::OneGpu { gpu, query })
    })
    .await
}

/// `GET /clouds`.
pub async fn clouds(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Clouds { query }).await
}

/// `GET /apis`.
pub async fn apis(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Apis { query }).await
}

/// `GET /share`.
pub async fn share(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
) -> Response {
    let Ok(question) = Question::new(query.as_deref().unwrap_or_default()) else {
        return render(site, Page::TooLong, request).await;
    };
    let query = question.query;
    if question.submitted {
        return Redirect::to(&Embed::new(&query).share_address()).into_response();
    }
    render(site, Page::Share { query }, request).await
}

/// `GET /sheet`.
pub async fn sheet(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Sheet { query }).await
}

/// `GET /saved`.
pub async fn saved(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Saved { query }).await
}

/// `GET /builds`.
pub async fn builds(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Builds { query }).await
}

/// `GET /builds/{id}`.
pub async fn one_build(
    State(site): State<Site>,
    Path(id): Path<String>,
    uri: Uri,
    request: Request<Body>,
) -> Response {
    let page = match preset(&id) {
        Some(preset) => Page::OneBuild { preset },
        None => Page::NotFound {
            path: uri.path().to_owned(),
        },
    };
    render(site, page, request).await
}

/// `GET /claims`.
pub async fn claims(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Claims { query }).await
}

/// `GET /compare`.
pub async fn compared(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    in_short(state, query, request, "/compare", |query| {
        let asked = compare::Asked::read(query, Catalog::builtin());
        match asked.edits && asked.notes.is_empty() {
            true => Err(asked.query()),
            false => Ok(Page::Compare { asked }),
        }
    })
    .await
}

/// `GET /upgrade`.
pub async fn upgraded(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    in_short(state, query, request, "/upgrade", |query| {
        let asked = upgrade::Asked::read(query, Catalog::builtin());
        let whole = asked.notes.is_empty() && asked.form.is_none();
        match asked.edits && whole {
            true => Err(asked.query()),
            false => Ok(Page::Upgrade { asked }),
        }
    })
    .await
}

/// `GET /find`.
pub async fn found(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    let swept = request.extensions().get::<Swept>().cloned();
    in_short(state, query, request, "/find", |query| {
        let catalog = Catalog::builtin();
        if !find::asks_for_machines(query) {
            let asked = Box::new(find::Asked::read(query, catalog));
            return match asked.edits && asked.told.is_empty() {
                true => Err(asked.query()),
                false => Ok(Page::FindModels { asked }),
            };
        }
        let job = Box::new(find::Job::read(query, catalog));
        match job.is_sent_on() {
            true => Err(job.query()),
            false => {
                let found = Swept::or_sweep(swept.as_ref(), &job);
                Ok(Page::FindMachines { job, found })
            }
        }
    })
    .await
}

/// A page, or the way to the same page under the shorter query that `read` gives instead.
async fn in_short(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
    path: &str,
    read: impl FnOnce(&str) -> Result<Page, String>,
) -> Response {
    let page = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => match read(&question.query) {
            Err(shortest) => {
                return Redirect::to(&address_at(path, &shortest)).into_response();
            }
            Ok(page) => page,
        },
        Err(_) => Page::TooLong,
    };
    render(site, page, request).await
}

/// `GET /method`.
pub async fn method(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Method { query }).await
}

/// `GET /api`.
pub async fn api(state: State<Site>, query: RawQuery, request: Request<Body>) -> Response {
    with_query(state, query, request, |query| Page::Api { query }).await
}

/// Any other address.
pub async fn not_found(State(site): State<Site>, uri: Uri, request: Request<Body>) -> Response {
    let path = uri.path().to_owned();
    render(site, Page::NotFound { path }, request).await
}

/// The page of a row, where there is one of the name in the address.
async fn with_row(
    state: State<Site>,
    query: RawQuery,
    uri: Uri,
    request: Request<Body>,
    page: impl FnOnce(String) -> Option<Page>,
) -> Response {
    let path = uri.path().to_owned();
    let page = |query| page(query).unwrap_or(Page::NotFound { path });
    with_query(state, query, request, page).await
}

async fn with_query(
    State(site): State<Site>,
    RawQuery(query): RawQuery,
    request: Request<Body>,
    page: impl FnOnce(String) -> Page,
) -> Response {
    match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => render(site, page(question.query), request).await,
        Err(_) => render(site, Page::TooLong, request).await,
    }
}

/// Where a submitted form leads: to the shortest address of the same build. What could not be
/// understood stays in the address, so that the page can say so.
fn after_form(query: &str) -> String {
    let decoded = codec::decode(query, Catalog::builtin());
    // A form that trained is sent whole when somebody turns back to running.
    let turned_back =
        decoded.scenario.training.is_none() && codec::Query::parse(query).get("mode") == Some("");
    if turned_back && !decoded.notices.is_empty() {
        let mut without = codec::Query::parse(query);
        codec::without_training(&mut without);
        return after_form(&without.to_string());
    }
    let query = if decoded.notices.is_empty() {
        codec::encode(&decoded.scenario)
    } else {
        query.to_owned()
    };
    address_at("/", &query)
}

async fn render(site: Site, page: Page, request: Request<Body>) -> Response {
    let status = match page {
        Page::NotFound { .. } => StatusCode::NOT_FOUND,
        Page::TooLong => StatusCode::URI_TOO_LONG,
        _ => StatusCode::OK,
    };
    let policy = match &page {
        Page::Import { hub, .. } => headers::import_policy(hub.as_deref()),
        _ => headers::PAGE_POLICY,
    };
    let asker = request.extensions().get::<Asker>();
    let origin = asker.map_or_else(String::new, |asker| asker.origin.clone());
    // Rendered whole before anything is sent: nothing on these pages is awaited, and a page that
    // is sent in parts cannot be told to search engines and old browsers.
    let render = leptos_axum::render_app_async_with_context(
        // In place of a random one, so that the same page has the same bytes.
        || provide_context(Nonce::from_value("")),
        move || document(page.clone(), site.options.clone(), origin.clone()),
    );
    let mut response = render(request).await;
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
