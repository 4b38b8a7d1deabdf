//! What renting a machine for one epoch of training costs.

use super::rent::Asked;
use crate::catalog::Catalog;
use crate::catalog::market::{Offer, Term};
use crate::report::{Training, TrainingRent};
use crate::scenario::{GpuGroup, Machine, Scenario, TrainingPlan};
use crate::training::speed::{SpeedModel, Surroundings, step};
use crate::training::{Fit, Job, Machinery, Profile, fine, rounded};
use crate::units::MicroUsd;

/// Adds the machine that would be rented: the one that was chosen, else the cheapest listed one for
/// one epoch that the job fits on.
pub(crate) fn add_rent(
    training: &mut Training,
    scenario: &Scenario,
    plan: &TrainingPlan,
    catalog: &Catalog,
    machinery: Machinery,
) {
    let profile = Profile::of(scenario.model.arch());
    let renter = Renter {
        scenario,
        job: Job {
            profile: &profile,
            towers: scenario.model.vision_params(),
            plan,
            gpus: scenario.machine.gpu_count(),
        },
        // A rented card has the limit that it was shipped with.
        around: Surroundings {
            speed_share: 1.0,
            ..machinery.surroundings()
        },
    };
    training.rent = match scenario.money.rental {
        Some(choice) => renter.chosen(choice.offer, choice.gpus),
        None => renter.cheapest(catalog),
    };
    training.rent_usd_per_epoch = training.rent.as_ref().map(|rent| rent.usd_per_epoch);
}

struct Renter<'a> {
    scenario: &'a Scenario,
    job: Job<'a>,
    around: Surroundings,
}

impl Renter<'_> {
    fn chosen(&self, offer: &'static Offer, gpus: Option<u32>) -> Option<TrainingRent> {
        let mut sizes = offer.sizes().map(u32::from);
        let gpus = gpus
            .or_else(|| sizes.find(|&gpus| self.hours_on(offer, gpus).is_some()))
            .unwrap_or(u32::from(offer.up_to));
        let hours = self.hours_on(offer, gpus)?;
        Some(self.line(offer, gpus, MicroUsd(offer.micro_usd(gpus)).usd(), hours))
    }

    fn cheapest(&self, catalog: &Catalog) -> Option<TrainingRent> {
        let mut asked: Asked<Option<f64>> = Asked::default();
        let mut best: Option<(f64, &'static Offer, u32, f64, f64)> = None;
        let on_demand = |offer: &&'static Offer| offer.term == Term::OnDemand;
        for offer in catalog.offers.iter().copied().filter(on_demand) {
            for (size, price) in offer.machines() {
                let gpus = u32::from(size);
                let hours = asked
                    .about(offer, gpus)
                    .unwrap_or_else(|| asked.note(offer, gpus, self.hours_on(offer, gpus)));
                let Some(hours) = hours else {
                    continue;
                };
                let rate = MicroUsd(price).usd();
                if best.is_none_or(|(least, ..)| rate * hours < least) {
                    best = Some((rate * hours, offer, gpus, rate, hours));
                }
            }
        }
        let (_, offer, gpus, rate, hours) = best?;
        Some(self.line(offer, gpus, rate, hours))
    }

    /// Hours of one epoch on so many of an offer's GPUs, where the job fits on them.
    fn hours_on(&self, offer: &'static Offer, gpus: u32) -> Option<f64> {
        let machine = Machine {
            groups: vec![GpuGroup {
                gpu: offer.gpu,
                count: gpus,
            }],
            ram_gib: self.scenario.machine.ram_gib,
            unified_gb: None,
            unified_share: None,
        };
        let job = Job { gpus, ..self.job };
        if !Fit::of(&job, &machine).status.runs() {
            return None;
        }
        let step = step(&job, &machine, self.around, SpeedModel::calibrated())?;
        let plan = job.plan;
        let tokens = plan.micro_tokens() * u64::from(plan.accumulation) * u64::from(gpus);
        Some(plan.tokens as f64 / (tokens as f64 / step.total) / 3_600.0)
    }

    /// A machine at its rate, or at the user's own.
    fn line(&self, offer: &'static Offer, gpus: u32, listed: f64, hours: f64) -> TrainingRent {
        let own = self.scenario.money.rent;
        let usd_per_hour = own.map_or(listed, |rate| rate.usd() * f64::from(gpus));
        TrainingRent {
            id: offer.id(),
            provider: offer.provider.name,
            gpu: offer.gpu.id,
            gpu_name: offer.gpu.name,
            gpus,
            usd_per_hour: rounded(usd_per_hour, 10_000.0),
            hours_per_epoch: fine(hours),
            usd_per_epoch: fine(usd_per_hour * hours),
            own: own.is_some(),
            date: offer.date,
            source: offer.source.title,
            source_url: offer.source.url,
        }
    }
}
