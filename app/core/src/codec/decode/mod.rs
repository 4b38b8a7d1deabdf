//! From a query to a scenario, with a notice for everything that could not be used as given.

mod power;

use super::encode::encode;
use super::number::{self, Number};
use super::query::Query;
use super::reader::{Reader, like, nearest, shorten};
use super::{Decoded, also, money, pin, training};
use crate::catalog::{Catalog, Gpu};
use crate::engine::{Engine, Offload};
use crate::model::quant::{KvType, Quant};
use crate::scenario::bounds::{self, Bound};
use crate::scenario::custom::{self, Fields, MAX_PARAMS, MIN_PARAMS};
use crate::scenario::{
    DEFAULT_GPU, DEFAULT_KV, DEFAULT_MODEL, DEFAULT_WEIGHTS, GpuGroup, Machine, ModelChoice,
    PlacementChoice, Raid, Scenario, SpeedPlan,
};

/// Keys that a query may hold beside the numbers of [`bounds::ALL`].
pub(super) const KEYS: [&str; 19] = [
    "gpu",
    "model",
    "w",
    "kv",
    "engine",
    "par",
    "offload",
    "params",
    "active",
    "tied",
    "v",
    "class",
    "circuit",
    "region",
    "tariff",
    "ups",
    "raid",
    also::KEY,
    pin::KEY,
];

/// Keys of surfaces and of the plain form, which say nothing about the scenario.
const FOREIGN: [&str; 7] = [
    "go",
    "theme",
    "show",
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "ref",
];

/// Kinds of card that the plain form can name, each with its own pair of keys.
pub(super) const FORM_GROUPS: [(&str, &str); 3] = [("gpu2", "n2"), ("gpu3", "n3"), ("gpu4", "n4")];

/// The same for the power limits of the kinds of card after the first.
pub(super) const FORM_LIMITS: [&str; 3] = ["limit2", "limit3", "limit4"];

pub(super) fn decode(query: &Query, catalog: &Catalog) -> Decoded {
    let mut reader = Reader {
        query,
        catalog,
        notices: Vec::new(),
    };
    reader.flaws();
    // Before everything else: what follows is looked up in the figures of that day.
    let pin = pin::read(&mut reader);
    reader.catalog = catalog.pinned(pin);
    let groups = reader.groups();
    let power = reader.power(&groups);
    let model = reader.model();
    let money = money::read(&mut reader, groups.len());
    let weights = reader.weights();
    let engine = reader.engine(weights);
    let context = reader.number(bounds::CONTEXT);
    let also = also::read(&mut reader, weights);
    let scenario = Scenario {
        machine: Machine {
            ram_gib: reader.number(bounds::RAM),
            unified_gb: reader.unified(&groups),
            unified_share: reader
                .present(bounds::SHARE.key)
                .map(|_| reader.number(bounds::SHARE))
                .and_then(|share| u8::try_from(share).ok()),
            groups,
        },
        model,
        also,
        weights,
        kv: reader.kv(),
        context,
        users: reader.number(bounds::USERS),
        engine,
        placement: reader.placement(),
        offload: reader.offload(),
        speed: reader.speed(context),
        power,
        money,
        raid: reader.raid(),
        training: training::read(&mut reader),
        pin,
    };
    let mut notices = reader.notices;
    if !notices.is_empty() {
        let canonical = encode(&scenario);
        for notice in notices
            .iter_mut()
            .filter(|notice| notice.nearest_label.is_some())
        {
            notice.nearest = Some(canonical.clone());
        }
    }
    Decoded { scenario, notices }
}

impl<'a> Reader<'a> {
    /// What is wrong with the query as such.
    fn flaws(&mut self) {
        for (key, value) in self.query.malformed() {
            let given = format!("{key}={value}");
            let message = "This part of the link has a broken % escape and was read as it stands.";
            self.notice("link", &given, message.to_owned(), None);
        }
        for (key, value) in self.query.repeated() {
            let message = format!(
                "“{}” is given more than once; the first one counts.",
                shorten(key)
            );
            self.notice("link", &format!("{key}={value}"), message, None);
        }
        for (key, value) in self.query.pairs() {
            let known = KEYS.contains(&key)
                || FOREIGN.contains(&key)
                || money::knows(key)
                || training::knows(key)
                || bounds::ALL.iter().any(|bound| bound.key == key)
                || FORM_GROUPS
                    .iter()
                    .any(|&(gpu, count)| key == gpu || key == count)
                || FORM_LIMITS.contains(&key);
            let broken = self.query.malformed().iter().any(|(name, _)| name == key);
            if !known && !broken {
                let message = format!(
                    "“{}” is not a setting that this page knows; it was left out.",
                    shorten(key)
                );
                self.notice("link", &format!("{key}={value}"), message, None);
            }
        }
    }

    fn groups(&mut self) -> Vec<GpuGroup> {
        let given = self.present("gpu").unwrap_or(DEFAULT_GPU);
        let parts: Vec<&str> = given
            .split(['+', ' '])
            .filter(|part| !part.is_empty())
            .collect();
        let counted = parts.len() > 1 || given.contains('*');
        let mut groups = Vec::with_capacity(parts.len());
        for part in parts {
            let (id, count) = part.split_once('*').unwrap_or((part, "1"));
            let gpu = self.gpu("gpu", id);
            let count = self.bounded(bounds::COUNT, "n", count);
            groups.push(GpuGroup { gpu, count });
        }
        if !counted {
            let count = self.number(bounds::COUNT);
            match groups.first_mut() {
                Some(group) => group.count = count,
                None => groups.push(GpuGroup {
                    gpu: self.gpu("gpu", DEFAULT_GPU),
                    count,
                }),
            }
        } else if let Some(count) = self.present("n") {
            let message = "“n” does not go with a mixed set of cards: each card carries its own count, as in “rtx-5090*2+rtx-3090”.";
            self.notice("n", count, message.to_owned(), None);
        }
        for (gpu_key, count_key) in FORM_GROUPS {
            if let Some(id) = self.present(gpu_key) {
                let gpu = self.gpu("gpu", id);
                let count = self.present(count_key).unwrap_or("1");
                let count = self.bounded(bounds::COUNT, "n", count);
                groups.push(GpuGroup { gpu, count });
            }
        }
        self.merge(groups)
    }

    /// Joins neighbours of one kind and keeps the machine within its bound.
    fn merge(&mut self, groups: Vec<GpuGroup>) -> Vec<GpuGroup> {
        let mut merged: Vec<GpuGroup> = Vec::with_capacity(groups.len());
        let mut left = bounds::COUNT.max;
        let asked: u32 = groups.iter().map(|group| group.count).sum();
        for mut group in groups {
            group.count = group.count.min(left);
            left -= group.count;
            match merged.last_mut() {
                Some(last) if last.gpu.id == group.gpu.id => last.count += group.count,
                _ if group.count > 0 => merged.push(group),
                _ => {}
            }
        }
        if asked > bounds::COUNT.max {
            let message = format!(
                "{asked} GPUs are too many for one machine: allowed are up to {max}. Calculated with {max}.",
                max = bounds::COUNT.max
            );
            self.notice(
                "n",
                &asked.to_string(),
                message,
                Some(bounds::COUNT.max.to_string()),
            );
        }
        merged
    }

    fn gpu(&mut self, key: &'static str, id: &str) -> &'static Gpu {
        let gpus = self.catalog.gpus;
        if let Some(gpu) = gpus.iter().find(|gpu| gpu.id.eq_ignore_ascii_case(id)) {
            return gpu;
        }
        let (&gpu, how) = like(id, gpus, |gpu| gpu.id, DEFAULT_GPU);
        let message = format!(
            "No GPU in the catalogue is called “{}”{how}, {}.",
            shorten(id),
            gpu.name
        );
        self.notice(key, id, message, Some(gpu.name.to_owned()));
        gpu
    }

    fn model(&mut self) -> ModelChoice {
        let given = self.present("model").unwrap_or(DEFAULT_MODEL);
        if given.eq_ignore_ascii_case("custom") {
            return self.custom();
        }
        self.model_named("model", given)
    }

    /// A model of the catalogue, or one of the size that it is named after.
    pub(super) fn model_named(&mut self, key: &'static str, given: &str) -> ModelChoice {
        let models = self.catalog.models;
        if let Some(model) = models
            .iter()
            .find(|model| model.id.eq_ignore_ascii_case(given))
        {
            return ModelChoice::Listed(model);
        }
        if let Some((total, active)) = by_size(given) {
            return self.sized(key, given, total, active);
        }
        let (&model, how) = like(given, models, |model| model.id, DEFAULT_MODEL);
        let message = format!(
            "No model in the catalogue is called “{}”{how}, {}.",
            shorten(given),
            model.name
        );
        self.notice(key, given, message, Some(model.name.to_owned()));
        ModelChoice::Listed(model)
    }

    fn custom(&mut self) -> ModelChoice {
        if self.present(bounds::LAYERS.key).is_some() && self.present("params").is_none() {
            return self.described();
        }
        let given = self.present("params").unwrap_or_default();
        let (total, named_active) = match by_size(given) {
            Some(sizes) => sizes,
            None => {
                let message =
                    "Give the size of the model, such as 405b, 7.6b or 141b. Calculated with 70b.";
                self.notice("params", given, message.to_owned(), Some("70b".to_owned()));
                (Number::Whole(70_000_000_000), None)
            }
        };
        let active = match self.present("active") {
            None => named_active,
            Some(text) => Some(number::parameters(text)),
        };
        self.sized("params", given, total, active)
    }

    /// A model by size; bounds are checked here.
    fn sized(
        &mut self,
        key: &'static str,
        given: &str,
        total: Number,
        active: Option<Number>,
    ) -> ModelChoice {
        let total = self.size(key, given, total, MAX_PARAMS);
        let active = match active {
            None => total,
            Some(active) => {
                let (key, text) = if key == also::KEY {
                    (key, given)
                } else {
                    ("active", self.present("active").unwrap_or(given))
                };
                self.size(key, text, active, total)
            }
        };
        let arch = Box::new(custom::typical(total, active));
        ModelChoice::Sized {
            total,
            active,
            arch,
        }
    }

    /// A parameter count in whole millions, so that it survives being written down.
    fn size(&mut self, key: &'static str, given: &str, number: Number, max: u64) -> u64 {
        const M: u64 = 1_000_000;
        let min = MIN_PARAMS.min(max);
        let used = match number {
            Number::Whole(value) if value < i128::from(min) => min,
            Number::Whole(value) if value > i128::from(max) => max,
            Number::Whole(value) => return (u64::try_from(value).unwrap_or(max) / M).max(1) * M,
            Number::Fraction | Number::Not => max.min(70_000_000_000),
        };
        let [used_text, min_text, max_text] = [used, min, max].map(crate::units::params);
        let message = format!(
            "“{}” is not a size between {min_text} and {max_text} parameters. Calculated with {used_text}.",
            shorten(given)
        );
        self.notice(key, given, message, Some(used_text));
        used
    }

    fn described(&mut self) -> ModelChoice {
        let mut fields = Fields {
            layers: self.number(bounds::LAYERS),
            hidden: self.number(bounds::HIDDEN),
            heads: self.number(bounds::HEADS),
            kv_heads: self.number(bounds::KV_HEADS),
            head_dim: self.number(bounds::HEAD_DIM),
            ffn: self.number(bounds::FFN),
            vocab: self.number(bounds::VOCAB),
            experts: self.number(bounds::EXPERTS),
            top_k: self.number(bounds::TOP_K),
            expert_ffn: self.number(bounds::EXPERT_FFN),
            window: self.number(bounds::WINDOW),
            tied: matches!(self.present("tied"), Some("1" | "on" | "true" | "yes")),
        };
        if !fields.heads.is_multiple_of(fields.kv_heads) {
            let used = (1..=fields.kv_heads.min(fields.heads))
                .rev()
                .find(|&kv_heads| fields.heads.is_multiple_of(kv_heads))
                .unwrap_or(1);
            let message = format!(
                "{} query heads cannot share {} KV heads evenly. Calculated with {used} KV heads.",
                fields.heads, fields.kv_heads
            );
            let given = fields.kv_heads.to_string();
            self.notice(
                bounds::KV_HEADS.key,
                &given,
                message,
                Some(used.to_string()),
            );
            fields.kv_heads = used;
        }
        if fields.experts == 0 {
            (fields.top_k, fields.expert_ffn) = (0, 0);
        } else if fields.top_k > fields.experts {
            let message = format!(
                "A token cannot visit {} of {} experts. Calculated with {}.",
                fields.top_k, fields.experts, fields.experts
            );
            let given = fields.top_k.to_string();
            self.notice(
                bounds::TOP_K.key,
                &given,
                message,
                Some(fields.experts.to_string()),
            );
            fields.top_k = fields.experts;
        }
        ModelChoice::Described(Box::new(custom::described(&fields)))
    }

    fn weights(&mut self) -> Quant {
        match self.present("w") {
            Some(given) => self.format("w", given),
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

    fn kv(&mut self) -> KvType {
        let Some(given) = self.present("kv") else {
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
            "kv",
            "KV cache format",
            given,
            nearest.id(),
            &KvType::ALL.map(KvType::id),
        );
        nearest
    }

    fn engine(&mut self, weights: Quant) -> Engine {
        let natural = Engine::natural_for(weights);
        let Some(given) = self.present("engine").filter(|given| *given != "auto") else {
            return natural;
        };
        if let Some(engine) = Engine::parse(given) {
            return engine;
        }
        self.unknown(
            "engine",
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

    fn unknown(&mut self, key: &'static str, what: &str, given: &str, used: &str, ids: &[&str]) {
        let message = format!(
            "“{}” is no {what} known here. Calculated with {used}. Write for example {}.",
            shorten(given),
            ids.join(", ")
        );
        self.notice(key, given, message, Some(used.to_owned()));
    }

    fn placement(&mut self) -> PlacementChoice {
        let Some(given) = self.present("par").filter(|given| *given != "auto") else {
            return PlacementChoice::Auto;
        };
        if let Some(choice) = placement(given) {
            return choice;
        }
        let message = format!(
            "“{}” is no placement: write layer, tp, tp4, pp, pp2 or tp4-pp2, each with -ep for expert parallel. Calculated with what the engine does by itself.",
            shorten(given)
        );
        self.notice("par", given, message, Some("automatic".to_owned()));
        PlacementChoice::Auto
    }

    fn offload(&mut self) -> Offload {
        let Some(given) = self.present("offload") else {
            return Offload::None;
        };
        let lower = given.to_ascii_lowercase();
        let count = |prefix: &str| {
            lower
                .strip_prefix(prefix)
                .and_then(|rest| match number::whole(rest) {
                    Number::Whole(value) => u32::try_from(value)
                        .ok()
                        .filter(|v| *v <= bounds::LAYERS.max),
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
                self.notice("offload", given, message, Some("none".to_owned()));
                Offload::None
            },
            |choice| match choice {
                Offload::Layers(0) | Offload::ExpertLayers(0) => Offload::None,
                choice => choice,
            },
        )
    }

    /// A prompt is at most as long as the context.
    fn speed(&mut self, context: u32) -> SpeedPlan {
        let bound = Bound {
            max: context,
            default: SpeedPlan::default().prompt(context),
            ..bounds::PROMPT
        };
        let given = self.present(bound.key);
        SpeedPlan {
            prompt: given.map(|given| self.bounded(bound, bound.key, given)),
            output: self.number(bounds::OUTPUT),
            floor: self.number(bounds::FLOOR),
        }
    }

    fn raid(&mut self) -> Raid {
        let Some(given) = self.present("raid") else {
            return Raid::None;
        };
        Raid::parse(given).unwrap_or_else(|| {
            let ids = Raid::ALL.map(Raid::id);
            self.unknown("raid", "way to join drives", given, "none", &ids);
            Raid::None
        })
    }

    fn unified(&mut self, groups: &[GpuGroup]) -> Option<u32> {
        self.present(bounds::UNIFIED.key)?;
        let given = self.number(bounds::UNIFIED);
        let largest = groups
            .iter()
            .filter_map(|group| group.gpu.unified?.sizes_gb.last().copied())
            .max()?;
        if given <= largest {
            return Some(given);
        }
        let message =
            format!("This machine is sold with up to {largest} GB. Calculated with {largest} GB.");
        self.notice(
            bounds::UNIFIED.key,
            &given.to_string(),
            message,
            Some(format!("{largest} GB")),
        );
        Some(largest)
    }
}

/// `405b`, or `141b-a39b` with the active part, as models are named.
fn by_size(text: &str) -> Option<(Number, Option<Number>)> {
    let lower = text.to_ascii_lowercase();
    let (total, active) = match lower.split_once("-a") {
        Some((total, active)) => (total, Some(active)),
        None => (lower.as_str(), None),
    };
    let read = |text: &str| match number::parameters(text) {
        Number::Not => None,
        number => Some(number),
    };
    // A bare number is more likely a slip than a model of eight parameters.
    if !total.ends_with(['m', 'b', 't']) {
        return None;
    }
    let active = match active {
        Some(text) => Some(read(text)?),
        None => None,
    };
    Some((read(total)?, active))
}

fn placement(text: &str) -> Option<PlacementChoice> {
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
                .filter(|d| (1..=bounds::COUNT.max).contains(d))
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
