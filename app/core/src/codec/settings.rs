//! The keys of an engine's own settings.

use super::reader::{Candidate, Reader, shorten};
use super::words;
use crate::engine::{Backend, Engine, Month, Setting, Settings};
use crate::scenario::GpuGroup;
use crate::scenario::keys::{
    BACKEND, BATCH, BATCHED, Bound, ENGINE_DATE, MICRO_BATCH, SEQUENCES, UTILIZATION,
};

impl Reader<'_> {
    pub(super) fn settings(&mut self, engine: Engine, groups: &[GpuGroup], users: u32) -> Settings {
        let share = match self.fraction() {
            Some(percent) if engine.takes(Setting::Share) => Some(percent),
            _ => self.setting(engine, Setting::Share, UTILIZATION),
        };
        Settings {
            utilization: share.and_then(|percent| u8::try_from(percent).ok()),
            // Requests at once are sequences that it runs.
            sequences: self.setting(
                engine,
                Setting::Sequences,
                Bound {
                    min: users,
                    default: SEQUENCES.default.max(users),
                    ..SEQUENCES
                },
            ),
            batched: self.setting(engine, Setting::Batched, BATCHED),
            micro_batch: self.setting(engine, Setting::MicroBatch, MICRO_BATCH),
            batch: self.setting(engine, Setting::MicroBatch, BATCH),
            backend: self.backend(engine, groups),
            built: self.built(),
        }
    }

    /// The share of a GPU where it is given as engines take it, `0.9`, in percent.
    fn fraction(&self) -> Option<u32> {
        let given = self.present(UTILIZATION.key)?;
        let share: f64 = given.parse().ok().filter(|_| given.contains('.'))?;
        let percent = libm::round(share * 100.0);
        let known = f64::from(UTILIZATION.min)..=f64::from(UTILIZATION.max);
        (share <= 1.0 && known.contains(&percent)).then_some(percent as u32)
    }

    fn built(&mut self) -> Option<Month> {
        let given = self.chosen(ENGINE_DATE.key)?;
        let month = Month::parse(given);
        if month.is_none() {
            let (first, last) = Month::YEARS;
            let message = format!(
                "“{}” is no month of a build: write it as 2026-08, from {first} to {last}. Calculated with builds of today.",
                shorten(given)
            );
            self.notice(ENGINE_DATE.key, given, message, None);
        }
        month
    }

    /// The interface to the cards, where the engine has several and the cards have it.
    fn backend(&mut self, engine: Engine, groups: &[GpuGroup]) -> Backend {
        let Some(given) = self.chosen(BACKEND.key).filter(|given| *given != "auto") else {
            return Backend::Own;
        };
        let word = match given {
            _ if words::same(given, "hip") => "rocm",
            _ if words::same(given, "oneapi") => "sycl",
            given => given,
        };
        let mut all = Backend::ALL.iter();
        let Some((id, backend, vendors)) = all.find(|(id, ..)| words::same(word, id)) else {
            let ids = Backend::ALL.map(|(id, ..)| Candidate::new(id, id));
            self.not_understood(
                BACKEND.key,
                "interface to the GPU",
                (given, given),
                ids.into(),
            );
            return Backend::Own;
        };
        if !engine.takes(Setting::Backend) {
            let name = engine.name();
            let message = format!("{name} has one interface to a GPU; the setting was left out.");
            self.notice(BACKEND.key, given, message, None);
            return Backend::Own;
        }
        let mut gpus = groups.iter().map(|group| group.gpu);
        if let Some(gpu) = gpus.find(|gpu| !vendors.contains(&gpu.vendor)) {
            let own = Backend::Own.name(gpu.vendor);
            let message = format!(
                "{} runs on no {}. Calculated with {own}.",
                vendors.first().map_or(*id, |vendor| backend.name(*vendor)),
                gpu.name
            );
            self.notice(BACKEND.key, given, message, None);
            return Backend::Own;
        }
        *backend
    }

    fn setting(&mut self, engine: Engine, setting: Setting, bound: Bound) -> Option<u32> {
        let given = self.chosen(bound.key)?;
        if engine.takes(setting) {
            return Some(self.number(bound));
        }
        let name = engine.name();
        let message = match setting {
            Setting::Share => format!(
                "{name} takes what it needs of a GPU and no share; the setting was left out."
            ),
            _ => format!(
                "{name} has no setting for {}; it was left out.",
                bound.label
            ),
        };
        self.notice(bound.key, given, message, None);
        None
    }
}
