//! What a part without a price of its own would cost: the range of its class.
//!
//! The class is whatever the catalogue prices that is alike, by the size that its kind is sold by: a
//! card by its memory, a processor by its cores, a supply by its watts. The range is the middle half of the class, the figure its
//! median.

use crate::catalog::market::{Part, PartKind, Spec};
use crate::catalog::{Catalog, Gpu};
use crate::machine::kits::generation;
use crate::units::Cents;

/// The first edition whose parts are estimated. A link that is pinned to an earlier one keeps its sums,
/// in which such a part counted nothing.
const SINCE: &str = "2026-11-29";

/// A server for eight modules without its modules, memory and drives: what whole ones were offered for
/// in 2026 (H200 370,000, B200 450,000, B300 430,000 to 560,000), less the modules at their price.
const MODULE_SERVER: Estimate = Estimate::dollars(60_000, 90_000, 150_000);
/// A server for eight cards with two processors: a chassis for four cards from 5,700, processors from
/// 2,100 each in 2026.
const CARD_SERVER: Estimate = Estimate::dollars(8_000, 14_000, 25_000);
/// Cards of such a server.
const SERVER_CARDS: u32 = 8;

/// A price with its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Estimate {
    pub(super) low: Cents,
    pub(super) cents: Cents,
    pub(super) high: Cents,
}

impl Estimate {
    const fn dollars(low: i64, usd: i64, high: i64) -> Self {
        Self {
            low: Cents(low * 100),
            cents: Cents(usd * 100),
            high: Cents(high * 100),
        }
    }

    /// The middle half of what a class costs for each unit of its size, times a size.
    fn of_class(mut rates: Vec<f64>, size: f64) -> Option<Self> {
        rates.sort_by(f64::total_cmp);
        let last = rates.len().checked_sub(1)?;
        let at = |quarter: usize| {
            let rate = rates.get(last * quarter / 4).copied().unwrap_or(0.0);
            Cents((rate * size).round() as i64)
        };
        Some(Self {
            low: at(1),
            cents: at(2),
            high: at(3),
        })
    }
}

/// What is to be estimated, by what its kind is sold by.
pub(super) enum Class {
    /// A processor of so many cores, for registered memory or not.
    Cpu(u32, bool),
    /// A board like one of the catalogue, or any.
    Board(Option<&'static Part>),
    /// So many GiB of memory of a DDR generation, registered or not.
    Ram {
        /// Size.
        gib: u32,
        /// Registered modules.
        registered: bool,
        /// Generation, 4 or 5.
        ddr: u32,
    },
    /// A drive of so many GB.
    Ssd(u32),
    /// A supply of so many watts.
    Psu(u32),
    /// A UPS of so many watts.
    Ups(u32),
    /// Something that is sold by the piece.
    Piece(PartKind),
    /// A server for so many modules, or for so many cards.
    Server {
        /// Modules on a baseboard.
        modules: u32,
        /// Cards in slots.
        cards: u32,
    },
}

/// What a part of a class costs, where the edition estimates.
pub(super) fn part(catalog: &Catalog, class: Class) -> Option<Estimate> {
    if catalog.date < SINCE {
        return None;
    }
    let rates = |kind: PartKind, size: &dyn Fn(&Part) -> Option<u32>| -> Vec<f64> {
        catalog
            .priced(kind)
            .filter_map(|(part, cents)| Some(f64::from(cents) / f64::from(size(part)?)))
            .collect()
    };
    match class {
        Class::Cpu(cores, registered) => {
            let each = rates(PartKind::Cpu, &|part| match part.spec {
                Spec::Cpu(cpu) if cpu.socket.is_registered() == registered => {
                    Some(u32::from(cpu.cores))
                }
                _ => None,
            });
            Estimate::of_class(each, f64::from(cores))
        }
        Class::Board(like) => {
            let each = rates(PartKind::Board, &|part| match (part.spec, like?.spec) {
                (Spec::Board(board), Spec::Board(like)) => {
                    let alike = board.socket == like.socket && board.pro_only == like.pro_only;
                    alike.then_some(1)
                }
                _ => None,
            });
            let each = match each.is_empty() {
                true => rates(PartKind::Board, &|_| Some(1)),
                false => each,
            };
            Estimate::of_class(each, 1.0)
        }
        Class::Ram {
            gib,
            registered,
            ddr,
        } => {
            let of = |ddr: Option<u32>| {
                rates(PartKind::Ram, &|part| match part.spec {
                    Spec::Ram(ram) if ram.registered == registered => {
                        let alike = ddr.is_none_or(|ddr| generation(ram.mt_s) == ddr);
                        alike.then_some(u32::from(ram.modules) * u32::from(ram.module_gib))
                    }
                    _ => None,
                })
            };
            // Of a generation that nobody was seen to sell, the other one has to do.
            let each = match of(Some(ddr)) {
                each if each.is_empty() => of(None),
                each => each,
            };
            Estimate::of_class(each, f64::from(gib))
        }
        Class::Ssd(gb) => {
            let each = rates(PartKind::Ssd, &|part| match part.spec {
                Spec::Ssd(ssd) => Some(ssd.gb),
                _ => None,
            });
            Estimate::of_class(each, f64::from(gb))
        }
        Class::Psu(watts) => {
            let each = rates(PartKind::Psu, &|part| match part.spec {
                Spec::Psu(psu) => Some(u32::from(psu.watts)),
                _ => None,
            });
            Estimate::of_class(each, f64::from(watts))
        }
        Class::Ups(watts) => {
            let each = rates(PartKind::Ups, &|part| match part.spec {
                Spec::Ups(ups) => Some(u32::from(ups.watts)),
                _ => None,
            });
            Estimate::of_class(each, f64::from(watts))
        }
        Class::Piece(kind) => Estimate::of_class(rates(kind, &|_| Some(1)), 1.0),
        Class::Server { modules, cards } => {
            let (one, servers) = match modules {
                0 => (CARD_SERVER, cards.div_ceil(SERVER_CARDS)),
                modules => (MODULE_SERVER, modules.div_ceil(SERVER_CARDS)),
            };
            let times = |cents: Cents| cents.times(servers.max(1));
            Some(Estimate {
                low: times(one.low),
                cents: times(one.cents),
                high: times(one.high),
            })
        }
    }
}

/// Cards that were launched before this year are no longer made.
const LAST_MADE: &str = "2019";

/// What a card costs by the memory of those that are sold where it is.
pub(super) fn gpu(catalog: &Catalog, gpu: &Gpu) -> Option<Estimate> {
    if catalog.date < SINCE {
        return None;
    }
    // What is no longer made is sold used, for a fraction of what the same memory costs in a card of today.
    let old = |gpu: &Gpu| !gpu.launched.is_empty() && gpu.launched < LAST_MADE;
    let alike = |other: &&&Gpu| {
        other.segment == gpu.segment
            && old(other) == old(gpu)
            && (old(gpu) || other.is_module() == gpu.is_module())
    };
    let rate = |other: &&Gpu| {
        let usd = f64::from(other.price?.usd);
        Some(usd * 100.0 / f64::from(other.memory.nominal_gb))
    };
    let rates = catalog.gpus.iter().filter(alike).filter_map(rate).collect();
    Estimate::of_class(rates, f64::from(gpu.memory.nominal_gb))
}

#[cfg(test)]
mod tests {
    use super::{Cents, Estimate};

    #[test]
    fn a_range_is_the_middle_half_of_its_class() {
        let of = |rates: &[f64]| {
            let range = Estimate::of_class(rates.to_vec(), 2.0)?;
            Some((range.low.0, range.cents.0, range.high.0))
        };
        assert_eq!(of(&[9.0, 1.0, 2.0, 3.0, 4.0]), Some((4, 6, 8)));
        assert_eq!(of(&[5.0]), Some((10, 10, 10)));
        assert_eq!(of(&[]), None);
        let one = Estimate::dollars(1, 2, 3);
        assert_eq!((one.low, one.high), (Cents(100), Cents(300)));
    }
}
