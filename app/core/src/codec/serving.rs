//! The keys of how the model is run.

use super::number::{self, Number};
use super::reader::{Reader, nearest, shorten};
use super::writer::Writer;
use crate::engine::{Engine, Offload};
use crate::model::quant::{KvType, Quant};
use crate::scenario::keys::{
    Bound, COUNT, ENGINE, FLOOR, KV, LAYERS, OFFLOAD, OUTPUT, PLACEMENT, PROMPT, WEIGHTS,
};
use crate::scenario::{DEFAULT_KV, DEFAULT_WEIGHTS, PlacementChoice, Scenario, SpeedPlan};

impl Reader<'_> {
    pub(super) fn weights(&mut self) -> Quant {
        match self.present(WEIGHTS.key) {
            Some(given) => self.format(WEIGHTS.key, given),
            None => DEFAULT_WEIGHTS,
        }
    }

    pub(super) fn format(&mut self, key: &'static str, given: &str) -> Quant {
        let alias = match given.to_ascii_lowercase().as_str() {
            "fp32" | "float32" => "f32",
            "fp16" | "float16" | "half" => "f16",
            "bfloat16" => "bf16",
            _ => given,
        };
        if let Some(quant) = Quant::parse(alias) {
            return quant;
        }
        let nearest = *nearest(given, Quant::ALL, |quant| quant.id());
        self.unknown(
            key,
            "weight format",
            given,
            nearest.name(),
            &["f16", "fp8", "awq", "q8_0", "q4_k_m"],
        );
        nearest
    }

    pub(super) fn kv(&mut self) -> KvType {
        let Some(given) = self.present(KV.key) else {
            return DEFAULT_KV;
        };
        let alias = if given.eq_ignore_ascii_case("fp16") {
            "f16"
        } else {
            given
        };
        if let Some(kv) = KvType::parse(alias) {
            return kv;
        }
        let nearest = *nearest(given, &KvType::ALL, |kv| kv.id());
        self.unknown(
            KV.key,
            "KV cache format",
            given,
            nearest.id(),
            &KvType::ALL.map(KvType::id),
        );
        nearest
    }

    pub(super) fn engine(&mut self, weights: Quant) -> Engine {
        let natural = Engine::natural_for(weights);
        let Some(given) = self.present(ENGINE.key).filter(|given| *given != "auto") else {
            return natural;
        };
        if let Some(engine) = Engine::parse(given) {
            return engine;
        }
        self.unknown(
            ENGINE.key,
            "engine",
            given,
            natural.name(),
            &Engine::ALL
                .iter()
                .map(|engine| engine.id())
                .collect::<Vec<_>>(),
        );
        natural
    }

    pub(super) fn placement(&mut self) -> PlacementChoice {
        let Some(given) = self.present(PLACEMENT.key).filter(|given| *given != "auto") else {
            return PlacementChoice::Auto;
        };
        if let Some(choice) = placement_named(given) {
            return choice;
        }
        let message = format!(
            "“{}” is no placement: write layer, tp, tp4, pp, pp2 or tp4-pp2, each with -ep for expert parallel. Calculated with what the engine does by itself.",
            shorten(given)
        );
        self.notice(PLACEMENT.key, given, message, Some("automatic".to_owned()));
        PlacementChoice::Auto
    }

    pub(super) fn offload(&mut self) -> Offload {
        let Some(given) = self.present(OFFLOAD.key) else {
            return Offload::None;
        };
        let lower = given.to_ascii_lowercase();
        let count = |prefix: &str| {
            lower
                .strip_prefix(prefix)
                .and_then(|rest| match number::whole(rest) {
                    Number::Whole(value) => u32::try_from(value).ok().filter(|v| *v <= LAYERS.max),
                    Number::Fraction | Number::Not => None,
                })
        };
        let choice = match lower.as_str() {
            "none" => Some(Offload::None),
            "auto" => Some(Offload::Auto),
            "experts" => Some(Offload::Experts),
            _ => count("layers-")
                .map(Offload::Layers)
                .or_else(|| count("experts-").map(Offload::ExpertLayers)),
        };
        choice.map_or_else(
            || {
                let message = format!(
                    "“{}” is no way to offload: write none, auto, experts, experts-12 or layers-12. Calculated without offload.",
                    shorten(given)
                );
                self.notice(OFFLOAD.key, given, message, Some("none".to_owned()));
                Offload::None
            },
            |choice| match choice {
                Offload::Layers(0) | Offload::ExpertLayers(0) => Offload::None,
                choice => choice,
            },
        )
    }

    /// A prompt is at most as long as the context.
    pub(super) fn speed(&mut self, context: u32) -> SpeedPlan {
        let bound = Bound {
            max: context,
            default: SpeedPlan::default().prompt(context),
            ..PROMPT
        };
        let given = self.present(bound.key);
        SpeedPlan {
            prompt: given.map(|given| self.bounded(bound, bound.key, given)),
            output: self.number(OUTPUT),
            floor: self.number(FLOOR),
        }
    }
}

impl Writer {
    pub(super) fn formats(&mut self, scenario: &Scenario) {
        self.word(WEIGHTS, scenario.weights.id(), DEFAULT_WEIGHTS.id());
        self.word(KV, scenario.kv.id(), DEFAULT_KV.id());
    }

    pub(super) fn engine(&mut self, scenario: &Scenario) {
        let natural = Engine::natural_for(scenario.weights);
        self.word(ENGINE, scenario.engine.id(), natural.id());
        if scenario.placement != PlacementChoice::Auto {
            self.put(PLACEMENT.key, placement_id(scenario.placement));
        }
    }

    pub(super) fn offload(&mut self, offload: Offload) {
        match offload {
            Offload::None => {}
            Offload::Auto => self.put(OFFLOAD.key, "auto"),
            Offload::Layers(count) => self.put(OFFLOAD.key, format_args!("layers-{count}")),
            Offload::Experts => self.put(OFFLOAD.key, "experts"),
            Offload::ExpertLayers(count) => self.put(OFFLOAD.key, format_args!("experts-{count}")),
        }
    }

    pub(super) fn speed(&mut self, scenario: &Scenario) {
        let plan = &scenario.speed;
        // A way out may have shortened the context below the prompt.
        self.optional(PROMPT, plan.prompt.map(|_| plan.prompt(scenario.context)));
        self.number(OUTPUT, plan.output);
        self.number(FLOOR, plan.floor);
    }
}

fn placement_named(text: &str) -> Option<PlacementChoice> {
    let text = text.to_ascii_lowercase();
    if text == "layer" {
        return Some(PlacementChoice::Layer);
    }
    let (mut tensor, mut pipeline, mut expert) = (None, None, false);
    let mut plain_tp = false;
    for part in text.split('-') {
        let degree = |digits: &str| {
            digits
                .parse::<u32>()
                .ok()
                .filter(|d| (1..=COUNT.max).contains(d))
        };
        match (part.get(..2)?, part.get(2..)?) {
            ("tp", "") if tensor.is_none() => plain_tp = true,
            ("tp", digits) if tensor.is_none() => tensor = Some(degree(digits)?),
            ("pp", "") if tensor.is_none() && pipeline.is_none() => tensor = Some(1),
            ("pp", digits) if pipeline.is_none() => pipeline = Some(degree(digits)?),
            ("ep", "") => expert = true,
            _ => return None,
        }
    }
    let named = plain_tp || expert || tensor.is_some() || pipeline.is_some();
    named.then_some(PlacementChoice::Parallel {
        tensor,
        pipeline,
        expert,
    })
}

fn placement_id(choice: PlacementChoice) -> String {
    let PlacementChoice::Parallel {
        tensor,
        pipeline,
        expert,
    } = choice
    else {
        return "layer".to_owned();
    };
    let mut text = match (tensor, pipeline) {
        (None, None) => "tp".to_owned(),
        (Some(1), None) => "pp".to_owned(),
        (Some(tensor), None) => format!("tp{tensor}"),
        (None, Some(pipeline)) => format!("pp{pipeline}"),
        (Some(tensor), Some(pipeline)) => format!("tp{tensor}-pp{pipeline}"),
    };
    if expert {
        text.push_str("-ep");
    }
    text
}
