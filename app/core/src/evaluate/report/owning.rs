//! What the machine draws, what it costs, and what it is held against.

use super::Report;
use crate::machine::bill::{self, Bill};
use crate::machine::power::{self, Settled, Sharing, Work};
use crate::machine::storage::{self, Array};
use crate::money::payback::{self, Outlook, Rivals};
use crate::money::{cost, rent};
use crate::report::{
    Cloud, Cost, Payback, PaybackPoint, PowerReport, PowerStatus, Rival, Sensitivity, Storage,
    WayOut,
};
use crate::speed::Pace;
use crate::units::Cents;

/// Power, parts and money.
impl Report {
    /// How the cards share the work, and how long they wait for the host.
    fn work(&self) -> Work {
        let plan = self.plan();
        let degrees = &plan.degrees;
        let pipeline = degrees.pipeline.max(1);
        // Groups that serve requests of their own meet at the routed experts.
        let gathered = degrees.data > 1 && self.asked.model.arch().moe.is_some();
        let sharing = match (degrees.tensor, pipeline) {
            _ if gathered => Sharing::Tensor,
            (2.., _) => Sharing::Tensor,
            (_, 2..) => Sharing::Layers {
                cards: pipeline,
                overlaps: !degrees.by_layer,
            },
            _ => Sharing::Alone,
        };
        let on_cards = self.pace().map_or(1.0, Pace::on_cards);
        Work { sharing, on_cards }
    }

    /// What it draws and what has to carry it.
    pub(crate) fn settled(&self) -> &Settled {
        let settled = &self.parts.settled;
        settled.get_or_init(|| power::settle(&self.asked, self.host(), self.work(), &self.catalog))
    }

    /// What it draws and what carries it.
    #[must_use]
    pub fn power(&self) -> &PowerReport {
        let power = &self.parts.power;
        power.get_or_init(|| {
            power::describe(&self.asked, self.host(), self.settled(), &self.catalog)
        })
    }

    /// Single changes that make the circuit and the supply carry it; empty where they do.
    #[must_use]
    pub fn power_ways(&self) -> &[WayOut] {
        self.parts.power_ways.get_or_init(|| {
            if self.settled().status() == PowerStatus::Carries {
                return Vec::new();
            }
            let memory = self.verdict().status;
            let (host, catalog) = (self.host(), &self.catalog);
            self.counted(|budget| power::suggest(&self.asked, host, (catalog, budget), memory))
        })
    }

    pub(super) fn bill(&self) -> &Bill {
        self.parts.bill.get_or_init(|| {
            let (asked, catalog) = (&self.asked, &self.catalog);
            let bytes = self.memory().weights_bytes;
            bill::itemise(asked, self.host(), bytes, &self.settled().carriers, catalog)
        })
    }

    /// What the machine costs.
    #[must_use]
    pub fn cost(&self) -> &Cost {
        let cost = &self.parts.cost;
        cost.get_or_init(|| cost::add_up(&self.asked, self.bill()))
    }

    /// What can be rented instead.
    #[must_use]
    pub fn cloud(&self) -> &Cloud {
        let cloud = &self.parts.cloud;
        cloud.get_or_init(|| {
            let work = self.pace().ok();
            let (asked, weights) = (&self.asked, self.weights());
            let host = self.bandwidth();
            self.counted(|budget| {
                rent::compare(asked, weights, work, host, (&self.catalog, budget))
            })
        })
    }

    fn outlook(&self) -> &Outlook {
        self.parts.outlook.get_or_init(|| {
            let (bytes, energy) = (self.memory().weights_bytes, self.settled().energy);
            let (cost, cloud) = (self.cost(), self.cloud());
            payback::compare(&self.asked, bytes, cost, cloud, energy, self.runs())
        })
    }

    /// When owning is cheaper.
    #[must_use]
    pub fn payback(&self) -> &Payback {
        self.parts.payback.get_or_init(|| {
            let (status, why) = self.finding();
            let stopped = (!status.runs()).then_some(why);
            let (cost, cloud) = (self.cost(), self.cloud());
            payback::describe(&self.asked, self.outlook(), cost, cloud, stopped)
        })
    }

    /// Whether the machine does all that is asked of it.
    fn runs(&self) -> bool {
        self.finding().0.runs()
    }

    fn all_rivals(&self) -> &Rivals {
        self.parts.rivals.get_or_init(|| {
            if !self.runs() {
                return Rivals::default();
            }
            let (cloud, speed) = (self.cloud(), self.speed());
            Rivals::of(&self.asked, self.outlook(), cloud, speed, &self.catalog)
        })
    }

    /// What owning is held against, each with its own break-even; empty where the machine does not do
    /// the work.
    #[must_use]
    pub fn rivals(&self) -> &[Rival] {
        &self.all_rivals().list
    }

    /// What one of them has cost at the start and after each month, as far as a chart goes.
    #[must_use]
    pub fn rival_series(&self, index: usize) -> Vec<Cents> {
        self.all_rivals().series(index)
    }

    /// Cumulative cost at the start and after each month, as far as a chart goes; empty where
    /// nothing is compared.
    #[must_use]
    pub fn series(&self) -> &[PaybackPoint] {
        let series = &self.parts.series;
        series.get_or_init(|| payback::series(self.outlook()))
    }

    /// What each input does to the break-even, strongest first; empty where nothing is compared.
    #[must_use]
    pub fn sensitivity(&self) -> &[Sensitivity] {
        let sensitivity = &self.parts.sensitivity;
        sensitivity.get_or_init(|| payback::sensitivity(self.outlook(), self.asked().currency()))
    }

    pub(super) fn array(&self) -> &Array {
        let array = &self.parts.array;
        array.get_or_init(|| Array::of(&self.asked, self.host(), self.bill()))
    }

    /// The drives, and what loading from them takes.
    #[must_use]
    pub fn storage(&self) -> &Storage {
        let storage = &self.parts.storage;
        storage.get_or_init(|| {
            storage::describe(&self.asked, self.array(), self.memory().weights_bytes)
        })
    }
}
