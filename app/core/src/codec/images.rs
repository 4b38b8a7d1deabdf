//! `images=4~1024x768`: how many images a prompt has, and how large they are.

use super::reader::Reader;
use crate::engine::Engine;
use crate::model::quant::Quant;
use crate::scenario::ModelChoice;
use crate::scenario::images::{ImageSize, Images, LONGEST_SIDE, MOST_IMAGES, MOST_TOKENS};
use crate::scenario::keys::IMAGES;
use crate::units::grouped;

impl Reader<'_> {
    /// The images, as many as go beside the words of a prompt into the context.
    pub(super) fn images(
        &mut self,
        model: &ModelChoice,
        context: u32,
        words: u32,
    ) -> Option<Images> {
        let given = self.present(IMAGES.key).filter(|given| *given != "0")?;
        let Some((count, size)) = read(given) else {
            let message = format!(
                "Images are given as a number up to {MOST_IMAGES}, and a size in pixels or in tokens: 4, 4~1024x768 or \
                 4~1500."
            );
            self.notice(IMAGES.key, given, message, None);
            return None;
        };
        let name = || {
            model.name(
                model
                    .weights(Quant::F16, Engine::natural_for(Quant::F16))
                    .params,
            )
        };
        if model.vision_params() == 0 {
            let message = format!("{} sees no images; they were left out.", name());
            self.notice(IMAGES.key, given, message, None);
            return None;
        }
        let Some(each) = size.seen_by(model) else {
            let why = format!(
                "How {} divides images is not known here: give the tokens of one, as in {count}~1500.",
                name()
            );
            self.wrong(IMAGES.key, "images", given, why);
            return None;
        };
        let room = context.saturating_sub(words) / each.tokens.max(1);
        if count > room {
            let images = match room {
                0 => "no image".to_owned(),
                1 => "one image".to_owned(),
                many => format!("{many} images"),
            };
            let message = format!(
                "Beside a prompt of {} tokens there is room for {images} of {} tokens in the context of {}.",
                grouped(words.into()),
                grouped(each.tokens.into()),
                grouped(context.into())
            );
            let used = Images {
                count: room,
                size,
                each,
            };
            self.notice(
                IMAGES.key,
                given,
                message,
                (room > 0).then(|| used.to_string()),
            );
            return (room > 0).then_some(used);
        }
        Some(Images { count, size, each })
    }
}

/// A number of images and how large they are.
fn read(given: &str) -> Option<(u32, ImageSize)> {
    let (count, size) = match given.split_once('~') {
        Some((count, size)) => (count, Some(size.trim())),
        None => (given, None),
    };
    let count = number(count.trim(), MOST_IMAGES)?;
    let Some(size) = size else {
        return Some((count, ImageSize::default()));
    };
    let size = match size.split_once(['x', 'X', '\u{d7}']) {
        Some((width, height)) => ImageSize::Pixels(
            number(width.trim(), LONGEST_SIDE)?,
            number(height.trim(), LONGEST_SIDE)?,
        ),
        None => ImageSize::Tokens(number(size, MOST_TOKENS)?),
    };
    Some((count, size))
}

/// A number from 1.
fn number(text: &str, most: u32) -> Option<u32> {
    let number = text.parse().ok()?;
    (1..=most).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::scenario::images::ImageSize;

    #[test]
    fn a_number_alone_or_with_a_size() {
        assert_eq!(read("4"), Some((4, ImageSize::Pixels(1_024, 1_024))));
        assert_eq!(read("4~640x480"), Some((4, ImageSize::Pixels(640, 480))));
        assert_eq!(
            read("1 ~ 640 \u{d7} 480"),
            Some((1, ImageSize::Pixels(640, 480)))
        );
        assert_eq!(read("2~1500"), Some((2, ImageSize::Tokens(1_500))));
        for flawed in [
            "",
            "many",
            "0",
            "-1",
            "257",
            "4~",
            "4~x",
            "4~0x4",
            "4~99999x1",
            "4~1x2x3",
            "1~0",
        ] {
            assert_eq!(read(flawed), None, "{flawed}");
        }
    }
}
