//! The build that a visitor came with: pages hand it on with their links, so that leaving the
//! configurator loses nothing.

use headroom_core::catalog::market::Offer;
use headroom_core::catalog::{Catalog, Gpu, Model};
use headroom_core::codec::{self, Query};
use headroom_core::scenario::keys::{GPUS, MODEL};
use headroom_core::scenario::{GpuGroup, ModelChoice, RentalChoice, Scenario};
use headroom_core::units::Currency;
use leptos::prelude::use_context;

use crate::markup::{address, address_at};
use crate::state::Answer;

/// A build and the query that asks for it, which is empty for the usual one. Pages provide it to
/// what stands in them.
#[derive(Clone, Debug)]
pub(crate) struct Build {
    query: String,
    scenario: Scenario,
}

impl Build {
    /// What a query asks for, whatever else stands in it.
    pub(crate) fn of(raw: &str) -> Self {
        let scenario = codec::decode(raw, Catalog::builtin()).scenario;
        Self {
            query: codec::encode(&scenario),
            scenario,
        }
    }

    /// The build of an answer, as the address of its page has it.
    pub(crate) fn answered(answer: &Answer) -> Self {
        let address = answer.address();
        let query = address.split_once('?').map_or("", |(_, query)| query);
        Self {
            query: query.to_owned(),
            scenario: answer.scenario().clone(),
        }
    }

    /// That of the page around.
    pub(crate) fn of_page() -> Self {
        use_context().unwrap_or_else(|| Self::of(""))
    }

    /// The currency that it is told in.
    pub(crate) fn money(&self) -> Currency {
        self.scenario.currency()
    }

    /// Its query, without `?`.
    pub(crate) fn query(&self) -> &str {
        &self.query
    }

    /// The page at a path, with this build.
    pub(crate) fn at(&self, path: &str) -> String {
        address_at(path, &self.query)
    }

    /// The same machine with another model.
    pub(crate) fn with_model(&self, model: &'static Model) -> String {
        let mut scenario = self.understood_but_for(MODEL.key);
        scenario.model = ModelChoice::Listed(model);
        address(&codec::encode(&scenario))
    }

    /// The same machine with a model that is described by its size.
    pub(crate) fn with_size(&self, params: &str) -> String {
        let mut query = Query::parse(&self.query);
        query.set(MODEL.key, params);
        Self::of(&query.to_string()).at("/")
    }

    /// The same model on as many of another card as there are of the first kind now. What was said
    /// of the cards before goes with them: limits, prices, the size of a unified memory.
    pub(crate) fn with_gpu(&self, gpu: &'static Gpu) -> String {
        address(&codec::encode(&self.on(gpu)))
    }

    /// The same model on so many of a card.
    pub(crate) fn with_gpus(&self, gpu: &'static Gpu, count: u32) -> String {
        let mut scenario = self.on(gpu);
        scenario.machine.groups = vec![GpuGroup { gpu, count }];
        address(&codec::encode(&scenario))
    }

    /// Compared with an offer; the usual machine gives way to one of the cards that are offered.
    pub(crate) fn with_offer(&self, offer: &'static Offer) -> String {
        let mut scenario = match self.query.as_str() {
            "" => self.on(offer.gpu),
            _ => self.scenario.clone(),
        };
        scenario.money.rental = Some(RentalChoice { offer, gpus: None });
        address(&codec::encode(&scenario))
    }

    fn on(&self, gpu: &'static Gpu) -> Scenario {
        let mut scenario = self.understood_but_for(GPUS.key);
        let machine = &mut scenario.machine;
        let count = machine.groups.first().map_or(1, |group| group.count);
        machine.groups = vec![GpuGroup { gpu, count }];
        (machine.unified_gb, machine.unified_share) = (None, None);
        scenario.power.limits.clear();
        scenario.money.gpu_prices.clear();
        scenario
    }

    /// The scenario, where a word for this key that is not known does not matter any more.
    fn understood_but_for(&self, key: &str) -> Scenario {
        let mut scenario = self.scenario.clone();
        scenario.not_understood.retain(|word| word.key != key);
        scenario
    }
}

#[cfg(test)]
mod tests {
    use headroom_core::catalog::Catalog;
    use headroom_core::scenario::keys;

    use super::Build;
    use crate::page::TABLE_KEYS;

    #[test]
    fn a_build_is_handed_on_and_nothing_else_is() {
        let build = Build::of("q=llama&sort=params&dir=desc&n=4&w=F16&go=1");
        assert_eq!(build.at("/gpus"), "/gpus?n=4&w=f16");
        assert_eq!(Build::of("vendor=Meta").at("/models"), "/models");
        assert_eq!(Build::of("n=0").at("/models"), "/models");
        assert_eq!(Build::of("gpu=nope").at("/models"), "/models?gpu=nope");
        for key in TABLE_KEYS {
            assert!(keys::find(key).is_none(), "{key} would ask two things");
        }
    }

    #[test]
    fn another_model_keeps_the_machine() {
        let model = Catalog::builtin().model("llama-3.1-405b");
        let with = |raw: &str| {
            let build = Build::of(raw);
            model
                .map(|model| build.with_model(model))
                .unwrap_or_default()
        };
        assert_eq!(
            with("gpu=rtx-4090&n=2&model=custom&params=70b&ctx=4096"),
            "/?gpu=rtx-4090&n=2&model=llama-3.1-405b&ctx=4096"
        );
        assert_eq!(with("n=2&model=nope"), "/?n=2&model=llama-3.1-405b");
        assert_eq!(with("gpu=nope"), "/?gpu=nope&model=llama-3.1-405b");
    }

    #[test]
    fn another_card_keeps_the_model_and_the_count() {
        let gpu = Catalog::builtin().gpu("h100-sxm");
        let with = |raw: &str| {
            gpu.map(|gpu| Build::of(raw).with_gpu(gpu))
                .unwrap_or_default()
        };
        assert_eq!(
            with("gpu=rtx-5090*2+rtx-3090&model=llama-3.1-8b&price-gpu=1&limit=300"),
            "/?gpu=h100-sxm&n=2&model=llama-3.1-8b"
        );
        assert_eq!(with("gpu=m3-ultra&mem=96&share=80"), "/?gpu=h100-sxm");
    }

    #[test]
    fn an_offer_is_compared_with_the_machine_that_there_is() {
        let offer = { Catalog::builtin().offers.iter() }.find(|offer| offer.gpu.id == "h100-sxm");
        let with = |raw: &str| {
            offer
                .map(|offer| Build::of(raw).with_offer(offer))
                .unwrap_or_default()
        };
        let id = offer.map(|offer| offer.id()).unwrap_or_default();
        assert_eq!(with("n=4"), format!("/?n=4&cloud={id}"));
        assert_eq!(with(""), format!("/?gpu=h100-sxm&cloud={id}"));
    }
}
