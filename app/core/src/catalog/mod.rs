//! The catalogue: GPUs and models with the source and the date of every row.
//!
//! The rows live in `app/core/catalog/*.toml` and are checked and turned into static tables by the
//! build script, so that a row that is malformed, unsourced or impossible stops the build. The browser
//! reads them from a file of their own, packed. [`Catalog`] is a value that is passed in, never a global.

pub mod market;
#[cfg(feature = "evidence")]
pub mod measured;
pub mod power;
#[cfg(feature = "evidence")]
pub mod sizes;

mod chip;
mod exchange;
mod gpu;
mod limit;
mod memo;
mod model;
mod packed;
mod preset;
mod price;
mod source;
mod stated;

pub use chip::Chip;
pub use exchange::ExchangeRate;
pub use gpu::{
    FormFactor, Gpu, GpuMemory, Link, MemoryBasis, MemoryKind, Rates, Segment, SmallShare, Unified,
    Vendor, short_name,
};
pub use limit::{Limit, RangeBasis, limit_of};
pub use memo::WeightsMemo;
pub use model::{Model, Params};
pub use preset::{Claim, Measure, Preset, preset, presets};
pub use price::{Past, Price, PriceBasis, STALE_DAYS, days_since};
pub use source::Source;
pub use stated::{About, Stated, Topic, stated};

use market::{ApiPrice, Offer, Part, PartKind};

/// Everything that [`evaluate`](crate::evaluate::evaluate) may look up.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// The day from which on these figures count, `YYYY-MM-DD`: the name of the edition.
    pub date: &'static str,
    /// Graphics cards, accelerators and unified-memory machines.
    pub gpus: &'static [&'static Gpu],
    /// Open-weight models.
    pub models: &'static [&'static Model],
    /// Sockets, tariffs, and what every part draws.
    pub power: &'static power::Power,
    /// Parts beside the GPUs.
    pub parts: &'static [&'static Part],
    /// Rented GPUs.
    pub offers: &'static [&'static Offer],
    /// Models behind an API.
    pub apis: &'static [&'static ApiPrice],
    /// What amounts can be told in, US dollars first.
    pub currencies: &'static [&'static ExchangeRate],
    /// The editions before this one, newest first; an earlier edition has none.
    pub earlier: &'static [Catalog],
}

impl Catalog {
    /// The catalogue that this build ships: its newest edition, with the earlier ones.
    #[must_use]
    pub fn builtin() -> &'static Self {
        builtin::catalog()
    }

    /// The bytes of this catalogue with its earlier editions, as a file of its own.
    #[cfg(feature = "evidence")]
    #[must_use]
    pub fn pack(&'static self) -> Vec<u8> {
        let mut to = packed::Writer::default();
        packed::Packed::pack(self, &mut to);
        to.bytes()
    }

    /// The catalogue that [`pack`](Self::pack) wrote, without the texts that only whole pages print; none where the bytes are
    /// no such file. What it points at is kept for good.
    #[must_use]
    pub fn unpack(bytes: &'static [u8]) -> Option<Self> {
        let mut from = packed::Reader::of(bytes)?;
        let catalog: Self = packed::Packed::unpack(&mut from)?;
        from.is_at_its_end().then_some(catalog)
    }

    /// Takes such a file for the catalogue of this process, once; whether it was one. Where the tables
    /// are compiled in, they stay.
    #[must_use]
    pub fn take(bytes: Vec<u8>) -> bool {
        builtin::take(bytes)
    }

    /// The edition whose figures counted on a day, `YYYY-MM-DD`; none before the first.
    #[must_use]
    pub fn on(&self, day: &str) -> Option<&Self> {
        let mut editions = std::iter::once(self).chain(self.earlier);
        editions.find(|edition| edition.date <= day)
    }

    /// The edition that a link is pinned to, or the newest: where every answer finds its figures.
    #[must_use]
    pub fn pinned(&self, pin: Option<&str>) -> &Self {
        pin.and_then(|day| self.on(day)).unwrap_or(self)
    }

    /// The day of the first edition.
    #[must_use]
    pub fn first_date(&self) -> &'static str {
        self.earlier.last().map_or(self.date, |first| first.date)
    }

    /// Looks a GPU up by its id.
    #[must_use]
    pub fn gpu(&self, id: &str) -> Option<&'static Gpu> {
        self.gpus.iter().copied().find(|gpu| gpu.id == id)
    }

    /// Looks a model up by its id.
    #[must_use]
    pub fn model(&self, id: &str) -> Option<&'static Model> {
        self.models.iter().copied().find(|model| model.id == id)
    }

    /// Looks a part up by its id.
    #[must_use]
    pub fn part(&self, id: &str) -> Option<&'static Part> {
        self.parts.iter().copied().find(|part| part.id == id)
    }

    /// The parts of `kind` that have a price, with its cents.
    pub(crate) fn priced(&self, kind: PartKind) -> impl Iterator<Item = (&'static Part, u32)> {
        self.parts
            .iter()
            .copied()
            .filter(move |part| part.kind() == kind)
            .filter_map(|part| Some((part, part.price?.cents)))
    }

    /// Looks an offer up by its [id](Offer::id).
    #[must_use]
    pub fn offer(&self, id: &str) -> Option<&'static Offer> {
        self.offers.iter().copied().find(|offer| offer.is(id))
    }
}

packed::packed!(struct Catalog { date, gpus, models, power, parts, offers, apis, currencies, earlier });

#[cfg(feature = "evidence")]
mod builtin {
    use std::borrow::Cow;

    use super::market::{
        ApiPrice, Board, Case, Cooler, Cpu, FullOutput, Offer, Part, Provider, Psu, PsuClass,
        Quote, Ram, Socket, Spec, Ssd, Term, Ups,
    };
    use super::power::builtin as power;
    use super::{
        Catalog, Chip, ExchangeRate, FormFactor, Gpu, GpuMemory, Link, MemoryBasis, MemoryKind,
        Model, Params, Past, Price, PriceBasis, Rates, Segment, SmallShare, Source, Unified,
        Vendor, WeightsMemo,
    };
    use crate::model::arch::{
        Arch, Attention, AttnBias, Compressed, Extra, ExtraKind, HeadOverride, Indexer,
        IndexerKind, Linear, LinearKind, Mla, Moe, Norms, OutputGate, QkNorm, Sinks,
    };
    use crate::model::native::Native;
    use crate::units::{Currency, page_text};

    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
    include!(concat!(env!("OUT_DIR"), "/market.rs"));
    include!(concat!(env!("OUT_DIR"), "/currencies.rs"));
    include!(concat!(env!("OUT_DIR"), "/editions.rs"));

    pub(super) fn catalog() -> &'static Catalog {
        &BUILTIN
    }

    pub(super) fn take(bytes: Vec<u8>) -> bool {
        Catalog::unpack(Vec::leak(bytes)).is_some()
    }
}

/// In the browser the rows are a file of their own, which whoever loads the module hands over first.
#[cfg(not(feature = "evidence"))]
mod builtin {
    use std::sync::OnceLock;

    use super::Catalog;
    use super::power::{Draw, Draws, Power};

    static READ: OnceLock<Catalog> = OnceLock::new();

    const DRAW: Draw = Draw {
        name: "",
        busy_mw: 0,
        idle_mw: 0,
        sources: &[],
        as_of: "",
        note: "",
    };

    static POWER: Power = Power {
        efficiencies: &[],
        psus: &[],
        circuits: &[],
        regions: &[],
        curves: &[],
        machines: &[],
        cpus: &[],
        draws: Draws {
            board: DRAW,
            dimm: DRAW,
            drive: DRAW,
            fan: DRAW,
            pump: DRAW,
            gpu_consumer: DRAW,
            gpu_workstation: DRAW,
            gpu_data_center: DRAW,
        },
        upses: &[],
    };

    static NOTHING: Catalog = Catalog {
        date: "",
        gpus: &[],
        models: &[],
        power: &POWER,
        parts: &[],
        offers: &[],
        apis: &[],
        currencies: &[],
        earlier: &[],
    };

    pub(super) fn catalog() -> &'static Catalog {
        READ.get().unwrap_or(&NOTHING)
    }

    pub(super) fn take(bytes: Vec<u8>) -> bool {
        Catalog::unpack(Vec::leak(bytes)).is_some_and(|catalog| READ.set(catalog).is_ok())
    }
}
