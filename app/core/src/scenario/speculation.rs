//! Tokens that are guessed ahead and checked together: speculative decoding (arXiv:2211.17192).

use crate::catalog::Model;
use crate::engine::DraftKind;

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
            Self::Model(_) => DraftKind::Model,
        }
    }

    /// Chance that a guess is kept where all before it were. From published lengths and rates of acceptance of
    /// 2026: MTP blocks 0.54 to 0.80 of two or three guesses (GLM-5, Qwen3.6 on vLLM and llama.cpp), an EAGLE-3
    /// head 1.14 of three and EAGLE heads 2.5 of four (SGLang). Of models as drafters no figure was found; they
    /// are taken to guess as well as a head, with a wider range.
    fn chance(self) -> Kept {
        let kept = |low, typical, high| Kept { low, typical, high };
        match self {
            Self::Mtp => kept(0.70, 0.78, 0.86),
            Self::Eagle3 => kept(0.55, 0.68, 0.80),
            Self::Model(_) => kept(0.50, 0.68, 0.85),
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
    /// assert!((1.8..2.0).contains(&mtp(None).kept().typical));
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
