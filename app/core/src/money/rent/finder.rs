//! Asks about rented machines: whether they hold the model, and how fast they are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::kin;
use super::once::Asked;
use crate::catalog::market::{Offer, Term};
use crate::catalog::{Catalog, Gpu, Segment};
use crate::engine::{Mix, Offload};
use crate::machine::bandwidth::Bandwidth;
use crate::memory::draft::Draft;
use crate::memory::kv::Cache;
use crate::memory::placement;
use crate::memory::question::Question;
use crate::model::weights::Weights;
use crate::report::{Rental, Status};
use crate::scenario::{
    Compute, CpuChoice, GpuGroup, Machine, PlacementChoice, Scenario, TrainingPlan,
};
use crate::speed::{Load, Pace};
use crate::training::{self, Fit, Job, Profile};
use crate::units::{Budget, MicroUsd};

/// Most GPUs of nearly every machine that is rented.
const USUAL_GPUS: u32 = 8;
/// Most desktop cards that a rented machine is believed to have where nobody states its size.
const MOST_DESKTOP_CARDS: u32 = 4;
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
pub(super) struct Finder<'a> {
    scenario: &'a Scenario,
    weights: &'a Weights,
    catalog: &'a Catalog,
    /// Where the work is counted.
    budget: Option<&'a Budget>,
    host: &'a Bandwidth,
    /// The run that is to be held, where the model is trained.
    run: Option<Run<'a>>,
    /// Bytes that the cards of any machine must hold together.
    floor_bytes: u64,
    /// The own machine's speed; `None` where it has none, and in training.
    own: Option<Load>,
    own_work: Option<&'a Pace>,
    /// The own machine's pace.
    own_pace: Option<u64>,
    /// Cards that share each layer of 1, 2, 3, … rented ones.
    sharing: [u32; USUAL_GPUS as usize],
    /// The status of machines that hold the model.
    asked: Asked<Option<Status>>,
    /// The speed of those.
    timed: Asked<Option<Load>>,
    /// What is asked of a rented machine, made when it is first needed.
    theirs: Option<Scenario>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(
        scenario: &'a Scenario,
        weights: &'a Weights,
        work: Option<&'a Pace>,
        host: &'a Bandwidth,
        (catalog, budget): (&'a Catalog, Option<&'a Budget>),
    ) -> Self {
        let arch = scenario.model.arch();
        let own = Question::of(scenario, weights);
        let cache = Cache::of(arch, weights.stack.cached(), own.cache_input(1, 1)).bytes();
        let lookups = weights.embedding + weights.per_layer_embedding;
        let run = scenario.training.as_ref().map(|plan| Run {
            profile: Profile::of(arch),
            towers: scenario.model.vision_params(),
            plan,
        });
        Self {
            scenario,
            weights,
            catalog,
            budget,
            host,
            floor_bytes: match run {
                // Sharding and adapters decide, which a sum does not know.
                Some(_) => 0,
                None => weights.total().saturating_sub(lookups) + cache,
            },
            own: { work.filter(|_| run.is_none()) }.map(|work| Load::of(work, scenario)),
            own_work: work,
            own_pace: match run {
                Some(_) => compute(scenario),
                None => bandwidth(scenario),
            },
            run,
            sharing: std::array::from_fn(|index| {
                let gpus = u32::try_from(index).unwrap_or(0) + 1;
                sharing(scenario, PlacementChoice::Auto, gpus, Mix::Alike)
            }),
            asked: Asked::default(),
            timed: Asked::default(),
            theirs: None,
        }
    }

    /// The cheapest machine of a term that does the job, at no more than so many micro-dollars an
    /// hour. Prices come first, so that few are asked how fast they are.
    pub(super) fn cheapest(&mut self, term: Term, most: u64) -> Option<Rental> {
        self.least(term, most, |_| true, true)
    }

    /// The cheapest on demand that holds the model, however slow; else on other terms.
    pub(super) fn holding(&mut self) -> Option<Rental> {
        let mut terms = Term::ALL.into_iter();
        terms.find_map(|term| self.least(term, u64::MAX, |_| true, false))
    }

    fn least(
        &mut self,
        term: Term,
        most: u64,
        by: impl Fn(&Offer) -> bool,
        fast: bool,
    ) -> Option<Rental> {
        let mut candidates = Vec::new();
        for (index, offer) in self.catalog.offers.iter().enumerate() {
            if offer.term != term || !by(offer) {
                continue;
            }
            for (size, price) in offer.machines().take_while(|(_, price)| *price <= most) {
                let gpus = u32::from(size);
                let may = self.is_large(offer, gpus)
                    && is_believed(offer, gpus)
                    && (!fast || self.may_keep_up(offer, gpus));
                if may {
                    candidates.push(Reverse((price, gpus, index)));
                }
            }
        }
        let mut candidates = BinaryHeap::from(candidates);
        std::iter::from_fn(|| candidates.pop()).find_map(|Reverse((_, gpus, index))| {
            let offer = self.catalog.offers[index];
            let status = self.asked_once(offer, gpus)?;
            (!fast || self.keeps_up(offer, gpus)).then(|| self.timed_rental(offer, gpus, status))
        })
    }

    /// As many of the own cards, on demand; of their nearest kin where nobody rents them out.
    pub(super) fn same(&mut self) -> Option<Rental> {
        let (gpu, count) = kin::own_cards(&self.scenario.machine)?;
        let offers = self.catalog.offers.iter().copied();
        let nearest = { offers }
            .filter(|offer| offer.term == Term::OnDemand && has_room(offer, count))
            .filter(|offer| count.is_multiple_of(u32::from(offer.gpus.max(1))))
            .filter_map(|offer| {
                let far = kin::distance(gpu, offer.gpu)?;
                Some((far, offer.micro_usd(count), offer))
            })
            .min_by_key(|(far, price, _)| (*far, *price));
        let (_, _, offer) = nearest?;
        let status = self.status_as_own(offer, count);
        status
            .runs()
            .then(|| self.timed_rental(offer, count, status))
    }

    /// What a hyperscaler asks on each term for cards like the own ones. Where none has such cards,
    /// for the cheapest machine that does the job: on demand, and on other terms if that costs less
    /// for the hours of use.
    pub(super) fn hyperscalers(&mut self) -> Vec<Rental> {
        let alike = Term::ALL.map(|term| self.alike(term));
        if alike.iter().any(Option::is_some) {
            return alike.into_iter().flatten().collect();
        }
        let plan = &self.scenario.power;
        let busy = u64::from(plan.hours) * u64::from(plan.days);
        let mut most = u64::MAX;
        let mut found = Vec::new();
        for term in Term::ALL {
            let theirs = |offer: &Offer| kin::is_hyperscaler(offer.provider);
            let bound = match term {
                Term::Reserved => most.saturating_mul(busy) / (24 * 7),
                Term::OnDemand | Term::Spot => most,
            };
            if let Some(rental) = self.least(term, bound, theirs, true) {
                if term == Term::OnDemand {
                    most = rental.usd_per_hour.0;
                }
                found.push(rental);
            }
        }
        found
    }

    /// A hyperscaler's cards like the own ones, at least as many of them.
    fn alike(&mut self, term: Term) -> Option<Rental> {
        let (gpu, count) = kin::own_cards(&self.scenario.machine)?;
        let offers = self.catalog.offers.iter().copied();
        let (_, gpus, offer) = { offers }
            .filter(|offer| offer.term == term && kin::is_hyperscaler(offer.provider))
            .filter(|offer| has_room(offer, count))
            .filter(|offer| kin::distance(gpu, offer.gpu).is_some())
            .map(|offer| {
                let gpus = count.next_multiple_of(u32::from(offer.gpus.max(1)));
                (offer.micro_usd(gpus), gpus, offer)
            })
            .min_by_key(|(price, gpus, _)| (*price, *gpus))?;
        let status = self.asked_once(offer, gpus)?;
        Some(self.timed_rental(offer, gpus, status))
    }

    /// How so many of a card hold the model.
    fn asked_once(&mut self, offer: &Offer, gpus: u32) -> Option<Status> {
        self.asked.about(offer, gpus).unwrap_or_else(|| {
            let status = Some(self.status(offer, gpus)).filter(|status| status.runs());
            self.asked.note(offer, gpus, status)
        })
    }

    /// The user's offer, in the smallest size that holds the model where none is given.
    pub(super) fn given(&mut self, offer: &'static Offer, gpus: Option<u32>) -> Rental {
        let (gpus, status) = match gpus {
            Some(gpus) => (gpus, self.status_as_own(offer, gpus)),
            None => offer
                .sizes()
                .find_map(|size| self.holds(offer, size))
                .unwrap_or((u32::from(offer.up_to), Status::DoesNotFit)),
        };
        let rental = self.timed_rental(offer, gpus, status);
        self.own_rate(rental)
    }

    pub(super) fn own_rate(&self, mut rental: Rental) -> Rental {
        if let Some(rate) = self.scenario.money.rent {
            rental.usd_per_gpu_hour = rate;
            rental.usd_per_hour = MicroUsd(rate.0.saturating_mul(u64::from(rental.gpus)));
            rental.own = true;
        }
        rental
    }

    /// Whether all cards together have room for what they must hold together.
    fn is_large(&self, offer: &Offer, gpus: u32) -> bool {
        offer.gpu.memory.bytes * u64::from(gpus) >= self.floor_bytes
    }

    pub(super) fn holds(&self, offer: &Offer, size: u8) -> Option<(u32, Status)> {
        let gpus = u32::from(size);
        if !self.is_large(offer, gpus) {
            return None;
        }
        let status = self.status(offer, gpus);
        status.runs().then_some((gpus, status))
    }

    /// How much memory the rented host has is rarely stated, so that nothing is counted on there.
    fn status(&self, offer: &Offer, gpus: u32) -> Status {
        self.status_with(offer, gpus, Offload::None)
    }

    /// The same for a machine that stands for the own one, host included.
    fn status_as_own(&self, offer: &Offer, gpus: u32) -> Status {
        let status = self.status(offer, gpus);
        match status.runs() {
            true => status,
            false => self.status_with(offer, gpus, self.scenario.offload),
        }
    }

    fn status_with(&self, offer: &Offer, gpus: u32, offload: Offload) -> Status {
        let machine = self.machine(offer, gpus);
        let scenario = self.scenario;
        if let Some(run) = &self.run {
            if let Some(budget) = self.budget {
                budget.take(Fit::STEPS);
            }
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
            settings: scenario.settings,
            draft: Draft::of(scenario),
            images: scenario.speed.images.is_some(),
            placement: PlacementChoice::Auto,
            offload,
            budget: self.budget,
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

    /// The modelled speed of so many of a card, with the limits that they were shipped with.
    fn load(&mut self, offer: &Offer, gpus: u32) -> Option<Load> {
        if let Some(known) = self.timed.about(offer, gpus) {
            return known;
        }
        let load = self.own.is_some().then(|| self.measured(offer, gpus));
        self.timed.note(offer, gpus, load.flatten())
    }

    fn measured(&mut self, offer: &Offer, gpus: u32) -> Option<Load> {
        let machine = self.machine(offer, gpus);
        let own = self.scenario;
        let scenario = self.theirs.get_or_insert_with(|| {
            let mut scenario = own.clone();
            scenario.placement = PlacementChoice::Auto;
            scenario.offload = Offload::None;
            scenario.power.limits.clear();
            scenario.power.cpu = CpuChoice::Auto;
            scenario.money.parts.clear();
            scenario
        });
        scenario.machine = machine;
        let question = Question {
            budget: self.budget,
            ..Question::of(scenario, self.weights)
        };
        let plan = question.plan();
        // Nothing is left to the host, so that any will do.
        let pace = Pace::measure(scenario, question, &plan, self.host, self.catalog);
        Some(Load::of(&pace.ok()?, scenario))
    }

    /// Cards that share each layer of so many.
    fn shared(&self, gpus: u32) -> u32 {
        let known = self.sharing.get((gpus as usize).saturating_sub(1));
        known
            .copied()
            .unwrap_or_else(|| sharing(self.scenario, PlacementChoice::Auto, gpus, Mix::Alike))
    }

    /// What bounds the work: bytes a second that are put on one token, or operations a second.
    fn pace(&self, offer: &Offer, gpus: u32) -> Option<u64> {
        if self.run.is_some() {
            return Some(peak(offer.gpu)? * u64::from(gpus));
        }
        Some(offer.gpu.bandwidth? * u64::from(self.shared(gpus)))
    }

    /// Whether what bounds it allows it to be no slower than the own machine.
    fn may_keep_up(&self, offer: &Offer, gpus: u32) -> bool {
        if let (Some(own), Some(work)) = (&self.own, self.own_work) {
            let cards = (gpus, self.shared(gpus));
            return work.may_be_reached(own, self.scenario, offer.gpu, cards);
        }
        match (self.own_pace, self.pace(offer, gpus)) {
            (Some(own), Some(pace)) => pace >= own,
            _ => true,
        }
    }

    /// Whether it is no slower than the own machine, as far as a speed is known.
    fn keeps_up(&mut self, offer: &Offer, gpus: u32) -> bool {
        let Some(own) = self.own else {
            return true;
        };
        self.load(offer, gpus)
            .is_some_and(|load| load.keeps_up_with(&own))
    }

    /// A rental with its modelled speed.
    fn timed_rental(&mut self, offer: &'static Offer, gpus: u32, status: Status) -> Rental {
        let mut rental = self.rental(offer, gpus, status);
        if let Some(own) = self.own.filter(|_| status.runs())
            && let Some(load) = self.load(offer, gpus)
        {
            rental.served_tokens_per_s = Some(load.served_tokens_per_s());
            rental.speed_percent = Some(load.percent_of(&own));
        }
        rental
    }

    pub(super) fn rental(&self, offer: &'static Offer, gpus: u32, status: Status) -> Rental {
        let usd_per_hour = offer.micro_usd(gpus);
        let percent = { self.own_pace.map(|own| (own / 100).max(1)) }
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
            served_tokens_per_s: None,
            speed_percent: None,
            bandwidth_percent: percent.filter(|_| !trains),
            compute_percent: percent.filter(|_| trains),
            note: offer.note,
        }
    }
}

/// Whether so many cards are in one machine of an offer, or in several of the largest.
fn has_room(offer: &Offer, gpus: u32) -> bool {
    u32::from(offer.up_to) >= gpus.min(USUAL_GPUS)
}

/// Whether so many of a card are believed to stand in one machine: where they are chosen one by one
/// the largest size is assumed, and for desktop cards that is rarely true.
fn is_believed(offer: &Offer, gpus: u32) -> bool {
    offer.gpus == offer.up_to
        || offer.gpu.segment != Segment::Consumer
        || gpus <= MOST_DESKTOP_CARDS
}

/// Cards that share each layer: these read at once, others wait.
fn sharing(scenario: &Scenario, choice: PlacementChoice, gpus: u32, mix: Mix) -> u32 {
    let (engine, arch) = (scenario.engine, scenario.model.arch());
    let division = placement::divide(choice, engine, arch, scenario.weights, gpus, mix);
    division.tensor.max(1)
}

/// Bandwidth that the own machine puts on one token.
fn bandwidth(scenario: &Scenario) -> Option<u64> {
    let machine = &scenario.machine;
    let each = machine.groups.iter().map(|group| group.gpu.bandwidth);
    let (gpus, mix) = (machine.gpu_count(), machine.mix());
    let shared = sharing(scenario, scenario.placement, gpus, mix);
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
