//! What cards hold as stacked pieces, alike for a model that runs and for one that is trained: the
//! bars of pages, embeds and pictures are drawn from this.

use headroom_core::report::{GpuUse, Report, TrainingGpu};

use crate::look::{GROUPS, PARTS, gpu_name};

/// One piece of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Class for colours.
    pub(crate) id: &'static str,
    /// Full name.
    pub(crate) name: &'static str,
    /// Name inside a bar.
    pub(crate) short: &'static str,
    /// How much it takes.
    pub(crate) bytes: u64,
}

/// A card, or several that follow each other and hold the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stack {
    gpu: &'static str,
    first: u32,
    /// How many cards.
    pub(crate) count: u32,
    pub(crate) capacity_bytes: u64,
    pub(crate) used_bytes: u64,
    pub(crate) used_low_bytes: u64,
    pub(crate) used_high_bytes: u64,
    /// Negative where it does not fit.
    pub(crate) free_bytes: i64,
    /// In the order in which they are stacked; none is empty.
    pub(crate) pieces: Vec<Piece>,
}

/// Each card of the answer.
pub(crate) fn of(report: &Report) -> Vec<Stack> {
    match &report.training {
        Some(training) => training.per_gpu.iter().map(trained).collect(),
        None => report.memory.per_gpu.iter().map(running).collect(),
    }
}

/// The cards in runs of equal ones.
pub(crate) fn grouped(stacks: Vec<Stack>) -> Vec<Stack> {
    let mut runs: Vec<Stack> = Vec::new();
    for stack in stacks {
        match runs.last_mut() {
            Some(run) if run.holds_the_same(&stack) => run.count += 1,
            _ => runs.push(stack),
        }
    }
    runs
}

/// Runs of equal cards; where those are more than `most`, only the card that decides.
#[cfg(feature = "ssr")]
pub(crate) fn brief(report: &Report, most: usize) -> Vec<Stack> {
    let all = of(report);
    let deciding = match &report.training {
        Some(training) => training.deciding_gpu,
        None => report.verdict.deciding_gpu,
    };
    let decides = |stack: &&Stack| stack.first == deciding;
    let fullest = all.iter().find(decides).or(all.first()).cloned();
    let runs = grouped(all);
    if runs.len() <= most {
        return runs;
    }
    fullest.into_iter().collect()
}

fn running(card: &GpuUse) -> Stack {
    let pieces = PARTS.iter().map(|part| Piece {
        id: part.id,
        name: part.name,
        short: part.short,
        bytes: (part.bytes)(card),
    });
    Stack {
        gpu: card.gpu,
        first: card.index,
        count: 1,
        capacity_bytes: card.capacity_bytes,
        used_bytes: card.used_bytes,
        used_low_bytes: card.used_low_bytes,
        used_high_bytes: card.used_high_bytes,
        free_bytes: card.free_bytes,
        pieces: pieces.filter(|piece| piece.bytes > 0).collect(),
    }
}

fn trained(card: &TrainingGpu) -> Stack {
    let pieces = GROUPS.iter().map(|group| Piece {
        id: group.id,
        name: group.name,
        short: group.short,
        bytes: group.items(card).map(|item| item.bytes).sum(),
    });
    Stack {
        gpu: card.gpu,
        first: card.index,
        count: 1,
        capacity_bytes: card.capacity_bytes,
        used_bytes: card.used_bytes,
        used_low_bytes: card.used_low_bytes,
        used_high_bytes: card.used_high_bytes,
        free_bytes: card.free_bytes,
        pieces: pieces.filter(|piece| piece.bytes > 0).collect(),
    }
}

impl Stack {
    fn holds_the_same(&self, other: &Self) -> bool {
        Self {
            first: self.first,
            count: self.count,
            ..other.clone()
        } == *self
    }

    /// `GPU 0`, or `GPU 0–3`.
    pub(crate) fn name(&self) -> String {
        match self.count {
            1 => format!("GPU\u{a0}{}", self.first),
            count => format!("GPU\u{a0}{}–{}", self.first, self.first + count - 1),
        }
    }

    /// The card's name.
    pub(crate) fn card(&self) -> &'static str {
        gpu_name(self.gpu)
    }

    /// As far as a scale must reach to show it.
    pub(crate) fn reach(&self) -> u64 {
        let needed = self.used_bytes.max(self.used_high_bytes);
        needed.max(self.capacity_bytes)
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::evaluate::report;

    use super::{brief, grouped, of};

    #[test]
    fn pieces_make_up_what_is_used_in_either_mode() {
        for query in [
            "n=4&model=llama-3.1-405b",
            "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full",
            "gpu=h100-sxm&n=8&model=llama-3.1-70b&mode=train&shard=zero3",
        ] {
            let report = report(query, Catalog::builtin());
            for stack in of(&report) {
                let sum: u64 = stack.pieces.iter().map(|piece| piece.bytes).sum();
                assert_eq!(sum, stack.used_bytes, "{query}");
            }
        }
    }

    #[test]
    fn few_bars_stand_for_all_cards_or_for_the_one_that_decides() {
        let mixed = "gpu=rtx-3090&n=2&gpu2=rtx-5090&n2=1&model=llama-3.1-8b";
        let report = report(mixed, Catalog::builtin());
        let runs = grouped(of(&report));
        let cards: u32 = runs.iter().map(|run| run.count).sum();
        assert_eq!(cards, 3);
        let [only] = &brief(&report, 1)[..] else {
            unreachable!("more than one bar");
        };
        assert_eq!(
            only.name(),
            format!("GPU\u{a0}{}", report.verdict.deciding_gpu)
        );
    }
}
