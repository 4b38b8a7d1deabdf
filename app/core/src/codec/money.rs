//! The money half of a link: own prices, chosen parts, the rented machine and the shares.

use std::fmt::Display;

use super::number::{self, Number};
use super::reader::{Reader, nearest, shorten};
use crate::catalog::market::{Offer, Part, PartKind};
use crate::scenario::amounts::{self, Amount};
use crate::scenario::{MoneyPlan, PartPlan, RentalChoice, bounds};
use crate::units::{Cents, MicroUsd, grouped};

/// Keys that name a part. Processor and UPS are named by `cpu` and `ups`, which power has too.
pub(super) const PART_KEYS: [(PartKind, &str); 7] = [
    (PartKind::Board, "part-board"),
    (PartKind::Ram, "part-ram"),
    (PartKind::Ssd, "part-ssd"),
    (PartKind::Psu, "part-psu"),
    (PartKind::Cooler, "part-cooler"),
    (PartKind::Case, "part-case"),
    (PartKind::Extra, "part-extras"),
];
/// Key of the rented machine to compare with.
pub const RENTAL: &str = "cloud";
/// Micro-dollars in the last decimal of a rate.
const RATE_STEP: u64 = 100;

/// Whether a key is one of these.
pub(super) fn knows(key: &str) -> bool {
    key == RENTAL
        || PART_KEYS.iter().any(|(_, name)| *name == key)
        || amounts::ALL.iter().any(|amount| amount.key == key)
}

/// Reads everything about money, for a machine with `groups` kinds of card.
pub(super) fn read(reader: &mut Reader<'_>, groups: usize) -> MoneyPlan {
    let mut gpu_prices: Vec<Option<Cents>> = Vec::new();
    for (index, amount) in amounts::GPU_PRICES.into_iter().enumerate() {
        let price = given(reader, amount).map(Cents);
        if price.is_some() && index >= groups {
            let value = reader.present(amount.key).unwrap_or_default();
            let message = "The machine has no GPU of that kind; the price was left out.".to_owned();
            reader.notice(amount.key, value, message, None);
        } else {
            gpu_prices.push(price);
        }
    }
    while gpu_prices.last() == Some(&None) {
        gpu_prices.pop();
    }
    let parts = PartKind::ALL
        .into_iter()
        .zip(amounts::PART_PRICES)
        .filter_map(|(kind, amount)| {
            let part = part_key(kind).and_then(|key| part(reader, kind, key));
            let price = given(reader, amount).map(Cents);
            (part.is_some() || price.is_some()).then_some(PartPlan { kind, part, price })
        })
        .collect();
    let stored = reader.present(bounds::STORED.key).is_some();
    MoneyPlan {
        gpu_prices,
        parts,
        tax: share(reader, amounts::TAX),
        rental: rental(reader),
        rent: given(reader, amounts::RENT).map(rate),
        upkeep: share(reader, amounts::UPKEEP),
        resale: share(reader, amounts::RESALE),
        fade: share(reader, amounts::FADE),
        decline: share(reader, amounts::DECLINE),
        stored_gb: stored.then(|| reader.number(bounds::STORED)),
        stored_rate: rate(given(reader, amounts::STORAGE).unwrap_or(0)),
        months: reader.number(bounds::MONTHS),
    }
}

fn part_key(kind: PartKind) -> Option<&'static str> {
    PART_KEYS
        .iter()
        .find(|(one, _)| *one == kind)
        .map(|(_, key)| *key)
}

fn rate(value: i64) -> MicroUsd {
    MicroUsd(u64::try_from(value).unwrap_or(0) * RATE_STEP)
}

fn share(reader: &mut Reader<'_>, amount: Amount) -> u32 {
    given(reader, amount)
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or(0)
}

/// The value of an amount: what was given, else its default.
fn given(reader: &mut Reader<'_>, amount: Amount) -> Option<i64> {
    let Some(text) = reader.present(amount.key) else {
        return amount.default;
    };
    let (used, what) = match number::amount(text, amount.decimals) {
        Number::Whole(value) => {
            match i64::try_from(value)
                .ok()
                .filter(|v| (amount.min..=amount.max).contains(v))
            {
                Some(value) => return Some(value),
                None if value < i128::from(amount.min) => {
                    (amount.default.map(|_| amount.min), "too small")
                }
                None => (amount.default.map(|_| amount.max), "too large"),
            }
        }
        Number::Fraction => (amount.default, "too finely given"),
        Number::Not => (amount.default, "not a number"),
    };
    let shown = |value: i64| {
        let text = amount.text(value);
        match text.parse::<u64>() {
            Ok(whole) => grouped(whole),
            Err(_) => text,
        }
    };
    let used_text = match used {
        Some(value) => format!("{} {}", shown(value), amount.unit),
        None => "the price in the catalogue".to_owned(),
    };
    let message = format!(
        "“{}” is {what} for {}: allowed is from {} to {} {}{}. Calculated with {used_text}.",
        shorten(text),
        amount.label,
        shown(amount.min),
        shown(amount.max),
        amount.unit,
        match amount.decimals {
            0 => String::new(),
            decimals => format!(" with up to {decimals} decimals"),
        },
    );
    reader.notice(amount.key, text, message, Some(used_text));
    used
}

/// `id` or `id*4`, of one kind of part.
fn part(
    reader: &mut Reader<'_>,
    kind: PartKind,
    key: &'static str,
) -> Option<(&'static Part, u32)> {
    let text = reader.present(key)?;
    let (id, count) = text.split_once('*').unwrap_or((text, "1"));
    let count = reader.bounded(bounds::COUNT, key, count);
    let parts: Vec<&'static Part> = reader
        .catalog
        .parts
        .iter()
        .copied()
        .filter(|part| part.kind() == kind)
        .collect();
    if let Some(part) = parts.iter().find(|part| part.id.eq_ignore_ascii_case(id)) {
        return Some((part, count));
    }
    let nearest = *nearest(id, &parts, |part| part.id);
    let message = format!(
        "The catalogue has no {} called “{}”. Calculated with the nearest name, {}.",
        kind.name().to_lowercase(),
        shorten(id),
        nearest.name
    );
    reader.notice(key, id, message, Some(nearest.name.to_owned()));
    Some((nearest, count))
}

/// `id` or `id*4`, with the number of GPUs.
fn rental(reader: &mut Reader<'_>) -> Option<RentalChoice> {
    let text = reader.present(RENTAL)?;
    let (id, count) = match text.split_once('*') {
        Some((id, count)) => (id, Some(count)),
        None => (text, None),
    };
    let id = id.to_ascii_lowercase();
    let offers = reader.catalog.offers;
    let offer = match offers.iter().find(|offer| offer.is(&id)) {
        Some(offer) => offer,
        None => {
            let ids: Vec<(String, &'static Offer)> =
                offers.iter().map(|&offer| (offer.id(), offer)).collect();
            let (name, offer) = nearest(&id, &ids, |(id, _)| id).clone();
            let message = format!(
                "The catalogue has no offer called “{}”. Calculated with the nearest name, {name}.",
                shorten(&id)
            );
            reader.notice(RENTAL, &id, message, Some(name));
            offer
        }
    };
    let gpus = count.map(|count| {
        let asked = reader.bounded(bounds::COUNT, RENTAL, count);
        let each = u32::from(offer.gpus);
        let whole = asked.next_multiple_of(each);
        if whole != asked {
            let message =
                format!("This machine is rented with {each} GPUs. Calculated with {whole} GPUs.");
            reader.notice(RENTAL, count, message, Some(format!("{whole} GPUs")));
        }
        whole
    });
    Some(RentalChoice { offer, gpus })
}

/// Writes what differs from the defaults.
pub(super) fn write(put: &mut impl FnMut(&str, &dyn Display), plan: &MoneyPlan) {
    for (amount, price) in amounts::GPU_PRICES.iter().zip(&plan.gpu_prices) {
        if let Some(price) = price {
            put(amount.key, &amount.text(price.0));
        }
    }
    for (kind, amount) in PartKind::ALL.into_iter().zip(amounts::PART_PRICES) {
        let Some(plan) = plan.part(kind) else {
            continue;
        };
        match (part_key(kind), plan.part) {
            (Some(key), Some((part, 1))) => put(key, &part.id),
            (Some(key), Some((part, count))) => put(key, &format_args!("{}*{count}", part.id)),
            _ => {}
        }
        if let Some(price) = plan.price {
            put(amount.key, &amount.text(price.0));
        }
    }
    let mut put_amount = |amount: Amount, value: i64| {
        if amount.default != Some(value) {
            put(amount.key, &amount.text(value));
        }
    };
    put_amount(amounts::TAX, i64::from(plan.tax));
    put_amount(amounts::UPKEEP, i64::from(plan.upkeep));
    put_amount(amounts::RESALE, i64::from(plan.resale));
    put_amount(amounts::FADE, i64::from(plan.fade));
    put_amount(amounts::DECLINE, i64::from(plan.decline));
    let steps = |rate: MicroUsd| i64::try_from(rate.0 / RATE_STEP).unwrap_or(0);
    put_amount(amounts::STORAGE, steps(plan.stored_rate));
    if let Some(rent) = plan.rent {
        put_amount(amounts::RENT, steps(rent));
    }
    if let Some(choice) = plan.rental {
        match choice.gpus {
            Some(gpus) => put(RENTAL, &format_args!("{}*{gpus}", choice.offer.id())),
            None => put(RENTAL, &choice.offer.id()),
        }
    }
    if let Some(stored) = plan.stored_gb {
        put(bounds::STORED.key, &stored);
    }
    if plan.months != bounds::MONTHS.default {
        put(bounds::MONTHS.key, &plan.months);
    }
}
