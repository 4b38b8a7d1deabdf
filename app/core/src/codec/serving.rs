//! The keys of how the model is run.

use super::number::{self, Number};
use super::reader::{Candidate, Reader, shorten};
use super::words::{self, Meaning, Stored};
use super::writer::Writer;
use crate::engine::{Backend, Chosen, Engine, Offload, Resident};
use crate::model::native::Native;
use crate::model::quant::{KvFormat, KvType, Quant};
use crate::scenario::keys::{
    BACKEND, BATCH, BATCHED, Bound, ENGINE, ENGINE_DATE, EXPERTS, FILE, FLOOR, IMAGES, KV,
    MICRO_BATCH, MODE, MODEL, OFFLOAD, OUTPUT, PLACEMENT, PREFIX, PROMPT, SEQUENCES, UTILIZATION,
    WEIGHTS,
};
use crate::scenario::{
    DEFAULT_KV, DEFAULT_WEIGHTS, FileSize, FileUnit, ModelChoice, PlacementChoice, Scenario,
    SpeedPlan,
};
use crate::units::{Currency, grouped};

impl Reader<'_> {
    pub(super) fn weights(&mut self, native: Native) -> Quant {
        let Some(given) = self.present(WEIGHTS.key) else {
            return self.unsaid_weights(native);
        };
        let word = self.format(given, native);
        self.meant(WEIGHTS.key, "weight format", given, word, |quant| {
            (quant.id(), quant.name())
        })
        .unwrap_or(DEFAULT_WEIGHTS)
    }

    /// The format where the link names none: that of the copy which it calls the model by, or what its engine usually runs
    /// where that does not load what is usual elsewhere.
    fn unsaid_weights(&mut self, native: Native) -> Quant {
        let engine = self.engine_said();
        let model = self.present(MODEL.key).unwrap_or_default();
        let is_copy =
            words::meant(model, self.catalog.models).is_none() && self.copied(model).is_some();
        let stored = match is_copy {
            true => words::stored_format(model, engine),
            false => Stored::Unsaid,
        };
        if let Stored::Format(format) = stored {
            return format;
        }
        let refuses = |one: &Engine| one.supports_weights(DEFAULT_WEIGHTS).is_err();
        // An engine runs a model; training has programs of its own.
        let trained = self.present(MODE.key) == Some("train");
        let engine = engine.filter(|one| !trained && refuses(one));
        let taken = engine.map_or(DEFAULT_WEIGHTS, |engine| usual_weights(engine, native));
        let (instead_of, message) = match (stored, engine) {
            (Stored::Unknown(words), _) => (
                words,
                format!(
                    "“{words}” in the name of the model is no weight format that is known here: {} is taken.",
                    taken.name()
                ),
            ),
            (_, Some(engine)) => (
                DEFAULT_WEIGHTS.id(),
                format!(
                    "No weight format is given, and {} does not load {}: {} is taken.",
                    engine.name(),
                    DEFAULT_WEIGHTS.name(),
                    taken.name()
                ),
            ),
            _ => return taken,
        };
        self.notice(
            WEIGHTS.key,
            instead_of,
            message,
            Some(taken.id().to_owned()),
        );
        taken
    }

    /// What a word for a weight format means with the engine of the link, of a model that is published so.
    pub(super) fn format(&self, given: &str, native: Native) -> Meaning<Quant> {
        if native == Native::Int4Experts && words::same(given, "int4") {
            return words::weights(Quant::Int4Experts.id(), None);
        }
        words::weights(given, self.engine_said())
    }

    /// The engine that the link names, if it is one.
    fn engine_said(&self) -> Option<Engine> {
        words::engine(self.present(ENGINE.key)?).found()
    }

    /// The size of the files, of which the unit has to be said.
    pub(super) fn file(
        &mut self,
        model: &ModelChoice,
        quant: Quant,
        engine: Engine,
    ) -> Option<FileSize> {
        let given = self.present(FILE.key)?;
        let lower = given.to_ascii_lowercase();
        let units = [
            ("gib", FileUnit::Gib, 1_000),
            ("gb", FileUnit::Gb, 1_000),
            ("tb", FileUnit::Gb, 1_000_000),
            ("mb", FileUnit::Gb, 1),
            ("g", FileUnit::Gb, 1_000),
        ];
        let unit = units.iter().find(|(id, ..)| lower.ends_with(id));
        let size = unit.and_then(|&(id, unit, scale)| {
            let number = lower.trim_end_matches(id).trim().replace(',', ".");
            let Number::Whole(thousandths) = number::amount(&number, 3, Currency::USD) else {
                return None;
            };
            let size = u64::try_from(thousandths).ok()?.checked_mul(scale)? / 1_000;
            let (least, most) = FileSize::BOUNDS;
            Some((size, unit)).filter(|_| (least..=most).contains(&size))
        });
        let bytes = || {
            let digits = lower.strip_suffix('b').filter(|_| unit.is_none())?;
            let Number::Whole(bytes) = number::whole(digits) else {
                return None;
            };
            let (least, most) = FileSize::BYTES;
            let bytes = u64::try_from(bytes).ok()?;
            (least..=most)
                .contains(&bytes)
                .then_some((bytes * 1_000, FileUnit::Byte))
        };
        if let Some(size) = size.or_else(bytes) {
            return Some(FileSize::of(size, model, quant, engine));
        }
        let message = format!(
            "“{}” is no size of files: write a number from 0.001 to 20,000 with up to three decimals and its unit, gb or gib, or whole bytes as 4920734272b. Calculated with what the format takes.",
            shorten(given)
        );
        self.notice(FILE.key, given, message, None);
        None
    }

    /// The format of the cache, or those of its keys and its values.
    pub(super) fn kv(&mut self, engine: Engine) -> KvFormat {
        let Some(given) = self.present(KV.key) else {
            return DEFAULT_KV;
        };
        let what = "KV cache format";
        let parts = words::apart(given);
        let Some(apart) = parts.filter(|parts| parts.iter().any(|part| !part.is_empty())) else {
            let word = words::kv(given, engine);
            let meant = self.meant(KV.key, what, given, word, |kv| (kv.id(), kv.id()));
            return meant.map_or(DEFAULT_KV, KvFormat::both);
        };
        let meant = apart.map(|word| words::kv(word, engine));
        let usual = |part: &Meaning<KvType>| part.clone().found().unwrap_or(DEFAULT_KV.keys);
        let [keys, values] = meant.each_ref().map(usual);
        let kv = KvFormat { keys, values };
        let with: [fn(KvFormat, KvType) -> KvFormat; 2] = [
            |kv, keys| KvFormat { keys, ..kv },
            |kv, values| KvFormat { values, ..kv },
        ];
        let mut is_known = true;
        for ((word, part), with) in apart.into_iter().zip(meant).zip(with) {
            if let Meaning::Unknown { nearest } = part {
                let nearest = nearest.into_iter();
                let candidates = nearest.map(|one| Candidate::new(one.id(), with(kv, one).id()));
                self.not_understood(KV.key, what, (word, given), candidates.collect());
                is_known = false;
            }
        }
        if is_known && !words::same(given, &kv.id()) {
            self.read_as(KV.key, given, &kv.name());
        }
        kv
    }

    pub(super) fn engine(&mut self, weights: Quant) -> Engine {
        let natural = Engine::natural_for(weights);
        let Some(given) = self.present(ENGINE.key).filter(|given| *given != "auto") else {
            return natural;
        };
        let mut word = words::engine(given);
        if let Meaning::Unknown { nearest } = &mut word
            && nearest.is_empty()
        {
            *nearest = Engine::ALL.to_vec();
        }
        self.meant(ENGINE.key, "engine", given, word, |engine| {
            (engine.id(), engine.name())
        })
        .unwrap_or(natural)
    }

    pub(super) fn placement(&mut self) -> PlacementChoice {
        let Some(given) = self.present(PLACEMENT.key) else {
            return PlacementChoice::Auto;
        };
        let Some(choice) = words::placement(given) else {
            let ids = ["auto", "layer", "tp", "pp"].map(|id| Candidate::new(id, id));
            self.not_understood(PLACEMENT.key, "placement", (given, given), ids.into());
            return PlacementChoice::Auto;
        };
        if words::names_rows(given) {
            let used = placement_id(choice);
            self.notice(PLACEMENT.key, given, BY_ROWS.to_owned(), Some(used));
        }
        choice
    }

    pub(super) fn offload(&mut self, model: &ModelChoice) -> Offload {
        let Some(given) = self.present(OFFLOAD.key) else {
            return Offload::None;
        };
        let lower = given.to_ascii_lowercase();
        let count = |prefix: &str| {
            lower
                .strip_prefix(prefix)
                .and_then(|rest| match number::whole(rest) {
                    Number::Whole(value) => u32::try_from(value).ok().filter(|v| *v <= EXPERTS.max),
                    Number::Fraction | Number::Not => None,
                })
        };
        let choice = match lower.as_str() {
            "none" => Some(Offload::None),
            "auto" => Some(Offload::Auto),
            "experts" => Some(Offload::Experts),
            _ => count("layers-")
                .map(Offload::Layers)
                .or_else(|| count("experts-").map(Offload::ExpertLayers))
                .or_else(|| {
                    Chosen::ALL.into_iter().find_map(|(chosen, prefix)| {
                        let experts = count(prefix)?;
                        Some(Offload::OtherExperts(Resident { experts, chosen }))
                    })
                }),
        };
        match choice {
            Some(Offload::Layers(0) | Offload::ExpertLayers(0)) => Offload::None,
            Some(Offload::OtherExperts(Resident { experts: 0, .. })) => Offload::Experts,
            Some(Offload::OtherExperts(kept)) if let Some(all) = holds_all(model, kept) => {
                let message = format!(
                    "A layer of the model has {} experts: all of them are on the cards.",
                    grouped(all.into())
                );
                self.notice(OFFLOAD.key, given, message, Some("none".to_owned()));
                Offload::None
            }
            Some(choice) => choice,
            None => {
                let words = ["none", "auto", "experts", "layers-8", "experts-8"].map(str::to_owned);
                let divided = Chosen::ALL.map(|(_, prefix)| format!("{prefix}64"));
                let words = words.into_iter().chain(divided);
                let candidates = words.map(|word| Candidate::new(word.clone(), word));
                self.not_understood(
                    OFFLOAD.key,
                    "way to offload",
                    (given, given),
                    candidates.collect(),
                );
                Offload::None
            }
        }
    }

    /// A prompt is at most as long as the context.
    pub(super) fn speed(&mut self, context: u32, model: &ModelChoice) -> SpeedPlan {
        let bound = Bound {
            max: context,
            default: SpeedPlan::default().prompt(context),
            ..PROMPT
        };
        let given = self.present(bound.key);
        let plan = SpeedPlan {
            prompt: given.map(|given| self.bounded(bound, bound.key, given)),
            images: None,
            cached: self.number(PREFIX),
            output: self.number(OUTPUT),
            floor: self.number(FLOOR),
        };
        SpeedPlan {
            images: self.images(model, context, plan.words(context)),
            ..plan
        }
    }
}

/// The experts of a layer, where no fewer stay on the cards.
fn holds_all(model: &ModelChoice, kept: Resident) -> Option<u32> {
    let all = model.arch().moe?.experts;
    (kept.experts >= all).then_some(all)
}

/// The format that an engine runs a model in where nobody chose one: as it is published, if that is below 16 bits, or the
/// usual one of four.
fn usual_weights(engine: Engine, native: Native) -> Quant {
    let published = Some(Quant::published(native));
    let usual = engine.usual();
    published
        .filter(|format| format.nominal_bits() < 16 && engine.supports_weights(*format).is_ok())
        .or(usual.bits4)
        .or(usual.bits8)
        .unwrap_or(usual.bits16)
}

impl Writer<'_> {
    pub(super) fn formats(&mut self, scenario: &Scenario) {
        match scenario.engine.supports_weights(DEFAULT_WEIGHTS) {
            // Without it another would be taken.
            Err(_) => self.put(WEIGHTS.key, scenario.weights.id()),
            Ok(()) => self.word(WEIGHTS, scenario.weights.id(), DEFAULT_WEIGHTS.id()),
        }
        if let Some(file) = scenario.given_file() {
            self.put(FILE.key, file);
        }
        self.word(KV, &scenario.kv.id(), &DEFAULT_KV.id());
    }

    pub(super) fn engine(&mut self, scenario: &Scenario) {
        let natural = Engine::natural_for(scenario.weights);
        self.word(ENGINE, scenario.engine.id(), natural.id());
        let settings = scenario.settings;
        self.optional(UTILIZATION, settings.utilization.map(u32::from));
        // A way out may have raised the requests beyond them.
        let most = settings.sequences.map(|most| most.max(scenario.users));
        self.optional(SEQUENCES, most);
        self.optional(BATCHED, settings.batched);
        self.optional(MICRO_BATCH, settings.micro_batch);
        if let Some(built) = settings.built {
            self.put(ENGINE_DATE.key, built);
        }
        self.word(BACKEND, settings.backend.id(), Backend::Own.id());
        self.optional(BATCH, settings.batch);
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
            Offload::OtherExperts(Resident { experts, chosen }) => {
                self.put(OFFLOAD.key, format_args!("{}{experts}", chosen.prefix()));
            }
        }
    }

    pub(super) fn speed(&mut self, scenario: &Scenario) {
        let plan = &scenario.speed;
        // A way out may have shortened the context below the prompt.
        self.optional(PROMPT, plan.prompt.map(|_| plan.words(scenario.context)));
        if let Some(images) = plan.images {
            self.put(IMAGES.key, images);
        }
        self.number(PREFIX, plan.cached);
        self.number(OUTPUT, plan.output);
        self.number(FLOOR, plan.floor);
    }
}

/// What is told of llama.cpp's rows: rates of four RTX 3090 against those told for the other way (alesha-pro/4x3090-llm-benchmarks,
/// 2026-07: 151 tokens/s of a prompt and 19 of an answer, Qwen3.6 27B in `Q6_K`).
const BY_ROWS: &str = "llama.cpp’s older way to share layers (--split-mode row) hands every product back to the first GPU, which is not calculated: what is told is for --split-mode tensor. Four RTX 3090 read a prompt by rows at less than a tenth of the rate told, and answered at less than half of it.";

fn placement_id(choice: PlacementChoice) -> String {
    let PlacementChoice::Parallel {
        tensor,
        pipeline,
        data,
        context,
        expert,
    } = choice
    else {
        return "layer".to_owned();
    };
    let mut text = match (tensor, pipeline) {
        (None, None) if data.is_some() => String::new(),
        (None, None) => "tp".to_owned(),
        (Some(1), None) => "pp".to_owned(),
        (Some(tensor), None) => format!("tp{tensor}"),
        (None, Some(pipeline)) => format!("pp{pipeline}"),
        (Some(tensor), Some(pipeline)) => format!("tp{tensor}-pp{pipeline}"),
    };
    if let Some(data) = data {
        let dash = if text.is_empty() { "" } else { "-" };
        text.push_str(&format!("{dash}dp{data}"));
    }
    if let Some(context) = context {
        text.push_str(&format!("-cp{context}"));
    }
    if expert {
        text.push_str("-ep");
    }
    text
}
