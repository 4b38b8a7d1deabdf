//! The architectures of the catalogue's GPUs, and which of them came first.

/// Architecture of a GPU's chip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chip {
    /// NVIDIA, 2014.
    Maxwell,
    /// NVIDIA, 2016.
    Pascal,
    /// NVIDIA, 2017: V100.
    Volta,
    /// NVIDIA, 2018.
    Turing,
    /// NVIDIA, 2020.
    Ampere,
    /// NVIDIA, 2022: consumer and workstation cards, L4 and L40.
    AdaLovelace,
    /// NVIDIA, 2022: H100, H200, GH200.
    Hopper,
    /// NVIDIA, 2024, the chips of data centres and of graphics cards alike.
    Blackwell,
    /// NVIDIA, 2025: B300, GB300.
    BlackwellUltra,
    /// AMD, 2018: MI50 and MI60.
    Gcn5,
    /// AMD, 2020: MI100.
    Cdna1,
    /// AMD, 2021: MI200.
    Cdna2,
    /// AMD, 2023: MI300.
    Cdna3,
    /// AMD, 2025: MI350.
    Cdna4,
    /// AMD, 2020.
    Rdna2,
    /// AMD, 2022.
    Rdna3,
    /// AMD, 2024: Ryzen AI.
    Rdna3_5,
    /// AMD, 2025.
    Rdna4,
    /// Apple's M series.
    AppleSilicon,
    /// Intel's accelerators for data centres.
    Gaudi,
    /// Intel, 2022.
    XeHpg,
    /// Intel, 2024.
    Xe2Hpg,
    /// Intel, 2024, beside a processor.
    Xe2Lpg,
}

impl Chip {
    /// The name that its makers write, as rows of the catalogue have it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Maxwell => "Maxwell",
            Self::Pascal => "Pascal",
            Self::Volta => "Volta",
            Self::Turing => "Turing",
            Self::Ampere => "Ampere",
            Self::AdaLovelace => "Ada Lovelace",
            Self::Hopper => "Hopper",
            Self::Blackwell => "Blackwell",
            Self::BlackwellUltra => "Blackwell Ultra",
            Self::Gcn5 => "GCN 5.1",
            Self::Cdna1 => "CDNA 1",
            Self::Cdna2 => "CDNA 2",
            Self::Cdna3 => "CDNA 3",
            Self::Cdna4 => "CDNA 4",
            Self::Rdna2 => "RDNA 2",
            Self::Rdna3 => "RDNA 3",
            Self::Rdna3_5 => "RDNA 3.5",
            Self::Rdna4 => "RDNA 4",
            Self::AppleSilicon => "Apple silicon",
            Self::Gaudi => "Gaudi",
            Self::XeHpg => "Xe-HPG",
            Self::Xe2Hpg => "Xe2-HPG",
            Self::Xe2Lpg => "Xe2-LPG",
        }
    }

    /// NVIDIA's compute capability times ten, the lowest of the architecture; none for other
    /// vendors' chips (<https://developer.nvidia.com/cuda-gpus>, read 2026-10).
    const fn compute_capability(self) -> Option<u8> {
        match self {
            Self::Maxwell => Some(52),
            Self::Pascal => Some(60),
            Self::Volta => Some(70),
            Self::Turing => Some(75),
            Self::Ampere => Some(80),
            Self::AdaLovelace => Some(89),
            Self::Hopper => Some(90),
            Self::Blackwell => Some(100),
            Self::BlackwellUltra => Some(103),
            Self::Gcn5
            | Self::Cdna1
            | Self::Cdna2
            | Self::Cdna3
            | Self::Cdna4
            | Self::Rdna2
            | Self::Rdna3
            | Self::Rdna3_5
            | Self::Rdna4
            | Self::AppleSilicon
            | Self::Gaudi
            | Self::XeHpg
            | Self::Xe2Hpg
            | Self::Xe2Lpg => None,
        }
    }

    /// Whether it is a chip of NVIDIA's with a lower compute capability than `other`. Chips of
    /// different vendors come neither before nor after each other.
    ///
    /// ```
    /// use headroom_core::catalog::Chip;
    /// assert!(Chip::Ampere.predates(Chip::AdaLovelace));
    /// assert!(!Chip::Hopper.predates(Chip::AdaLovelace));
    /// assert!(!Chip::Cdna3.predates(Chip::AdaLovelace));
    /// ```
    #[must_use]
    pub const fn predates(self, other: Self) -> bool {
        match (self.compute_capability(), other.compute_capability()) {
            (Some(own), Some(other)) => own < other,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Catalog, Vendor};

    #[test]
    fn chips_of_nvidia_and_no_others_have_a_compute_capability() {
        let newest = Catalog::builtin();
        for edition in std::iter::once(newest).chain(newest.earlier) {
            for gpu in edition.gpus {
                assert_eq!(
                    gpu.chip.compute_capability().is_some(),
                    gpu.vendor == Vendor::Nvidia,
                    "{}",
                    gpu.id
                );
            }
        }
    }
}
