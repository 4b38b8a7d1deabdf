//! The keys of what draws power, and of what carries it.

use super::number::{self, Number};
use super::reader::{Candidate, Reader, shorten};
use super::words::{self, Meaning};
use super::writer::Writer;
use crate::catalog::{RangeBasis, limit_of};
use crate::scenario::keys::{
    CIRCUIT, CLASS, CPU_WATTS, DAYS, DIMMS, DRIVES, FORM_LIMITS, HOURS, LIMIT, OTHER, PSU, PSUS,
    REGION, TARIFF, UPS,
};
use crate::scenario::{
    CpuChoice, DEFAULT_CIRCUIT, DEFAULT_CLASS, DEFAULT_REGION, GpuGroup, PowerPlan, Scenario,
    UpsChoice,
};

impl Reader<'_> {
    pub(super) fn power(&mut self, groups: &[GpuGroup]) -> PowerPlan {
        let defaults = PowerPlan::of(self.catalog);
        let tables = self.catalog.power;
        PowerPlan {
            limits: self.limits(groups),
            cpu: self.cpu(),
            dimms: self.optional(DIMMS),
            drives: self.number(DRIVES),
            psu: self.optional(PSU),
            psus: self.optional(PSUS),
            class: self.row(
                CLASS,
                "efficiency class",
                tables.efficiencies,
                defaults.class,
            ),
            circuit: self.row(CIRCUIT, "circuit", tables.circuits, defaults.circuit),
            other_w: self.number(OTHER),
            region: self.row(REGION, "region", tables.regions, defaults.region),
            tariff: self.tariff(),
            hours: self.number(HOURS),
            days: self.number(DAYS),
            ups: self.ups(),
        }
    }

    /// Limits by kind of card: one for all, one for each joined by `+`, or one for each under the
    /// keys of the plain form.
    fn limits(&mut self, groups: &[GpuGroup]) -> Vec<Option<u32>> {
        let key = LIMIT.key;
        let by_form = FORM_LIMITS[1..]
            .iter()
            .any(|&key| self.query.get(key).is_some());
        let given = self.chosen(key).unwrap_or_default().to_owned();
        let parts: Vec<&str> = given
            .split(['+', ' '])
            .filter(|part| !part.is_empty())
            .collect();
        if parts.len() > 1 && parts.len() != groups.len() {
            let message = format!(
                "“{}” names {} limits for {} kinds of card; those that are missing stay as shipped.",
                shorten(&given),
                parts.len(),
                groups.len()
            );
            self.notice(key, &given, message, Some("as shipped".to_owned()));
        }
        let mut limits: Vec<Option<u32>> = groups
            .iter()
            .enumerate()
            .map(|(index, group)| {
                // The message stands beside the field of this kind of card.
                let own = FORM_LIMITS.get(index).copied().unwrap_or(key);
                let part = match parts.as_slice() {
                    _ if by_form && own != key => self.chosen(own)?.to_owned(),
                    [_] if by_form && index > 0 => return None,
                    [one] => (*one).to_owned(),
                    several => (*several.get(index)?).to_owned(),
                };
                self.limit(own, group, &part)
            })
            .collect();
        if limits.iter().all(Option::is_none) {
            limits.clear();
        }
        limits
    }

    /// The limit of one kind, within what its driver accepts; `None` as shipped.
    fn limit(&mut self, key: &'static str, group: &GpuGroup, given: &str) -> Option<u32> {
        if given.eq_ignore_ascii_case("auto") {
            return None;
        }
        let range = limit_of(group.gpu, None);
        let name = group.gpu.name;
        if range.basis == RangeBasis::Fixed {
            let message = format!("The {name} has no power limit that could be set.");
            self.notice(key, given, message, Some("as shipped".to_owned()));
            return None;
        }
        let (low, high) = (range.min_w, range.max_w);
        let used = match number::whole(given) {
            Number::Whole(value) if value < i128::from(low) => low,
            Number::Whole(value) if value > i128::from(high) => high,
            Number::Whole(value) => {
                let watts = u32::try_from(value).unwrap_or(range.default_w);
                return (watts != range.default_w).then_some(watts);
            }
            Number::Fraction | Number::Not => range.default_w,
        };
        let whose = match range.basis {
            RangeBasis::Stated => "known to be accepted are",
            RangeBasis::Assumed | RangeBasis::Fixed => "its range is taken to be",
        };
        let message = format!(
            "“{}” is no power limit for the {name}: {whose} {low} to {high} W. Calculated with {used} W.",
            shorten(given)
        );
        self.notice(key, given, message, Some(format!("{used} W")));
        (used != range.default_w).then_some(used)
    }

    fn cpu(&mut self) -> CpuChoice {
        let key = CPU_WATTS.key;
        let Some(given) = self.chosen(key).map(str::to_owned) else {
            return CpuChoice::Auto;
        };
        let cpus = self.catalog.power.cpus;
        if let Some((cpu, _)) = words::meant(&given, cpus) {
            return CpuChoice::Listed(cpu);
        }
        let watts = given.strip_suffix(['w', 'W']).unwrap_or(&given);
        if number::whole(watts) != Number::Not {
            return CpuChoice::Watts(self.bounded(CPU_WATTS, key, watts));
        }
        let Meaning::Unknown { nearest } = words::resolve(&given, cpus) else {
            return CpuChoice::Auto;
        };
        let candidates = nearest
            .into_iter()
            .map(|cpu| Candidate::new(cpu.name, cpu.id));
        let used = "the usual one";
        self.unknown(key, "processor", &given, used, candidates.collect());
        CpuChoice::Auto
    }

    fn tariff(&mut self) -> Option<u32> {
        let given = self.chosen(TARIFF.key)?.to_owned();
        let currency = self.exchange.currency();
        let bounds = TARIFF.typed_in(currency);
        let told = |end: i64| format!("{} {}", TARIFF.text(end), TARIFF.unit_in(currency));
        let (used, text) = match number::millicents(&given, currency) {
            Number::Whole(value) => {
                let value = i64::try_from(value.max(0)).unwrap_or(i64::MAX);
                let used = value.clamp(bounds.min, bounds.max);
                let usd = u32::try_from(self.in_usd(TARIFF, used)).ok();
                if used == value {
                    return usd;
                }
                (usd, told(used))
            }
            Number::Fraction | Number::Not => (None, "the region's price".to_owned()),
        };
        let whose = match currency.is_usd() {
            true => "dollars",
            false => currency.code,
        };
        let message = format!(
            "“{}” is no price of electricity: allowed is from {} to {} {whose} a kilowatt-hour. Calculated with {text}.",
            shorten(&given),
            TARIFF.text(bounds.min),
            TARIFF.text(bounds.max),
        );
        self.notice(TARIFF.key, &given, message, Some(text));
        used
    }

    fn ups(&mut self) -> UpsChoice {
        let Some(given) = self.present(UPS.key).map(str::to_owned) else {
            return UpsChoice::None;
        };
        match given.to_ascii_lowercase().as_str() {
            "none" => return UpsChoice::None,
            "auto" => return UpsChoice::Auto,
            _ => {}
        }
        let upses = self.catalog.power.upses;
        match words::resolve(&given, upses) {
            Meaning::Found { entry, .. } => UpsChoice::Listed(entry),
            Meaning::Unknown { nearest } => {
                let candidates = nearest
                    .into_iter()
                    .map(|ups| Candidate::new(ups.name, ups.id));
                self.unknown(UPS.key, "UPS", &given, "none", candidates.collect());
                UpsChoice::None
            }
        }
    }
}

impl Writer<'_> {
    pub(super) fn power(&mut self, scenario: &Scenario) {
        let plan = &scenario.power;
        let limits = limits(scenario);
        if !limits.is_empty() {
            self.put(LIMIT.key, limits);
        }
        match plan.cpu {
            CpuChoice::Auto => {}
            CpuChoice::Listed(cpu) => self.put(CPU_WATTS.key, cpu.id),
            CpuChoice::Watts(watts) => self.put(CPU_WATTS.key, watts),
        }
        self.optional(DIMMS, plan.dimms);
        self.number(DRIVES, plan.drives);
        self.optional(PSU, plan.psu);
        self.optional(PSUS, plan.psus);
        self.word(CLASS, plan.class.id, DEFAULT_CLASS);
        self.word(CIRCUIT, plan.circuit.id, DEFAULT_CIRCUIT);
        self.number(OTHER, plan.other_w);
        self.word(REGION, plan.region.id, DEFAULT_REGION);
        self.amount(TARIFF, plan.tariff.map(i64::from));
        self.number(HOURS, plan.hours);
        self.number(DAYS, plan.days);
        match plan.ups {
            UpsChoice::None => {}
            UpsChoice::Auto => self.put(UPS.key, "auto"),
            UpsChoice::Listed(ups) => self.put(UPS.key, ups.id),
        }
    }
}

/// `250`, or `auto+280` for a mixed set; empty where every card has its limit as shipped.
fn limits(scenario: &Scenario) -> String {
    let plan = &scenario.power;
    let limits: Vec<String> = (0..scenario.machine.groups.len())
        .map(|index| match plan.limits.get(index).copied().flatten() {
            Some(watts) => watts.to_string(),
            None => "auto".to_owned(),
        })
        .collect();
    if limits.iter().all(|limit| limit == "auto") {
        return String::new();
    }
    limits.join("+")
}
