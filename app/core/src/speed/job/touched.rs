//! Which part of the routed experts a step touches.

use std::borrow::Cow;

use super::super::efficiency::Rates;
use super::{Hits, Job};

impl Job {
    /// Routed experts that a step with so many tokens in each group touches, as a part of all:
    /// 1 − (1 − k/E)^(tokens^routing), as tokens of a batch choose alike.
    pub(crate) fn touched(&self, tokens: f64, rates: &Rates) -> f64 {
        self.touched_where(tokens, 1.0, rates)
    }

    /// The same of the experts on the cards.
    pub(crate) fn touched_on_cards(&self, tokens: f64, rates: &Rates) -> f64 {
        let likelier = self.resident.map_or(1.0, |hits| hits.on_cards());
        self.touched_where(tokens, likelier, rates)
    }

    /// The same of the experts in the host's memory.
    pub(crate) fn touched_on_host(&self, tokens: f64, rates: &Rates) -> f64 {
        let likelier = self.resident.map_or(1.0, |hits| hits.on_host());
        self.touched_where(tokens, likelier, rates)
    }

    /// The same work where the experts on the cards serve this part of the choices.
    pub(crate) fn serving(&self, part: impl Fn(Hits) -> f64) -> Cow<'_, Self> {
        match self.resident {
            None => Cow::Borrowed(self),
            Some(hits) => Cow::Owned(Self {
                resident: Some(hits.serving(part(hits))),
                ..self.clone()
            }),
        }
    }

    /// The same of experts that are so much likelier chosen than any.
    fn touched_where(&self, tokens: f64, likelier: f64, rates: &Rates) -> f64 {
        let tokens = tokens * self.gathered;
        let (experts, active) = self.experts;
        let missed = 1.0 - active / experts * likelier;
        if missed <= 0.0 {
            return 1.0;
        }
        1.0 - libm::pow(missed, libm::pow(tokens, rates.common.routing))
    }
}
