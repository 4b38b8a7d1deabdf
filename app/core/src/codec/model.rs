//! The keys of the model: a row of the catalogue, a size, or an architecture field by field.

use super::arch;
use super::number::{self, Number};
use super::reader::{Candidate, Reader, shorten};
use super::words::{self, How, Meaning, same};
use super::writer::Writer;
use crate::catalog::Model;
use crate::scenario::custom::{self, Fields, MAX_PARAMS, MIN_PARAMS};
use crate::scenario::keys::{
    ACTIVE, ALSO, ARCH, EXPERT_FFN, EXPERTS, FFN, HEAD_DIM, HEADS, HIDDEN, KV_HEADS, LAYERS, MODEL,
    NAMED, PARAMS, TIED, TOP_K, VOCAB, WINDOW,
};
use crate::scenario::{About, DEFAULT_MODEL, ModelChoice, OwnModel};
use crate::units::shown;

impl Reader<'_> {
    pub(super) fn model(&mut self) -> ModelChoice {
        // Whoever writes an architecture means it, without saying that it is one of his own.
        let usual = self.present(ARCH.key).map_or(DEFAULT_MODEL, |_| "custom");
        let given = self.present(MODEL.key).unwrap_or(usual);
        if given.eq_ignore_ascii_case("custom") {
            return self.custom();
        }
        if let Some(model) = self.model_known(MODEL.key, given) {
            return model;
        }
        let nearest = self.models_like(given).into_iter();
        let candidates = nearest.map(|model| Candidate::new(model.name, model.id));
        self.not_understood(MODEL.key, "model", (given, given), candidates.collect());
        self.usual_model()
    }

    /// A model of the catalogue, or one of the size that it is named after; `None` where it is neither.
    pub(super) fn model_known(&mut self, key: &'static str, given: &str) -> Option<ModelChoice> {
        let models = self.catalog.models;
        // Beside the first model the format stands behind the name in a way of its own.
        let copied = || {
            let model = self.copied(given).filter(|_| key == MODEL.key)?;
            Some((model, How::Alias))
        };
        let listed = words::meant(given, models).map(|(model, how)| (*model, how));
        if let Some((model, how)) = listed.or_else(copied) {
            if how == How::Alias && !same(model.name, given) {
                self.read_as(key, given, model.name);
            }
            return Some(ModelChoice::Listed(model));
        }
        let (total, active) = by_size(given)?;
        Some(self.sized(key, given, total, active))
    }

    /// The model that a name means without the words at its end which say how a copy of it is stored.
    pub(super) fn copied(&self, given: &str) -> Option<&'static Model> {
        let (model, _) = words::meant(words::without_format(given)?, self.catalog.models)?;
        Some(model)
    }

    /// The models that are called like a word.
    pub(super) fn models_like(&self, given: &str) -> Vec<&'static Model> {
        match words::resolve(given, self.catalog.models) {
            Meaning::Found { entry, .. } => vec![*entry],
            Meaning::Unknown { nearest } => nearest.into_iter().copied().collect(),
        }
    }

    /// What stands in for a model that is not known.
    pub(super) fn usual_model(&self) -> ModelChoice {
        let catalog = self.catalog;
        let usual = catalog.model(DEFAULT_MODEL).unwrap_or(catalog.models[0]);
        ModelChoice::Listed(usual)
    }

    fn custom(&mut self) -> ModelChoice {
        if let Some(given) = self.present(ARCH.key) {
            let Some(key) = [LAYERS.key, PARAMS.key]
                .into_iter()
                .find(|key| self.present(key).is_some())
            else {
                return self.whole(given);
            };
            let message =
                format!("The architecture was left out, because “{key}” says what the model is.");
            self.notice(ARCH.key, given, message, None);
        }
        if self.present(LAYERS.key).is_some() && self.present(PARAMS.key).is_none() {
            return self.described();
        }
        let given = self.present(PARAMS.key).unwrap_or_default();
        let (total, named_active) = match by_size(given) {
            Some(sizes) => sizes,
            None if !given.is_empty() => {
                let candidates = vec![Candidate::new("70b", "70b")];
                self.not_understood(PARAMS.key, "size of a model", (given, given), candidates);
                // Links write the size as the model.
                if let Some(unread) = self.unread.last_mut() {
                    unread.key = MODEL.key;
                }
                return self.usual_model();
            }
            None => {
                let message =
                    "Give the size of the model, such as 405b, 7.6b or 141b. Calculated with 70b.";
                self.notice(
                    PARAMS.key,
                    given,
                    message.to_owned(),
                    Some("70b".to_owned()),
                );
                (Number::Whole(70_000_000_000), None)
            }
        };
        let active = match self.present(ACTIVE.key) {
            None => named_active,
            Some(text) => Some(number::parameters(text)),
        };
        self.sized(PARAMS.key, given, total, active)
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
                let (key, text) = if key == ALSO.key {
                    (key, given)
                } else {
                    (ACTIVE.key, self.present(ACTIVE.key).unwrap_or(given))
                };
                self.size(key, text, active, total)
            }
        };
        let arch = custom::typical(total, active).into();
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

    /// A model whose whole architecture is one value.
    fn whole(&mut self, given: &str) -> ModelChoice {
        let (arch, about) = arch::read(given).unwrap_or_else(|problem| {
            self.wrong(ARCH.key, "architecture", given, problem.to_string());
            // Stands there without an answer.
            (custom::typical(MIN_PARAMS, MIN_PARAMS), About::default())
        });
        let name = self.present(NAMED.key).map_or_else(String::new, name);
        ModelChoice::Described(OwnModel::whole(arch, About { name, ..about }))
    }

    fn described(&mut self) -> ModelChoice {
        let mut fields = Fields {
            layers: self.number(LAYERS),
            hidden: self.number(HIDDEN),
            heads: self.number(HEADS),
            kv_heads: self.number(KV_HEADS),
            head_dim: self.number(HEAD_DIM),
            ffn: self.number(FFN),
            vocab: self.number(VOCAB),
            experts: self.number(EXPERTS),
            top_k: self.number(TOP_K),
            expert_ffn: self.number(EXPERT_FFN),
            window: self.number(WINDOW),
            tied: matches!(self.present(TIED.key), Some("1" | "on" | "true" | "yes")),
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
            self.notice(KV_HEADS.key, &given, message, Some(used.to_string()));
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
            self.notice(TOP_K.key, &given, message, Some(fields.experts.to_string()));
            fields.top_k = fields.experts;
        }
        ModelChoice::Described(OwnModel::plain(custom::described(&fields)))
    }
}

impl Writer<'_> {
    pub(super) fn model(&mut self, choice: &ModelChoice) {
        self.word(MODEL, &model_id(choice), DEFAULT_MODEL);
        let ModelChoice::Described(own) = choice else {
            return;
        };
        let Some(about) = own.about() else {
            return self.fields(&custom::fields(own));
        };
        self.put(ARCH.key, arch::write(choice));
        if !about.name.is_empty() {
            self.put(NAMED.key, &about.name);
        }
    }

    fn fields(&mut self, fields: &Fields) {
        // The number of layers is always written: it tells a described model from a missing size.
        self.put(LAYERS.key, fields.layers);
        self.number(HIDDEN, fields.hidden);
        self.number(HEADS, fields.heads);
        self.number(KV_HEADS, fields.kv_heads);
        self.number(HEAD_DIM, fields.head_dim);
        self.number(FFN, fields.ffn);
        self.number(VOCAB, fields.vocab);
        if fields.experts > 0 {
            self.put(EXPERTS.key, fields.experts);
            self.number(TOP_K, fields.top_k);
            self.number(EXPERT_FFN, fields.expert_ffn);
        }
        self.number(WINDOW, fields.window);
        if fields.tied {
            self.put(TIED.key, "1");
        }
    }
}

/// Longest name of a model, in characters.
const LONGEST_NAME: usize = 64;

/// A name in the characters of a link, of what stands behind its owner's; empty where no letter of it is left.
#[must_use]
pub fn name(given: &str) -> String {
    let given = shown(given);
    let given = given.trim().trim_end_matches('/');
    let own = given.rsplit('/').next().unwrap_or(given);
    let plain = own.chars().map(|c| match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => c,
        _ => '-',
    });
    let name: String = plain.take(LONGEST_NAME).collect();
    let name = name.trim_matches('-');
    match name.contains(|c: char| c.is_ascii_alphanumeric()) {
        true => name.to_owned(),
        false => String::new(),
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

/// `llama-3.3-70b`, or the size that a model was given by: `405b`, `141b-a39b`.
#[must_use]
pub fn model_id(choice: &ModelChoice) -> String {
    match choice {
        ModelChoice::Sized { total, active, .. } if active == total => size(*total),
        ModelChoice::Sized { total, active, .. } => {
            format!("{}-a{}", size(*total), size(*active))
        }
        ModelChoice::Listed(_) | ModelChoice::Described(_) => choice.id().to_owned(),
    }
}

/// A parameter count as models are named: `405b`, `7.6b`, `596m`.
fn size(params: u64) -> String {
    const B: u64 = 1_000_000_000;
    const M: u64 = 1_000_000;
    if params < B || !params.is_multiple_of(M) {
        return format!("{}m", params / M);
    }
    let millions = params % B / M;
    if millions == 0 {
        return format!("{}b", params / B);
    }
    format!(
        "{}.{}b",
        params / B,
        format!("{millions:03}").trim_end_matches('0')
    )
}
