//! The same machines rented by the hour.

use serde::Serialize;

use super::sweep::Done;
use crate::catalog::Catalog;
use crate::catalog::market::{Offer, Term};
use crate::codec;
use crate::scenario::{RentalChoice, Scenario};
use crate::units::MicroUsd;

/// A rented machine that does the job and that no other beats in price and rate at the same time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RentedFound {
    /// Its cards.
    pub name: String,
    /// Who rents it.
    pub provider: &'static str,
    /// Cards.
    pub gpus: u32,
    /// Price of an hour, on demand.
    pub usd_per_hour: MicroUsd,
    /// Tokens a second of each stream, or of a training run.
    pub tokens_per_s: f64,
    /// The format of the weights.
    pub format: &'static str,
    /// Day of the price, or as much of it as is known.
    pub date: &'static str,
    /// Where it was seen.
    pub source: &'static str,
    /// Address of that.
    pub source_url: Option<&'static str>,
    /// Canonical query of the same cards, compared with this offer.
    pub query: String,
}

/// Offers of the machines that do the job: of two that cost alike the faster, of two that are as fast the
/// cheaper.
pub(super) fn front(done: &[Done], catalog: &Catalog) -> Vec<RentedFound> {
    let on_demand = catalog
        .offers
        .iter()
        .copied()
        .filter(|offer| offer.term == Term::OnDemand);
    let mut offers: Vec<(u64, &'static Offer, &Done)> = Vec::new();
    for offer in on_demand {
        for (gpus, micro_usd) in offer.machines() {
            let of_offer =
                |done: &&Done| std::ptr::eq(done.gpu, offer.gpu) && done.count == u32::from(gpus);
            if let Some(done) = done.iter().find(of_offer) {
                offers.push((micro_usd, offer, done));
            }
        }
    }
    offers.sort_by(|(one_usd, _, one), (other_usd, _, other)| {
        one_usd.cmp(other_usd).then(other.rate.total_cmp(&one.rate))
    });
    let mut fastest = f64::NEG_INFINITY;
    let unbeaten = offers.into_iter().filter(|(_, _, done)| {
        let faster = done.rate > fastest;
        fastest = fastest.max(done.rate);
        faster
    });
    unbeaten
        .map(|(micro_usd, offer, done)| rented(micro_usd, offer, done))
        .collect()
}

fn rented(micro_usd: u64, offer: &'static Offer, done: &Done) -> RentedFound {
    let mut scenario: Scenario = done.scenario.clone();
    scenario.money.rental = Some(RentalChoice {
        offer,
        gpus: Some(done.count),
    });
    RentedFound {
        name: done.name(),
        provider: offer.provider.name,
        gpus: done.count,
        usd_per_hour: MicroUsd(micro_usd),
        tokens_per_s: done.rate,
        format: scenario.weights.id(),
        date: offer.date,
        source: offer.source.title,
        source_url: offer.source.url,
        query: codec::encode(&scenario),
    }
}
