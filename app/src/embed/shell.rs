//! The document around whatever stands in somebody else's page.

use leptos::prelude::*;

use super::head::Head;
use super::options::{Named, Options};
use crate::components::{BrandMark, Picture};
use crate::markup::Html;

/// What such a document says about itself.
pub(super) struct About {
    /// What it is called.
    pub(super) title: String,
    /// What it says.
    pub(super) description: String,
    /// Its picture.
    pub(super) picture: Picture,
    /// Path and query of the page that it belongs to.
    pub(super) home: String,
    /// Path and query of the document.
    pub(super) address: String,
    /// What its main part is called. The page around has landmarks of its own, and may have other embeds.
    pub(super) main: String,
    /// What the line below is called.
    pub(super) credit: String,
    /// The day of its figures.
    pub(super) date: &'static str,
    /// Where the line below leads, in words.
    pub(super) open: &'static str,
}

/// The document. What it shows stands within its main part, `after` behind everything.
#[component]
pub(super) fn Shell<'a>(
    /// What it says about itself.
    about: About,
    /// How it is shown.
    options: &'a Options,
    /// Scheme and authority, without a slash at the end.
    origin: &'a str,
    /// Address of the style sheet.
    style: &'a str,
    /// What stands behind everything.
    #[prop(optional)]
    after: Option<Html>,
    /// What it shows.
    children: Children,
) -> impl IntoView + use<> {
    view! {
        <!DOCTYPE html>
        <html
            lang="en"
            class="embedded"
            data-theme=options.theme.id()
            data-accent=options.accent.id()
        >
            <Head
                title=about.title
                description=about.description
                picture=about.picture
                home=about.home.clone()
                address=about.address
                origin
                style
            />
            <body>
                <main aria-label=about.main>{children()}</main>
                <footer class="credit" aria-label=about.credit>
                    <span>"Figures of "<time>{about.date}</time></span>
                    <a class="open" href=about.home><BrandMark size="14"/>" "{about.open}</a>
                </footer>
                {after}
            </body>
        </html>
    }
}
