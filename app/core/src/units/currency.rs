//! Writing US dollars in the currency that a person reads.
//!
//! Everything is counted in US dollars; a currency only decides how an amount is written. Its sign or code
//! stands before the number: `€1 234`, `SEK 1 234`. US dollars are written to the cent. What is converted is
//! never written finer than a cent of a dollar is: euros to the cent, kronor to the krona, yen to ten of
//! them, won to a hundred.

use super::money::{CENTS_IN_ONE, Cents, MICROS_IN_ONE, MicroUsd};
use super::{about, grouped};

/// Millionths in one: what rates are written in.
const ONE: u64 = 1_000_000;

/// A currency at its rate.
///
/// ```
/// use headroom_core::units::{Cents, Currency, MicroUsd};
/// let euro = Currency { id: "eur", code: "EUR", sign: "€", per_usd: 895_095 };
/// assert_eq!(euro.exact(Cents(137_865)), "€1\u{202f}234.02");
/// assert_eq!(euro.whole(Cents(137_865)), "€1\u{202f}234");
/// assert_eq!(euro.rate(MicroUsd(1_890_000)), "€1.69");
/// assert_eq!(Currency::USD.exact(Cents(137_865)), "$1\u{202f}378.65");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    /// Id in links.
    pub id: &'static str,
    /// Code by ISO 4217.
    pub code: &'static str,
    /// What stands before a number, with the space that a code needs.
    pub sign: &'static str,
    /// Millionths of its unit for one US dollar.
    pub per_usd: u64,
}

impl Currency {
    /// What everything is counted in.
    pub const USD: Self = Self {
        id: "usd",
        code: "USD",
        sign: "$",
        per_usd: ONE,
    };

    /// Whether amounts are written as they are counted.
    #[must_use]
    pub fn is_usd(self) -> bool {
        self == Self::USD
    }

    /// Hundredths of its unit, as exact as it is known. What charts draw.
    #[must_use]
    pub fn hundredths(self, amount: Cents) -> i64 {
        let grain = i64::try_from(self.grain()).unwrap_or(1);
        let exact = self.converted(amount.0);
        exact.saturating_add(exact.signum() * grain / 2) / grain * grain
    }

    /// An amount of US dollars in its unit.
    #[must_use]
    pub fn of(self, usd: f64) -> f64 {
        usd * self.units_per_usd()
    }

    /// Units for one US dollar.
    #[must_use]
    pub fn units_per_usd(self) -> f64 {
        self.per_usd as f64 / ONE as f64
    }

    /// The rate as text: `0.895095`.
    #[must_use]
    pub fn rate_text(self) -> String {
        let (whole, rest) = (self.per_usd / ONE, self.per_usd % ONE);
        let text = format!("{whole}.{rest:06}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }

    /// As exact as it is known; decimals only where there are any.
    #[must_use]
    pub fn exact(self, amount: Cents) -> String {
        let (whole, rest) = self.split(amount);
        let decimals = match rest {
            0 => String::new(),
            rest => format!(".{rest:02}"),
        };
        self.signed(amount, &format!("{}{decimals}", grouped(whole)))
    }

    /// As exact as it is known, with two decimals where the currency is written with any: for columns.
    #[must_use]
    pub fn column(self, amount: Cents) -> String {
        let (whole, rest) = self.split(amount);
        let decimals = match self.grain() {
            1 => format!(".{rest:02}"),
            _ => String::new(),
        };
        self.signed(amount, &format!("{}{decimals}", grouped(whole)))
    }

    /// Whole units, for people: `$39,950` is enough of a bill.
    #[must_use]
    pub fn whole(self, amount: Cents) -> String {
        self.signed(amount, &grouped(self.units(amount)))
    }

    /// Whole units, of which a part counts as one.
    #[must_use]
    pub fn at_least(self, amount: Cents) -> String {
        let grain = self.grain().max(CENTS_IN_ONE);
        let hundredths = self.converted(amount.0).unsigned_abs();
        let units = hundredths.div_ceil(grain) * (grain / CENTS_IN_ONE);
        self.signed(amount, &grouped(units))
    }

    /// Whole units to three digits: sums of prices from several months are no more certain.
    ///
    /// ```
    /// # use headroom_core::units::{Cents, Currency};
    /// assert_eq!(Currency::USD.about(Cents(5_871_250)), "$58\u{202f}700");
    /// assert_eq!(Currency::USD.about(Cents(-94_999)), "−$950");
    /// ```
    #[must_use]
    pub fn about(self, amount: Cents) -> String {
        let units = self.units(amount);
        let digits = units.checked_ilog10().unwrap_or(0);
        let step = 10_u64.pow(digits.saturating_sub(2));
        self.signed(amount, &grouped((units + step / 2) / step * step))
    }

    /// An estimate in US dollars, in as many digits as estimates deserve.
    #[must_use]
    pub fn estimate(self, usd: f64) -> String {
        format!("{}{}", self.sign, about(self.of(usd)))
    }

    /// A rate for an hour, a kilowatt-hour or a million tokens: two decimals, or up to four where two would hide
    /// something. Converted, four below one and none from a hundred on.
    ///
    /// ```
    /// # use headroom_core::units::{Currency, MicroUsd};
    /// assert_eq!(Currency::USD.rate(MicroUsd(50_900)), "$0.0509");
    /// ```
    #[must_use]
    pub fn rate(self, rate: MicroUsd) -> String {
        if self.is_usd() {
            return format!("{}{}", self.sign, decimal(rate.0, 4));
        }
        let micros = i64::try_from(rate.0).unwrap_or(i64::MAX);
        let micros = self.converted(micros).unsigned_abs();
        let text = match micros {
            0..MICROS_IN_ONE => decimal((micros + 50) / 100 * 100, 4),
            _ if micros < 100 * MICROS_IN_ONE => decimal((micros + 5_000) / 10_000 * 10_000, 2),
            _ => grouped((micros + MICROS_IN_ONE / 2) / MICROS_IN_ONE),
        };
        format!("{}{text}", self.sign)
    }

    /// A figure in US dollars in all its digits; converted, with up to four decimals.
    #[must_use]
    pub fn plain(self, usd: f64) -> String {
        let told = match self.is_usd() {
            true => usd,
            false => libm::round(self.of(usd) * 10_000.0) / 10_000.0,
        };
        format!("{}{told}", self.sign)
    }

    /// A round number of thousands of its unit, worth about a thousand US dollars: 1, or 10 of kronor.
    #[must_use]
    pub fn thousands(self) -> f64 {
        let mut thousands = 1.0;
        while thousands * 3.0 < self.units_per_usd() {
            thousands *= 10.0;
        }
        thousands
    }

    /// Whole units as text.
    #[must_use]
    pub fn plain_units(self, units: f64) -> String {
        format!("{}{}", self.sign, grouped(units as u64))
    }

    /// What is typed in its unit, in US dollars; both in the same decimals, rounded to the nearest.
    #[must_use]
    pub fn to_usd(self, typed: i64) -> i64 {
        scaled(typed, ONE, self.per_usd)
    }

    /// The other way.
    #[must_use]
    pub fn from_usd(self, usd: i64) -> i64 {
        self.converted(usd)
    }

    fn converted(self, usd: i64) -> i64 {
        scaled(usd, self.per_usd, ONE)
    }

    /// Hundredths that an amount is rounded to: no finer than a cent of a dollar, and then to a power of ten.
    fn grain(self) -> u64 {
        let mut grain = 1;
        if self.per_usd > ONE {
            grain = CENTS_IN_ONE;
            while grain.saturating_mul(ONE) <= self.per_usd {
                grain *= 10;
            }
        }
        grain
    }

    /// Units and hundredths, without the sign of the amount.
    fn split(self, amount: Cents) -> (u64, u64) {
        let hundredths = self.hundredths(amount).unsigned_abs();
        (hundredths / CENTS_IN_ONE, hundredths % CENTS_IN_ONE)
    }

    /// Whole units, rounded.
    fn units(self, amount: Cents) -> u64 {
        let grain = self.grain().max(CENTS_IN_ONE);
        let hundredths = self.hundredths(amount).unsigned_abs();
        (hundredths + grain / 2) / grain * (grain / CENTS_IN_ONE)
    }

    fn signed(self, amount: Cents, number: &str) -> String {
        let minus = if amount.0 < 0 { "−" } else { "" };
        format!("{minus}{}{number}", self.sign)
    }
}

/// `value × by ÷ parts`, rounded to the nearest.
fn scaled(value: i64, by: u64, parts: u64) -> i64 {
    if by == parts {
        return value;
    }
    let parts = i128::from(parts.max(1));
    let product = i128::from(value) * i128::from(by);
    let rounded = (product + product.signum() * parts / 2) / parts;
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Millionths as text: two decimals, or up to `most` where two would hide something.
fn decimal(micros: u64, most: u32) -> String {
    let (whole, micros) = (micros / MICROS_IN_ONE, micros % MICROS_IN_ONE);
    let whole = grouped(whole);
    match micros {
        _ if micros.is_multiple_of(10_000) || most == 2 => {
            format!("{whole}.{:02}", micros / 10_000)
        }
        _ if micros.is_multiple_of(1_000) => format!("{whole}.{:03}", micros / 1_000),
        _ => format!("{whole}.{:04}", micros / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::{Cents, Currency, MicroUsd};

    fn at(code: &'static str, sign: &'static str, per_usd: u64) -> Currency {
        Currency {
            id: "",
            code,
            sign,
            per_usd,
        }
    }

    #[test]
    fn amounts_are_written_no_finer_than_a_cent_of_a_dollar() {
        let [eur, sek, jpy, krw] = [
            at("EUR", "€", 895_095),
            at("SEK", "SEK\u{202f}", 9_826_352),
            at("JPY", "¥", 157_250_269),
            at("KRW", "₩", 1_335_266_738),
        ];
        let amount = Cents(123_456);
        let all = |write: fn(Currency, Cents) -> String| {
            [eur, sek, jpy, krw].map(|one| write(one, amount))
        };
        let whole = [
            "€1\u{202f}105",
            "SEK\u{202f}12\u{202f}131",
            "¥194\u{202f}130",
            "₩1\u{202f}648\u{202f}500",
        ];
        assert_eq!(all(Currency::whole), whole);
        assert_eq!(
            all(Currency::exact),
            ["€1\u{202f}105.05", whole[1], whole[2], whole[3]]
        );
        assert_eq!(all(Currency::column), all(Currency::exact));
        assert_eq!(
            all(Currency::about),
            [
                "€1\u{202f}110",
                "SEK\u{202f}12\u{202f}100",
                "¥194\u{202f}000",
                "₩1\u{202f}650\u{202f}000"
            ]
        );
        assert_eq!(eur.exact(Cents(-100)), "−€0.90");
        assert_eq!(sek.whole(Cents(-100)), "−SEK\u{202f}10");
        assert_eq!(eur.column(Cents(0)), "€0.00");
        assert_eq!(jpy.at_least(Cents(1)), "¥10");
    }

    #[test]
    fn what_is_typed_is_what_is_written() {
        let sek = at("SEK", "SEK\u{202f}", 9_826_352);
        let krw = at("KRW", "₩", 1_335_266_738);
        for (currency, typed, shown) in [
            (at("EUR", "€", 895_095), 299_999, "€2\u{202f}999.99"),
            (sek, 1_999_000, "SEK\u{202f}19\u{202f}990"),
            (krw, 400_000_000, "₩4\u{202f}000\u{202f}000"),
        ] {
            let usd = currency.to_usd(typed);
            assert_eq!(currency.exact(Cents(usd)), shown);
        }
    }

    #[test]
    fn rates_have_as_many_decimals_as_they_need() {
        let micro = |usd: f64| MicroUsd((usd * 1e6) as u64);
        let eur = at("EUR", "€", 895_095);
        assert_eq!(eur.rate(micro(0.1648)), "€0.1475");
        assert_eq!(eur.rate(micro(0.111_720)), "€0.10");
        assert_eq!(eur.rate(micro(2.59)), "€2.32");
        assert_eq!(eur.rate(micro(1_234.5)), "€1\u{202f}105");
        assert_eq!(at("JPY", "¥", 157_250_269).rate(micro(2.0)), "¥315");
        assert_eq!(Currency::USD.rate(MicroUsd(1_890_000)), "$1.89");
        assert_eq!(Currency::USD.rate(MicroUsd(164_800)), "$0.1648");
        assert_eq!(Currency::USD.rate(MicroUsd(1_125_000)), "$1.125");
        assert_eq!(eur.estimate(100.0), "€90");
    }

    #[test]
    fn rates_are_text_without_idle_zeros() {
        let texts =
            [895_095, 1_000_000, 7_500_000, 94_955_245].map(|rate| at("", "", rate).rate_text());
        assert_eq!(texts, ["0.895095", "1", "7.5", "94.955245"]);
    }

    #[test]
    fn no_amount_is_too_large() {
        for per_usd in [1_000, 1_000_000, 100_000_000_000] {
            let one = at("", "", per_usd);
            for amount in [i64::MIN + 1, -1, 0, 1, i64::MAX] {
                for write in [
                    Currency::exact,
                    Currency::whole,
                    Currency::about,
                    Currency::column,
                ] {
                    assert!(!write(one, Cents(amount)).is_empty());
                }
            }
            assert!(!one.rate(MicroUsd(u64::MAX)).is_empty());
        }
    }
}
