//! The money half of a link: own prices, chosen parts, the rented machine and the shares.

use super::number::{self, Number};
use super::reader::{Candidate, Reader};
use super::words::{self, Meaning};
use super::writer::Writer;
use crate::catalog::market::{Offer, Part, PartKind};
use crate::scenario::keys::{
    Amount, CONDITION, COUNT, DECLINE, EXTRAS, FADE, GPU_PRICES, LINE, MONTHS, PART_BOARD,
    PART_CASE, PART_COOLER, PART_EXTRAS, PART_PRICES, PART_PSU, PART_RAM, PART_SSD, PRICE_EXTRAS,
    RENT, RENTAL, RESALE, STORAGE, STORED, TAX, UPKEEP, Word,
};
use crate::scenario::{Condition, FreeLine, MoneyPlan, PartPlan, RentalChoice};
use crate::units::Cents;

/// The key that names a part of a kind. Processor and UPS have keys that power has too.
fn part_key(kind: PartKind) -> Option<Word> {
    match kind {
        PartKind::Board => Some(PART_BOARD),
        PartKind::Ram => Some(PART_RAM),
        PartKind::Ssd => Some(PART_SSD),
        PartKind::Psu => Some(PART_PSU),
        PartKind::Cooler => Some(PART_COOLER),
        PartKind::Case => Some(PART_CASE),
        PartKind::Extra => Some(EXTRAS),
        PartKind::Cpu | PartKind::Ups => None,
    }
}

/// Reads everything about money, for a machine with `groups` kinds of card.
pub(super) fn read(reader: &mut Reader<'_>, groups: usize) -> MoneyPlan {
    let mut gpu_prices: Vec<Option<Cents>> = Vec::new();
    for (index, amount) in GPU_PRICES.into_iter().enumerate() {
        let typed = reader.exchange.typed.len();
        let price = reader.amount(amount).map(Cents);
        if price.is_some() && index >= groups {
            reader.exchange.typed.truncate(typed);
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
        .zip(PART_PRICES)
        .filter_map(|(kind, amount)| {
            let mut named = part_key(kind).map_or_else(Vec::new, |word| {
                let alias = kind == PartKind::Extra && reader.present(word.key).is_none();
                parts(reader, kind, if alias { PART_EXTRAS.key } else { word.key })
            });
            let more = named.split_off(named.len().min(1));
            let part = named.pop();
            let price = reader.amount(amount).map(Cents);
            (part.is_some() || price.is_some()).then_some(PartPlan {
                kind,
                part,
                more,
                price,
            })
        })
        .collect();
    let stored = reader.present(STORED.key).is_some();
    MoneyPlan {
        gpu_prices,
        parts,
        line: line(reader),
        condition: condition(reader),
        tax: share(reader, TAX),
        rental: rental(reader),
        rent: reader.rate(RENT),
        upkeep: share(reader, UPKEEP),
        resale: share(reader, RESALE),
        fade: share(reader, FADE),
        decline: share(reader, DECLINE),
        stored_gb: stored.then(|| reader.number(STORED)),
        stored_rate: reader.rate(STORAGE).unwrap_or_default(),
        months: reader.number(MONTHS),
    }
}

fn share(reader: &mut Reader<'_>, amount: Amount) -> u32 {
    reader
        .amount(amount)
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or(0)
}

/// `id` or `id*4`, of one kind of part; of drives and extras several, joined by `+`.
fn parts(reader: &mut Reader<'_>, kind: PartKind, key: &'static str) -> Vec<(&'static Part, u32)> {
    let Some(text) = reader.present(key) else {
        return Vec::new();
    };
    let several = matches!(kind, PartKind::Ssd | PartKind::Extra);
    let pieces: Vec<&str> = match several {
        true => text.split('+').map(str::trim).collect(),
        false => vec![text],
    };
    let mut named: Vec<(&'static Part, u32)> = Vec::new();
    for piece in pieces.into_iter().filter(|piece| !piece.is_empty()) {
        let Some((part, count)) = part(reader, kind, key, piece) else {
            continue;
        };
        let all: u32 = named.iter().map(|(_, count)| count).sum();
        let count = count.min(COUNT.max.saturating_sub(all));
        match named.iter_mut().find(|(other, _)| other.id == part.id) {
            Some((_, before)) => *before += count,
            None if count > 0 => named.push((part, count)),
            None => {
                let message = format!(
                    "There is room for {} of them; the rest was left out.",
                    COUNT.max
                );
                reader.notice(key, piece, message, None);
                break;
            }
        }
    }
    named
}

/// `id` or `id*4`, of one kind of part.
fn part(
    reader: &mut Reader<'_>,
    kind: PartKind,
    key: &'static str,
    text: &str,
) -> Option<(&'static Part, u32)> {
    let (id, count) = text.split_once('*').unwrap_or((text, "1"));
    let count = reader.bounded(COUNT, key, count);
    let parts: Vec<&'static Part> = reader
        .catalog
        .parts
        .iter()
        .copied()
        .filter(|part| part.kind() == kind)
        .collect();
    match words::resolve(id, &parts) {
        Meaning::Found { entry, .. } => Some((entry, count)),
        Meaning::Unknown { nearest } => {
            let what = kind.name().to_lowercase();
            let candidates = nearest
                .into_iter()
                .map(|part| Candidate::new(part.name, part.id));
            let used = "the one that goes with the machine";
            reader.unknown(key, &what, id, used, candidates.collect());
            None
        }
    }
}

/// Longest name of a free line, in bytes.
const LONGEST_NAME: usize = 40;

/// The price in it.
const LINE_PRICE: Amount = Amount {
    key: LINE.key,
    ..PRICE_EXTRAS
};

/// `name~price`.
fn line(reader: &mut Reader<'_>) -> Option<FreeLine> {
    let given = reader.present(LINE.key)?;
    let currency = reader.exchange.currency();
    let bounds = LINE_PRICE.typed_in(currency);
    let read = given.rsplit_once('~').and_then(|(name, price)| {
        let plain = |c: char| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => c,
            _ => '-',
        };
        let name: String = name.trim().chars().map(plain).take(LONGEST_NAME).collect();
        let Number::Whole(cents) = number::amount(price.trim(), LINE_PRICE.decimals, currency)
        else {
            return None;
        };
        let cents = i64::try_from(cents).ok()?;
        let named = name.contains(|c: char| c != '-');
        let priced = (bounds.min..=bounds.max).contains(&cents);
        (named && priced).then_some(FreeLine {
            name,
            price: Cents(reader.in_usd(LINE_PRICE, cents)),
        })
    });
    if read.is_none() {
        let message = format!(
            "A free line is a name and a price from {} to {} {}, as in “rack-kit~300”; it was left out.",
            bounds.text(bounds.min),
            bounds.text(bounds.max),
            currency.code,
        );
        reader.notice(LINE.key, given, message, None);
    }
    read
}

fn condition(reader: &mut Reader<'_>) -> Option<Condition> {
    let given = reader.chosen(CONDITION.key)?;
    let found = Condition::ALL
        .into_iter()
        .find(|one| one.id().eq_ignore_ascii_case(given));
    if found.is_none() {
        let ids = Condition::ALL.map(|one| Candidate::new(one.id(), one.id()));
        let used = "as the catalogue has it";
        reader.unknown(CONDITION.key, "condition", given, used, ids.into());
    }
    found
}

/// `id` or `id*4`, with the number of GPUs.
fn rental(reader: &mut Reader<'_>) -> Option<RentalChoice> {
    let text = reader.present(RENTAL.key)?;
    let (id, count) = match text.split_once('*') {
        Some((id, count)) => (id, Some(count)),
        None => (text, None),
    };
    let id = id.to_ascii_lowercase();
    let offers = reader.catalog.offers;
    let ids: Vec<(String, &'static Offer)> =
        offers.iter().map(|&offer| (offer.id(), offer)).collect();
    let offer = match words::resolve(&id, &ids) {
        Meaning::Found { entry, .. } => entry.1,
        Meaning::Unknown { nearest } => {
            let candidates = nearest
                .into_iter()
                .map(|(id, _)| Candidate::new(id.as_str(), id.as_str()));
            let used = "the same cards, else the cheapest that does the job";
            reader.unknown(RENTAL.key, "offer", &id, used, candidates.collect());
            return None;
        }
    };
    let gpus = count.map(|count| {
        let asked = reader.bounded(COUNT, RENTAL.key, count);
        let each = u32::from(offer.gpus);
        let whole = asked.next_multiple_of(each);
        if whole != asked {
            let message =
                format!("This machine is rented with {each} GPUs. Calculated with {whole} GPUs.");
            reader.notice(RENTAL.key, count, message, Some(format!("{whole} GPUs")));
        }
        whole
    });
    Some(RentalChoice { offer, gpus })
}

impl Writer<'_> {
    /// Writes what differs from the defaults.
    pub(super) fn money(&mut self, plan: &MoneyPlan) {
        for (amount, price) in GPU_PRICES.into_iter().zip(&plan.gpu_prices) {
            self.amount(amount, price.map(|price| price.0));
        }
        for (kind, amount) in PartKind::ALL.into_iter().zip(PART_PRICES) {
            let Some(plan) = plan.part(kind) else {
                continue;
            };
            if let Some((word, first)) = part_key(kind).zip(plan.part) {
                let all = std::iter::once(&first).chain(&plan.more);
                let written: Vec<String> = all
                    .map(|(part, count)| match count {
                        1 => part.id.to_owned(),
                        count => format!("{}*{count}", part.id),
                    })
                    .collect();
                self.put(word.key, written.join("+"));
            }
            self.amount(amount, plan.price.map(|price| price.0));
        }
        if let Some(line) = &plan.line {
            let told = self.told(LINE_PRICE, line.price.0).unwrap_or(0);
            self.put(
                LINE.key,
                format_args!("{}~{}", line.name, LINE_PRICE.text(told)),
            );
        }
        if let Some(condition) = plan.condition {
            self.put(CONDITION.key, condition.id());
        }
        for (amount, share) in [
            (TAX, plan.tax),
            (UPKEEP, plan.upkeep),
            (RESALE, plan.resale),
            (FADE, plan.fade),
            (DECLINE, plan.decline),
        ] {
            self.amount(amount, Some(i64::from(share)));
        }
        self.rate(STORAGE, Some(plan.stored_rate));
        self.rate(RENT, plan.rent);
        match plan.rental {
            Some(RentalChoice {
                offer,
                gpus: Some(gpus),
            }) => {
                self.put(RENTAL.key, format_args!("{}*{gpus}", offer.id()));
            }
            Some(RentalChoice { offer, gpus: None }) => self.put(RENTAL.key, offer.id()),
            None => {}
        }
        self.optional(STORED, plan.stored_gb);
        self.number(MONTHS, plan.months);
    }
}
