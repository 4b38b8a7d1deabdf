//! How fast it runs: rooflines with efficiencies that were fitted to measurements.
//!
//! | module | what it owns |
//! |---|---|
//! | `job` | bytes and products that a token costs, from the scenario |
//! | `card` | what cards and links can do at most |
//! | [`efficiency`] | classes of engines and cards, and how near to that they come |
//! | `step` | from work to time |
//! | `notes` | what has to be said beside the rates |
//! | `table` | the fitted figures, written by `cargo xtask calibrate` |
//!
//! A step of decoding reads every active weight once and the cache of every sequence; no estimate
//! passes what memory bandwidth allows for that.

pub(crate) mod card;
pub mod efficiency;
pub(crate) mod job;
mod notes;
mod products;
pub(crate) mod step;
mod table;
mod working;

pub use efficiency::{Class, Family, Hardware, Kernels, Rates, Spread, Table};
pub use table::TABLE;
pub(crate) use working::explain;

use std::borrow::Cow;

use crate::catalog::{Catalog, Gpu};
use crate::machine::bandwidth::Bandwidth;
use crate::memory::question::{Plan, Question};
use crate::report::{CurvePoint, Speed, StepReport};
use crate::scenario::keys::USERS;
use crate::scenario::{ModelChoice, Scenario};
use crate::units::Evidence;
pub(crate) use job::Unknown;
use job::{Hits, Job, Lengths, Stage};
use step::{Prompt, Step};

/// Most points of the curve beside the chosen one.
const POINTS: u32 = 20;

/// By how much the bound on a machine's speed is loosened: ranks that keep copies of something read
/// a little more than their share.
const SLACK: f64 = 1.05;

/// One scenario as work and time: what the rates and their workings are read from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pace {
    job: Job,
    users: f64,
    step: Step,
    prompt: Prompt,
    /// What was reached by builds of the time that was said, else of today.
    rates: Cow<'static, Rates>,
}

impl Pace {
    /// The work of a scenario, and how long it takes.
    pub(crate) fn measure(
        scenario: &Scenario,
        asked: Question<'_>,
        plan: &Plan,
        memory: &Bandwidth,
        catalog: &Catalog,
    ) -> Result<Self, Unknown> {
        if scenario.is_refused() || !plan.status.runs() {
            return Err(Unknown::Stopped);
        }
        let of = |kind| {
            job::measure(
                scenario,
                asked,
                plan,
                lengths(scenario),
                kind,
                memory,
                catalog,
            )
        };
        let users = f64::from(scenario.users);
        let rates = TABLE.rates_of(scenario.engine.kernels(), scenario.settings.built);
        let kinds = match plan.degrees.by_layer || scenario.machine.is_uniform() {
            true => vec![None],
            false => (0..scenario.machine.groups.len()).map(Some).collect(),
        };
        let jobs = kinds.into_iter().map(of).collect::<Result<Vec<_>, _>>()?;
        let step = |job: &Job| step::decode(job, users, &rates).total();
        let slower = |one: Job, other: Job| {
            if step(&other) > step(&one) {
                other
            } else {
                one
            }
        };
        let job = jobs.into_iter().reduce(slower).ok_or(Unknown::Stopped)?;
        Ok(Self {
            users,
            step: step::decode(&job, users, &rates),
            prompt: step::prefill(&job, 1.0, &rates),
            job,
            rates,
        })
    }
}

impl Pace {
    /// Part of a step in which cards work; in the rest the host does.
    pub(crate) fn on_cards(&self) -> f64 {
        let total = self.step.total();
        if total > 0.0 {
            1.0 - self.step.host / total
        } else {
            1.0
        }
    }

    /// Tokens a second of each stream while all of them decode, in the figures of a report.
    pub(crate) fn stream_tokens_per_s(&self) -> f64 {
        figures(1.0 / self.step.total())
    }

    /// Whether so many of a card, of which `sharing` work on each layer, could keep up with a load at
    /// all: what is not worth being asked. Weights are read and multiplied at the rates that the
    /// model of speed believes of the card, kernels start, and nothing else takes time.
    pub(crate) fn may_be_reached(
        &self,
        load: &Load,
        scenario: &Scenario,
        gpu: &Gpu,
        (gpus, sharing): (u32, u32),
    ) -> bool {
        let Some(bandwidth) = card::bandwidth(gpu) else {
            return false;
        };
        let engine = scenario.engine;
        let backend = engine.own(scenario.settings).backend;
        let flops = card::flops(gpu, card::path(gpu, engine, backend, scenario.weights));
        let stage = Stage {
            class: Class::of(gpu),
            bandwidth,
            flops,
            half_flops: flops,
            share: 1.0,
            limited: (1.0, 1.0),
        };
        let reach = step::reach(&self.job, &stage, &self.rates, 1.0);
        let (gpus, sharing) = (f64::from(gpus), f64::from(sharing));
        let reading =
            load.stream_s * SLACK - step::launches_on(&self.job, stage.class, &self.rates);
        load.stream_bytes <= reading * reach.weights * sharing
            && load.first_flops <= load.first_s * reach.compute * gpus * SLACK
    }
}

/// How long a machine takes for a load, to be held against another machine's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Load {
    /// Seconds from one token of a stream to the next.
    stream_s: f64,
    /// Bytes of weights that a token of one stream needs.
    stream_bytes: f64,
    /// Seconds in which every sequence gains a token, prompts read in between.
    served_s: f64,
    /// Seconds from a prompt to the first token of its answer.
    first_s: f64,
    /// FLOP of a prompt's products with weights.
    first_flops: f64,
    users: f64,
}

impl Load {
    pub(crate) fn of(pace: &Pace, scenario: &Scenario) -> Self {
        let Pace {
            job, users, rates, ..
        } = pace;
        let output = f64::from(scenario.speed.output);
        // Of one stream alone, whatever other groups do.
        let touched = job.touched_on_cards(job.rows(1.0) / job.gathered, rates);
        Self {
            stream_s: pace.step.total(),
            stream_bytes: (job.dense_bytes + touched * job.expert_bytes * job.gathered)
                * job.tensor
                / job.gained(),
            served_s: step::served(job, *users, output, rates),
            first_s: pace.prompt.total(),
            first_flops: job.prompt
                * (job.dense_flops + job.expert_flops * job.gathered)
                * job.tensor,
            users: *users,
        }
    }

    /// Whether no stream, no prompt and no load is slower than there.
    pub(crate) fn keeps_up_with(&self, other: &Self) -> bool {
        self.stream_s <= other.stream_s
            && self.served_s <= other.served_s
            && self.first_s <= other.first_s
    }

    /// Answer tokens of all sequences a second.
    pub(crate) fn served_tokens_per_s(&self) -> f64 {
        figures(self.users / self.served_s)
    }

    /// Its rate in percent of another's, rounded down.
    pub(crate) fn percent_of(&self, other: &Self) -> u32 {
        (other.served_s / self.served_s * 100.0) as u32
    }
}

/// The speed of a scenario, as the report shows it; of more sequences than it asks for as far as
/// `max_users`.
pub(crate) fn estimate(
    scenario: &Scenario,
    asked: Question<'_>,
    pace: Result<&Pace, Unknown>,
    max_users: Option<u32>,
) -> Speed {
    let mut speed = without_rate(scenario, lengths(scenario));
    match pace {
        Ok(pace) => {
            let filled = pace.job.with_context(asked, scenario.context);
            Estimate::of(pace, scenario, max_users).fill(&mut speed, &filled);
        }
        Err(unknown) => speed.reason = unknown.to_string(),
    }
    speed
}

/// Prompt, answer and context in tokens.
pub(crate) fn lengths(scenario: &Scenario) -> Lengths {
    let plan = &scenario.speed;
    let cached = plan.cached(scenario.context);
    Lengths {
        context: plan.context(scenario.context),
        prompt: plan.prompt(scenario.context) - cached,
        cached,
    }
}

fn without_rate(scenario: &Scenario, lengths: Lengths) -> Speed {
    Speed {
        decode_tokens_per_s: None,
        decode_tokens_per_s_low: None,
        decode_tokens_per_s_high: None,
        decode_total_tokens_per_s: None,
        decode_total_tokens_per_s_low: None,
        decode_total_tokens_per_s_high: None,
        served_tokens_per_s: None,
        full_context_tokens_per_s: None,
        ceiling_tokens_per_s: None,
        prefill_tokens_per_s: None,
        prefill_tokens_per_s_low: None,
        prefill_tokens_per_s_high: None,
        time_to_first_token_s: None,
        time_to_first_token_s_low: None,
        time_to_first_token_s_high: None,
        prompt_tokens: lengths.prompt + lengths.cached,
        image_tokens: { scenario.speed.images }.map_or(0, |images| images.tokens()),
        cached_tokens: lengths.cached,
        output_tokens: scenario.speed.output,
        context_tokens: lengths.context,
        users: scenario.users,
        bound_by: "",
        step: None,
        curve: Vec::new(),
        floor_tokens_per_s: scenario.speed.floor,
        users_at_floor: None,
        reason: String::new(),
        notes: Vec::new(),
        evidence: Evidence::Assumed,
        prefill_evidence: Evidence::Assumed,
        measurements: 0,
        prefill_measurements: 0,
    }
}

/// One scenario's step and prompt, and what becomes of them with other numbers of sequences.
struct Estimate<'a> {
    pace: &'a Pace,
    scenario: &'a Scenario,
    max_users: u32,
}

impl<'a> Estimate<'a> {
    fn of(pace: &'a Pace, scenario: &'a Scenario, max_users: Option<u32>) -> Self {
        Self {
            pace,
            scenario,
            max_users: max_users
                .unwrap_or(scenario.users)
                .clamp(scenario.users, USERS.max),
        }
    }

    fn fill(&self, speed: &mut Speed, filled: &Job) {
        let Pace {
            job,
            users,
            step,
            prompt,
            rates,
        } = self.pace;
        let (decode, prefill) = step::spread(job, &TABLE);
        let seconds = step.total();
        let stream = 1.0 / seconds;
        let ceiling = 1.0 / step::floor(job, *users, rates);
        // The host's memory is spread otherwise than what the cards do, and so is what experts on the cards save it.
        let apart = |part: fn(Hits) -> f64| {
            let step = match job.resident {
                None => *step,
                Some(_) => step::decode(&job.serving(part), *users, rates),
            };
            (step.total() - step.host, step.host)
        };
        let reading = job.host.map(|host| host.reading);
        let (slow, fast) = reading.map_or((1.0, 1.0), |reading| (reading.low, reading.high));
        // Nor do all checks keep as many guesses.
        let (few, many) = job.draft.map_or((1.0, 1.0), |draft| {
            let of = |kept: f64| (1.0 + kept) / job.gained();
            (of(draft.kept.low), of(draft.kept.high))
        });
        // Where the host's memory is faster than the cards, experts there save nothing: what is slower follows from the parts.
        let (least, most) = (apart(|hits| hits.least), apart(|hits| hits.most));
        let total = |(on_cards, on_host): (f64, f64)| on_cards + on_host;
        let (slower, faster) = if total(least) < total(most) {
            (most, least)
        } else {
            (least, most)
        };
        let [low, high] = [
            (decode.low, slow, few, slower),
            (decode.high, fast, many, faster),
        ]
        .map(|(cards, host, kept, (on_cards, on_host))| {
            (kept / (on_cards / cards + on_host / host)).min(ceiling)
        });
        let each = |rate: f64| Some(figures(rate));
        let all = |rate: f64| Some(figures(rate * users));
        speed.decode_tokens_per_s = each(stream);
        speed.decode_tokens_per_s_low = each(low);
        speed.decode_tokens_per_s_high = each(high);
        speed.decode_total_tokens_per_s = all(stream);
        speed.decode_total_tokens_per_s_low = all(low);
        speed.decode_total_tokens_per_s_high = all(high);
        speed.ceiling_tokens_per_s = each(ceiling);
        let reading = prompt.total();
        let output = f64::from(self.scenario.speed.output);
        let served = step::served(job, *users, output, rates);
        speed.served_tokens_per_s = all(1.0 / served);
        speed.full_context_tokens_per_s = each(1.0 / step::decode(filled, *users, rates).total());
        let prefill_rate = job.prompt / reading;
        speed.prefill_tokens_per_s = each(prefill_rate);
        speed.prefill_tokens_per_s_low = each(prefill_rate * prefill.low);
        speed.prefill_tokens_per_s_high = each(prefill_rate * prefill.high);
        // The last token of the prompt gives the first one of the answer.
        speed.time_to_first_token_s = each(reading);
        speed.time_to_first_token_s_low = each(reading / prefill.high);
        speed.time_to_first_token_s_high = each(reading / prefill.low);
        speed.bound_by = self.bound_by();
        speed.step = Some(self.step_report());
        speed.curve = self.curve();
        speed.users_at_floor = Some(self.users_at(f64::from(self.scenario.speed.floor)));
        speed.evidence = match job.draft {
            Some(_) => Evidence::Assumed,
            None => self.evidence(decode),
        };
        speed.prefill_evidence = self.evidence(prefill);
        speed.measurements = decode.rows;
        speed.prefill_measurements = prefill.rows;
        speed.notes = notes::of(self.scenario, self.pace);
    }

    fn evidence(&self, spread: Spread) -> Evidence {
        let assumed = matches!(self.scenario.model, ModelChoice::Sized { .. });
        if assumed || spread.rows == 0 || self.pace.job.host.is_some() {
            Evidence::Assumed
        } else {
            Evidence::Calibrated
        }
    }

    /// What takes the largest part of a step. Weights are read and multiplied at the same time, so
    /// that the longer of the two gives both its name.
    fn bound_by(&self) -> &'static str {
        let computing = step::computing(&self.pace.job, self.pace.users, &self.pace.rates);
        let Step {
            weights,
            kv,
            compute,
            launch,
            communication,
            host,
        } = self.pace.step;
        let matrices = if computing > weights {
            "compute"
        } else {
            "weights"
        };
        let parts = [
            (weights + compute, matrices),
            (kv, "cache"),
            (launch, "kernel starts"),
            (communication, "communication"),
            (host, "host memory"),
        ];
        let most = parts.into_iter().fold(
            (0.0, ""),
            |most, part| if part.0 > most.0 { part } else { most },
        );
        most.1
    }

    fn step_report(&self) -> StepReport {
        let [weights_bytes, kv_bytes, host_bytes] =
            step::bytes_read(&self.pace.job, self.pace.users, &self.pace.rates)
                .map(|bytes| libm::round(bytes) as u64);
        let step = self.pace.step;
        let [weights, kv, compute, launch, communication, host] = [
            step.weights,
            step.kv,
            step.compute,
            step.launch,
            step.communication,
            step.host,
        ]
        .map(tenth_micros);
        let ms = |tenths: u64| tenths as f64 / 1e4;
        StepReport {
            weights_ms: ms(weights),
            kv_ms: ms(kv),
            compute_ms: ms(compute),
            launch_ms: ms(launch),
            communication_ms: ms(communication),
            host_ms: ms(host),
            total_ms: ms(weights + kv + compute + launch + communication + host),
            weights_bytes,
            kv_bytes,
            host_bytes,
        }
    }

    fn stream_at(&self, users: u32) -> f64 {
        1.0 / step::decode(&self.pace.job, f64::from(users), &self.pace.rates).total()
    }

    /// Doubling numbers of sequences, the most that fit, and the scenario's own.
    fn curve(&self) -> Vec<CurvePoint> {
        let mut numbers = Vec::with_capacity(POINTS as usize);
        let mut users = 1;
        while users < self.max_users {
            numbers.push(users);
            users *= 2;
        }
        numbers.push(self.max_users);
        if let Err(place) = numbers.binary_search(&self.scenario.users) {
            numbers.insert(place, self.scenario.users);
        }
        let point = |users: u32| {
            let stream = self.stream_at(users);
            CurvePoint {
                users,
                total_tokens_per_s: figures(stream * f64::from(users)),
                stream_tokens_per_s: figures(stream),
                chosen: users == self.scenario.users,
            }
        };
        numbers.into_iter().map(point).collect()
    }

    /// Most sequences of those that fit that each get at least `rate`. More sequences never make a
    /// stream faster, so a binary search finds it.
    fn users_at(&self, rate: f64) -> u32 {
        let range = 1..self.max_users + 1;
        crate::units::first_of(range, |users| self.stream_at(users) < rate) - 1
    }
}

fn tenth_micros(seconds: f64) -> u64 {
    libm::round(seconds * 1e7) as u64
}

/// Four significant figures: more would pretend. Always finite.
pub(crate) fn figures(value: f64) -> f64 {
    if !value.is_finite() || value < 1e-9 {
        return 0.0;
    }
    let (mut scaled, mut scale) = (value, 1.0);
    while scaled < 1e3 {
        (scaled, scale) = (scaled * 10.0, scale * 10.0);
    }
    let mut unit = 1.0;
    while scaled >= 1e4 {
        (scaled, unit) = (scaled / 10.0, unit * 10.0);
    }
    libm::round(scaled) * unit / scale
}
