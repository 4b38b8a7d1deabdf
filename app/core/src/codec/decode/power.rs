//! The keys about power.

use super::super::number::{self, Number};
use super::super::reader::{Reader, nearest, shorten};
use super::FORM_LIMITS;
use crate::catalog::{RangeBasis, limit_of};
use crate::scenario::bounds::{self, Bound};
use crate::scenario::{CpuChoice, GpuGroup, PowerPlan, UpsChoice};

impl Reader<'_> {
    pub(super) fn power(&mut self, groups: &[GpuGroup]) -> PowerPlan {
        let defaults = PowerPlan::of(self.catalog);
        let tables = self.catalog.power;
        PowerPlan {
            limits: self.limits(groups),
            cpu: self.cpu(),
            dimms: self.optional(bounds::DIMMS),
            drives: self.number(bounds::DRIVES),
            psu: self.optional(bounds::PSU),
            psus: self.optional(bounds::PSUS),
            class: self.row(
                "class",
                "efficiency class",
                tables.efficiencies,
                |row| row.id,
                defaults.class,
            ),
            circuit: self.row(
                "circuit",
                "circuit",
                tables.circuits,
                |row| row.id,
                defaults.circuit,
            ),
            other_w: self.number(bounds::OTHER),
            region: self.row(
                "region",
                "region",
                tables.regions,
                |row| row.id,
                defaults.region,
            ),
            tariff: self.tariff(),
            hours: self.number(bounds::HOURS),
            days: self.number(bounds::DAYS),
            ups: self.ups(),
        }
    }

    /// A value that is there and does not leave the choice to the program.
    fn chosen(&self, key: &str) -> Option<&str> {
        self.present(key)
            .filter(|given| !given.eq_ignore_ascii_case("auto"))
    }

    fn optional(&mut self, bound: Bound) -> Option<u32> {
        self.chosen(bound.key)?;
        Some(self.number(bound))
    }

    /// A row by its id, or the one whose id is nearest.
    fn row<T>(
        &mut self,
        key: &'static str,
        what: &str,
        rows: &'static [T],
        id: fn(&T) -> &'static str,
        default: &'static T,
    ) -> &'static T {
        let Some(given) = self.present(key) else {
            return default;
        };
        if let Some(row) = rows.iter().find(|row| id(row).eq_ignore_ascii_case(given)) {
            return row;
        }
        let nearest = nearest(given, rows, |row| id(row));
        let message = format!(
            "“{}” is no {what} known here. Calculated with the nearest name, {}.",
            shorten(given),
            id(nearest)
        );
        self.notice(key, given, message, Some(id(nearest).to_owned()));
        nearest
    }

    /// Limits by kind of card: one for all, one for each joined by `+`, or one for each under the
    /// keys of the plain form.
    fn limits(&mut self, groups: &[GpuGroup]) -> Vec<Option<u32>> {
        let key = bounds::LIMIT.key;
        let by_form = FORM_LIMITS.iter().any(|&key| self.query.get(key).is_some());
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
                let own = index.checked_sub(1).and_then(|rest| FORM_LIMITS.get(rest));
                let own = own.copied().unwrap_or(key);
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
        let key = bounds::CPU_WATTS.key;
        let Some(given) = self.chosen(key).map(str::to_owned) else {
            return CpuChoice::Auto;
        };
        let cpus = self.catalog.power.cpus;
        if let Some(cpu) = cpus.iter().find(|cpu| cpu.id.eq_ignore_ascii_case(&given)) {
            return CpuChoice::Listed(cpu);
        }
        let watts = given.strip_suffix(['w', 'W']).unwrap_or(&given);
        if number::whole(watts) != Number::Not {
            return CpuChoice::Watts(self.bounded(bounds::CPU_WATTS, key, watts));
        }
        let nearest = nearest(&given, cpus, |cpu| cpu.id);
        let message = format!(
            "“{}” is neither a processor known here nor its watts. Calculated with the nearest name, {}.",
            shorten(&given),
            nearest.name
        );
        self.notice(key, &given, message, Some(nearest.name.to_owned()));
        CpuChoice::Listed(nearest)
    }

    fn tariff(&mut self) -> Option<u32> {
        let bound = bounds::TARIFF;
        let given = self.chosen(bound.key)?.to_owned();
        let (used, text) = match number::millicents(&given) {
            Number::Whole(value) => {
                let value = u32::try_from(value.max(0)).unwrap_or(u32::MAX);
                if (bound.min..=bound.max).contains(&value) {
                    return Some(value);
                }
                if value < bound.min {
                    (Some(bound.min), "0.001 USD/kWh")
                } else {
                    (Some(bound.max), "5 USD/kWh")
                }
            }
            Number::Fraction | Number::Not => (None, "the region's price"),
        };
        let message = format!(
            "“{}” is no price of electricity: allowed is from 0.001 to 5 dollars a kilowatt-hour. Calculated with {text}.",
            shorten(&given)
        );
        self.notice(bound.key, &given, message, Some(text.to_owned()));
        used
    }

    fn ups(&mut self) -> UpsChoice {
        let Some(given) = self.present("ups").map(str::to_owned) else {
            return UpsChoice::None;
        };
        match given.to_ascii_lowercase().as_str() {
            "none" => return UpsChoice::None,
            "auto" => return UpsChoice::Auto,
            _ => {}
        }
        let upses = self.catalog.power.upses;
        if let Some(ups) = upses.iter().find(|ups| ups.id.eq_ignore_ascii_case(&given)) {
            return UpsChoice::Listed(ups);
        }
        let nearest = nearest(&given, upses, |ups| ups.id);
        let message = format!(
            "“{}” is no UPS known here: write none, auto or its id. Calculated with the nearest name, {}.",
            shorten(&given),
            nearest.name
        );
        self.notice("ups", &given, message, Some(nearest.name.to_owned()));
        UpsChoice::Listed(nearest)
    }
}
