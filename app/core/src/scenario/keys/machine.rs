//! The cards and what is beside them.

use super::{Bound, Group, Key, Word, keys};

keys! {
    Machine;

    "The cards of the machine."
    GPUS: Word = Word::new("gpu", "the GPUs", "an id; several kinds are written rtx-5090+rtx-3090*2");

    "How several drives work together."
    RAID: Word = Word::new("raid", "how the drives are joined", "none, 0 or independent");

    "Cards of one kind, up to 64 in the whole machine."
    COUNT: Bound = Bound::new("n", "the number of GPUs", "", (1, 64), 1);

    "Memory of the host, which bounds what can be kept there."
    RAM: Bound = Bound::new("ram", "the system memory", "GiB", (0, 16_384), 64);

    "Processors that work together. Absent, one, and two in a server."
    CPUS: Bound = Bound::new("cpus", "the number of processors", "", (1, 2), 1);

    "Memory channels of each processor that hold modules. Absent, they follow from the modules."
    CHANNELS: Bound = Bound::new("channels", "the number of memory channels in use", "", (1, 12), 2);

    "Transfer rate of the host\u{2019}s memory. Absent, it follows from modules and processor."
    TRANSFERS: Bound = Bound::new("mts", "the transfer rate of the memory", "MT/s", (800, 16_000), 5_600);

    "Bandwidth that reading the host\u{2019}s memory reaches, over all processors. It goes before channels and rate."
    MEMORY_BANDWIDTH: Bound = Bound::new("membw", "the bandwidth of the memory", "GB/s", (5, 4_000), 80);

    "What cards that share a layer exchange results over; absent, what the cards are sold for: PCI Express through the host\u{2019}s memory with GeForce, from card to card with others, links of their own on baseboards."
    LINK: Word = Word::new("link", "the way between the cards", "p2p, oneshot, host or nvlink, and generation and lanes of the slots: p2p-3x16");

    "Size of a unified memory; absent, the largest that is sold."
    UNIFIED: Bound = Bound::new("mem", "the unified memory", "GB", (1, 2_048), 128);

    "Share of a unified memory that the GPU may use; absent, the system\u{2019}s own."
    SHARE: Bound = Bound::new("share", "the GPU's share of unified memory", "%", (10, 100), 75);
}
