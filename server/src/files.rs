//! The public files: read once at the start for what they are called and what they hold.
//!
//! What was not there then is not looked for, so no name that a stranger makes up reaches the file system.
//! Tags follow from the content, because files of different builds may bear the same time.

use std::collections::HashMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use headers::ETag;
use tower_http::services::ServeDir;

use crate::fresh;
use crate::pages::Site;

/// Files that are read; a folder with more is no site.
const MOST: usize = 10_000;
/// Conditions by time, which say less than tags.
const BY_TIME: [header::HeaderName; 3] = [
    header::IF_MODIFIED_SINCE,
    header::IF_UNMODIFIED_SINCE,
    header::IF_RANGE,
];

/// Names and tags of the public files.
#[derive(Clone, Debug)]
pub struct Files {
    folder: ServeDir,
    tags: HashMap<String, ETag>,
}

impl Files {
    /// Reads a folder.
    ///
    /// # Errors
    /// If a file of it cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut tags = HashMap::new();
        let mut folders = vec![(root.to_path_buf(), String::new())];
        while let Some((folder, address)) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let Some(name) = name.to_str() else { continue };
                let address = format!("{address}/{name}");
                // A link may lead to a file, as mounted volumes do.
                let kind = fs::metadata(entry.path())?;
                if kind.is_dir() && !entry.file_type()?.is_symlink() {
                    folders.push((entry.path(), address));
                } else if kind.is_file() {
                    let mut hasher = DefaultHasher::new();
                    fs::read(entry.path())?.hash(&mut hasher);
                    tags.insert(address, fresh::weak(hasher.finish()));
                }
                if tags.len() > MOST {
                    return Err(io::Error::other("it holds too many files"));
                }
            }
        }
        // Compressed siblings were made when the site was built.
        let folder = ServeDir::new(root)
            .append_index_html_on_directories(false)
            .precompressed_br()
            .precompressed_gzip();
        Ok(Self { folder, tags })
    }

    /// Whether there is a file at this address.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.tags.contains_key(path)
    }

    async fn send(&self, tag: &ETag, mut request: Request) -> Response {
        if let Some(unchanged) = fresh::if_known(tag, request.headers()) {
            return unchanged;
        }
        // A part of a file is asked for under a condition that is not kept: the whole file is sent.
        if request.headers().contains_key(header::IF_RANGE) {
            request.headers_mut().remove(header::RANGE);
        }
        for name in BY_TIME {
            request.headers_mut().remove(name);
        }
        let any = fresh::asks_for_any(request.headers());
        let path = request.uri().path().to_owned();
        match self.folder.clone().try_call(request).await {
            Ok(response) => {
                let mut response = response.map(axum::body::Body::new);
                response.headers_mut().remove(header::LAST_MODIFIED);
                fresh::with_tag(response, tag, any)
            }
            Err(error) => {
                tracing::error!(path, %error, "a public file cannot be read");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Sends the file of this address; without one, goes on to the page that says so.
pub async fn or(State(site): State<Site>, request: Request, next: Next) -> Response {
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    match site.files.tags.get(request.uri().path()).filter(|_| read) {
        Some(tag) => site.files.send(tag, request).await,
        None => next.run(request).await,
    }
}
