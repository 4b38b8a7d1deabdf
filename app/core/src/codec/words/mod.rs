//! What a word of a link means: taken as meant, or not taken at all.
//!
//! A word is understood where it is what something is called: its id, its name, or one of the aliases that its row
//! lists. Case and separators do not matter, nor do words that say nothing (`nvidia`, `geforce`). Likeness never decides:
//! of what is not understood only the [nearest names](Meaning::Unknown) are told, for a person to choose from. The pickers
//! of the pages rank what is typed into them in the [same way](likeness).

mod format;
mod like;
mod plain;
mod stored;

use crate::catalog::market::Part;
use crate::catalog::power::{Circuit, Cpu, Efficiency, Region, Ups};
use crate::catalog::{ExchangeRate, Gpu, Model, Vendor};

pub(super) use format::names_rows;
pub(super) use format::same;
pub use format::{apart, engine, kv, placement, weights};
pub use like::{Likeness, likeness};
pub use stored::{Stored, stored_format, without_format};

/// What a word means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning<T> {
    /// The one thing that is called so.
    Found {
        /// The thing.
        entry: T,
        /// By which of its names.
        how: How,
    },
    /// Nothing is called so.
    Unknown {
        /// What has names most like it, the nearest first; up to five, and none where nothing is like it.
        nearest: Vec<T>,
    },
}

/// By which name something was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its id, as links write it but for case and separators.
    Exact,
    /// By its name or an alias.
    Alias,
}

impl<T> Meaning<T> {
    /// What is called so, if anything is.
    pub fn found(self) -> Option<T> {
        match self {
            Self::Found { entry, .. } => Some(entry),
            Self::Unknown { .. } => None,
        }
    }

    /// The same of other things.
    pub fn map<U>(self, other: impl FnMut(T) -> U) -> Meaning<U> {
        let mut other = other;
        match self {
            Self::Found { entry, how } => Meaning::Found {
                entry: other(entry),
                how,
            },
            Self::Unknown { nearest } => Meaning::Unknown {
                nearest: nearest.into_iter().map(other).collect(),
            },
        }
    }
}

/// Everything that something is called.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    /// Id in links.
    pub id: &'a str,
    /// The name that is shown.
    pub name: &'a str,
    /// What else it is called.
    pub aliases: &'a [&'a str],
    /// Words that say nothing in its names.
    pub silent: &'static [&'static str],
    /// Memory in nominal GB, which may stand beside any of its names: `rtx-3090-24gb`.
    pub gb: Option<u32>,
}

impl<'a> Names<'a> {
    /// Id, name and aliases, as far as it has them.
    pub fn spelt(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.all()
    }

    /// Id, name and aliases; what has no name has an empty one.
    fn all(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let aliases = self.aliases.iter().copied();
        let all = [self.id, self.name].into_iter().chain(aliases);
        all.filter(|name| !name.is_empty())
    }
}

/// Something that a link can name.
pub trait Named {
    /// What it is called.
    fn names(&self) -> Names<'_>;

    /// The part of what was written that names it.
    #[must_use]
    fn naming(given: &str) -> &str {
        given
    }
}

impl<T: Named> Named for &T {
    fn names(&self) -> Names<'_> {
        T::names(self)
    }

    fn naming(given: &str) -> &str {
        T::naming(given)
    }
}

impl Named for Gpu {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.id,
            name: self.name,
            aliases: self.aliases,
            silent: match self.vendor {
                Vendor::Nvidia => plain::NVIDIA,
                Vendor::Amd => plain::AMD,
                Vendor::Apple => plain::APPLE,
                Vendor::Intel => plain::INTEL,
            },
            gb: Some(self.memory.nominal_gb),
        }
    }
}

impl Named for Model {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.id,
            name: self.name,
            aliases: self.aliases,
            silent: plain::MODEL,
            gb: None,
        }
    }

    /// Without the owner of the repository: a copy of a model is as large as the model.
    fn naming(given: &str) -> &str {
        given.rsplit('/').next().unwrap_or_default()
    }
}

/// Something with an id that is put together.
impl Named for ExchangeRate {
    fn names(&self) -> Names<'_> {
        Names {
            id: self.currency.id,
            name: self.name,
            aliases: self.aliases,
            ..Names::default()
        }
    }
}

impl<T> Named for (String, T) {
    fn names(&self) -> Names<'_> {
        Names {
            id: &self.0,
            ..Names::default()
        }
    }
}

macro_rules! named {
    ($($type:ident $name:ident $silent:expr;)*) => {$(
        impl Named for $type {
            fn names(&self) -> Names<'_> {
                Names {
                    id: self.id,
                    name: self.$name,
                    aliases: self.aliases,
                    silent: $silent,
                    gb: None,
                }
            }
        }
    )*};
}

named! {
    Part name &[];
    Efficiency name &[];
    Circuit receptacle &[];
    Region name &[];
    Cpu name plain::PROCESSOR;
    Ups name &[];
}

/// What of `rows` is called `given`, or what has a name like it.
///
/// ```
/// use headroom_core::catalog::Catalog;
/// use headroom_core::codec::words::{How, Meaning, resolve};
/// let gpus = Catalog::builtin().gpus;
/// let id = |word: &str| resolve(word, gpus).found().map(|gpu| gpu.id);
/// assert_eq!(id("NVIDIA GeForce RTX 3090 Ti"), Some("rtx-3090-ti"));
/// assert_eq!(id("5090"), Some("rtx-5090"));
/// assert_eq!(id("mac studio m3 ultra"), Some("apple-m3-ultra"));
/// // It may have 40 or 80 GB, so it is none of them.
/// let Meaning::Unknown { nearest } = resolve("a100", gpus) else { panic!() };
/// assert_eq!(nearest.len(), 4);
/// ```
#[must_use]
pub fn resolve<'a, T: Named>(given: &str, rows: &'a [T]) -> Meaning<&'a T> {
    if let Some((entry, how)) = meant(given, rows) {
        return Meaning::Found { entry, how };
    }
    let names = |place: usize| rows.get(place).map(Named::names);
    let nearest = like::nearest(T::naming(given), &names).into_iter();
    Meaning::Unknown {
        nearest: nearest.filter_map(|place| rows.get(place)).collect(),
    }
}

/// [`resolve`] where nobody is told what else there is.
#[must_use]
pub fn meant<'a, T: Named>(given: &str, rows: &'a [T]) -> Option<(&'a T, How)> {
    let names = |place: usize| rows.get(place).map(Named::names);
    let (place, how) = find(T::naming(given), &names)?;
    rows.get(place).map(|entry| (entry, how))
}

/// The place of what is called `given`; `names` are those of the things by place.
fn find<'a>(given: &str, names: &dyn Fn(usize) -> Option<Names<'a>>) -> Option<(usize, How)> {
    let rows = || (0..).map_while(|place| Some((place, names(place)?)));
    // Forms and pages write ids as they are.
    if let Some((place, _)) = rows().find(|(_, one)| one.id == given) {
        return Some((place, How::Exact));
    }
    let sized = with_memory(given);
    let rest = sized.as_ref().map_or("", |(_, rest)| rest);
    // As the makers' own words are heard; makers stand together.
    let mut heard: Option<(&[&str], String, String)> = None;
    for (place, one) in rows() {
        let silent = one.silent;
        let key = |text| -> String { plain::plain(text, silent).map(char::from).collect() };
        if heard.as_ref().is_none_or(|(words, ..)| *words != silent) {
            heard = Some((silent, key(given), key(rest)));
        }
        let Some((_, given, rest)) = &heard else {
            continue;
        };
        let is = |name: &str, key: &str| plain::plain(name, silent).map(char::from).eq(key.chars());
        if is(one.id, given) {
            return Some((place, How::Exact));
        }
        let without = sized.as_ref().is_some_and(|(gb, _)| one.gb == Some(*gb));
        if one
            .all()
            .any(|name| is(name, given) || without && is(name, rest))
        {
            return Some((place, How::Alias));
        }
    }
    None
}

/// Words that say nothing in some name: who makes a thing, what box it comes in.
pub fn silent() -> impl Iterator<Item = &'static str> {
    let lists = [
        plain::NVIDIA,
        plain::AMD,
        plain::INTEL,
        plain::APPLE,
        plain::MODEL,
    ];
    lists.into_iter().flatten().copied()
}

/// The memory that a name ends in or holds, such as `24gb`, and the rest of the name.
fn with_memory(given: &str) -> Option<(u32, String)> {
    let number = |word: &str| {
        let (digits, unit) = word.split_at_checked(word.len().checked_sub(2)?)?;
        let unit = unit.eq_ignore_ascii_case("gb");
        digits.parse().ok().filter(|_| unit)
    };
    let gb = plain::words(given).find_map(number)?;
    let rest = plain::words(given).filter(|word| number(word).is_none());
    Some((gb, rest.collect::<Vec<_>>().join(" ")))
}
