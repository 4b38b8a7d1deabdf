//! What a person decided about money.

use crate::catalog::market::{Offer, Part, PartKind};
use crate::units::{Cents, MicroUsd};

/// What a person decided about money; everything else comes from the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct MoneyPlan {
    /// Own price of one card of each group, in the order of the groups; `None` takes the
    /// catalogue's. Never longer than the groups, never ending in `None`.
    pub gpu_prices: Vec<Option<Cents>>,
    /// Own choices and prices of the other parts.
    pub parts: Vec<PartPlan>,
    /// Something that no part stands for.
    pub line: Option<FreeLine>,
    /// Whether cards are bought new or used; `None` takes the catalogue's price.
    pub condition: Option<Condition>,
    /// Tax on everything that is bought.
    pub tax: u32,
    /// The rented machine to compare with; `None` takes the same cards, else the
    /// cheapest that does the job.
    pub rental: Option<RentalChoice>,
    /// Own price of one rented GPU for an hour.
    pub rent: Option<MicroUsd>,
    /// Yearly upkeep, of the price without tax.
    pub upkeep: u32,
    /// What the machine would fetch on the first day, of the price without tax.
    pub resale: u32,
    /// What it loses of that value each year.
    pub fade: u32,
    /// By how much rents fall each year.
    pub decline: u32,
    /// GB kept on the provider's disks between uses; `None` takes the size of the weights.
    pub stored_gb: Option<u32>,
    /// Price of a GB of that for a month.
    pub stored_rate: MicroUsd,
    /// Months that the machine will be kept.
    pub months: u32,
}

/// What a person decided about one kind of part. At least one field is given.
#[derive(Clone, Debug, PartialEq)]
pub struct PartPlan {
    /// Which kind.
    pub kind: PartKind,
    /// Another part than the one that would be chosen, and how many.
    pub part: Option<(&'static Part, u32)>,
    /// More parts of the kind, beside the first.
    pub more: Vec<(&'static Part, u32)>,
    /// Own price of one of the first.
    pub price: Option<Cents>,
}

/// Something that is bought besides, by its name and price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FreeLine {
    /// The name as links write it: unreserved characters, `-` for a space.
    pub name: String,
    /// Its price.
    pub price: Cents,
}

/// The condition that a card is bought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// From a shop.
    New,
    /// From an owner.
    Used,
}

impl Condition {
    /// Both.
    pub const ALL: [Self; 2] = [Self::New, Self::Used];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Used => "used",
        }
    }
}

/// A rented machine chosen by the user.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RentalChoice {
    /// Which offer.
    pub offer: &'static Offer,
    /// GPUs to rent; `None` takes the fewest that hold the model.
    pub gpus: Option<u32>,
}

impl MoneyPlan {
    /// How many parts of `kind` were named, all together.
    #[must_use]
    pub fn count(&self, kind: PartKind) -> Option<u32> {
        let plan = self.part(kind)?;
        let (_, first) = plan.part?;
        Some(first + plan.more.iter().map(|(_, count)| count).sum::<u32>())
    }

    /// What was decided about parts of `kind`.
    #[must_use]
    pub fn part(&self, kind: PartKind) -> Option<&PartPlan> {
        self.parts.iter().find(|plan| plan.kind == kind)
    }

    /// Drops what was decided about parts of `kind`.
    pub(crate) fn forget(&mut self, kind: PartKind) {
        self.parts.retain(|plan| plan.kind != kind);
    }
}
