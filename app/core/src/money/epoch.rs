//! What renting a machine for one epoch of training costs: the machine that the comparison of owning and
//! renting speaks of.

use crate::catalog::{Catalog, Gpu};
use crate::report::{Cloud, Rental, Training, TrainingRent};
use crate::scenario::{GpuGroup, Machine, Scenario, TrainingPlan};
use crate::training::speed::{SpeedModel, Surroundings, step};
use crate::training::{Fit, Job, Machinery, Profile, fine, rounded};

/// Adds what one epoch takes and costs on the rented machine, where the job fits on it.
pub(crate) fn add_rent(
    training: &mut Training,
    scenario: &Scenario,
    plan: &TrainingPlan,
    (cloud, catalog): (&Cloud, &Catalog),
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
    training.rent =
        { cloud.chosen.as_ref() }.and_then(|rental| renter.line(rental, catalog.gpu(rental.gpu)?));
    training.rent_usd_per_epoch = training.rent.as_ref().map(|rent| rent.usd_per_epoch);
}

struct Renter<'a> {
    scenario: &'a Scenario,
    job: Job<'a>,
    around: Surroundings,
}

impl Renter<'_> {
    /// Hours of one epoch on so many of a card, where the job fits on them.
    fn hours_on(&self, gpu: &'static Gpu, gpus: u32) -> Option<f64> {
        let machine = Machine {
            groups: vec![GpuGroup { gpu, count: gpus }],
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

    fn line(&self, rental: &Rental, gpu: &'static Gpu) -> Option<TrainingRent> {
        let hours = self.hours_on(gpu, rental.gpus)?;
        let usd_per_hour = rental.usd_per_hour.usd();
        Some(TrainingRent {
            id: rental.id.clone(),
            provider: rental.provider,
            gpu: rental.gpu,
            gpu_name: rental.gpu_name,
            gpus: rental.gpus,
            usd_per_hour: rounded(usd_per_hour, 10_000.0),
            hours_per_epoch: fine(hours),
            usd_per_epoch: fine(usd_per_hour * hours),
            own: rental.own,
            date: rental.date,
            source: rental.source,
            source_url: rental.source_url,
        })
    }
}
