//! The keys of the cards and of what is beside them.

use std::fmt::Write as _;

use super::reader::{Reader, like, shorten};
use super::writer::Writer;
use crate::catalog::Gpu;
use crate::scenario::keys::{COUNT, FORM_GPUS, GPUS, RAID, SHARE, UNIFIED};
use crate::scenario::{DEFAULT_GPU, GpuGroup, Machine, Raid};

impl Reader<'_> {
    pub(super) fn cards(&mut self) -> Vec<GpuGroup> {
        let given = self.present(GPUS.key).unwrap_or(DEFAULT_GPU);
        let parts: Vec<&str> = given
            .split(['+', ' '])
            .filter(|part| !part.is_empty())
            .collect();
        let counted = parts.len() > 1 || given.contains('*');
        let mut groups = Vec::with_capacity(parts.len());
        for part in parts {
            let (id, count) = part.split_once('*').unwrap_or((part, "1"));
            let gpu = self.gpu(id);
            let count = self.bounded(COUNT, COUNT.key, count);
            groups.push(GpuGroup { gpu, count });
        }
        if !counted {
            let count = self.number(COUNT);
            match groups.first_mut() {
                Some(group) => group.count = count,
                None => groups.push(GpuGroup {
                    gpu: self.gpu(DEFAULT_GPU),
                    count,
                }),
            }
        } else if let Some(count) = self.present(COUNT.key) {
            let message = "“n” does not go with a mixed set of cards: each card carries its own count, as in “rtx-5090*2+rtx-3090”.";
            self.notice(COUNT.key, count, message.to_owned(), None);
        }
        for (gpu_key, count_key) in FORM_GPUS.into_iter().skip(1) {
            if let Some(id) = self.present(gpu_key) {
                let gpu = self.gpu(id);
                let count = self.present(count_key).unwrap_or("1");
                let count = self.bounded(COUNT, COUNT.key, count);
                groups.push(GpuGroup { gpu, count });
            }
        }
        self.merge(groups)
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

    fn gpu(&mut self, id: &str) -> &'static Gpu {
        let gpus = self.catalog.gpus;
        if let Some(gpu) = gpus.iter().find(|gpu| gpu.id.eq_ignore_ascii_case(id)) {
            return gpu;
        }
        let (&gpu, how) = like(id, gpus, |gpu| gpu.id, DEFAULT_GPU);
        let message = format!(
            "No GPU in the catalogue is called “{}”{how}, {}.",
            shorten(id),
            gpu.name
        );
        self.notice(GPUS.key, id, message, Some(gpu.name.to_owned()));
        gpu
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
            let ids = Raid::ALL.map(Raid::id);
            self.unknown(RAID.key, "way to join drives", given, "none", &ids);
            Raid::None
        })
    }

    pub(super) fn unified_share(&mut self) -> Option<u8> {
        self.present(SHARE.key)?;
        u8::try_from(self.number(SHARE)).ok()
    }
}

impl Writer {
    pub(super) fn cards(&mut self, machine: &Machine) {
        if let [only] = machine.groups.as_slice() {
            self.word(GPUS, only.gpu.id, DEFAULT_GPU);
            self.number(COUNT, only.count);
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
