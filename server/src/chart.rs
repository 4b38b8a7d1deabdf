//! `/chart/<name>.svg`: each chart of a build alone, for articles and slides.

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_app::chart::{self, Theme};
use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::evaluate;

use crate::question::Question;

/// A drawing holds its own style and nothing that runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// How a chart is drawn, beside the build that it is about: `theme` and `size` in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    theme: Theme,
    narrow: bool,
}

impl Look {
    /// Takes the look out of a query. What it does not know is as if it were not there.
    fn take(query: &mut Query) -> Self {
        let theme = match query.get("theme") {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::Auto,
        };
        let narrow = query.get("size") == Some("narrow");
        query.remove("theme");
        query.remove("size");
        Self { theme, narrow }
    }
}

/// `GET /chart/{file}?<query>`.
pub async fn chart(Path(file): Path<String>, RawQuery(query): RawQuery) -> Response {
    let question = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => question,
        Err(refusal) => {
            return (StatusCode::URI_TOO_LONG, format!("{refusal}\n")).into_response();
        }
    };
    let mut query = Query::parse(&question.query);
    let look = Look::take(&mut query);
    let report = evaluate::report(&query.to_string(), Catalog::builtin());
    let drawn = file
        .strip_suffix(".svg")
        .and_then(|name| chart::draw(name, &report));
    let Some(drawn) = drawn else {
        let known = chart::DRAWN.map(|name| format!("/chart/{name}.svg"));
        let text = format!("There is {}.\n", known.join(", "));
        return (StatusCode::NOT_FOUND, text).into_response();
    };
    let drawing = if look.narrow {
        &drawn.narrow
    } else {
        &drawn.wide
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
    ];
    (headers, drawing.standalone(look.theme)).into_response()
}

#[cfg(test)]
mod tests {
    use headroom_app::chart::Theme;
    use headroom_core::codec::Query;

    use super::Look;

    #[test]
    fn the_look_is_no_part_of_the_build() {
        let mut query = Query::parse("n=4&theme=dark&size=narrow&w=f16");
        let look = Look::take(&mut query);
        assert_eq!(
            look,
            Look {
                theme: Theme::Dark,
                narrow: true
            }
        );
        assert_eq!(query.to_string(), "n=4&w=f16");
    }
}
