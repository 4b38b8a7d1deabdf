//! Memory kits: which of the catalogue make up a size.
//!
//! One module a channel goes before two, and many channels before few; each of two processors gets as many. Of kits that hold more and cost
//! less the cheaper are bought, so that less memory never costs more than a larger one.

use crate::catalog::market::{Board, Part, PartKind, Spec};
use crate::catalog::{Catalog, days_since};

/// Channels of a desktop processor, whose boards have two sockets on each.
const DESKTOP_CHANNELS: u32 = 2;
/// Prices of more than a year before the edition do not go together with those of that year: memory
/// rose several-fold in it.
pub(crate) const APART_DAYS: i32 = 365;

/// Memory modules of a server, and the most memory that it holds in GiB.
pub(crate) const SERVER_DIMMS: u32 = 24;
pub(crate) const SERVER_GIB: u32 = 6_144;

/// What takes memory modules.
pub(crate) struct Sockets {
    /// Generation, 4 or 5.
    pub(crate) ddr: u32,
    /// Takes registered modules.
    pub(crate) registered: bool,
    /// Sockets for modules.
    pub(crate) dimms: u32,
    /// Channels.
    pub(crate) channels: u32,
    /// Most memory, GiB.
    pub(crate) max_ram_gib: u32,
    /// Processors, each of which drives as many of the modules.
    pub(crate) cpus: u32,
}

impl Sockets {
    /// Those of a server whose processors nobody named.
    pub(crate) fn of_server() -> Self {
        Self {
            ddr: 5,
            registered: true,
            dimms: SERVER_DIMMS,
            channels: SERVER_DIMMS,
            max_ram_gib: SERVER_GIB,
            cpus: 1,
        }
    }

    /// Those of a board.
    pub(crate) fn of(board: Board) -> Self {
        let registered = board.socket.is_registered();
        let dimms = u32::from(board.dimms);
        Self {
            ddr: board.socket.ddr(),
            registered,
            dimms,
            channels: if registered { dimms } else { DESKTOP_CHANNELS },
            max_ram_gib: board.max_ram_gib,
            cpus: 1,
        }
    }
}

/// DDR generation of modules by their rate: no registered DDR4 is sold above 3,200 MT/s, and DDR5 begins
/// at 4,000 (JEDEC).
pub(crate) fn generation(mt_s: u16) -> u32 {
    if mt_s < 4_000 { 4 } else { 5 }
}

/// So many kits of one kind.
pub(crate) struct Kits {
    part: &'static Part,
    kits: u32,
    modules: u32,
    gib: u32,
    cents: u32,
    /// Priced more than a year before the edition.
    old: bool,
}

/// Everything of the catalogue that makes up a size or more.
pub(crate) fn all(
    catalog: &Catalog,
    sockets: &Sockets,
    wanted: u32,
) -> impl Iterator<Item = Kits> + use<> {
    let date = catalog.date;
    let Sockets {
        ddr,
        registered,
        dimms,
        ..
    } = *sockets;
    let some = wanted > 0 && wanted <= sockets.max_ram_gib;
    catalog
        .parts
        .iter()
        .copied()
        .filter(move |part| some && part.kind() == PartKind::Ram)
        .filter_map(move |part| match (part.spec, part.price) {
            (Spec::Ram(ram), Some(price))
                if ram.registered == registered && generation(ram.mt_s) == ddr =>
            {
                Some((part, ram, price))
            }
            _ => None,
        })
        .flat_map(move |(part, ram, price)| {
            let modules = u32::from(ram.modules);
            let gib = modules * u32::from(ram.module_gib);
            let old = days_since(price.date, date) > APART_DAYS;
            (wanted.div_ceil(gib)..=dimms / modules).map(move |kits| Kits {
                part,
                kits,
                modules: kits * modules,
                gib: kits * gib,
                cents: kits * price.cents,
                old,
            })
        })
}

/// The kits for a size, of so many modules where a number is given and some kits make it up.
pub(crate) fn choose(
    catalog: &Catalog,
    sockets: &Sockets,
    wanted: u32,
    modules: Option<u32>,
) -> Option<(&'static Part, u32)> {
    let mut found: Vec<Kits> = all(catalog, sockets, wanted).collect();
    let alike = |one: &Kits| one.modules.is_multiple_of(sockets.cpus);
    let asked = |one: &Kits| modules.is_none_or(|modules| modules == one.modules);
    for wish in [&alike as &dyn Fn(&Kits) -> bool, &asked] {
        if found.iter().any(wish) {
            found.retain(wish);
        }
    }
    let channels = sockets.channels;
    found.sort_by_key(|one| {
        let filling = (one.modules > channels, channels.abs_diff(one.modules));
        (one.gib, one.old, filling, one.cents)
    });
    // The best of each size.
    found.dedup_by_key(|one| one.gib);
    let old = found.first()?.old;
    found
        .iter()
        .filter(|one| old || !one.old)
        .min_by_key(|one| one.cents)
        .map(|one| (one.part, one.kits))
}
