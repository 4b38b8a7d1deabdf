//! Everything that owning is held against, each with its own break-even.

use super::lines::{Comparison, YEAR, busy_minutes_per_year, cents};
use super::{Outlook, span};
use crate::catalog::Catalog;
use crate::catalog::market::{Offer, Term};
use crate::money::tokens::blended;
use crate::report::{ApiLine, Cloud, Rental, Rival, RivalKind, Speed};
use crate::scenario::Scenario;
use crate::units::{Cents, MicroUsd, THIN, grouped};

/// The rivals, and the lines that their figures are read from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rivals {
    /// In the order in which they are shown.
    pub(crate) list: Vec<Rival>,
    lines: Vec<Comparison>,
    /// Months of a line.
    span: u32,
}

impl Rivals {
    /// Of a machine that does the work; no others have rivals.
    pub(crate) fn of(
        scenario: &Scenario,
        outlook: &Outlook,
        cloud: &Cloud,
        speed: &Speed,
        catalog: &Catalog,
    ) -> Self {
        let mut gathered = Self {
            span: span(outlook),
            ..Self::default()
        };
        let teller = Teller { scenario, catalog };
        let cheapest = { cloud.by_term.iter() }.find(|rental| rental.term == Term::OnDemand);
        let rented = { cloud.same.iter().map(|rental| (RivalKind::Same, rental)) }
            .chain(cheapest.map(|rental| (RivalKind::Cheapest, rental)))
            .chain({ cloud.hyperscalers.iter() }.map(|rental| (RivalKind::Hyperscaler, rental)));
        let chosen = cloud.chosen.as_ref();
        for (kind, rental) in rented {
            let known = |rival: &Rival| rival.rental.as_ref().is_some_and(|one| one.is_as(rental));
            if !gathered.list.iter().any(known) {
                let chosen = chosen.filter(|chosen| chosen.is_as(rental));
                gathered.rent(
                    outlook,
                    &teller,
                    kind,
                    chosen.unwrap_or(rental),
                    chosen.is_some(),
                );
            }
        }
        if let Some(rental) = chosen
            && !gathered.list.iter().any(|rival| rival.chosen)
        {
            let kind = match scenario.money.rental {
                Some(_) => RivalKind::Given,
                // Nothing that does the job is let on demand.
                None => RivalKind::Cheapest,
            };
            gathered.rent(outlook, &teller, kind, rental, true);
        }
        if scenario.training.is_none() {
            gathered.api(outlook, cloud, speed);
        }
        gathered
    }

    /// What each rival has cost at the start and after each month, as far as a chart goes.
    pub(crate) fn series(&self, index: usize) -> Vec<Cents> {
        let Some(comparison) = self.lines.get(index) else {
            return Vec::new();
        };
        let lines = comparison.lines();
        let mut sum = 0;
        (0..=self.span)
            .map(|month| {
                let before = cents(sum);
                sum += lines.rent_of(month) + lines.storage;
                before
            })
            .collect()
    }

    fn rent(
        &mut self,
        outlook: &Outlook,
        teller: &Teller<'_>,
        kind: RivalKind,
        rental: &Rental,
        chosen: bool,
    ) {
        let line = Comparison {
            rent: rental.usd_per_hour,
            term: rental.term,
            ..outlook.own
        };
        let rival = Rival {
            provider: rental.provider,
            rental: Some(rental.clone()),
            note: teller.note(kind, rental),
            ..rival(kind, chosen, outlook, &line)
        };
        self.list.push(rival);
        self.lines.push(line);
    }

    /// The cheapest API, for as many tokens as the own machine serves in its busy hours.
    fn api(&mut self, outlook: &Outlook, cloud: &Cloud, speed: &Speed) {
        let Some(served) = speed.served_tokens_per_s.filter(|rate| *rate > 0.0) else {
            return;
        };
        let priced = |line: &ApiLine| blended(speed, line);
        let Some(api) = cloud.api.iter().min_by_key(|line| priced(line)) else {
            return;
        };
        let hour = served * 3_600.0 / 1e6 * priced(api).0 as f64;
        let line = Comparison {
            rent: MicroUsd(libm::round(hour.clamp(0.0, 1e12)) as u64),
            term: Term::OnDemand,
            storage: Cents(0),
            ..outlook.own
        };
        let busy = busy_minutes_per_year(&outlook.own.energy) as f64 * 60.0;
        let tokens = libm::round(served * busy / f64::from(YEAR));
        let note = format!(
            "{}{THIN}million answer tokens a month, as the own machine would serve in its busy hours, with \
             their prompts; in a format and at a speed that the provider chooses.",
            grouped(libm::round(tokens / 1e6) as u64)
        );
        let rival = Rival {
            provider: api.provider,
            api: Some(api.clone()),
            tokens_per_month: Some(tokens),
            note,
            ..rival(RivalKind::Api, false, outlook, &line)
        };
        self.list.push(rival);
        self.lines.push(line);
    }
}

/// The figures of one line.
fn rival(kind: RivalKind, chosen: bool, outlook: &Outlook, line: &Comparison) -> Rival {
    let known = outlook.known;
    Rival {
        kind,
        chosen,
        provider: "",
        rental: None,
        api: None,
        tokens_per_month: None,
        usd_per_month: cents(line.rent_month()) + line.storage,
        kept_usd: line.cloud(outlook.kept),
        break_even_months: known.then(|| line.break_even()).flatten(),
        break_even_spent_months: known.then(|| line.break_even_spent()).flatten(),
        note: String::new(),
    }
}

/// What there is to know about a rented machine beside its figures.
struct Teller<'a> {
    scenario: &'a Scenario,
    catalog: &'a Catalog,
}

impl Teller<'_> {
    fn note(&self, kind: RivalKind, rental: &Rental) -> String {
        let mut said = Vec::new();
        if kind == RivalKind::Same {
            said.extend(self.kin(rental));
            said.extend(self.machines(rental));
            said.extend(self.spread(rental));
        }
        if !rental.status.runs() {
            said.push("It does not hold the model as configured.".to_owned());
        }
        if let Some(percent) = rental.pace_percent()
            && (kind != RivalKind::Same || percent < 100)
        {
            said.push(format!(
                "{percent}{THIN}% of {}, paid for the same hours.",
                rental.pace_of()
            ));
        }
        match rental.term {
            Term::OnDemand => {}
            Term::Reserved => said.push("Paid for every hour, used or not.".to_owned()),
            Term::Spot => said.push("May be taken away at any moment.".to_owned()),
        }
        said.join(" ")
    }

    /// Where the own card is not for rent.
    fn kin(&self, rental: &Rental) -> Option<String> {
        let own = self.scenario.machine.groups.first()?.gpu;
        (own.id != rental.gpu).then(|| {
            format!(
                "Nobody in the catalogue rents out the {}; this is the nearest with its chip and memory.",
                own.name
            )
        })
    }

    fn offers<'a>(&'a self, rental: &'a Rental) -> impl Iterator<Item = &'static Offer> + 'a {
        let offers = self.catalog.offers.iter().copied();
        offers.filter(|offer| offer.gpu.id == rental.gpu && offer.term == rental.term)
    }

    /// Where one machine has no room for as many cards.
    fn machines(&self, rental: &Rental) -> Option<String> {
        let offer = self.offers(rental).find(|offer| offer.is(&rental.id))?;
        let machines = rental.gpus.div_ceil(u32::from(offer.up_to.max(1)));
        (machines > 1).then(|| format!("In {machines} machines."))
    }

    /// How far the prices of the same cards lie apart.
    fn spread(&self, rental: &Rental) -> Option<String> {
        let each =
            |offer: &Offer| offer.micro_usd(u32::from(offer.gpus)) / u64::from(offer.gpus.max(1));
        let count = self.offers(rental).count();
        let dearest = self.offers(rental).map(each).max()?;
        (count > 1 && !rental.own).then(|| {
            format!(
                "The cheapest of {count} offers; the dearest asks {} a GPU-hour.",
                self.scenario.currency().rate(MicroUsd(dearest))
            )
        })
    }
}
