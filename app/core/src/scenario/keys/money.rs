//! Prices, rent and time.

use super::{Amount, Bound, Group, Key, Word, keys};
use crate::units::Currency;

keys! {
    Money;

    "The rented machine to compare with; absent, the same cards on demand, else the cheapest that does the job."
    RENTAL: Word = Word::new("cloud", "the rented machine to compare with", "an id of an offer; id*4 for four GPUs");

    "Months that a machine is kept."
    MONTHS: Bound = Bound::new("months", "the time that it is kept", "months", (1, 120), 36);

    "Data kept in the cloud between uses."
    STORED: Bound = Bound::new("cloud-gb", "the data kept in the cloud", "GB", (0, 10_000_000), 0);

    "Own price of one card of the first kind."
    PRICE_GPU: Amount = Amount::price("price-gpu", "the price of a GPU");

    "Own price of one card of the second kind."
    PRICE_GPU2: Amount = Amount::price("price-gpu2", "the price of a GPU of the second kind");

    "Own price of one card of the third kind."
    PRICE_GPU3: Amount = Amount::price("price-gpu3", "the price of a GPU of the third kind");

    "Own price of one card of the fourth kind."
    PRICE_GPU4: Amount = Amount::price("price-gpu4", "the price of a GPU of the fourth kind");

    "Own price of the processor."
    PRICE_CPU: Amount = Amount::price("price-cpu", "the price of the processor");

    "Own price of the main board."
    PRICE_BOARD: Amount = Amount::price("price-board", "the price of the main board");

    "Own price of one memory kit."
    PRICE_RAM: Amount = Amount::price("price-ram", "the price of a memory kit");

    "Own price of one drive."
    PRICE_SSD: Amount = Amount::price("price-ssd", "the price of a drive");

    "Own price of one power supply."
    PRICE_PSU: Amount = Amount::price("price-psu", "the price of a power supply");

    "Own price of the cooling of the processor."
    PRICE_COOLER: Amount = Amount::price("price-cooler", "the price of the cooling");

    "Own price of the case."
    PRICE_CASE: Amount = Amount::price("price-case", "the price of the case");

    "Own price of the uninterruptible power supply."
    PRICE_UPS: Amount = Amount::price("price-ups", "the price of the UPS");

    "Own price of what else is bought."
    PRICE_EXTRAS: Amount = Amount::price("price-extras", "the price of the extras");

    "Another product than the one that would be chosen: main board."
    PART_BOARD: Word = Word::new("part-board", "the part on the bill: main board", "an id of a part; id*2 for two");

    "Another product than the one that would be chosen: memory."
    PART_RAM: Word = Word::new("part-ram", "the part on the bill: memory", "an id of a part; id*2 for two");

    "Another product than the one that would be chosen: drive."
    PART_SSD: Word = Word::new("part-ssd", "the part on the bill: drives", "an id of a part; id*2 for two; several kinds are written id*2+id");

    "Another product than the one that would be chosen: power supply."
    PART_PSU: Word = Word::new("part-psu", "the part on the bill: power supply", "an id of a part; id*2 for two");

    "Another product than the one that would be chosen: cooling."
    PART_COOLER: Word = Word::new("part-cooler", "the part on the bill: cooling", "an id of a part; id*2 for two");

    "Another product than the one that would be chosen: case."
    PART_CASE: Word = Word::new("part-case", "the part on the bill: case", "an id of a part; id*2 for two");

    "Extras."
    EXTRAS: Word = Word::new("extras", "the extras", "an id of a part; id*2 for two; several kinds are written id*2+id");

    "The same, as the form and older links call it."
    PART_EXTRAS: Word = Word::new("part-extras", "the extras", "an id of a part; id*2 for two; several kinds are written id*2+id");

    "Something else that is bought, with its price."
    LINE: Word = Word::new("line", "the free line", "a name and its price: rack-kit~300");

    "Whether cards are bought new or used."
    CONDITION: Word = Word::new("condition", "the condition of the cards", "new or used; absent, as the catalogue has them");

    "Own price of one rented GPU for an hour."
    RENT: Amount = Amount::new("price-cloud", "the rent of a GPU for an hour", "USD", 4, (0, 10_000_000), None);

    "Price of storing a GB in the cloud for a month. The default is a round figure among the list prices of block storage, not the price of a provider."
    STORAGE: Amount = Amount::new("price-gb", "the price of a stored GB for a month", "USD", 4, (0, 100_000), Some(800));

    "Tax on what is bought."
    TAX: Amount = Amount::share("tax", "the tax", 50, 0);

    "Yearly upkeep, of the price without tax."
    UPKEEP: Amount = Amount::share("upkeep", "the yearly upkeep", 100, 2);

    "What the machine would fetch on the first day, of its price: it cannot be more than the price."
    RESALE: Amount = Amount::share("resale", "the resale value as a share of the price", 100, 80);

    "What it loses of that each year."
    FADE: Amount = Amount::share("fade", "the yearly loss of resale value", 100, 20);

    "The currency that amounts are told in, and that prices of this link are typed in."
    CURRENCY: Word = Word::new("currency", "the currency", "usd, or the code of a currency in the catalogue");

    "Units of that currency for one US dollar; absent, the catalogue\u{2019}s rate of the day that it names."
    FX: Amount = Amount::new("fx", "the exchange rate", "for 1 USD", 6, (1_000, 100_000_000_000), None);

    "By how much rents fall each year."
    DECLINE: Amount = Amount::share("decline", "the yearly fall of rents", 100, 0);
}

impl Amount {
    /// Whether it is a price, typed in the currency of its link.
    #[must_use]
    pub fn is_price(&self) -> bool {
        self.unit.starts_with(Currency::USD.code)
    }

    /// Its unit in that currency: `EUR/kWh`.
    #[must_use]
    pub fn unit_in(&self, currency: Currency) -> String {
        match self.is_price() {
            true => self.unit.replacen(Currency::USD.code, currency.code, 1),
            false => self.unit.to_owned(),
        }
    }

    /// The same as it is typed in a currency: its bounds and its default at that rate.
    #[must_use]
    pub fn typed_in(self, currency: Currency) -> Self {
        if currency.is_usd() || !self.is_price() {
            return self;
        }
        let inward = |value: i64, step: i64| {
            let converted = currency.from_usd(value);
            let back = (currency.to_usd(converted) - value) * step;
            if back < 0 {
                converted + step
            } else {
                converted
            }
        };
        Self {
            min: inward(self.min, 1),
            max: inward(self.max, -1),
            default: self.default.map(|value| currency.from_usd(value)),
            ..self
        }
    }
}

/// Prices of one card of the first four kinds.
pub const GPU_PRICES: [Amount; 4] = [PRICE_GPU, PRICE_GPU2, PRICE_GPU3, PRICE_GPU4];

/// Prices of the other parts, in the order of [`PartKind::ALL`](crate::catalog::market::PartKind::ALL).
pub const PART_PRICES: [Amount; 9] = [
    PRICE_CPU,
    PRICE_BOARD,
    PRICE_RAM,
    PRICE_SSD,
    PRICE_PSU,
    PRICE_COOLER,
    PRICE_CASE,
    PRICE_UPS,
    PRICE_EXTRAS,
];
