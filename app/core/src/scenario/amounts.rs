//! The bounds of every amount of money and share that a link may hold, declared once as
//! [`bounds`](super::bounds) does for whole numbers.

/// An amount with decimals, with its key and range in units of its last decimal place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Query key.
    pub key: &'static str,
    /// What it is, as it stands in a sentence.
    pub label: &'static str,
    /// Unit after a number.
    pub unit: &'static str,
    /// Decimal places.
    pub decimals: u32,
    /// Smallest value.
    pub min: i64,
    /// Largest value.
    pub max: i64,
    /// Value where the key is absent; `None` where the catalogue's is taken then.
    pub default: Option<i64>,
}

/// The price of one of something: up to a million dollars, to the cent.
const fn price(key: &'static str, label: &'static str) -> Amount {
    Amount {
        key,
        label,
        unit: "USD",
        decimals: 2,
        min: 0,
        max: 100_000_000,
        default: None,
    }
}

/// A share, to the thousandth of a percent.
const fn share(key: &'static str, label: &'static str, max: i64, default: i64) -> Amount {
    Amount {
        key,
        label,
        unit: "%",
        decimals: 3,
        min: 0,
        max: max * 1_000,
        default: Some(default * 1_000),
    }
}

/// Prices of one card of the first four kinds.
pub const GPU_PRICES: [Amount; 4] = [
    price("price-gpu", "the price of a GPU"),
    price("price-gpu2", "the price of a GPU of the second kind"),
    price("price-gpu3", "the price of a GPU of the third kind"),
    price("price-gpu4", "the price of a GPU of the fourth kind"),
];

/// Prices of the other parts, in the order of [`PartKind::ALL`](crate::catalog::market::PartKind::ALL).
pub const PART_PRICES: [Amount; 9] = [
    price("price-cpu", "the price of the processor"),
    price("price-board", "the price of the main board"),
    price("price-ram", "the price of a memory kit"),
    price("price-ssd", "the price of a drive"),
    price("price-psu", "the price of a power supply"),
    price("price-cooler", "the price of the cooling"),
    price("price-case", "the price of the case"),
    price("price-ups", "the price of the UPS"),
    price("price-extras", "the price of the extras"),
];

/// Price of one rented GPU for an hour.
pub const RENT: Amount = Amount {
    key: "price-cloud",
    label: "the rent of a GPU for an hour",
    unit: "USD",
    decimals: 4,
    min: 0,
    max: 10_000_000,
    default: None,
};

/// Price of storing a GB in the cloud for a month. The default is a round figure among the list
/// prices of block storage, not the price of a provider.
pub const STORAGE: Amount = Amount {
    key: "price-gb",
    label: "the price of a stored GB for a month",
    unit: "USD",
    decimals: 4,
    min: 0,
    max: 100_000,
    default: Some(800),
};

/// Tax on what is bought.
pub const TAX: Amount = share("tax", "the tax", 50, 0);
/// Yearly upkeep, of the price without tax.
pub const UPKEEP: Amount = share("upkeep", "the yearly upkeep", 100, 2);
/// What the machine would fetch on the first day, of its price: it cannot be more than the price.
pub const RESALE: Amount = share(
    "resale",
    "the resale value as a share of the price",
    100,
    80,
);
/// What it loses of that each year.
pub const FADE: Amount = share("fade", "the yearly loss of resale value", 100, 20);
/// By how much rents fall each year.
pub const DECLINE: Amount = share("decline", "the yearly fall of rents", 100, 0);

/// Every amount, for forms, tables and tests.
pub const ALL: [Amount; 20] = [
    GPU_PRICES[0],
    GPU_PRICES[1],
    GPU_PRICES[2],
    GPU_PRICES[3],
    PART_PRICES[0],
    PART_PRICES[1],
    PART_PRICES[2],
    PART_PRICES[3],
    PART_PRICES[4],
    PART_PRICES[5],
    PART_PRICES[6],
    PART_PRICES[7],
    PART_PRICES[8],
    RENT,
    STORAGE,
    TAX,
    UPKEEP,
    RESALE,
    FADE,
    DECLINE,
];

impl Amount {
    /// A value as it stands in a link: no grouping, no trailing zeros.
    ///
    /// ```
    /// use headroom_core::scenario::amounts::TAX;
    /// assert_eq!(TAX.text(8_875), "8.875");
    /// assert_eq!(TAX.text(20_000), "20");
    /// ```
    #[must_use]
    pub fn text(&self, value: i64) -> String {
        let one = 10_i64.pow(self.decimals);
        let sign = if value < 0 { "-" } else { "" };
        let (whole, rest) = (
            value.unsigned_abs() / one.unsigned_abs(),
            value.unsigned_abs() % one.unsigned_abs(),
        );
        if rest == 0 {
            return format!("{sign}{whole}");
        }
        let rest = format!("{rest:0width$}", width = self.decimals as usize);
        format!("{sign}{whole}.{}", rest.trim_end_matches('0'))
    }
}
