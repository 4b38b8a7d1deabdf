//! What a document inside somebody else's page says about itself.

use leptos::prelude::*;

use crate::components::{Discovery, Picture, Social, oembed};

/// The `head` of such a document.
#[component]
pub(super) fn Head<'a>(
    /// What it is called.
    title: String,
    /// What it says.
    description: String,
    /// Its picture.
    picture: Picture,
    /// Address of the page that it belongs to.
    home: String,
    /// Address of the document itself.
    address: String,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
    /// Address of the style sheet.
    style: &'a str,
) -> impl IntoView + use<> {
    view! {
        <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>{title.clone()}</title>
            <meta name="robots" content="noindex"/>
            <base target="_top"/>
            <link rel="canonical" href=format!("{origin}{home}")/>
            <Discovery href=oembed(origin, &address) title=title.clone()/>
            <link rel="stylesheet" href=style.to_owned()/>
            // It tells the page around how high it is.
            <script src="/embed-frame.js" defer></script>
            <Social title description picture/>
        </head>
    }
}
