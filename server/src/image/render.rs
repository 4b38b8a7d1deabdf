//! From a drawing to pixels, with a typeface that the program brings along.

use std::sync::{Arc, LazyLock};

use axum::body::Bytes;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    for face in [
        include_bytes!("../../fonts/headroom-sans-regular.otf").as_slice(),
        include_bytes!("../../fonts/headroom-sans-semibold.otf").as_slice(),
    ] {
        fonts.load_font_data(face.to_vec());
    }
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

const FAMILY: &str = "Headroom Sans";
/// Pixels of the largest picture. The largest that is drawn has half as many.
const MOST_PIXELS: u32 = 1 << 22;

/// The picture of a drawing, so many pixels wide and high.
pub(super) fn png(svg: &str, (width, height): (u32, u32)) -> Option<Bytes> {
    if width.saturating_mul(height) > MOST_PIXELS {
        return None;
    }
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: FONTS.clone(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let mut pixels = Pixmap::new(width, height)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().ok().map(Bytes::from)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
mod tests {
    use headroom_app::card::Card;
    use headroom_app::chart::{self, Size, Theme};
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate;
    use resvg::usvg::{Node, Options, Tree};

    use super::{FAMILY, FONTS, png};

    fn letters(group: &resvg::usvg::Group) -> usize {
        group
            .children()
            .iter()
            .map(|node| match node {
                Node::Text(text) => text
                    .layouted()
                    .iter()
                    .flat_map(|span| &span.positioned_glyphs)
                    .filter(|glyph| glyph.id.0 != 0)
                    .count(),
                Node::Group(group) => letters(group),
                _ => 0,
            })
            .sum()
    }

    #[test]
    fn the_typeface_has_every_letter_that_is_written() {
        for query in [
            "n=4&model=llama-3.1-405b&w=f16",
            "gpu=m3-ultra&model=gpt-oss-120b",
            "about=method",
        ] {
            let svg = Card::new(query).svg();
            let options = Options {
                font_family: FAMILY.to_owned(),
                fontdb: FONTS.clone(),
                ..Options::default()
            };
            let tree = Tree::from_str(&svg, &options).unwrap();
            let written: usize = svg
                .split("<tspan")
                .skip(1)
                .filter_map(|span| span.split_once('>')?.1.split_once('<'))
                .map(|(text, _)| text.chars().count())
                .sum();
            assert!(written > 40);
            assert_eq!(letters(tree.root()), written, "{query}");
        }
    }

    #[test]
    fn the_typeface_has_every_letter_of_the_charts() {
        for query in [
            "n=4&model=llama-3.1-405b&w=q4_k_m&other=200",
            "n=2&model=llama-3.1-8b",
        ] {
            let report = evaluate::report(query, Catalog::builtin());
            for name in chart::DRAWN {
                for size in Size::ALL {
                    let svg = chart::picture(name, &report, size, Theme::Light)
                        .unwrap()
                        .svg;
                    let options = Options {
                        font_family: FAMILY.to_owned(),
                        fontdb: FONTS.clone(),
                        ..Options::default()
                    };
                    let tree = Tree::from_str(&svg, &options).unwrap();
                    let written: String = svg
                        .split("<text")
                        .skip(1)
                        .filter_map(|text| Some(text.split_once('>')?.1.split_once("</text")?.0))
                        .map(|text| text.replace("&amp;", "&").replace("&lt;", "<"))
                        .collect();
                    assert!(written.chars().count() > 20, "{name}");
                    assert_eq!(
                        letters(tree.root()),
                        written.chars().filter(|letter| *letter != '\n').count(),
                        "{name} of {query}: {written}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_drawing_that_is_none_gives_no_picture() {
        assert!(png("<svg", (10, 10)).is_none());
        assert!(
            png(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>",
                (0, 0)
            )
            .is_none()
        );
    }

    #[test]
    fn no_picture_is_larger_than_the_largest() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>";
        assert!(png(svg, (2_048, 2_048)).is_some());
        assert!(png(svg, (2_049, 2_048)).is_none());
        assert!(png(svg, (u32::MAX, u32::MAX)).is_none());
    }
}
