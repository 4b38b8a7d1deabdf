//! What a person chose about speed.

use super::images::Images;
use crate::scenario::keys::{FLOOR, OUTPUT, PREFIX};

/// Lengths of prompt and answer, and the rate that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeedPlan {
    /// Tokens of the words of a prompt; `None` for a quarter of the context.
    pub prompt: Option<u32>,
    /// Images of a prompt, which come to its words.
    pub images: Option<Images>,
    /// Share of a prompt that is cached already, percent.
    pub cached: u32,
    /// Tokens of an answer.
    pub output: u32,
    /// Tokens a second that every stream shall have.
    pub floor: u32,
}

impl Default for SpeedPlan {
    fn default() -> Self {
        Self {
            prompt: None,
            images: None,
            cached: PREFIX.default,
            output: OUTPUT.default,
            floor: FLOOR.default,
        }
    }
}

impl SpeedPlan {
    /// Tokens of a prompt within a context of so many tokens. Whoever asks for a longer context
    /// means to use it, so the usual prompt grows with it.
    ///
    /// ```
    /// use headroom_core::scenario::SpeedPlan;
    /// let plan = SpeedPlan::default();
    /// assert_eq!((plan.prompt(8_192), plan.prompt(131_072)), (2_048, 32_768));
    /// ```
    #[must_use]
    pub fn prompt(&self, context: u32) -> u32 {
        let images = self.images.map_or(0, |images| images.tokens());
        (self.words(context).saturating_add(images)).min(context.max(1))
    }

    /// Tokens of its words.
    #[must_use]
    pub fn words(&self, context: u32) -> u32 {
        self.prompt.unwrap_or(context / 4).clamp(1, context.max(1))
    }

    /// Tokens of the prompt that are cached already, at least one being left to read.
    ///
    /// ```
    /// use headroom_core::scenario::SpeedPlan;
    /// let plan = SpeedPlan { cached: 75, ..SpeedPlan::default() };
    /// assert_eq!(plan.cached(8_192), 1_536);
    /// ```
    #[must_use]
    pub fn cached(&self, context: u32) -> u32 {
        let prompt = self.prompt(context);
        let cached = u64::from(prompt) * u64::from(self.cached) / 100;
        u32::try_from(cached).unwrap_or(prompt).min(prompt - 1)
    }

    /// Tokens that a sequence holds on average while its answer grows: the prompt and half of the
    /// answer.
    #[must_use]
    pub fn context(&self, context: u32) -> u32 {
        let middle = self.prompt(context).saturating_add(self.output / 2);
        middle.min(context.max(1))
    }
}
