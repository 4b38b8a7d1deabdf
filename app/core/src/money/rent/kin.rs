//! Which rented cards stand for one's own.

use crate::catalog::Gpu;
use crate::catalog::market::Provider;
use crate::scenario::Machine;

/// Providers whose prices are a list's, with contracts, regions and everything else around.
const HYPERSCALERS: [&str; 4] = ["AWS", "Azure", "Google Cloud", "Oracle Cloud"];
/// Most difference in memory between cards of one kind, in thousandths: what drivers report varies.
const MEMORY_PERMILLE: u64 = 20;
/// Most difference in bandwidth between them: editions of one chip run their memory differently.
const BANDWIDTH_PERMILLE: u64 = 150;

/// Whether a provider is one of the large clouds.
pub(super) fn is_hyperscaler(provider: &Provider) -> bool {
    HYPERSCALERS.contains(&provider.name)
}

/// The own cards, where all are of one kind and could be rented: whole machines
/// are not.
pub(super) fn own_cards(machine: &Machine) -> Option<(&'static Gpu, u32)> {
    let first = machine.groups.first()?;
    let rented = machine.is_uniform() && !first.gpu.is_whole();
    (rented && machine.gpu_count() > 0).then(|| (first.gpu, machine.gpu_count()))
}

/// How far a card is from another of the same chip and memory, in thousandths of its bandwidth: 0
/// for the card itself, `None` for what is no kin.
pub(super) fn distance(own: &Gpu, other: &Gpu) -> Option<u64> {
    if own.id == other.id {
        return Some(0);
    }
    let alike = own.chip == other.chip && own.memory_type == other.memory_type;
    let memory = permille(own.memory.bytes, other.memory.bytes);
    let bandwidth = permille(own.bandwidth?, other.bandwidth?);
    (alike && memory <= MEMORY_PERMILLE && bandwidth <= BANDWIDTH_PERMILLE).then_some(1 + bandwidth)
}

fn permille(one: u64, other: u64) -> u64 {
    one.abs_diff(other).saturating_mul(1_000) / one.max(1)
}
