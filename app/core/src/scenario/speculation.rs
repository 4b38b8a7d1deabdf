//! Tokens that are guessed ahead and checked together: speculative decoding (arXiv:2211.17192).

use crate::catalog::Model;
use crate::engine::DraftKind;
use crate::scenario::keys::DRAFTED;

/// How tokens are guessed, and how many at a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speculation {
    /// Who guesses.
    pub drafter: Drafter,
    /// Tokens guessed before each check.
    pub tokens: u32,
    /// Guesses that a check keeps on average, in hundredths; `None` for what was seen of such drafters.
    pub accepted: Option<u32>,
}

/// Who guesses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Drafter {
    /// The model's own block that predicts further tokens.
    Mtp,
    /// A head that was trained for it (EAGLE-3, arXiv:2503.01840).
    Eagle3,
    /// A few layers that guess a block of tokens at once (`DFlash`, arXiv:2602.06036).
    Dflash,
    /// A smaller model.
    Model(&'static Model),
}

/// A figure with what lies around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kept {
    /// Low end.
    pub low: f64,
    /// Typical.
    pub typical: f64,
    /// High end.
    pub high: f64,
}

impl Drafter {
    /// What kind it is.
    #[must_use]
    pub fn kind(self) -> DraftKind {
        match self {
            Self::Mtp => DraftKind::Mtp,
            Self::Eagle3 => DraftKind::Eagle3,
            Self::Dflash => DraftKind::Dflash,
            Self::Model(_) => DraftKind::Model,
        }
    }

    /// Chance that a guess is kept where all before it were. From published lengths and rates of acceptance of 2026: MTP
    /// blocks 0.54 of three guesses (GLM-5 on vLLM), 0.63 in stories, 0.73 over all and 0.83 in code (Qwen3.6 27B, llama.cpp pull
    /// request 24340), 0.87 to 0.90 of two in code (22105); an EAGLE-3 head 1.14 of three and EAGLE heads 2.5 of four (SGLang).
    /// `DFlash` keeps 1.2 of three in prose and 2.2 in code (22105), 1.7 of seven in prose, 2.6 over all and 4.2 in code
    /// (club-3090, llama.cpp pull request 27342), 1.5 to 2.3 of fifteen in chats and 5 in mathematics and code (cards of chutesai
    /// and poolside, SGLang pull request 16818). Of models as drafters no figure was found; they are taken to guess as well as
    /// a head, with a wider range.
    fn chance(self) -> Kept {
        let kept = |low, typical, high| Kept { low, typical, high };
        match self {
            Self::Mtp => kept(0.70, 0.82, 0.92),
            Self::Eagle3 => kept(0.55, 0.68, 0.80),
            Self::Dflash => kept(0.60, 0.72, 0.85),
            Self::Model(_) => kept(0.50, 0.68, 0.85),
        }
    }

    /// Tokens that are guessed where their number is not given: blocks are trained for 8 or 16 tokens, of which the first is known.
    pub(crate) fn usual(self) -> u32 {
        match self {
            Self::Dflash => 7,
            Self::Mtp | Self::Eagle3 | Self::Model(_) => DRAFTED.default,
        }
    }
}

impl Speculation {
    /// Guesses that a check keeps on average: p + p² + … + pᵏ where each follows on the one before.
    ///
    /// ```
    /// use headroom_core::scenario::{Drafter, Speculation};
    /// let mtp = |accepted| Speculation { drafter: Drafter::Mtp, tokens: 3, accepted };
    /// assert_eq!(mtp(Some(180)).kept().typical, 1.8);
    /// assert!((2.0..2.1).contains(&mtp(None).kept().typical));
    /// ```
    #[must_use]
    pub fn kept(&self) -> Kept {
        if let Some(accepted) = self.accepted {
            let accepted = f64::from(accepted) / 100.0;
            return Kept {
                low: accepted,
                typical: accepted,
                high: accepted,
            };
        }
        let sum = |chance: f64| {
            let powers = std::iter::successors(Some(chance), |power| Some(power * chance));
            powers.take(self.tokens as usize).sum()
        };
        let chance = self.drafter.chance();
        Kept {
            low: sum(chance.low),
            typical: sum(chance.typical),
            high: sum(chance.high),
        }
    }
}
