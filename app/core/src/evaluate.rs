//! From a scenario to its report: pure, and the only way to one.

use crate::catalog::Catalog;
use crate::codec::{self, Query};
use crate::engine::Engine;
use crate::engine::overhead::Overheads;
use crate::machine::storage::{self, Array};
use crate::machine::{bill, host, power};
use crate::memory::kv::{Cache, LayerCache};
use crate::memory::question::{Plan, Question};
use crate::memory::ways_out::Advice;
use crate::memory::{colocation, limits, verdict};
use crate::model::weights::Weights;
use crate::money::{cost, epoch, payback, rent};
use crate::report::{GpuEcho, KvLine, Memory, Placement, Report, ScenarioEcho, Status, WeightLine};
use crate::scenario::{ModelChoice, Scenario};
use crate::speed;
use crate::training::{self, Machinery};
use crate::units::{Evidence, GIB};

/// Computes the report of a scenario, with the edition of the catalogue that it is pinned to.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate::evaluate};
/// let catalog = Catalog::builtin();
/// let query = "gpu=rtx-pro-6000-blackwell-max-q&n=4&model=llama-3.1-405b&w=f16";
/// let report = evaluate(&codec::decode(query, catalog).scenario, catalog);
/// assert_eq!(report.memory.weights_bytes, 811_706_777_600);
/// assert!(!report.verdict.fits);
/// ```
#[must_use]
pub fn evaluate(scenario: &Scenario, catalog: &Catalog) -> Report {
    let catalog = catalog.pinned(scenario.pin);
    let weights = scenario.priced();
    let question = Question::of(scenario, &weights);
    let plan = question.plan();
    let memory = memory(scenario, &weights, &plan);
    let mut verdict = verdict::word(scenario, &plan);
    let best = limits::best_weights(scenario, question);
    let limits = limits::of(scenario, question, best);
    if !verdict.fits {
        let advice = Advice {
            scenario,
            asked: question,
            limits: &limits,
            best,
        };
        verdict.ways_out = advice.ways_out(catalog);
    }
    let host = host::choose(scenario, catalog);
    let mut speed = speed::estimate(
        scenario,
        question,
        &plan,
        &verdict,
        limits.max_users,
        &host,
        catalog,
    );
    let (power, settled) = power::describe(scenario, &host, catalog, verdict.status);
    let bill = bill::itemise(
        scenario,
        &host,
        memory.weights_bytes,
        &settled.carriers,
        catalog,
    );
    let cost = cost::add_up(scenario, &bill);
    let cloud = rent::compare(scenario, &weights, catalog);
    let payback = payback::project(
        scenario,
        memory.weights_bytes,
        &cost,
        &cloud,
        settled.energy,
    );
    if speed.decode_tokens_per_s.is_some() {
        speed.token_cost = Some(speed::token_cost(scenario, &speed, &cloud, &payback));
    }
    let array = Array::of(scenario, &host, &bill);
    let storage = storage::describe(scenario, &array, memory.weights_bytes);
    let training = scenario.training.as_ref().map(|plan| {
        let machinery = Machinery::of(&host, &power, settled.energy, array.load);
        let mut training = training::describe(scenario, plan, catalog, machinery);
        epoch::add_rent(&mut training, scenario, plan, catalog, machinery);
        training
    });
    Report {
        catalog: catalog.date,
        query: codec::encode(scenario),
        scenario: echo(scenario, &weights),
        memory,
        verdict,
        limits,
        speed,
        power,
        cost,
        cloud,
        payback,
        storage,
        training,
        together: colocation::place(scenario, catalog),
        notices: Vec::new(),
    }
}

/// Decodes a query or a whole URL and computes its report, notices included: what the API, the
/// command line and the pages answer with.
#[must_use]
pub fn report(query_or_url: &str, catalog: &Catalog) -> Report {
    let query = query_or_url
        .split_once('?')
        .map_or(query_or_url, |(_, query)| query);
    answer(&Query::parse(query), catalog)
}

/// The same for a query that is already split.
#[must_use]
pub fn answer(query: &Query, catalog: &Catalog) -> Report {
    let decoded = codec::decode_query(query, catalog);
    let mut report = evaluate(&decoded.scenario, catalog);
    report.notices = decoded.notices;
    report
}

/// The verdict alone, for sweeps over many scenarios.
///
/// ```
/// use headroom_core::{catalog::Catalog, codec, evaluate, report::Status};
/// let scenario = codec::decode("model=llama-3.1-405b", Catalog::builtin()).scenario;
/// assert_eq!(evaluate::status(&scenario), Status::DoesNotFit);
/// ```
#[must_use]
pub fn status(scenario: &Scenario) -> Status {
    Question::of(scenario, &scenario.priced()).status()
}

fn echo(scenario: &Scenario, weights: &Weights) -> ScenarioEcho {
    let assumed = matches!(scenario.model, ModelChoice::Sized { .. });
    let arch = scenario.model.arch();
    ScenarioEcho {
        gpus: scenario
            .machine
            .groups
            .iter()
            .map(|group| GpuEcho {
                id: group.gpu.id,
                name: group.gpu.name,
                count: group.count,
            })
            .collect(),
        gpu_count: scenario.machine.gpu_count(),
        model: scenario.model.id().to_owned(),
        model_name: scenario.model.name(weights.params),
        model_params: weights.params + scenario.model.vision_params(),
        model_active_params: arch.active_among(weights.params, weights.routed_params()),
        model_max_context_tokens: arch.max_context,
        model_assumed: assumed,
        weights: scenario.weights.id(),
        kv: scenario.kv.id(),
        context_tokens: scenario.context,
        users: scenario.users,
        engine: scenario.engine.id(),
        ram_bytes: u64::from(scenario.machine.ram_gib) * GIB,
    }
}

fn memory(scenario: &Scenario, weights: &Weights, plan: &Plan) -> Memory {
    let arch = scenario.model.arch();
    let input = Question::of(scenario, weights).cache_input(1);
    let layers = weights.stack.cached();
    let cache = Cache::of(arch, layers, input);
    let mut classes: Vec<WeightLine> = weights
        .classes
        .iter()
        .map(|class| WeightLine {
            class: class.class,
            params: class.params,
            bytes: class.bytes,
        })
        .collect();
    let mut weights_bytes = weights.total();
    if scenario.engine != Engine::LlamaCpp && weights.vision > 0 {
        weights_bytes += weights.vision;
        classes.push(WeightLine {
            class: "vision and audio towers",
            params: scenario.model.vision_params(),
            bytes: weights.vision,
        });
    }
    let params: u64 = classes.iter().map(|class| class.params).sum();
    let line = |kind: &LayerCache| KvLine {
        kind: kind.keeper.words(),
        layers: kind.layers,
        bytes_per_token_layer: kind.bytes_per_token,
        tokens_held: kind.tokens_held,
        bytes: u64::from(kind.layers) * kind.bytes(),
    };
    let keys = cache.index_keys();
    let keys = (keys.layers > 0).then_some(&keys);
    let lines = cache.kinds().iter().chain(keys).map(line).collect();
    let overheads = plan
        .overheads
        .iter()
        .map(Overheads::evidence)
        .max()
        .unwrap_or(Evidence::Derived);
    let assumed = matches!(scenario.model, ModelChoice::Sized { .. });
    Memory {
        weights_bytes,
        weights_millibits_per_param: weights_bytes.saturating_mul(8_000) / params.max(1),
        weights: classes,
        kv_cache_bytes: cache.bytes(),
        kv_bytes_per_token: cache.bytes_per_token(),
        kv_cache: lines,
        kv_ideal_bytes: Cache::ideal_of(arch, layers, input).bytes(),
        placement: Placement {
            kind: plan.degrees.kind(),
            tensor: plan.degrees.tensor,
            pipeline: plan.degrees.pipeline,
            expert: plan.degrees.expert,
            invalid: plan.degrees.invalid.clone(),
            note: plan.degrees.note.clone(),
        },
        per_gpu: plan.gpus.clone(),
        host: plan.host.clone(),
        evidence: if assumed {
            Evidence::Assumed
        } else {
            overheads.max(Evidence::Derived)
        },
    }
}
