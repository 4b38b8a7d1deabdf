//! Dividing a model over cards: how many share a layer, and how many stages follow each other.

use crate::engine::{
    Engine, Mix, Refusal, Split, experts_shared_valid, tensor_parallel_valid, tokens_divided_valid,
};
use crate::model::arch::Arch;
use crate::model::quant::Quant;
use crate::model::stack::Sharers;
use crate::scenario::PlacementChoice;

/// Degrees of parallelism that were settled on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Degrees {
    /// Cards that share each layer.
    pub tensor: u32,
    /// Groups in a row.
    pub pipeline: u32,
    /// Groups that each serve requests of their own.
    pub data: u32,
    /// Cards that share each layer and each keep a part of the tokens.
    pub context: u32,
    /// Whether whole experts are dealt out.
    pub expert: bool,
    /// Whether layers are sized to the cards (llama.cpp and its like) instead of dealt evenly.
    pub by_layer: bool,
    /// Why it cannot run, if it cannot.
    pub invalid: Option<String>,
    /// What the engine does that one might not expect.
    pub note: Option<String>,
}

/// Of so many sequences, those of the group that serves most, where so many groups serve requests of their own.
fn served_by_one(users: u32, groups: u32) -> u32 {
    users.div_ceil(groups.max(1))
}

impl Degrees {
    /// Of so many sequences, those of the group that serves most.
    pub(crate) fn served_by_one(&self, users: u32) -> u32 {
        served_by_one(users, self.data)
    }

    /// Name of the kind, as the API writes it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match (self.by_layer, self.tensor, self.pipeline) {
            (true, _, 2..) => "layer",
            (_, 1, 1) if self.data > 1 => "data",
            (_, 1, 1) => "single",
            (_, _, 1) if self.data > 1 => "tensor+data",
            (_, 1, _) if self.data > 1 => "pipeline+data",
            _ if self.data > 1 => "tensor+pipeline+data",
            (_, _, 1) => "tensor",
            (_, 1, _) => "pipeline",
            _ => "tensor+pipeline",
        }
    }
}

/// How cards divide a model, before it is put into words.
#[derive(Clone, Copy)]
pub(crate) struct Division {
    /// See [`Degrees::tensor`].
    pub(crate) tensor: u32,
    /// See [`Degrees::pipeline`].
    pub(crate) pipeline: u32,
    /// See [`Degrees::data`].
    pub(crate) data: u32,
    /// See [`Degrees::context`].
    pub(crate) context: u32,
    /// See [`Degrees::expert`].
    pub(crate) expert: bool,
    /// See [`Degrees::by_layer`].
    pub(crate) by_layer: bool,
    /// Why it cannot run, if it cannot.
    pub(crate) flaw: Option<Flaw>,
}

impl Division {
    /// Who holds a part of a layer: one group its dense parts, the cards of all groups the routed experts.
    pub(crate) fn sharers(&self) -> Sharers {
        Sharers {
            dense: self.tensor,
            routed: self.tensor.saturating_mul(self.data),
            whole_experts: self.expert,
        }
    }

    /// Of so many sequences, those of the group that serves most.
    pub(crate) fn served_by_one(&self, users: u32) -> u32 {
        served_by_one(users, self.data)
    }
}

/// Why a division cannot run.
#[derive(Clone, Copy)]
pub(crate) enum Flaw {
    UnequalGroups {
        tensor: Option<u32>,
        pipeline: Option<u32>,
        data: Option<u32>,
    },
    Refused(Refusal),
    TooManyStages,
}

/// Settles how `count` cards divide the model.
#[must_use]
pub fn resolve(
    choice: PlacementChoice,
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    count: u32,
    mix: Mix,
) -> Degrees {
    let division = divide(choice, engine, arch, quant, count, mix);
    let chosen_for_them = choice == PlacementChoice::Auto && !division.by_layer;
    let staged = (chosen_for_them && division.pipeline > 1).then(|| {
        let reason = tensor_parallel_valid(engine, arch, quant, count, false)
            .err()
            .map_or_else(String::new, |refusal| refusal.to_string());
        format!(
            "{count} GPUs cannot share each layer: {reason} Calculated with {} pipeline stages of {} instead.",
            division.pipeline,
            match division.tensor {
                1 => "1 GPU".to_owned(),
                tensor => format!("{tensor} GPUs"),
            }
        )
    });
    // By layer each card is filled to its own size.
    let is_unequal = mix != Mix::Alike && !division.by_layer && engine.shares_equally();
    let unequal = (is_unequal && division.flaw.is_none()).then(|| {
        format!(
            "{} gives every card an equal share: the cards differ, so each is used as far as the smallest of them \
             and waits for the slowest.",
            engine.name()
        )
    });
    let notes: Vec<String> = staged.into_iter().chain(unequal).collect();
    let note = (!notes.is_empty()).then(|| notes.join(" "));
    let invalid = division.flaw.map(|flaw| match flaw {
        Flaw::UnequalGroups {
            tensor,
            pipeline,
            data,
        } => format!(
            "{} does not divide {count} GPU{} into equal groups.",
            degrees_text(tensor, pipeline, data),
            if count == 1 { "" } else { "s" }
        ),
        Flaw::Refused(refusal) => refusal.to_string(),
        Flaw::TooManyStages => format!(
            "{} pipeline stages are more than the model's {} layers.",
            division.pipeline,
            arch.layer_count()
        ),
    });
    Degrees {
        tensor: division.tensor,
        pipeline: division.pipeline,
        data: division.data,
        context: division.context,
        expert: division.expert,
        by_layer: division.by_layer,
        invalid,
        note,
    }
}

/// [`resolve`] without the words.
pub(crate) fn divide(
    choice: PlacementChoice,
    engine: Engine,
    arch: &Arch,
    quant: Quant,
    count: u32,
    mix: Mix,
) -> Division {
    let mut division = Division {
        tensor: 1,
        pipeline: count,
        data: 1,
        context: 1,
        expert: false,
        by_layer: engine.supports_split(Split::Layer).is_ok(),
        flaw: None,
    };
    match choice {
        PlacementChoice::Auto if division.by_layer => {}
        PlacementChoice::Auto => {
            division.tensor = widest(engine, arch, quant, count);
            division.pipeline = count / division.tensor;
        }
        // Engines without a layer split of their own run layers as pipeline stages.
        PlacementChoice::Layer => {}
        PlacementChoice::Parallel {
            tensor,
            pipeline,
            data,
            context,
            expert,
        } => {
            division.by_layer = false;
            division.expert = expert;
            division.data = data.unwrap_or(1);
            let each = count / division.data;
            (division.tensor, division.pipeline) = match (tensor, pipeline) {
                (None, None) => (each, 1),
                (Some(tensor), None) => (tensor, each / tensor),
                (None, Some(stages)) => (each / stages, stages),
                (Some(tensor), Some(stages)) => (tensor, stages),
            };
            let group = division.tensor.saturating_mul(division.pipeline);
            if group.saturating_mul(division.data) != count || division.tensor == 0 {
                division.flaw = Some(Flaw::UnequalGroups {
                    tensor,
                    pipeline,
                    data,
                });
                (division.tensor, division.pipeline, division.data) = (1, count, 1);
            } else {
                let shared = tensor_parallel_valid(engine, arch, quant, division.tensor, expert);
                let staged = || match division.pipeline {
                    2.. => engine.supports_split(Split::Pipeline),
                    _ => Ok(()),
                };
                let beside = || match division.data {
                    2.. => engine.supports_split(Split::Data).and_then(|()| {
                        let cards = division.tensor.saturating_mul(division.data);
                        experts_shared_valid(engine, arch, quant, cards, expert)
                    }),
                    _ => Ok(()),
                };
                let parts = context.unwrap_or(1);
                let within = || match parts {
                    2.. => engine
                        .supports_split(Split::Context)
                        .and_then(|()| tokens_divided_valid(arch, quant, division.tensor, parts)),
                    _ => Ok(()),
                };
                let refused = shared
                    .and_then(|()| staged())
                    .and_then(|()| beside())
                    .and_then(|()| within());
                division.flaw = refused.err().map(Flaw::Refused);
                division.context = match division.flaw {
                    None => parts,
                    Some(_) => 1,
                };
            }
        }
    }
    if division.flaw.is_none() {
        division.flaw = engine.supports_mixed_cards(mix).err().map(Flaw::Refused);
    }
    if division.pipeline > arch.layer_count() && !division.by_layer {
        division.flaw = Some(Flaw::TooManyStages);
    }
    division
}

/// The largest valid tensor parallelism that divides the cards; the rest become pipeline stages.
fn widest(engine: Engine, arch: &Arch, quant: Quant, count: u32) -> u32 {
    (2..=count)
        .rev()
        .filter(|tensor| count.is_multiple_of(*tensor))
        .find(|tensor| tensor_parallel_valid(engine, arch, quant, *tensor, false).is_ok())
        .unwrap_or(1)
}

fn degrees_text(tensor: Option<u32>, pipeline: Option<u32>, data: Option<u32>) -> String {
    let beside = data.map_or_else(String::new, |data| format!(" × data {data}"));
    let own = match (tensor, pipeline) {
        (None, None) if data.is_some() => return format!("Data parallelism {}", data.unwrap_or(1)),
        (Some(tensor), Some(pipeline)) => {
            format!("Tensor parallelism {tensor} × pipeline {pipeline}")
        }
        (None, Some(pipeline)) => format!("Pipeline parallelism {pipeline}"),
        (tensor, None) => format!("Tensor parallelism {}", tensor.unwrap_or(1)),
    };
    format!("{own}{beside}")
}
