//! The machine: cards, and the memory beside them.

use crate::catalog::Gpu;

/// The machine: cards, and the memory beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Machine {
    /// Kinds of card with their counts, in slot order; never empty.
    pub groups: Vec<GpuGroup>,
    /// Host memory in GiB, which bounds what can be offloaded.
    pub ram_gib: u32,
    /// For unified memory: the size bought, in nominal GB. `None` takes the largest that is sold.
    pub unified_gb: Option<u32>,
    /// For unified memory: percent that the GPU may use. `None` takes the system's default.
    pub unified_share: Option<u8>,
}

/// So many of one card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GpuGroup {
    /// Which card.
    pub gpu: &'static Gpu,
    /// How many.
    pub count: u32,
}

impl Machine {
    /// Cards altogether.
    #[must_use]
    pub fn gpu_count(&self) -> u32 {
        self.groups.iter().map(|group| group.count).sum()
    }

    /// The cards one by one, in slot order.
    pub fn gpus(&self) -> impl Iterator<Item = &'static Gpu> + '_ {
        self.groups
            .iter()
            .flat_map(|group| std::iter::repeat_n(group.gpu, group.count as usize))
    }

    /// Size in nominal GB and percent for the GPU, where this is a unified memory.
    #[must_use]
    pub fn unified(&self, gpu: &Gpu) -> Option<(u32, u8)> {
        let unified = gpu.unified?;
        let size = self.unified_gb.unwrap_or(gpu.memory.nominal_gb);
        Some((size, self.unified_share.unwrap_or(unified.share_of(size))))
    }

    /// Bytes that software can use on one of the machine's cards. For unified memory it is the
    /// share of the chosen size that the GPU may use.
    #[must_use]
    pub fn capacity(&self, gpu: &Gpu) -> u64 {
        match self.unified(gpu) {
            Some((size, share)) => u64::from(size) * crate::units::GIB / 100 * u64::from(share),
            None => gpu.memory.bytes,
        }
    }

    /// Whether all cards are of one kind.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.groups
            .iter()
            .all(|group| group.gpu.id == self.groups[0].gpu.id)
    }
}

/// What a person says about the processors' memory beside which processor it is; what is `None` follows
/// from the parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HostPlan {
    /// How many processors work together.
    pub cpus: Option<u32>,
    /// Memory channels of each processor that hold modules.
    pub channels: Option<u32>,
    /// Transfers of each channel, MT/s.
    pub mt_s: Option<u32>,
    /// What reading the memory reaches, GB/s over all processors; goes before everything else.
    pub bandwidth_gb_s: Option<u32>,
}

/// How several drives work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raid {
    /// The model is on one of them.
    None,
    /// Striped: all of them read each file, and the loss of one loses everything.
    Zero,
    /// File systems of their own: each file is read from one, several loads from several.
    Independent,
}

impl Raid {
    /// Every choice, the default first.
    pub const ALL: [Self; 3] = [Self::None, Self::Zero, Self::Independent];

    /// Id in links.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Zero => "0",
            Self::Independent => "independent",
        }
    }

    /// The choice with this id; `raid0` and `jbod` are understood.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "none" | "single" => Self::None,
            "0" | "raid0" | "raid-0" | "stripe" => Self::Zero,
            "independent" | "jbod" => Self::Independent,
            _ => return None,
        })
    }
}
