//! `ik_llama.cpp`'s mixes of the formats that it alone has.
//!
//! The rules are those of `llama_tensor_get_type` in its `src/llama-quantize.cpp` (`github.com/ikawrakow/ik_llama.cpp`, 2026-08-15),
//! with an importance matrix. Publishers of such files often choose a format for each tensor instead; their size is on the page of
//! the download.

use super::{Block, LayerMix, Mix, Place, Quant};
use crate::model::arch::Arch;

/// Words of a vocabulary from which a model of eight billion parameters is taken for one of Llama 3.
const LARGE_VOCABULARY: u32 = 127_999;

/// Whether the quantiser takes it for a Llama 3 of eight or seventy billion parameters.
pub(super) fn is_llama_3(arch: &Arch) -> bool {
    let plain = arch.moe.is_none() && arch.linear.is_none() && arch.heads != arch.kv_heads;
    let layers = [32, 80].contains(&arch.layers.len());
    plain && layers && arch.vocab_size >= LARGE_VOCABULARY
}

/// The format of the output head.
pub(super) fn head(arch: &Arch, quant: Quant, falcon: bool) -> Block {
    use Quant as Q;
    match quant {
        _ if falcon || !Block::Iq4K.divides(u64::from(arch.hidden_size)) => Block::Q8_0,
        Q::Iq2K | Q::Iq3K | Q::Iq2Ks | Q::Iq3Ks | Q::Iq2Kl | Q::Iq1Kt | Q::Iq2Kt | Q::Iq3Kt => {
            if arch.tied {
                Block::Iq4K
            } else {
                Block::Q5K
            }
        }
        Q::Iq4Ks | Q::Iq4Kss if arch.tied => Block::Iq5K,
        Q::Iq6K => Block::Iq6K,
        _ => Block::Q6K,
    }
}

impl Mix {
    /// Formats of the layer at `place`.
    pub(super) fn layer_of_ik(&self, place: Place, mix: &mut LayerMix) {
        match self.quant {
            Quant::Iq2Ks => self.small(place, mix),
            Quant::Iq2Kt => self.small_trellis(place, mix),
            _ => self.usual(mix),
        }
    }

    fn small_value(&self) -> Block {
        if self.grouped() || self.experts >= 4 {
            Block::Iq4K
        } else if self.query_groups >= 2 {
            Block::Iq3K
        } else {
            Block::Q2K
        }
    }

    /// What both small mixes give the queries and keys of many experts’ attention.
    fn small_attention(&self, mix: &mut LayerMix) {
        mix.value = self.small_value();
        if self.experts >= 8 {
            mix.query = Block::Q4K;
            mix.key = Block::Q4K;
            mix.query_parts = Some(Block::Q4K);
            mix.key_parts = Some(Block::Q4K);
        }
    }

    fn small(&self, place: Place, mix: &mut LayerMix) {
        self.small_attention(mix);
        mix.qkv = if self.experts >= 8 {
            Block::Q4K
        } else {
            Block::Iq2K
        };
        if self.experts >= 4 {
            mix.output = Block::Q5K;
        }
        if place.downs < self.layers / 8 {
            mix.down = Block::Q2K;
        }
        if place.downs + 1 < self.layers / 8 {
            mix.shared_down = Block::Q2K;
        }
    }

    fn small_trellis(&self, place: Place, mix: &mut LayerMix) {
        self.small_attention(mix);
        mix.qkv = if self.experts >= 8 {
            Block::Q4K
        } else {
            Block::Iq3K
        };
        mix.output = if self.experts >= 4 {
            Block::Q5K
        } else {
            Block::Iq3K
        };
        if self.ordinal(place) < self.layers / 8 {
            mix.down = Block::Iq3K;
        }
        mix.shared = Some(Block::Iq4K);
        if self.experts >= 8 && place.layer == 0 {
            for block in [&mut mix.gate, &mut mix.up, &mut mix.down] {
                *block = Block::Iq3K;
            }
            mix.shared = Some(Block::Iq3K);
        }
    }

    fn usual(&self, mix: &mut LayerMix) {
        use Quant as Q;
        let (two, four) = (self.query_groups >= 2, self.grouped());
        mix.value = match self.quant {
            _ if self.experts >= 4 => Block::Q8_0,
            Q::Iq3K if self.seventy => Block::Iq5K,
            _ if self.seventy => self.base,
            Q::Iq2K if two => Block::Iq4K,
            Q::Iq2K => Block::Iq3K,
            Q::Iq3Kt if four => Block::Iq4K,
            Q::Iq3Kt => Block::Iq3K,
            Q::Iq4Kt if four => Block::Iq5K,
            Q::Iq4Kt => Block::Iq4K,
            Q::Iq3K if two => Block::Iq4K,
            Q::Iq3Ks | Q::Iq2Kl if two => Block::Iq4Ks,
            Q::Iq4Ks | Q::Iq4Kss | Q::Iq4K if two => Block::Iq5K,
            Q::Iq5K | Q::Iq5Ks if self.llama_3 => Block::Iq6K,
            _ => self.base,
        };
        if self.experts >= 4 {
            mix.key = Block::Q8_0;
            mix.key_parts = Some(Block::Q8_0);
        }
        if self.llama_3 {
            let fewer = match self.quant {
                Q::Iq5K => Some(Block::Iq4K),
                Q::Iq5Ks => Some(Block::Iq4Ks),
                _ => None,
            };
            mix.query = fewer.unwrap_or(mix.query);
        }
        mix.output = match self.quant {
            _ if self.falcon => self.base,
            Q::Iq2Kl if self.experts >= 4 => Block::Iq4Ks,
            Q::Iq4K | Q::Iq4Kss | Q::Iq4Ks | Q::Iq5Ks | Q::Iq2K | Q::Iq3K | Q::Iq3Kt | Q::Iq3Ks
                if self.experts >= 4 =>
            {
                Block::Q5K
            }
            _ if self.experts >= 4 => self.base,
            Q::Iq3Kt if four => Block::Iq3K,
            Q::Iq2K => Block::Iq3K,
            _ => self.base,
        };
    }
}
