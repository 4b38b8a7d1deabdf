//! What only the whole of a claim says: whose each word is that waited, which circuit, whose memory.

use super::phrases::Mark;
use super::reader::Reader;
use super::reading::Claimed;
use super::text::Role;
use crate::catalog::Gpu;
use crate::catalog::power::Circuit;
use crate::units::with_unit;

impl Reader<'_> {
    /// What only all of it says.
    pub(super) fn settle(&mut self) {
        let rate = self.said.claims(Claimed::Rate);
        for at in 0..self.items.len() {
            if self.items[at].role.is_some() {
                continue;
            }
            let role = match self.mark(at) {
                Some(Mark::Each | Mark::Total) if rate => Some(Role::Rate),
                // One prompt is read at a time.
                Some(Mark::Each | Mark::Total) if self.said.reads() => None,
                Some(Mark::Each | Mark::Total) => Some(Role::Filler),
                Some(Mark::Together) if self.said.instances > 1 => Some(Role::Filler),
                Some(Mark::Together) if rate => Some(Role::Filler),
                Some(Mark::Card) if !self.said.cards.is_empty() => Some(Role::Filler),
                Some(Mark::Circuit)
                    if !self.said.circuits.is_empty() || self.said.amps.is_some() =>
                {
                    Some(Role::Circuit)
                }
                Some(Mark::Context) if self.said.context.is_some() => Some(Role::Context),
                Some(Mark::Prefill) if self.said.claims(Claimed::Prefill) => Some(Role::Rate),
                Some(Mark::First) if self.said.claims(Claimed::First) => Some(Role::Time),
                Some(Mark::Drive) if self.said.claims(Claimed::Load) => Some(Role::Filler),
                Some(Mark::Vram) if self.said.memory.is_some() || !self.said.cards.is_empty() => {
                    Some(Role::Filler)
                }
                _ => None,
            };
            if let Some(role) = role {
                self.take(at, role, "");
            }
        }
        if let Some((_, place)) = self.bound.take() {
            self.items[place].role = None;
        }
        if self.said.each && self.said.total && rate {
            self.fault("It says “each” and “together”.".to_owned());
        }
        self.circuit();
        self.card_memory();
    }

    fn circuit(&mut self) {
        let (amps, volts) = (self.said.amps, self.said.volts);
        if amps.is_none() && volts.is_none() {
            return;
        }
        let same = |said: Option<f64>, is: u32| said.is_none_or(|said| said == f64::from(is));
        let fits = |circuit: &&Circuit| same(amps, circuit.amps) && same(volts, circuit.volts);
        let found: Vec<&'static Circuit> = if self.said.circuits.is_empty() {
            self.catalog.power.circuits.iter().filter(fits).collect()
        } else {
            self.said.circuits.iter().copied().filter(fits).collect()
        };
        if found.is_empty() {
            let named = [(amps, "A"), (volts, "V")]
                .into_iter()
                .filter_map(|(value, unit)| Some(with_unit(value?, unit)));
            let named = named.collect::<Vec<_>>().join(", ");
            self.fault(format!("No circuit of {named} is known here."));
        }
        self.said.circuits = found;
    }

    /// Memory that is said beside cards must be theirs, or the size of a unified memory.
    fn card_memory(&mut self) {
        let (Some(amount), false) = (self.said.memory, self.said.cards.is_empty()) else {
            return;
        };
        self.said.memory = None;
        if let [(gpus, _)] = self.said.cards.as_slice()
            && let [gpu] = gpus.as_slice()
            && let Some(unified) = gpu.unified
            && let Some(size) = unified
                .sizes_gb
                .iter()
                .find(|size| f64::from(**size) == amount.high)
        {
            self.said.unified = Some(*size);
            return;
        }
        let one = |gpu: &&'static Gpu| f64::from(gpu.memory.nominal_gb) == amount.high;
        // `A100 with 80 GB` says which A100.
        if let [(gpus, _)] = self.said.cards.as_mut_slice()
            && gpus.iter().any(&one)
        {
            gpus.retain(|gpu| one(gpu));
            return;
        }
        let total = |pick: fn(&[&'static Gpu]) -> Option<u32>| {
            let sums = self
                .said
                .cards
                .iter()
                .map(|(gpus, count)| Some(pick(gpus)? * count));
            sums.sum::<Option<u32>>().map(f64::from)
        };
        let least = total(|gpus| gpus.iter().map(|gpu| gpu.memory.nominal_gb).min());
        let most = total(|gpus| gpus.iter().map(|gpu| gpu.memory.nominal_gb).max());
        if least != Some(amount.high) || most != Some(amount.high) {
            let given = with_unit(amount.high, "GB");
            let have = with_unit(most.unwrap_or_default(), "GB");
            self.fault(format!(
                "These cards do not have {given}; together they have {have}."
            ));
        }
    }
}
