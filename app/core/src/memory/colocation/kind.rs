//! What is placed: models in a format, each with its engine.

use crate::engine::Engine;
use crate::memory::kv::{Cache, CacheInput};
use crate::model::quant::Quant;
use crate::model::weights::Weights;
use crate::scenario::{ModelChoice, Scenario};

/// One model in one format.
pub(super) struct Kind<'a> {
    pub(super) model: &'a ModelChoice,
    pub(super) weights: &'a Weights,
    pub(super) quant: Quant,
    pub(super) engine: Engine,
    /// Bytes of weights and cache, which decide who is placed first.
    pub(super) need: u64,
    /// Bytes that it takes of all its cards together wherever it stands: layers, head and cache, each once.
    pub(super) least: u64,
    /// Whether the engine runs it on each of the machine's cards.
    pub(super) runs_on: Vec<bool>,
}

/// The kinds, and the kind of each instance in the order in which they were asked.
pub(super) fn instances(scenario: &Scenario) -> (Vec<Kind<'_>>, Vec<usize>) {
    let mut kinds = vec![Kind::new(
        scenario,
        &scenario.model,
        scenario.weights,
        scenario.engine,
    )];
    let mut instances = vec![0];
    for one in &scenario.also {
        let alike = |kind: &Kind<'_>| kind.quant == one.weights && *kind.model == one.model;
        let index = kinds.iter().position(alike).unwrap_or_else(|| {
            let engine = engine(scenario, one.weights);
            kinds.push(Kind::new(scenario, &one.model, one.weights, engine));
            kinds.len() - 1
        });
        instances.extend(std::iter::repeat_n(index, one.count as usize));
    }
    (kinds, instances)
}

/// The scenario's engine where it runs this format somewhere, else the one that usually does.
fn engine(scenario: &Scenario, quant: Quant) -> Engine {
    let chosen = scenario.engine;
    let mut gpus = scenario.machine.groups.iter().map(|group| group.gpu);
    let runs = chosen.supports_weights(quant).is_ok()
        && chosen.supports_kv(scenario.kv).is_ok()
        && gpus.any(|gpu| chosen.runs_on(gpu, quant, scenario.kv).is_ok());
    if runs {
        chosen
    } else {
        Engine::natural_for(quant)
    }
}

impl<'a> Kind<'a> {
    fn new(scenario: &'a Scenario, model: &'a ModelChoice, quant: Quant, engine: Engine) -> Self {
        let weights = if std::ptr::eq(model, &scenario.model) {
            scenario.weights_in(quant, engine)
        } else {
            model.weights(quant, engine)
        };
        let cache = CacheInput {
            kv: scenario.kv,
            engine,
            context: u64::from(scenario.context),
            users: u64::from(scenario.users),
            tensor: 1,
            parts: 1,
            batch: scenario.machine.first_card().and_then(|(capacity, chip)| {
                engine.step(engine.own(scenario.settings), capacity, chip)
            }),
        };
        let cache = Cache::of(model.arch(), weights.stack.cached(), cache).bytes();
        let runs =
            engine.supports_weights(quant).is_ok() && engine.supports_kv(scenario.kv).is_ok();
        Self {
            model,
            least: weights.stack.bytes() + weights.head + weights.extra + cache,
            need: weights.total() + weights.vision + cache,
            weights,
            quant,
            engine,
            runs_on: { scenario.machine.gpus() }
                .map(|gpu| runs && engine.runs_on(gpu, quant, scenario.kv).is_ok())
                .collect(),
        }
    }

    pub(super) fn name(&self) -> String {
        self.model.name(self.weights.params)
    }

    /// Why the engine runs it on none of the cards.
    pub(super) fn blocker(&self, scenario: &Scenario) -> String {
        let Self { engine, quant, .. } = *self;
        let mut groups = scenario.machine.groups.iter();
        let reason = { engine.supports_weights(quant).err() }
            .or_else(|| engine.supports_kv(scenario.kv).err())
            .or_else(|| {
                groups.find_map(|group| engine.runs_on(group.gpu, quant, scenario.kv).err())
            });
        match reason {
            Some(refusal) => refusal.to_string(),
            None => format!("{} cannot divide it over these cards.", engine.name()),
        }
    }
}
