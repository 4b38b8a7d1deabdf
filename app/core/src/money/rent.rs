//! What would be rented for this scenario: a machine that holds the model under a placement that
//! the engine can do, asked with the same [`Question`] as the own machine.
//!
//! Of the machines that hold it, those are comparable that have nearly the memory bandwidth that the
//! own machine puts on one token, because that bounds how fast tokens come; the cheapest of them by
//! the hour stands for its term. Where no such machine is listed, the cheapest that holds the model
//! does, and its `bandwidth_percent` says how much slower it may be.
//!
//! A training run is held by the rules of training, and bounded by arithmetic: there the machines
//! are compared by what all their cards compute in 16 bits, `compute_percent`.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::catalog::market::{ApiPrice, Offer, Term};
use crate::catalog::{Catalog, Gpu};
use crate::engine::Offload;
use crate::memory::kv::Cache;
use crate::memory::placement;
use crate::memory::question::Question;
use crate::model::weights::Weights;
use crate::report::{ApiLine, Cloud, Rental, Status};
use crate::scenario::{Compute, GpuGroup, Machine, PlacementChoice, Scenario, TrainingPlan};
use crate::training::{self, Fit, Job, Profile};
use crate::units::{MicroUsd, sort_by_key};

/// Least bandwidth of a comparable machine, in percent of the own one's.
pub const COMPARABLE_PERCENT: u64 = 75;

/// Most GPUs of nearly every machine that is rented.
const USUAL_GPUS: u32 = 8;

/// What is rented or called instead.
#[must_use]
pub fn compare(scenario: &Scenario, weights: &Weights, catalog: &Catalog) -> Cloud {
    let mut finder = Finder::new(scenario, weights);
    let by_term: Vec<Rental> = Term::ALL
        .into_iter()
        .filter_map(|term| finder.cheapest(catalog.offers, term))
        .collect();
    let chosen = match scenario.money.rental {
        Some(choice) => Some(finder.given(choice.offer, choice.gpus)),
        None => by_term
            .first()
            .cloned()
            .map(|rental| finder.own_rate(rental)),
    };
    Cloud {
        chosen,
        by_term,
        api: api(scenario, catalog),
    }
}

/// Every listed machine that holds the model, in the smallest size that does, cheapest first.
#[must_use]
pub fn comparable(scenario: &Scenario, weights: &Weights, catalog: &Catalog) -> Vec<Rental> {
    let catalog = catalog.pinned(scenario.pin);
    let finder = Finder::new(scenario, weights);
    let mut rentals: Vec<Rental> = catalog
        .offers
        .iter()
        .filter_map(|offer| {
            let (gpus, status) = offer.sizes().find_map(|size| finder.holds(offer, size))?;
            Some(finder.rental(offer, gpus, status))
        })
        .collect();
    sort_by_key(&mut rentals, |rental| rental.usd_per_hour);
    rentals
}

fn api(scenario: &Scenario, catalog: &Catalog) -> Vec<ApiLine> {
    let id = scenario.model.id();
    let line = |price: &ApiPrice| ApiLine {
        provider: price.provider.name,
        listed_as: price.listed_as,
        input_usd_per_mtok: MicroUsd(u64::from(price.input_micro_usd)),
        output_usd_per_mtok: MicroUsd(u64::from(price.output_micro_usd)),
        date: price.date,
        source: price.source.title,
        note: price.note,
    };
    let mut lines: Vec<ApiLine> = catalog
        .apis
        .iter()
        .copied()
        .filter(|price| price.model == id)
        .map(line)
        .collect();
    sort_by_key(&mut lines, |line| {
        (line.output_usd_per_mtok, line.input_usd_per_mtok)
    });
    lines
}

/// What was found out about machines: many offers are of the same one, which is asked about once.
struct Asked<T>(Vec<(&'static Gpu, u8, T)>);

impl<T: Copy> Asked<T> {
    /// What is known of the machine with so many GPUs of an offer.
    fn about(&self, offer: &Offer, size: u8) -> Option<T> {
        let mut asked = self.0.iter();
        asked
            .find(|(gpu, gpus, _)| std::ptr::eq(*gpu, offer.gpu) && *gpus == size)
            .map(|(.., answer)| *answer)
    }

    /// Keeps an answer, and gives it back.
    fn note(&mut self, offer: &Offer, size: u8, answer: T) -> T {
        self.0.push((offer.gpu, size, answer));
        answer
    }
}

impl<T> Default for Asked<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// Price, GPUs and place among the offers.
type Candidate = (u64, u8, usize);

/// A training run, to be held by rented machines.
struct Run<'a> {
    profile: Profile,
    towers: u64,
    plan: &'a TrainingPlan,
}

impl Run<'_> {
    fn job(&self, gpus: u32) -> Job<'_> {
        Job {
            profile: &self.profile,
            towers: self.towers,
            plan: self.plan,
            gpus,
        }
    }
}

/// Asks about rented machines.
struct Finder<'a> {
    scenario: &'a Scenario,
    weights: &'a Weights,
    /// The run that is to be held, where the model is trained.
    run: Option<Run<'a>>,
    /// Bytes that the cards of any machine must hold together.
    floor_bytes: u64,
    /// A percent of the own machine's pace.
    own_percent: Option<u64>,
    /// Cards that share each layer of 1, 2, 3, … rented ones.
    sharing: [u32; USUAL_GPUS as usize],
    /// The status of machines that hold the model.
    asked: Asked<Option<Status>>,
}

impl<'a> Finder<'a> {
    fn new(scenario: &'a Scenario, weights: &'a Weights) -> Self {
        let arch = scenario.model.arch();
        let own = Question::of(scenario, weights);
        let cache = Cache::of(arch, weights.stack.cached(), own.cache_input(1)).bytes();
        let lookups = weights.embedding + weights.per_layer_embedding;
        let run = scenario.training.as_ref().map(|plan| Run {
            profile: Profile::of(arch),
            towers: scenario.model.vision_params(),
            plan,
        });
        Self {
            scenario,
            weights,
            floor_bytes: match run {
                // Sharding and adapters decide, which a sum does not know.
                Some(_) => 0,
                None => weights.total().saturating_sub(lookups) + cache,
            },
            own_percent: match run {
                Some(_) => compute(scenario),
                None => bandwidth(scenario),
            }
            .map(|own| (own / 100).max(1)),
            run,
            sharing: std::array::from_fn(|index| {
                let gpus = u32::try_from(index).unwrap_or(0) + 1;
                sharing(scenario, PlacementChoice::Auto, gpus, true)
            }),
            asked: Asked::default(),
        }
    }

    /// The cheapest comparable machine of a term, else the cheapest that holds the model.
    fn cheapest(&mut self, offers: &'static [&'static Offer], term: Term) -> Option<Rental> {
        // The cheapest nearly always holds it; only where it does not, the others are sorted.
        let first = self.first(offers, term);
        if let Some(rental) = first.and_then(|candidate| self.rented(offers, candidate)) {
            return Some(rental);
        }
        let mut rest = [Vec::new(), Vec::new()];
        for (index, offer) in offers.iter().enumerate() {
            if offer.term != term {
                continue;
            }
            for (size, price) in offer.machines() {
                if self.is_large(offer, size) {
                    let comparable = self.is_comparable(offer, u32::from(size));
                    rest[usize::from(!comparable)].push(Reverse((price, size, index)));
                }
            }
        }
        rest.into_iter().find_map(|candidates| {
            let mut candidates = BinaryHeap::from(candidates);
            std::iter::from_fn(|| candidates.pop())
                .find_map(|Reverse(candidate)| self.rented(offers, candidate))
        })
    }

    /// The cheapest comparable machine that may be large enough.
    fn first(&self, offers: &'static [&'static Offer], term: Term) -> Option<Candidate> {
        let mut least: Option<Candidate> = None;
        for (index, offer) in offers.iter().enumerate() {
            if offer.term != term {
                continue;
            }
            let machines = offer
                .machines()
                .map(|(size, price)| (price, size, index))
                .take_while(|machine| least.is_none_or(|least| *machine < least));
            let found = { machines }.find(|&(_, size, _)| {
                self.is_large(offer, size) && self.is_comparable(offer, u32::from(size))
            });
            least = found.or(least);
        }
        least
    }

    fn rented(
        &mut self,
        offers: &'static [&'static Offer],
        candidate: Candidate,
    ) -> Option<Rental> {
        let (_, size, index) = candidate;
        let status = self.asked_once(offers[index], size)?;
        Some(self.rental(offers[index], u32::from(size), status))
    }

    /// How so many of a card hold the model.
    fn asked_once(&mut self, offer: &Offer, size: u8) -> Option<Status> {
        self.asked.about(offer, size).unwrap_or_else(|| {
            let status = self.holds(offer, size).map(|(_, status)| status);
            self.asked.note(offer, size, status)
        })
    }

    /// The user's offer, in the smallest size that holds the model where none is given.
    fn given(&self, offer: &'static Offer, gpus: Option<u32>) -> Rental {
        let rental = match gpus {
            Some(gpus) => {
                let status = self.status(offer, gpus);
                self.rental(offer, gpus, status)
            }
            None => {
                let (gpus, status) = offer
                    .sizes()
                    .find_map(|size| self.holds(offer, size))
                    .unwrap_or((u32::from(offer.up_to), Status::DoesNotFit));
                self.rental(offer, gpus, status)
            }
        };
        self.own_rate(rental)
    }

    fn own_rate(&self, mut rental: Rental) -> Rental {
        if let Some(rate) = self.scenario.money.rent {
            rental.usd_per_gpu_hour = rate;
            rental.usd_per_hour = MicroUsd(rate.0.saturating_mul(u64::from(rental.gpus)));
            rental.own = true;
        }
        rental
    }

    /// Whether all cards together have room for what they must hold together.
    fn is_large(&self, offer: &Offer, size: u8) -> bool {
        offer.gpu.memory.bytes * u64::from(size) >= self.floor_bytes
    }

    fn holds(&self, offer: &Offer, size: u8) -> Option<(u32, Status)> {
        if !self.is_large(offer, size) {
            return None;
        }
        let status = self.status(offer, u32::from(size));
        status.runs().then_some((u32::from(size), status))
    }

    fn status(&self, offer: &Offer, gpus: u32) -> Status {
        let machine = self.machine(offer, gpus);
        let scenario = self.scenario;
        if let Some(run) = &self.run {
            return Fit::of(&run.job(gpus), &machine).status;
        }
        Question {
            machine: &machine,
            taken: &[],
            arch: scenario.model.arch(),
            weights: self.weights,
            quant: scenario.weights,
            kv: scenario.kv,
            context: scenario.context,
            users: scenario.users,
            engine: scenario.engine,
            utilization: scenario.utilization,
            placement: PlacementChoice::Auto,
            // How much memory the rented host has is rarely stated.
            offload: Offload::None,
        }
        .status()
    }

    fn machine(&self, offer: &Offer, gpus: u32) -> Machine {
        Machine {
            groups: vec![GpuGroup {
                gpu: offer.gpu,
                count: gpus,
            }],
            ram_gib: self.scenario.machine.ram_gib,
            unified_gb: None,
            unified_share: None,
        }
    }

    /// What bounds the work: bytes a second that are put on one token, or operations a second.
    fn pace(&self, offer: &Offer, gpus: u32) -> Option<u64> {
        if self.run.is_some() {
            return Some(peak(offer.gpu)? * u64::from(gpus));
        }
        let shared = self
            .sharing
            .get((gpus as usize).saturating_sub(1))
            .copied()
            .unwrap_or_else(|| sharing(self.scenario, PlacementChoice::Auto, gpus, true));
        Some(offer.gpu.bandwidth? * u64::from(shared))
    }

    /// Whether it has the least percent of the own machine's, where both are known.
    fn is_comparable(&self, offer: &Offer, gpus: u32) -> bool {
        match (self.own_percent, self.pace(offer, gpus)) {
            (Some(percent), Some(rented)) => rented >= percent * COMPARABLE_PERCENT,
            _ => true,
        }
    }

    fn rental(&self, offer: &'static Offer, gpus: u32, status: Status) -> Rental {
        let usd_per_hour = offer.micro_usd(gpus);
        let percent = self
            .own_percent
            .zip(self.pace(offer, gpus))
            .and_then(|(percent, rented)| u32::try_from(rented / percent).ok());
        let trains = self.run.is_some();
        Rental {
            id: offer.id(),
            provider: offer.provider.name,
            gpu: offer.gpu.id,
            gpu_name: offer.gpu.name,
            gpus,
            instance: offer.instance,
            term: offer.term,
            usd_per_hour: MicroUsd(usd_per_hour),
            usd_per_gpu_hour: MicroUsd(usd_per_hour / u64::from(gpus.max(1))),
            own: false,
            date: offer.date,
            source: offer.source.title,
            source_url: offer.source.url,
            status,
            bandwidth_percent: percent.filter(|_| !trains),
            compute_percent: percent.filter(|_| trains),
            note: offer.note,
        }
    }
}

/// Cards that share each layer: these read at once, others wait.
fn sharing(scenario: &Scenario, choice: PlacementChoice, gpus: u32, uniform: bool) -> u32 {
    let (engine, arch) = (scenario.engine, scenario.model.arch());
    let division = placement::divide(choice, engine, arch, scenario.weights, gpus, uniform);
    division.tensor.max(1)
}

/// Bandwidth that the own machine puts on one token.
fn bandwidth(scenario: &Scenario) -> Option<u64> {
    let machine = &scenario.machine;
    let each = machine.groups.iter().map(|group| group.gpu.bandwidth);
    let (gpus, uniform) = (machine.gpu_count(), machine.is_uniform());
    let shared = sharing(scenario, scenario.placement, gpus, uniform);
    Some(each.min()?? * u64::from(shared))
}

/// Operations a second in 16 bits by the data sheet.
fn peak(gpu: &Gpu) -> Option<u64> {
    let (_, half) = training::peaks(gpu, Compute::Bf16)?;
    Some(half as u64)
}

/// Operations a second of the own machine, on which every card waits for the slowest.
fn compute(scenario: &Scenario) -> Option<u64> {
    let machine = &scenario.machine;
    let each = machine.groups.iter().map(|group| peak(group.gpu));
    Some(each.min()?? * u64::from(machine.gpu_count()))
}
