//! What chats and networks show of a document.

use headroom_core::claims::Checked;
use leptos::html::meta;
use leptos::prelude::*;

use crate::card;
use crate::page::claims;
use crate::state::Answer;

/// A picture that stands for a document elsewhere.
pub(crate) struct Picture {
    address: String,
    alt: String,
}

impl Picture {
    /// The picture of an answer.
    pub(crate) fn of_answer(answer: &Answer, origin: &str) -> Self {
        let query = answer.report.query();
        let behind = if query.is_empty() { "" } else { "?" };
        Self {
            address: format!("{origin}/og.png{behind}{query}"),
            alt: format!("{}. {}", answer.question(), answer.report.finding().1),
        }
    }

    /// The picture of a claim with what comes of it.
    pub(crate) fn of_claim(checked: &Checked, origin: &str) -> Self {
        Self {
            address: format!("{origin}{}", card::address_of_claim(&checked.text)),
            alt: claims::described(checked),
        }
    }

    /// The picture of the page at a path; that of the configurator for pages without one.
    pub(crate) fn of_page(path: &str, origin: &str) -> Self {
        let (id, heading, text) = card::about(path).unwrap_or(card::PAGES[0]);
        Self {
            address: format!("{origin}/og.png?about={id}"),
            alt: format!("{heading}. {text}"),
        }
    }
}

/// Title, sentence and picture of a document, for Open Graph and for those who call it a card.
#[component]
pub(crate) fn Social(
    /// Title of the document.
    title: String,
    /// What it says, in a sentence or two.
    description: String,
    /// What is shown beside them.
    picture: Picture,
) -> impl IntoView {
    let (width, height) = card::Shape::OpenGraph.pixels();
    let Picture { address, alt } = picture;
    view! {
        <Property name="og:site_name" content="Headroom"/>
        <Property name="og:type" content="website"/>
        <Property name="og:title" content=title.clone()/>
        <Property name="og:description" content=description.clone()/>
        <Property name="og:image" content=address.clone()/>
        <Property name="og:image:type" content="image/png"/>
        <Property name="og:image:width" content=width.to_string()/>
        <Property name="og:image:height" content=height.to_string()/>
        <Property name="og:image:alt" content=alt.clone()/>
        <meta name="twitter:card" content="summary_large_image"/>
        <meta name="twitter:title" content=title/>
        <meta name="twitter:description" content=description/>
        <meta name="twitter:image" content=address/>
        <meta name="twitter:image:alt" content=alt/>
    }
}

/// One property of Open Graph.
#[component]
pub(crate) fn Property(
    /// Its name.
    name: &'static str,
    /// What it is.
    #[prop(into)]
    content: String,
) -> impl IntoView {
    // `property` is RDFa's, so that `view!` does not know it.
    meta().attr("property", name).content(content)
}
