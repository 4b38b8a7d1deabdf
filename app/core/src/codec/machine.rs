//! The keys of the cards and of what is beside them.

use std::fmt::Write as _;

use super::number::{self, Number};
use super::reader::{Candidate, Reader, shorten};
use super::words::{self, How, Meaning, same};
use super::writer::Writer;
use crate::catalog::Gpu;
use crate::scenario::keys::{Bound, COUNT, FORM_GPUS, GPUS, RAID, RAM, SHARE, UNIFIED};
use crate::scenario::{DEFAULT_GPU, GpuGroup, Machine, Raid, most_ram_gib};

/// Most kinds of card of one link that are looked at: no machine holds more cards.
const MOST_KINDS: usize = COUNT.max as usize;

/// The cards of a link as they are read.
#[derive(Default)]
struct CardSet {
    groups: Vec<GpuGroup>,
    /// What each group is called: its id, or what was given.
    names: Vec<String>,
    /// The first name that nothing is known by, with what is called like it.
    unknown: Option<(String, Vec<&'static Gpu>)>,
}

/// Whether a number of cards says the same as a set of one kind.
fn agrees(set: &CardSet, count: &str) -> bool {
    match set.groups.as_slice() {
        [group] => count.parse() == Ok(group.count),
        _ => false,
    }
}

impl Reader<'_> {
    pub(super) fn cards(&mut self) -> Vec<GpuGroup> {
        let given = self.present(GPUS.key).unwrap_or(DEFAULT_GPU);
        let mut set = CardSet::default();
        // A name may hold the characters that join a set.
        let whole = words::meant(given, self.catalog.gpus);
        let with_count = |part| match str::split_once(part, '*') {
            // A count of nothing is a name like any other.
            Some((name, count)) if !name.trim().is_empty() => (name, Some(count)),
            _ => self.counted_before(part).unwrap_or((part, None)),
        };
        let parts: Vec<(&str, Option<&str>)> = match (whole, self.counted_before(given)) {
            (Some(_), _) => vec![(given, None)],
            (None, Some(one)) => vec![one],
            (None, None) => { self.parts_of(given).into_iter() }
                .map(with_count)
                .collect(),
        };
        let has_count = given.contains('*') || parts.iter().any(|(_, count)| count.is_some());
        let counted = parts.len() > 1 || (whole.is_none() && has_count);
        for (name, count) in parts {
            let count = self.bounded(COUNT, COUNT.key, count.unwrap_or("1"));
            self.add(&mut set, name, count);
        }
        if !counted {
            let several = { set.groups.first() }.is_none_or(|group| group.gpu.may_be_several());
            let count = match self.present(COUNT.key).map(number::whole) {
                // However many: that a laptop has one GPU is all there is to say.
                Some(Number::Whole(asked)) if !several && asked > 1 => COUNT.max,
                _ => self.number(COUNT),
            };
            match set.groups.first_mut() {
                Some(group) => group.count = count,
                None => self.add(&mut set, DEFAULT_GPU, count),
            }
        } else if let Some(count) = self.present(COUNT.key).filter(|count| !agrees(&set, count)) {
            let message = "“n” does not go with a mixed set of cards: each card carries its own count, as in “rtx-5090*2+rtx-3090”.";
            self.notice(COUNT.key, count, message.to_owned(), None);
        }
        for (gpu_key, count_key) in FORM_GPUS.into_iter().skip(1) {
            if let Some(name) = self.present(gpu_key) {
                let count = self.present(count_key).unwrap_or("1");
                let count = self.bounded(COUNT, COUNT.key, count);
                self.add(&mut set, name, count);
            }
        }
        if let Some((word, nearest)) = &set.unknown {
            let with = |name: &str| {
                let names = set.names.iter().zip(&set.groups);
                let part = |(own, group): (&String, &GpuGroup)| {
                    let own = if own == word { name } else { own };
                    match (set.names.len(), group.count) {
                        (1, _) | (_, 1) => own.to_owned(),
                        (_, count) => format!("{own}*{count}"),
                    }
                };
                names.map(part).collect::<Vec<_>>().join("+")
            };
            let candidates = nearest
                .iter()
                .map(|gpu| Candidate::new(gpu.name, with(gpu.id)));
            let (word, value) = (word.clone(), with(word));
            self.not_understood(GPUS.key, "GPU", (&word, &value), candidates.collect());
        }
        self.merge(set.groups)
    }

    /// A card behind its count, as people write it: `4x RTX 3090`, `2 × H100`. Before any other word a count is part of
    /// that.
    fn counted_before<'a>(&self, part: &'a str) -> Option<(&'a str, Option<&'a str>)> {
        let (count, name) = part.split_once(['x', 'X', '\u{d7}'])?;
        let (count, name) = (count.trim(), name.trim());
        let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
        let is_card = || words::meant(name, self.catalog.gpus).is_some();
        (is_count && is_card()).then_some((name, Some(count)))
    }

    /// The parts of a set: joined by `+`, or by spaces where each of them is a card of its own.
    fn parts_of<'a>(&self, given: &'a str) -> Vec<&'a str> {
        let of = |separator: char| {
            let parts = given.split(separator).map(str::trim);
            let parts = parts.filter(|part| !part.is_empty());
            parts.take(MOST_KINDS).collect::<Vec<&str>>()
        };
        let is_card = |part: &&str| {
            let name = part.split_once('*').map_or(*part, |(name, _)| name);
            words::meant(name, self.catalog.gpus).is_some()
        };
        let spaced = of(' ');
        if spaced.len() > 1 && spaced.iter().all(is_card) {
            return spaced;
        }
        of('+')
    }

    /// Adds so many of the card that is called so.
    fn add(&mut self, set: &mut CardSet, name: &str, count: u32) {
        let gpus = self.catalog.gpus;
        let mut gpu = self.catalog.gpu(DEFAULT_GPU).unwrap_or(gpus[0]);
        let mut called = shorten(name).trim().to_owned();
        // Whoever has one unknown card has no answer; the others need not be looked for.
        if set.unknown.is_none() {
            match words::resolve(name, gpus) {
                Meaning::Found { entry, how } => {
                    gpu = entry;
                    gpu.id.clone_into(&mut called);
                    if how == How::Alias && !same(gpu.name, name) {
                        self.read_as(GPUS.key, name, gpu.name);
                    }
                }
                Meaning::Unknown { nearest } => {
                    let nearest = nearest.into_iter().copied().collect();
                    set.unknown = Some((called.clone(), nearest));
                }
            }
        }
        set.names.push(called);
        set.groups.push(GpuGroup { gpu, count });
    }

    /// Joins neighbours of one kind and keeps the machine within its bound.
    fn merge(&mut self, groups: Vec<GpuGroup>) -> Vec<GpuGroup> {
        let mut merged: Vec<GpuGroup> = Vec::with_capacity(groups.len());
        let mut left = COUNT.max;
        let asked: u32 = groups.iter().map(|group| group.count).sum();
        for mut group in groups {
            group.count = group.count.min(left);
            left -= group.count;
            match merged.last_mut() {
                Some(last) if last.gpu.id == group.gpu.id => last.count += group.count,
                _ if group.count > 0 => merged.push(group),
                _ => {}
            }
        }
        for group in &mut merged {
            if group.count > 1 && !group.gpu.may_be_several() {
                let message = format!(
                    "A laptop has one GPU: calculated with one {}.",
                    group.gpu.name
                );
                let counted = group.count.to_string();
                let asked = self.present(COUNT.key).unwrap_or(&counted);
                group.count = 1;
                self.notice(COUNT.key, asked, message, Some("1".to_owned()));
            }
        }
        if asked > COUNT.max {
            let message = format!(
                "{asked} GPUs are too many for one machine: allowed are up to {max}. Calculated with {max}.",
                max = COUNT.max
            );
            self.notice(
                COUNT.key,
                &asked.to_string(),
                message,
                Some(COUNT.max.to_string()),
            );
        }
        merged
    }

    /// System memory, of which a laptop takes no more than its modules hold.
    pub(super) fn ram(&mut self, groups: &[GpuGroup]) -> u32 {
        let most = most_ram_gib(groups);
        self.number(Bound {
            max: most.unwrap_or(RAM.max),
            ..RAM
        })
    }

    pub(super) fn unified(&mut self, groups: &[GpuGroup]) -> Option<u32> {
        self.present(UNIFIED.key)?;
        let given = self.number(UNIFIED);
        let largest = groups
            .iter()
            .filter_map(|group| group.gpu.unified?.sizes_gb.last().copied())
            .max()?;
        if given <= largest {
            return Some(given);
        }
        let message =
            format!("This machine is sold with up to {largest} GB. Calculated with {largest} GB.");
        self.notice(
            UNIFIED.key,
            &given.to_string(),
            message,
            Some(format!("{largest} GB")),
        );
        Some(largest)
    }

    pub(super) fn raid(&mut self) -> Raid {
        let Some(given) = self.present(RAID.key) else {
            return Raid::None;
        };
        Raid::parse(given).unwrap_or_else(|| {
            let ids = Raid::ALL.map(|raid| Candidate::new(raid.id(), raid.id()));
            let used = Raid::None.id();
            self.unknown(RAID.key, "way to join drives", given, used, ids.into());
            Raid::None
        })
    }

    pub(super) fn unified_share(&mut self) -> Option<u8> {
        self.present(SHARE.key)?;
        u8::try_from(self.number(SHARE)).ok()
    }
}

impl Writer<'_> {
    pub(super) fn cards(&mut self, machine: &Machine) {
        if let [only] = machine.groups.as_slice() {
            self.word(GPUS, only.gpu.id, DEFAULT_GPU);
            // In a set each card has its own count, also where what stands in for it is one card.
            if !self
                .kept(GPUS.key)
                .is_some_and(|set| set.contains(['+', '*']))
            {
                self.number(COUNT, only.count);
            }
            return;
        }
        let mut set = String::new();
        for group in &machine.groups {
            let plus = if set.is_empty() { "" } else { "+" };
            // Writing to a string cannot fail.
            let _ = match group.count {
                1 => write!(set, "{plus}{}", group.gpu.id),
                count => write!(set, "{plus}{}*{count}", group.gpu.id),
            };
        }
        self.put(GPUS.key, set);
    }

    pub(super) fn unified(&mut self, machine: &Machine) {
        self.optional(UNIFIED, machine.unified_gb);
        self.optional(SHARE, machine.unified_share.map(u32::from));
    }

    pub(super) fn raid(&mut self, raid: Raid) {
        self.word(RAID, raid.id(), Raid::None.id());
    }
}
