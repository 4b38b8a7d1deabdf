//! What every document shares: the head, the header, the glossary and the footer.

use headroom_core::catalog::Catalog;

use super::assets::Assets;
use crate::card;
use crate::embed::discovery;
use crate::glossary::TERMS;
use crate::markup::{Text, address, put};
use crate::state::Answer;

/// What a document says about itself to browsers, search engines and link previews.
pub(super) struct Head {
    title: String,
    description: String,
    path: &'static str,
    canonical: Option<String>,
    /// Whether search engines may list it.
    listed: bool,
    picture: Picture,
    /// Further elements.
    more: String,
    interactive: bool,
}

impl Head {
    /// `path` is the document's own address; empty where it has none that should be kept.
    pub(super) fn new(title: &str, path: &'static str, origin: &str) -> Self {
        Self {
            title: format!("{title} · Headroom"),
            description: card::about(path)
                .map_or(DESCRIPTION, |(_, _, text)| text)
                .to_owned(),
            path,
            canonical: (!path.is_empty()).then(|| format!("{origin}{path}")),
            listed: !path.is_empty(),
            picture: Picture::of_page(path, origin),
            more: String::new(),
            interactive: false,
        }
    }

    /// The document at `address` shows an answer that has a page of its own, which is the one to
    /// be listed.
    pub(super) fn showing(mut self, answer: &Answer, address: &str, origin: &str) -> Self {
        self.title = format!("{}: {}", answer.question(), self.title);
        self.description = format!("{}. {}", answer.question(), answer.report.finding().1);
        self.picture = Picture::of_answer(answer, origin);
        self.canonical = Some(format!("{origin}{address}"));
        self
    }

    /// The document answers a question: the answer names it, and the browser's half is loaded.
    pub(super) fn answering(mut self, answer: &Answer, origin: &str) -> Self {
        self.title = answer.title();
        self.description = format!("{}. {}", answer.question(), answer.report.finding().1);
        let address = address(&answer.report.query);
        self.picture = Picture::of_answer(answer, origin);
        self.more = discovery(origin, &address, &self.title);
        self.canonical = Some(format!("{origin}{address}"));
        self.interactive = true;
        self
    }
}

const DESCRIPTION: &str = "Which AI models run on which GPUs: memory worked out tensor by tensor, with every formula and every source shown.";

const PAGES: [(&str, &str); 5] = [
    ("/", "Configurator"),
    ("/models", "Models"),
    ("/gpus", "GPUs"),
    ("/clouds", "Clouds"),
    ("/method", "Method"),
];

/// The document around `content`, which is a `main` element.
pub(super) fn frame(head: &Head, assets: &Assets, content: &str) -> String {
    let mut out = String::with_capacity(content.len() + 16 * 1_024);
    out.push_str("<!DOCTYPE html><html lang=\"en\"><head>");
    write_head(&mut out, head, assets);
    out.push_str("</head><body><a class=\"skip\" href=\"#content\">Skip to content</a>");
    masthead(&mut out, head.path);
    out.push_str(content);
    glossary(&mut out);
    out.push_str(TEXTURES);
    colophon(&mut out);
    out.push_str("</body></html>");
    out
}

fn write_head(out: &mut String, head: &Head, assets: &Assets) {
    let (title, description) = (Text(&head.title), Text(&head.description));
    put!(
        out,
        "<meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title>\
         <meta name=\"description\" content=\"{description}\">"
    );
    social(out, &head.title, &head.description, &head.picture);
    if let Some(address) = &head.canonical {
        put!(
            out,
            "<link rel=\"canonical\" href=\"{0}\"><meta property=\"og:url\" content=\"{0}\">",
            Text(address)
        );
    }
    if !head.listed {
        out.push_str("<meta name=\"robots\" content=\"noindex\">");
    }
    put!(
        out,
        "{}<link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{}\">",
        head.more,
        assets.css
    );
    if head.interactive {
        put!(
            out,
            "<script type=\"module\" id=\"boot\" src=\"/boot.js\" data-js=\"{js}\" data-wasm=\"{wasm}\"></script>",
            js = assets.js,
            wasm = assets.wasm
        );
    }
}

/// A picture that stands for a document elsewhere.
pub(crate) struct Picture {
    address: String,
    alt: String,
}

impl Picture {
    /// The picture of an answer.
    pub(crate) fn of_answer(answer: &Answer, origin: &str) -> Self {
        let query = &answer.report.query;
        let behind = if query.is_empty() { "" } else { "?" };
        Self {
            address: format!("{origin}/og.png{behind}{query}"),
            alt: format!("{}. {}", answer.question(), answer.report.finding().1),
        }
    }

    fn of_page(path: &str, origin: &str) -> Self {
        let (id, heading, text) = card::about(path).unwrap_or(card::PAGES[0]);
        Self {
            address: format!("{origin}/og.png?about={id}"),
            alt: format!("{heading}. {text}"),
        }
    }
}

/// What chats and networks show of a document.
pub(crate) fn social(out: &mut String, title: &str, description: &str, picture: &Picture) {
    let (width, height) = card::Shape::OpenGraph.pixels();
    put!(
        out,
        "<meta property=\"og:site_name\" content=\"Headroom\">\
         <meta property=\"og:type\" content=\"website\">\
         <meta property=\"og:title\" content=\"{0}\">\
         <meta property=\"og:description\" content=\"{1}\">\
         <meta property=\"og:image\" content=\"{2}\">\
         <meta property=\"og:image:type\" content=\"image/png\">\
         <meta property=\"og:image:width\" content=\"{width}\">\
         <meta property=\"og:image:height\" content=\"{height}\">\
         <meta property=\"og:image:alt\" content=\"{3}\">\
         <meta name=\"twitter:card\" content=\"summary_large_image\">\
         <meta name=\"twitter:title\" content=\"{0}\">\
         <meta name=\"twitter:description\" content=\"{1}\">\
         <meta name=\"twitter:image\" content=\"{2}\">\
         <meta name=\"twitter:image:alt\" content=\"{3}\">",
        Text(title),
        Text(description),
        Text(&picture.address),
        Text(&picture.alt)
    );
}

fn masthead(out: &mut String, path: &str) {
    out.push_str(
        "<header class=\"masthead\"><a class=\"brand\" href=\"/\">\
         <svg class=\"brand-mark\" viewBox=\"0 0 16 16\" width=\"18\" height=\"18\" aria-hidden=\"true\">\
         <path class=\"post\" d=\"M2 1v14M14 1v14\"/><path class=\"fill\" d=\"M4.5 15V6h7v9z\"/></svg>\
         Headroom</a><nav aria-label=\"Pages\"><ul>",
    );
    for (address, name) in PAGES {
        let current = if address == path {
            " aria-current=\"page\""
        } else {
            ""
        };
        put!(out, "<li><a href=\"{address}\"{current}>{name}</a></li>");
    }
    out.push_str("</ul></nav></header>");
}

/// The entries of the glossary. Any button with the id of one as target opens it, without script.
fn glossary(out: &mut String) {
    out.push_str("<aside aria-label=\"Glossary\">");
    for (key, title, text) in TERMS {
        put!(
            out,
            "<div class=\"popover\" id=\"term-{key}\" popover><p><b>{title}</b></p><p>{text}</p></div>"
        );
    }
    out.push_str("</aside>");
}

fn colophon(out: &mut String) {
    let date = Catalog::builtin().date;
    put!(
        out,
        "<footer class=\"colophon\">\
         <p>Catalogue of <time datetime=\"{date}\">{date}</time>. Estimates are labelled as estimates, \
         and every figure opens its working.</p>\
         <p><a href=\"/api\">API and files</a> for programs, spreadsheets and forums. \
         <a href=\"/saved\">Saved builds</a> of this browser.</p>\
         <p>Open source, MIT or Apache-2.0. No cookies and no tracking: what you choose is kept in the address of the page, and what you save, in your browser.</p>\
         </footer>"
    );
}

/// Textures that tell the parts of a bar apart without colour. They take the page's own ink.
pub(crate) const TEXTURES: &str = concat!(
    "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\"><defs>",
    "<pattern id=\"texture-weights\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\"/>",
    "<pattern id=\"texture-kv\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0v6\"/></pattern>",
    "<pattern id=\"texture-activations\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><circle cx=\"3\" cy=\"3\" r=\"1\"/></pattern>",
    "<pattern id=\"texture-optimizer\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"><path d=\"M3 0v6\"/></pattern>",
    "<pattern id=\"texture-gradients\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><path d=\"M0 0v7\"/></pattern>",
    "<pattern id=\"texture-runtime\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><path d=\"M0 2.5h5\"/></pattern>",
    "<pattern id=\"texture-reserve\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\"><path d=\"M0 0v7\"/></pattern>",
    "<pattern id=\"texture-over\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path d=\"M0 0v7\"/></pattern>",
    "</defs></svg>",
);
