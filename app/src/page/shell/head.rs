//! What a document says about itself to browsers, search engines and link previews.

use leptos::prelude::*;

use crate::card;
use crate::components::{Discovery, Picture, Property, Social, oembed};
use crate::markup::address;
use crate::page::assets::{Assets, Boot};
use crate::state::Answer;

/// What is told of a document before it is read.
pub(in crate::page) struct Meta {
    title: String,
    description: String,
    /// The document's own address; empty where it has none that should be kept.
    pub(super) path: &'static str,
    canonical: Option<String>,
    /// Whether search engines may list it.
    listed: bool,
    picture: Picture,
    /// Where other sites ask how to embed it.
    oembed: Option<String>,
    /// Whether the browser's half is loaded.
    interactive: bool,
}

impl Meta {
    /// `path` is the document's own address; empty where it has none that should be kept.
    pub(in crate::page) fn new(title: &str, path: &'static str, origin: &str) -> Self {
        Self {
            title: format!("{title} · Headroom"),
            description: card::about(path)
                .map_or(DESCRIPTION, |(_, _, text)| text)
                .to_owned(),
            path,
            canonical: (!path.is_empty()).then(|| format!("{origin}{path}")),
            listed: !path.is_empty(),
            picture: Picture::of_page(path, origin),
            oembed: None,
            interactive: false,
        }
    }

    /// The document has an address of its own and says something else of itself than its path does.
    pub(in crate::page) fn at(mut self, address: &str, description: &str, origin: &str) -> Self {
        self.canonical = Some(format!("{origin}{address}"));
        description.clone_into(&mut self.description);
        self
    }

    /// Its picture is that of an answer.
    pub(in crate::page) fn pictured(mut self, query: &str, origin: &str) -> Self {
        self.picture = Picture::of_answer(&Answer::to(query), origin);
        self
    }

    /// Its picture is this one.
    pub(in crate::page) fn drawn(mut self, picture: Picture) -> Self {
        self.picture = picture;
        self
    }

    /// Search engines leave it out: anybody can write anything into its address.
    pub(in crate::page) fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    /// Other sites can show the document at `address` in a frame.
    pub(in crate::page) fn framed(mut self, address: &str, origin: &str) -> Self {
        self.oembed = Some(oembed(origin, address));
        self
    }

    /// The document at `address` shows an answer that has a page of its own, which is the one to
    /// be listed.
    pub(in crate::page) fn showing(mut self, answer: &Answer, address: &str, origin: &str) -> Self {
        self.title = format!("{}: {}", answer.question(), self.title);
        self.description = format!("{}. {}", answer.question(), answer.report.finding().1);
        self.picture = Picture::of_answer(answer, origin);
        self.canonical = Some(format!("{origin}{address}"));
        self
    }

    /// The document answers a question: the answer names it, and the browser's half is loaded.
    pub(in crate::page) fn answering(mut self, answer: &Answer, origin: &str) -> Self {
        self.title = answer.title();
        self.description = format!("{}. {}", answer.question(), answer.report.finding().1);
        let address = address(answer.report.query());
        self.picture = Picture::of_answer(answer, origin);
        self.oembed = Some(oembed(origin, &address));
        self.canonical = Some(format!("{origin}{address}"));
        self.interactive = true;
        self
    }
}

const DESCRIPTION: &str = "Which AI models run on which GPUs: memory worked out tensor by tensor, with every formula and every source shown.";

/// The `head` of a document.
#[component]
pub(super) fn Head(
    /// What it says.
    meta: Meta,
    /// The files that it loads.
    assets: &'static Assets,
) -> impl IntoView {
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>{meta.title.clone()}</title>
            <meta name="description" content=meta.description.clone()/>
            <Social title=meta.title.clone() description=meta.description picture=meta.picture/>
            {meta.canonical.map(|address| view! { <Canonical address/> })}
            {(!meta.listed).then(|| view! { <meta name="robots" content="noindex"/> })}
            {meta.oembed.map(|href| view! { <Discovery href title=meta.title/> })}
            <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
            <link rel="stylesheet" href=assets.css.as_str()/>
            {meta.interactive.then(|| view! { <Boot src="/boot.js" assets/> })}
        </head>
    }
}

/// The one address under which the document should be known.
#[component]
fn Canonical(
    /// With scheme and authority.
    address: String,
) -> impl IntoView {
    view! {
        <link rel="canonical" href=address.clone()/>
        <Property name="og:url" content=address/>
    }
}
