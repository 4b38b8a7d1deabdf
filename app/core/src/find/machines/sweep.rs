//! Every card, count, format and placement for one job: what holds it and is fast enough.
//!
//! How much is asked is bounded by the catalogue: cards × sizes of memory × counts × formats. The cheap
//! verdict comes first; speed is computed for what fits, price and power for the fastest way of each machine.

use std::vec;

use super::asked::Job;
use crate::catalog::{Catalog, Gpu, Price, PriceBasis};
use crate::engine::Engine;
use crate::evaluate::{self, Report, evaluate};
use crate::memory::limits::holds_nothing_more;
use crate::memory::question::Question;
use crate::model::quant::Quant;
use crate::model::weights::Weights;
use crate::report::{CheckLevel, PowerStatus, Status};
use crate::scenario::{Condition, GpuGroup, PlacementChoice, Scenario};
use crate::speed::Pace;
use crate::units::{Budget, THIN};

/// What putting a report together takes of a [`Budget`] beside its searches: plan, work and time of a machine.
const REPORT_STEPS: usize = 500;

/// Numbers of cards that are tried.
pub const COUNTS: [u32; 4] = [1, 2, 4, 8];

/// A machine that is tried.
#[derive(Clone, Copy, Debug)]
struct Machine {
    gpu: &'static Gpu,
    count: u32,
    /// Size of a unified memory, nominal GB.
    size: Option<u32>,
    condition: Option<Condition>,
}

/// A way to run the job.
struct Way<'a> {
    engine: Engine,
    quant: Quant,
    placement: PlacementChoice,
    weights: &'a Weights,
}

/// A machine that does the job, in the fastest way that was found.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) scenario: Scenario,
    pub(super) report: Report,
    pub(super) gpu: &'static Gpu,
    pub(super) count: u32,
    /// What the machine costs, in cents; `None` where it has no price, or none in the condition asked.
    pub(super) cents: Option<i64>,
    /// Tokens a second of each stream, or of a training run.
    pub(super) rate: f64,
}

impl Done {
    /// The cards, and how much memory there is where that can be chosen.
    pub(super) fn name(&self) -> String {
        let cards = self.report.scenario().cards();
        match self.scenario.machine.unified(self.gpu) {
            Some((size, _)) => format!("{cards}, {size}{THIN}GB"),
            None => cards,
        }
    }
}

/// What a sweep went through.
#[derive(Clone, Debug, Default)]
pub(super) struct Swept {
    /// Machines that were tried.
    pub(super) machines: u32,
    /// Ways to run that were tried, on all of them.
    pub(super) ways: u32,
    /// Machines that hold the job, however fast.
    pub(super) holding: u32,
    /// Machines that hold it and are fast enough, whatever they cost and draw.
    pub(super) fast: u32,
    /// The fastest rate of those that are too slow.
    pub(super) too_slow: Option<f64>,
    /// Machines that keep to every limit.
    pub(super) done: Vec<Done>,
    /// One way on each number of each card, for whoever rents them.
    pub(super) any_price: Vec<Done>,
    /// Machines that may do it and were not tried, because no steps were left.
    pub(super) untried: u32,
}

/// A sweep that is under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Sweep {
    left: vec::IntoIter<Machine>,
    swept: Swept,
}

impl Sweep {
    /// Before anything was tried.
    pub(super) fn begin(job: &Job, catalog: &Catalog) -> Self {
        Self {
            left: machines(job, catalog).into_iter(),
            swept: Swept::default(),
        }
    }

    /// How many machines are left to be tried.
    pub(super) fn left(&self) -> usize {
        self.left.len()
    }

    /// Tries one machine after the other while there are `more` to be tried now and the steps suffice; whether any
    /// is left for later.
    pub(super) fn go_on(
        &mut self,
        job: &Job,
        catalog: &Catalog,
        budget: &Budget,
        mut more: impl FnMut() -> bool,
    ) -> bool {
        let ways = ways(job);
        while !budget.is_spent() {
            if !more() {
                return self.left() > 0;
            }
            let Some(machine) = self.left.next() else {
                return false;
            };
            if !self.swept.try_on(machine, job, &ways, (catalog, budget)) {
                break;
            }
        }
        false
    }

    /// What was gone through; whatever is left stays untried.
    pub(super) fn end(mut self) -> Swept {
        self.swept.untried += u32::try_from(self.left()).unwrap_or(u32::MAX);
        self.swept
    }
}

impl Swept {
    /// Tries the ways on a machine; whether the steps sufficed.
    fn try_on(
        &mut self,
        machine: Machine,
        job: &Job,
        ways: &[Way<'_>],
        (catalog, budget): (&Catalog, &Budget),
    ) -> bool {
        self.machines += 1;
        let mut scenario = on(&job.scenario, machine);
        let found = fastest(job, &mut scenario, ways, self, (catalog, budget));
        if self.untried > 0 {
            // Its fastest way may be among those that are left.
            self.machines -= 1;
            return false;
        }
        if let Some((report, rate)) = found {
            self.take(
                job,
                machine,
                Done {
                    scenario,
                    report,
                    gpu: machine.gpu,
                    count: machine.count,
                    cents: None,
                    rate,
                },
            );
        }
        true
    }

    /// Takes what a machine does, as far as that is enough.
    fn take(&mut self, job: &Job, machine: Machine, mut done: Done) {
        self.holding += 1;
        let floor = f64::from(job.scenario.speed.floor);
        if job.scenario.training.is_none() && done.rate < floor {
            let best = self.too_slow.get_or_insert(done.rate);
            *best = best.max(done.rate);
            return;
        }
        if !in_time(job, &done.report) {
            return;
        }
        self.fast += 1;
        if job.limits.rented && machine.condition != Some(Condition::Used) {
            self.any_price.push(done.clone());
        }
        if price(machine).is_some() && keeps(job, &done) {
            done.cents = Some(done.report.cost().total_usd.0);
            self.done.push(done);
        }
    }
}

/// The machines that may be tried within the limits that need no answer.
fn machines(job: &Job, catalog: &Catalog) -> Vec<Machine> {
    let most = job.limits.cards.unwrap_or(u32::MAX);
    let mut machines = Vec::new();
    for &gpu in catalog.gpus {
        if job.limits.maker.is_some_and(|maker| maker != gpu.vendor) {
            continue;
        }
        // A laptop is given no more memory than it takes.
        let ram = job.scenario().machine.ram_gib;
        if gpu.most_ram_gib().is_some_and(|most| ram > most) {
            continue;
        }
        for count in COUNTS.into_iter().filter(|count| *count <= most) {
            // Whole machines work together only where they have a link for it.
            if count > 1 && gpu.is_whole() && gpu.link.is_none() {
                continue;
            }
            let sizes = gpu.unified.map_or(&[][..], |unified| unified.sizes_gb);
            let sizes: Vec<Option<u32>> = match sizes {
                [] => vec![None],
                sizes => sizes.iter().copied().map(Some).collect(),
            };
            for size in sizes {
                for condition in conditions(job, gpu) {
                    let machine = Machine {
                        gpu,
                        count,
                        size,
                        condition,
                    };
                    if may_be_paid(job, machine) {
                        machines.push(machine);
                    }
                }
            }
        }
    }
    machines
}

/// The conditions in which a card is tried: as it is asked for; else as the catalogue has it, and used
/// where that costs less.
fn conditions(job: &Job, gpu: &Gpu) -> Vec<Option<Condition>> {
    if let Some(condition) = job.scenario.money.condition {
        return vec![Some(condition)];
    }
    let less = gpu
        .used
        .zip(gpu.price)
        .is_some_and(|(used, price)| used.usd < price.usd);
    match less {
        true => vec![None, Some(Condition::Used)],
        false => vec![None],
    }
}

/// The dated price of one card in its condition.
fn price(machine: Machine) -> Option<Price> {
    let gpu = machine.gpu;
    let of_size = machine.size.and_then(|size| {
        let mut sizes = gpu.price_by_gb.iter();
        sizes.find(|(gb, _)| *gb == size).map(|(_, price)| *price)
    });
    // The price of the largest memory says nothing of a smaller one.
    let largest = machine
        .size
        .is_none_or(|size| size == gpu.memory.nominal_gb);
    let usual = of_size.or(gpu.price.filter(|_| largest));
    let is_used = |price: &Price| price.basis == PriceBasis::Used;
    match machine.condition {
        None => usual,
        Some(Condition::New) => usual.filter(|price| !is_used(price)),
        Some(Condition::Used) => usual.filter(is_used).or(gpu.used),
    }
}

/// Whether the cards alone leave something of the budget. Machines without a price count only where
/// somebody rents them.
fn may_be_paid(job: &Job, machine: Machine) -> bool {
    match (price(machine), job.limits.budget_usd) {
        (None, _) => job.limits.rented && !machine.gpu.is_whole(),
        (Some(price), Some(budget)) => {
            let cards = u64::from(price.usd) * u64::from(machine.count);
            job.limits.rented || cards <= u64::from(budget)
        }
        (Some(_), None) => true,
    }
}

/// The job on a machine.
fn on(job: &Scenario, machine: Machine) -> Scenario {
    let mut scenario = job.clone();
    scenario.machine.groups = vec![GpuGroup {
        gpu: machine.gpu,
        count: machine.count,
    }];
    // The largest is what is meant where no size is said.
    scenario.machine.unified_gb = machine
        .size
        .filter(|size| *size != machine.gpu.memory.nominal_gb);
    scenario.machine.unified_share = None;
    scenario.money.condition = machine.condition;
    scenario
}

/// The ways to run a job: for the two kinds of engine, one that splits by layers and one that shares
/// each, the formats that they usually run in as many bits as are asked for.
fn ways(job: &Job) -> Vec<Way<'_>> {
    let scenario = &job.scenario;
    if scenario.training.is_some() {
        return Vec::new();
    }
    let engines = match job.engine_given {
        true => vec![scenario.engine],
        false => vec![Engine::natural_for(Quant::Q4KM), Engine::FOR_SHARED_LAYERS],
    };
    let (arch, native) = (scenario.model.arch(), scenario.model.native());
    let floor = job.limits.least_bits.min(native.nominal_bits());
    let mut ways = Vec::new();
    for engine in engines {
        let formats: Vec<Quant> = match job.weights_given {
            true => vec![scenario.weights],
            false => formats(engine),
        };
        for quant in formats {
            let bits = quant.nominal_bits();
            let made = engine.supports_weights(quant).is_ok()
                && engine.has_files_of(quant, arch, native)
                && !holds_nothing_more(quant, native)
                && (floor..=native.nominal_bits()).contains(&bits);
            if !made && !job.weights_given {
                continue;
            }
            let pipeline = PlacementChoice::Parallel {
                tensor: Some(1),
                pipeline: None,
                data: None,
                context: None,
                expert: false,
            };
            let shares = engine.shares_in_searches();
            let placements = [Some(PlacementChoice::Auto), shares.then_some(pipeline)];
            for placement in placements.into_iter().flatten() {
                let weights = scenario.model.weights(quant, engine);
                ways.push(Way {
                    engine,
                    quant,
                    placement,
                    weights,
                });
            }
        }
    }
    ways
}

/// The formats that an engine usually runs, the widest first.
fn formats(engine: Engine) -> Vec<Quant> {
    let usual = engine.usual();
    let eight = usual.bits8.filter(|quant| *quant != usual.bits16);
    let mut formats = vec![usual.bits16];
    formats.extend(eight);
    formats.extend(usual.bits4);
    formats.extend(usual.fp4);
    // What is published in it runs as it is.
    formats.push(Quant::Mxfp4);
    formats
}

/// The fastest way to run the job on a machine; the widest format of equally fast ones. It leaves the
/// scenario on that way. A machine that the steps did not suffice for is left untried.
fn fastest(
    job: &Job,
    scenario: &mut Scenario,
    ways: &[Way<'_>],
    swept: &mut Swept,
    (catalog, budget): (&Catalog, &Budget),
) -> Option<(Report, f64)> {
    if scenario.training.is_some() {
        swept.ways += 1;
        return trained(scenario, catalog, budget);
    }
    let mut best: Option<(Report, f64)> = None;
    for way in ways {
        let alone = scenario.machine.gpu_count() == 1;
        if alone && way.placement != PlacementChoice::Auto {
            continue;
        }
        if budget.is_spent() {
            swept.untried = 1;
            return None;
        }
        swept.ways += 1;
        let question = Question {
            quant: way.quant,
            engine: way.engine,
            placement: way.placement,
            ..Question::of(scenario, way.weights).within(budget)
        };
        if !holds(question.running(), scenario) {
            continue;
        }
        let tried = Scenario {
            weights: way.quant,
            engine: way.engine,
            placement: way.placement,
            ..scenario.clone()
        };
        let report = evaluate(&tried, catalog).until(budget.stop());
        let together = tried.also.is_empty() || holds(Some(report.finding().0), scenario);
        let rate = match together {
            true => report.pace().ok().map(Pace::stream_tokens_per_s),
            false => None,
        };
        let fastest = best.as_ref().map(|(_, fastest)| *fastest);
        let better = rate.filter(|rate| fastest.is_none_or(|fastest| *rate > fastest));
        let chosen = better.filter(|_| starts_in_time(job, &report));
        count(&report, budget);
        if let Some(rate) = chosen {
            best = Some((report, rate));
        }
    }
    let (report, rate) = best?;
    scenario.clone_from(report.asked());
    Some((report, rate))
}

/// Whether a status counts: all of it on the cards even in the worst case, or in system memory where
/// that was asked for.
fn holds(status: Option<Status>, scenario: &Scenario) -> bool {
    let moved = scenario.offload != crate::engine::Offload::None;
    status == Some(Status::Fits) || (moved && status == Some(Status::Offloaded))
}

/// Counts what a report took so far.
fn count(report: &Report, budget: &Budget) {
    budget.take(REPORT_STEPS);
    budget.add(report.steps());
}

/// The run on a machine, where it fits.
fn trained(scenario: &Scenario, catalog: &Catalog, budget: &Budget) -> Option<(Report, f64)> {
    budget.take(REPORT_STEPS);
    if evaluate::status(scenario) != Status::Fits {
        return None;
    }
    let report = evaluate(scenario, catalog).until(budget.stop());
    let rate = report.training()?.tokens_per_s;
    count(&report, budget);
    Some((report, rate?))
}

/// Whether the first token comes soon enough.
fn starts_in_time(job: &Job, report: &Report) -> bool {
    let Some(most) = job.limits.first_s else {
        return true;
    };
    let first = report.speed().time_to_first_token_s;
    first.is_some_and(|first| first <= f64::from(most))
}

/// Whether a training run is done soon enough.
fn in_time(job: &Job, report: &Report) -> bool {
    let Some(most) = job.limits.within_h else {
        return true;
    };
    let hours = report.training().map(|training| training.hours);
    hours.is_none_or(|hours| hours.is_some_and(|hours| hours <= f64::from(most)))
}

/// Whether a machine keeps to the limits of money and power, and its parts go together.
fn keeps(job: &Job, done: &Done) -> bool {
    let limits = &job.limits;
    let cost = done.report.cost();
    let budget = limits
        .budget_usd
        .map_or(i64::MAX, |usd| i64::from(usd) * 100);
    let clash = || {
        let checks = cost.items.iter().flat_map(|item| &item.checks);
        checks
            .into_iter()
            .any(|check| check.level == CheckLevel::Error)
    };
    if !cost.complete || cost.total_usd.0 > budget || clash() {
        return false;
    }
    if limits.watts.is_none() && !limits.circuit {
        return true;
    }
    let power = done.report.power();
    let carried = power.verdict.status == PowerStatus::Carries || !limits.circuit;
    carried
        && limits
            .watts
            .is_none_or(|most| power.wall_w <= f64::from(most))
}
