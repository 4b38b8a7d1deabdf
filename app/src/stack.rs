//! What cards hold as stacked pieces, alike for a model that runs, for several side by side and for
//! one that is trained: the bars of pages, embeds and pictures are drawn from this.

use std::borrow::Cow;

use headroom_core::evaluate::Report;
use headroom_core::model::quant::Quant;
use headroom_core::report::{GpuUse, Together, TogetherGpu, TogetherInstance, TrainingGpu};

use crate::look::{GROUPS, PARTS, gpu_name};

/// One piece of a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Class for colours.
    pub(crate) id: &'static str,
    /// Full name.
    pub(crate) name: Cow<'static, str>,
    /// Name inside a bar.
    pub(crate) short: Cow<'static, str>,
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
    match (report.training(), report.together()) {
        (Some(training), _) => training.per_gpu.iter().map(trained).collect(),
        (None, Some(together)) => {
            let cards = together.per_gpu.iter();
            cards.map(|card| shared(together, card)).collect()
        }
        (None, None) => report.memory().per_gpu.iter().map(running).collect(),
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

/// Runs of equal cards; where those are more than `most`, only the card with least to spare.
#[cfg(feature = "ssr")]
pub(crate) fn brief(report: &Report, most: usize) -> Vec<Stack> {
    let all = of(report);
    let fullest = all.iter().min_by_key(|stack| stack.free_bytes).cloned();
    let runs = grouped(all);
    if runs.len() <= most {
        return runs;
    }
    fullest.into_iter().collect()
}

fn running(card: &GpuUse) -> Stack {
    let pieces = PARTS.iter().map(|part| Piece {
        id: part.id,
        name: part.name.into(),
        short: part.short.into(),
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
        name: group.name.into(),
        short: group.short.into(),
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

/// The colours of models side by side, which the legend names: none is that of a part of memory.
pub(crate) const MODELS: [&str; 6] = [
    "model-1", "model-2", "model-3", "model-4", "model-5", "model-6",
];

fn shared(together: &Together, card: &TogetherGpu) -> Stack {
    let instances = &together.instances;
    let alike = |one: &TogetherInstance, other: &TogetherInstance| {
        one.model_name == other.model_name && one.weights == other.weights
    };
    let pieces = card.parts.iter().filter_map(|part| {
        let one = instances.get(usize::try_from(part.instance).ok()?)?;
        // Each kind of model has its colour, in the order in which they were asked.
        let before = instances.iter().enumerate().filter(|(place, other)| {
            let first = instances.iter().position(|first| alike(first, other));
            first == Some(*place)
        });
        let kind = before.take_while(|(_, other)| !alike(other, one)).count();
        let format = Quant::parse(one.weights).map_or(one.weights, Quant::name);
        Some(Piece {
            id: MODELS[kind % MODELS.len()],
            name: format!("{} {format}", one.model_name).into(),
            short: one.model_name.clone().into(),
            bytes: part.used_bytes,
        })
    });
    let reserve = PARTS.iter().find(|part| part.id == "reserve");
    let reserve = reserve.map(|part| Piece {
        id: part.id,
        name: part.name.into(),
        short: part.short.into(),
        bytes: card.reserve_bytes,
    });
    let spare = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    Stack {
        gpu: card.gpu,
        first: card.index,
        count: 1,
        capacity_bytes: card.capacity_bytes,
        used_bytes: card.used_bytes,
        used_low_bytes: card.used_bytes,
        used_high_bytes: card.used_high_bytes.max(card.used_bytes),
        free_bytes: spare(card.free_bytes),
        pieces: pieces
            .chain(reserve)
            .filter(|piece| piece.bytes > 0)
            .collect(),
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

#[cfg(all(test, feature = "ssr"))]
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
            "n=4&model=llama-3.3-70b&w=fp8&engine=vllm&also=llama-3.1-8b*2",
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
        let least = of(&report).iter().map(|stack| stack.free_bytes).min();
        assert_eq!(Some(only.free_bytes), least);
    }

    #[test]
    fn models_side_by_side_have_a_colour_each() {
        let query = "n=4&model=llama-3.3-70b&w=fp8&also=llama-3.1-8b:q8_0*2";
        let stacks = of(&report(query, Catalog::builtin()));
        let mut kinds: Vec<(&str, &str)> = { stacks.iter() }
            .flat_map(|stack| &stack.pieces)
            .filter(|piece| piece.id != "reserve")
            .map(|piece| (piece.id, piece.short.as_ref()))
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        let models = [
            ("model-1", "Llama 3.3 70B Instruct"),
            ("model-2", "Llama 3.1 8B"),
        ];
        assert_eq!(kinds, models);
    }
}
