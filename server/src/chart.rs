//! `/chart/<name>.svg` and `.png`: each chart of a build alone, for articles and slides.

use std::net::IpAddr;

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use headroom_app::chart::{self, Size, Theme};
use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::evaluate;
use headroom_core::evaluate::Report;

use crate::export::not_understood;
use crate::image::{self, Drawn};
use crate::names::Asker;
use crate::pages::Site;
use crate::question::Question;

/// A drawing holds its own style and nothing that runs.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// How a chart is drawn, beside the build that it is about: `theme` and `size` in the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Look {
    theme: Theme,
    size: Size,
}

/// What charts may look like, by name.
const THEMES: [(&str, Theme); 3] = [
    ("auto", Theme::Auto),
    ("light", Theme::Light),
    ("dark", Theme::Dark),
];

impl Look {
    /// Takes the look out of a query, and says what of it is not known: that is drawn as if it were
    /// not there.
    fn take(query: &mut Query) -> (Self, Option<String>) {
        let mut flaw = None;
        let sizes = Size::ALL.map(|size| (size.id(), size));
        let look = Self {
            theme: one_of(query, "theme", &THEMES, &mut flaw),
            size: one_of(query, "size", &sizes, &mut flaw),
        };
        (look, flaw)
    }
}

/// Takes the value of a key that has names; the first where it is absent or not known.
fn one_of<T: Copy>(
    query: &mut Query,
    key: &str,
    all: &[(&str, T)],
    flaw: &mut Option<String>,
) -> T {
    let given = query.get(key).unwrap_or_default();
    let known = all.iter().find(|(name, _)| *name == given);
    if known.is_none() && !given.is_empty() {
        let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
        *flaw = Some(format!("{key} is one of {}.\n", names.join(", ")));
    }
    let value = known.unwrap_or(&all[0]).1;
    query.remove(key);
    value
}

/// What comes of a question.
enum Answer {
    /// All of it.
    Whole(Response),
    /// Pixels that are to be drawn.
    Pixels(&'static str, Look, Box<Report>),
}

/// `GET /chart/{file}?<query>`.
pub async fn chart(
    State(site): State<Site>,
    Extension(asker): Extension<Asker>,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let question = match Question::new(query.as_deref().unwrap_or_default()) {
        Ok(question) => question,
        Err(refusal) => {
            return (StatusCode::URI_TOO_LONG, format!("{refusal}\n")).into_response();
        }
    };
    let answer = site
        .work
        .run(asker.address, move || answer(&file, &question));
    match answer.await {
        Ok(Answer::Whole(response)) => response,
        Ok(Answer::Pixels(name, look, report)) => {
            png(&site, asker.address, name, look, report).await
        }
        Err(refusal) => refusal.into_response(),
    }
}

fn answer(file: &str, question: &Question) -> Answer {
    let mut query = Query::parse(&question.query);
    let (look, flaw) = Look::take(&mut query);
    let (name, kind) = file.rsplit_once('.').unwrap_or_default();
    let Some(name) = chart::DRAWN.into_iter().find(|known| *known == name) else {
        return Answer::Whole(unknown());
    };
    let report = evaluate::report(&query.to_string(), Catalog::builtin());
    Answer::Whole(match (kind, flaw) {
        ("svg" | "png", _) if !report.is_understood() => not_understood(&report),
        ("svg", _) => svg(name, look, &report),
        // Pixels cost more than a drawing: nothing is drawn that was not asked for.
        ("png", Some(flaw)) => (StatusCode::BAD_REQUEST, flaw).into_response(),
        ("png", None) => return Answer::Pixels(name, look, Box::new(report)),
        _ => unknown(),
    })
}

fn svg(name: &str, look: Look, report: &Report) -> Response {
    let Some(picture) = chart::picture(name, report, look.size, look.theme) else {
        return unknown();
    };
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, picture.svg).into_response()
}

/// Pixels cannot follow the reader's system: where no theme is named, they are light.
async fn png(
    site: &Site,
    address: IpAddr,
    name: &'static str,
    look: Look,
    report: Box<Report>,
) -> Response {
    let theme = match look.theme {
        Theme::Auto => Theme::Light,
        chosen => chosen,
    };
    let key = format!("chart {name} {theme:?} {:?} {}", look.size, report.query());
    let draw = move || {
        let picture = chart::picture(name, &report, look.size, theme).unwrap_or_default();
        Drawn {
            svg: picture.svg,
            pixels: (picture.width, picture.height),
        }
    };
    image::picture(site, address, key, draw).await
}

fn unknown() -> Response {
    let known = chart::DRAWN.map(|name| format!("/chart/{name}.svg"));
    let text = format!("There is {}; each as .png too.\n", known.join(", "));
    (StatusCode::NOT_FOUND, text).into_response()
}

#[cfg(test)]
mod tests {
    use headroom_app::chart::{Size, Theme};
    use headroom_core::codec::Query;

    use super::Look;

    #[test]
    fn the_look_is_no_part_of_the_build() {
        let mut query = Query::parse("n=4&theme=dark&size=narrow&w=f16");
        let (look, flaw) = Look::take(&mut query);
        assert_eq!(
            look,
            Look {
                theme: Theme::Dark,
                size: Size::Narrow
            }
        );
        assert_eq!(flaw, None);
        assert_eq!(query.to_string(), "n=4&w=f16");
    }
}
