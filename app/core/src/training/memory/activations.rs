//! What the forward pass leaves for the backward pass, and what both need at a time.

use super::{Job, SINGLE};
use crate::scenario::{Loss, Method, Recompute};
use crate::units::Range;

/// Activations of one card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Activations {
    /// Kept on the card from the forward to the backward pass.
    pub(super) kept: Range,
    /// Kept in host memory instead.
    pub(super) moved: u64,
    /// What the widest layer needs beside what is kept of it.
    pub(super) again: Range,
    /// What the widest layer needs altogether.
    pub(super) one_layer: Range,
}

fn most(range: Range, [low, typical, high]: [u64; 3]) -> Range {
    Range::new(
        range.low.max(low),
        range.typical.max(typical),
        range.high.max(high),
    )
}

impl Job<'_> {
    pub(super) fn activations(&self) -> Activations {
        let plan = self.plan;
        let tokens = plan.micro_tokens();
        let mut sum = Activations::default();
        let (mut kept, mut low, mut high) = (0, 0, 0);
        let mut widest_kept = 0;
        let adapters = match plan.method {
            Method::Full => 0,
            Method::Lora | Method::Qlora => self.adapter_inputs(),
        };
        for (layer, count) in &self.profile.layers {
            let bytes = layer.bytes(plan);
            let (here, lean) = match plan.recompute {
                Recompute::None => (bytes.all, bytes.all - bytes.wide),
                Recompute::Selective => (bytes.selected, bytes.selected),
                Recompute::Full => (bytes.input, bytes.input),
            };
            kept += here * count;
            low += lean * count;
            high += match plan.recompute {
                Recompute::None => here * count * 115 / 100,
                _ => here * count,
            };
            widest_kept = widest_kept.max(here);
            let again = bytes.all - here;
            let lean_again = (bytes.all - bytes.wide).saturating_sub(lean);
            let [few, usual, many] = match plan.loss {
                // Fused kernels write gradients where activations were.
                Loss::Fused => [bytes.gradients / 2, bytes.gradients / 2, bytes.gradients],
                _ => [bytes.gradients / 2, bytes.gradients, 2 * bytes.gradients],
            };
            sum.again = most(sum.again, [lean_again + few, again + usual, again + many]);
            sum.one_layer = most(
                sum.one_layer,
                [
                    bytes.all - bytes.wide + few,
                    bytes.all + usual,
                    bytes.all + many,
                ],
            );
        }
        if plan.recompute == Recompute::None {
            high += adapters;
        }
        let per = |range: Range| {
            Range::new(
                range.low * tokens,
                range.typical * tokens,
                range.high * tokens,
            )
        };
        sum.again = per(sum.again);
        sum.one_layer = per(sum.one_layer);
        sum.kept = per(Range::new(low, kept, high));
        if plan.offload_activations {
            sum.moved = sum.kept.typical;
            // One goes out while the next is written.
            let two = 2 * widest_kept * tokens;
            sum.kept = Range::new(
                sum.kept.low.min(two),
                sum.kept.typical.min(two),
                sum.kept.high.min(two),
            );
        }
        sum
    }

    /// Bytes a token of inputs that adapters in 32 bits keep as copies of their own.
    fn adapter_inputs(&self) -> u64 {
        let sides = self.profile.adapters_active(self.plan.targets, 1);
        // Inputs are about half of the sides; the copies are 32 bits wide.
        sides / 2 * SINGLE
    }

    /// Logits and what the loss makes of them.
    pub(super) fn logits(&self) -> Range {
        let tokens = self.plan.micro_tokens();
        let logits = tokens * self.profile.vocab;
        match self.plan.loss {
            // Logits in 16 bits, raised to 32, their softmax and its gradient; once more in 16 bits where all are there at once. Losses
            // that stay in 16 bits keep half of it.
            Loss::Plain => Range::new(logits * 6, logits * 14, logits * 18),
            Loss::Chunked => Range::new(logits * 2, logits * 7 / 2, logits * 6),
            Loss::Fused => {
                let stream = tokens * self.profile.hidden;
                Range::new(stream * 2, stream * 6, stream * 12)
            }
        }
    }
}
