//! What every document shares: the head, the header, the glossary and the footer.

mod colophon;
mod glossary;
mod head;
mod masthead;

use leptos::prelude::*;

use super::assets::Assets;
use crate::components::Textures;
use colophon::Colophon;
use glossary::Glossary;
use head::Head;
pub(super) use head::Meta;
use masthead::Masthead;

/// The document around one page.
#[component]
pub(super) fn Shell<C: IntoView + 'static>(
    /// What the document says about itself.
    meta: Meta,
    /// The files that it loads.
    assets: &'static Assets,
    /// The page: a `main` element with the id `content`.
    children: TypedChildren<C>,
) -> impl IntoView {
    let path = meta.path;
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <Head meta assets/>
            <body>
                <a class="skip" href="#content">"Skip to content"</a>
                <Masthead path/>
                {children.into_inner()()}
                <Glossary/>
                <Textures/>
                <Colophon/>
            </body>
        </html>
    }
}
