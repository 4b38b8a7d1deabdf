//! What a person may set of an engine that changes what it holds and how it reads prompts.

use std::fmt;

use crate::catalog::Vendor;

/// A setting that some engines have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Share of each card that it may take.
    Share,
    /// Sequences that it runs at once at most.
    Sequences,
    /// Tokens of one step, prompts and answers together.
    Batched,
    /// Tokens that are computed at once, and tokens that are handed in at once.
    MicroBatch,
    /// The interface that kernels reach a card through.
    Backend,
}

/// The interface that kernels reach a card through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Backend {
    /// The vendor's own: CUDA, `ROCm`, Metal, SYCL.
    #[default]
    Own,
    /// Vulkan, which every vendor but Apple has.
    Vulkan,
}

impl Backend {
    /// Every interface by its id in links, with whose cards have it.
    pub const ALL: [(&'static str, Self, &'static [Vendor]); 5] = [
        ("cuda", Self::Own, &[Vendor::Nvidia]),
        ("rocm", Self::Own, &[Vendor::Amd]),
        ("metal", Self::Own, &[Vendor::Apple]),
        ("sycl", Self::Own, &[Vendor::Intel]),
        (
            Self::Vulkan.id(),
            Self::Vulkan,
            &[Vendor::Nvidia, Vendor::Amd, Vendor::Intel],
        ),
    ];

    /// What links say of it; nothing of the vendor's own, which need not be chosen.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Own => "",
            Self::Vulkan => "vulkan",
        }
    }

    /// What it is called on cards of a vendor.
    ///
    /// ```
    /// use headroom_core::catalog::Vendor;
    /// use headroom_core::engine::Backend;
    /// assert_eq!(Backend::Own.name(Vendor::Amd), "ROCm");
    /// assert_eq!(Backend::Vulkan.name(Vendor::Amd), "Vulkan");
    /// ```
    #[must_use]
    pub fn name(self, vendor: Vendor) -> &'static str {
        match (self, vendor) {
            (Self::Vulkan, _) => "Vulkan",
            (Self::Own, Vendor::Nvidia) => "CUDA",
            (Self::Own, Vendor::Amd) => "ROCm",
            (Self::Own, Vendor::Apple) => "Metal",
            (Self::Own, Vendor::Intel) => "SYCL",
        }
    }
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: u16,
    month: u8,
}

impl Month {
    /// Years that a build may be of.
    pub const YEARS: (u16, u16) = (2020, 2099);

    pub(crate) const fn of(year: u16, month: u8) -> Self {
        Self { year, month }
    }

    /// Reads a month, or the month of a day; of a year alone its last one.
    ///
    /// ```
    /// use headroom_core::engine::Month;
    /// assert_eq!(Month::parse("2026-08-30"), Month::parse("2026-08"));
    /// assert_eq!(Month::parse("2026").unwrap().to_string(), "2026-12");
    /// assert_eq!(Month::parse("2026-13"), None);
    /// assert_eq!(Month::parse("August"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
        let month = parts.next().map_or(Ok(12), str::parse).ok()?;
        let day = parts.next().map_or(Ok(1), str::parse).ok()?;
        let (first, last) = Self::YEARS;
        let is_day = (1..=31u8).contains(&day) && parts.next().is_none();
        let is_month = (first..=last).contains(&year) && (1..=12).contains(&month);
        (is_day && is_month).then_some(Self { year, month })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)
    }
}

/// What was set of an engine; `None` leaves it to the engine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Percent of each card that it may take.
    pub utilization: Option<u8>,
    /// Sequences that it runs at once at most.
    pub sequences: Option<u32>,
    /// Tokens of one step, prompts and answers together.
    pub batched: Option<u32>,
    /// Tokens that are computed at once.
    pub micro_batch: Option<u32>,
    /// Tokens that are handed in at once.
    pub batch: Option<u32>,
    /// The interface that its kernels reach a card through.
    pub backend: Backend,
    /// When it was built; `None` takes builds of today.
    pub built: Option<Month>,
}

impl Settings {
    /// Thousandths of each card that it may take.
    pub(super) fn permille(self) -> Option<u32> {
        self.utilization.map(|percent| u32::from(percent) * 10)
    }

    /// Tokens that are computed at once, where that was set.
    pub(super) fn step(self) -> Option<u32> {
        self.micro_batch.or(self.batched)
    }
}
