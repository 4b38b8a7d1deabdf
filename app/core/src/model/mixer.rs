//! What a layer is made of, by the letters that the catalogue writes layers with: its token mixer
//! ([`Mixer`]) and its feed-forward block ([`FeedForward`]).

/// How a layer lets tokens see each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mixer {
    /// `F`: attention to all tokens before.
    Full,
    /// `S`: attention to a window that slides along.
    Sliding,
    /// `C`: attention within chunks of a fixed length.
    Chunked,
    /// `L`: linear attention or a short convolution, with a constant state.
    Linear,
    /// `M`: a state space (Mamba), with a constant state.
    Mamba,
    /// `X`: attention to a window and to lightly compressed entries that an index selects from
    /// (DeepSeek-V4).
    CompressedIndexed,
    /// `H`: attention to a window and to heavily compressed entries, all of them.
    CompressedDense,
    /// `.`: no mixer at all.
    None,
}

impl Mixer {
    /// Mixers that keep a cache.
    pub(crate) const CACHED: usize = 7;

    /// The mixer that a letter stands for.
    #[must_use]
    pub const fn from_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'F' => Self::Full,
            b'S' => Self::Sliding,
            b'C' => Self::Chunked,
            b'L' => Self::Linear,
            b'M' => Self::Mamba,
            b'X' => Self::CompressedIndexed,
            b'H' => Self::CompressedDense,
            b'.' => Self::None,
            _ => return None,
        })
    }

    /// Its letter in the catalogue.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Full => 'F',
            Self::Sliding => 'S',
            Self::Chunked => 'C',
            Self::Linear => 'L',
            Self::Mamba => 'M',
            Self::CompressedIndexed => 'X',
            Self::CompressedDense => 'H',
            Self::None => '.',
        }
    }

    /// Whether it attends to cached keys and values, whatever its window.
    #[must_use]
    pub const fn is_attention(self) -> bool {
        self.is_plain_attention() || self.is_compressed()
    }

    /// Whether it attends to the keys and values of single tokens.
    #[must_use]
    pub const fn is_plain_attention(self) -> bool {
        matches!(self, Self::Full | Self::Sliding | Self::Chunked)
    }

    /// Whether it attends to compressed entries beside its window.
    #[must_use]
    pub const fn is_compressed(self) -> bool {
        matches!(self, Self::CompressedIndexed | Self::CompressedDense)
    }

    /// Whether what it keeps of a sequence is a state of constant size.
    #[must_use]
    pub const fn is_state(self) -> bool {
        matches!(self, Self::Linear | Self::Mamba)
    }
}

/// What a layer does with each token on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeedForward {
    /// `D`: one block for every token.
    Dense,
    /// `E`: experts, of which each token visits some.
    Experts,
    /// `-`: nothing.
    None,
}

impl FeedForward {
    /// The block that a letter stands for.
    #[must_use]
    pub const fn from_letter(letter: u8) -> Option<Self> {
        Some(match letter {
            b'D' => Self::Dense,
            b'E' => Self::Experts,
            b'-' => Self::None,
            _ => return None,
        })
    }

    /// Its letter in the catalogue.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::Dense => 'D',
            Self::Experts => 'E',
            Self::None => '-',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{FeedForward, Mixer};

    #[test]
    fn letters_are_read_as_they_are_written() {
        let mut cached = 0;
        for letter in b"FSCLMXH." {
            let mixer = Mixer::from_letter(*letter).unwrap_or(Mixer::None);
            assert_eq!(mixer.letter(), char::from(*letter));
            assert!(!(mixer.is_attention() && mixer.is_state()), "{mixer:?}");
            cached += usize::from(mixer.is_attention() || mixer.is_state());
        }
        assert_eq!(cached, Mixer::CACHED);
        for letter in b"DE-" {
            let block = FeedForward::from_letter(*letter).unwrap_or(FeedForward::None);
            assert_eq!(block.letter(), char::from(*letter));
        }
        assert_eq!(Mixer::from_letter(b'Q'), None);
        assert_eq!(FeedForward::from_letter(b'Q'), None);
    }
}
