//! How many tokens an engine holds for each kind of layer.
//!
//! Attention reads only the last tokens of a sliding layer, yet engines hold more than that. The
//! difference decides the memory of models such as Gemma 3 and gpt-oss, so it is a property here.

use crate::model::arch::Linear;

/// How one engine keeps its cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KvPolicy {
    /// A sequence's allocation is a multiple of so many tokens.
    pub block_tokens: u32,
    /// Layers with a sliding window.
    pub sliding: WindowRule,
    /// Layers that attend within chunks (Llama 4).
    pub chunked: WindowRule,
    /// Layers with latent attention.
    pub mla: MlaCache,
    /// Layers with a constant state.
    pub state: StateCost,
    /// How FP8 rows of latent and compressed attention are laid out.
    pub fp8_latent: Fp8Latent,
    /// Bytes of the scale of one head's row in INT8.
    pub int8_scale: u32,
    /// Tokens that the compressors of compressed attention keep in 32 bits beside those of each sequence, once; `None` where
    /// they keep none.
    pub compressors: Option<u32>,
    /// Whether a quantised cache leaves the sliding layers at 16 bits.
    pub sliding_stays_16_bit: bool,
    /// Whether the cache of what guesses ahead stays at 16 bits unless it is set for itself.
    pub draft_stays_16_bit: bool,
    /// What is held, in a sentence.
    pub note: &'static str,
    /// Where that comes from, with the date.
    pub source: &'static str,
}

/// Tokens held for a layer that attends to `window` tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowRule {
    /// The whole context, as on a full layer.
    Full,
    /// The window itself.
    Window,
    /// The window and a micro-batch for each sequence, the sum rounded up.
    WindowAndBatch {
        /// Tokens that each sequence holds beyond its window.
        batch: u32,
        /// The sum is rounded up to a multiple of this.
        pad: u32,
    },
    /// The window for each sequence, and once the tokens of the batch that is being read.
    WindowAndSharedBatch {
        /// Tokens held once, by whichever sequences are reading their prompts.
        batch: u32,
    },
    /// A pool of a fixed share of the full layers' tokens.
    ShareOfFull {
        /// Thousandths of the full layers' tokens.
        permille: u32,
    },
}

/// What is cached for multi-head latent attention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MlaCache {
    /// The latent and one rotary key, the same on every card of a tensor-parallel group.
    Latent,
    /// Keys and values of every head, as if there were no latent.
    Expanded,
}

/// How a row of latent attention is kept in FP8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fp8Latent {
    /// One byte a number.
    Plain,
    /// Where attention is sparse, rotary keys in 16 bits and scales beside: 656 bytes for a latent of 512 (`fp8_ds_mla`), 584 for
    /// a compressed entry.
    Scaled,
}

/// What a linear-attention, convolution or Mamba layer keeps for one sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateCost {
    /// Bytes of one number of the recurrent state.
    pub state_bytes: u32,
    /// Bytes of one number of the convolution state.
    pub conv_bytes: u32,
}

impl StateCost {
    /// Bytes of one layer's states of one sequence.
    pub(crate) fn bytes(self, linear: &Linear) -> u64 {
        linear.state_elements * u64::from(self.state_bytes)
            + linear.conv_state_elements * u64::from(self.conv_bytes)
    }
}

impl KvPolicy {
    /// The same where the tokens of a batch were set.
    pub(crate) fn reading(self, batch: Option<u32>) -> Self {
        let Some(batch) = batch else { return self };
        let with = |rule| match rule {
            WindowRule::WindowAndBatch { pad, .. } => WindowRule::WindowAndBatch { batch, pad },
            WindowRule::WindowAndSharedBatch { .. } => WindowRule::WindowAndSharedBatch { batch },
            other => other,
        };
        Self {
            compressors: self.compressors.map(|_| batch),
            sliding: with(self.sliding),
            chunked: with(self.chunked),
            ..self
        }
    }

    /// Tokens that a full layer holds for one sequence of `context` tokens.
    #[must_use]
    pub fn full_tokens(&self, context: u64) -> u64 {
        context.next_multiple_of(u64::from(self.block_tokens))
    }

    /// Tokens that a sliding layer holds for `users` sequences together.
    ///
    /// ```
    /// use headroom_core::engine::{Engine, kv_policy};
    /// // Gemma 3: window 1024 at 131,072 tokens.
    /// let held = |engine| kv_policy(engine).sliding_tokens_total(1024, 131_072, 1);
    /// assert_eq!(held(Engine::LlamaCpp), 1_536);
    /// assert_eq!(held(Engine::Transformers), 1_024);
    /// assert_eq!(held(Engine::ExLlamaV2), 131_072);
    /// ```
    #[must_use]
    pub fn sliding_tokens_total(&self, window: u64, context: u64, users: u64) -> u64 {
        self.windowed(self.sliding, window, context, users)
    }

    /// Tokens that a chunked layer holds for `users` sequences together.
    #[must_use]
    pub fn chunked_tokens_total(&self, chunk: u64, context: u64, users: u64) -> u64 {
        self.windowed(self.chunked, chunk, context, users)
    }

    fn windowed(&self, rule: WindowRule, window: u64, context: u64, users: u64) -> u64 {
        let full = self.full_tokens(context);
        match rule {
            WindowRule::Full => full * users,
            WindowRule::Window => window.min(full) * users,
            WindowRule::WindowAndBatch { batch, pad } => {
                let held = full
                    .min(window + u64::from(batch))
                    .next_multiple_of(u64::from(pad));
                held * users
            }
            WindowRule::WindowAndSharedBatch { batch } => {
                let block = u64::from(self.block_tokens);
                // A window that starts inside a block needs one block more.
                let window = window.saturating_sub(1).next_multiple_of(block) + block;
                let batch = u64::from(batch).next_multiple_of(block);
                (window * users + batch).min((full + block) * users)
            }
            WindowRule::ShareOfFull { permille } => (full * users * u64::from(permille))
                .div_ceil(1000)
                .max(window.min(full) * users),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Engine, kv_policy};

    #[test]
    fn no_engine_holds_less_than_attention_reads() {
        for engine in Engine::ALL {
            let policy = kv_policy(*engine);
            for context in [1, 100, 1_000, 8_192, 131_072, 1_048_576] {
                assert!(policy.full_tokens(context) >= context);
                for window in [1, 128, 512, 1_024, 4_096, 8_192] {
                    for users in [1, 2, 64] {
                        let needed = window.min(context) * users;
                        assert!(
                            policy.sliding_tokens_total(window, context, users) >= needed,
                            "{engine:?}"
                        );
                        assert!(
                            policy.chunked_tokens_total(window, context, users) >= needed,
                            "{engine:?}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn more_context_or_users_never_hold_fewer_tokens() {
        for engine in Engine::ALL {
            let policy = kv_policy(*engine);
            for window in [128, 1_024, 4_096] {
                let mut previous = 0;
                for context in (256..=65_536).step_by(777) {
                    let held = policy.sliding_tokens_total(window, context, 3);
                    assert!(held >= previous, "{engine:?} {window} {context}");
                    assert!(policy.sliding_tokens_total(window, context, 4) >= held);
                    previous = held;
                }
            }
        }
    }

    #[test]
    fn llama_cpp_rounds_window_and_batch_to_256() {
        // gpt-oss: 128 + 512 = 640 cells, as logs of builds without rounding print.
        let policy = kv_policy(Engine::LlamaCpp);
        assert_eq!(policy.sliding_tokens_total(128, 8_192, 1), 768);
        assert_eq!(policy.sliding_tokens_total(4_096, 2_048, 1), 2_048);
    }

    #[test]
    fn vllm_counts_the_running_batch_once() {
        let policy = kv_policy(Engine::Vllm);
        let one = policy.sliding_tokens_total(128, 131_072, 1);
        let two = policy.sliding_tokens_total(128, 131_072, 2);
        assert_eq!(one, 128 + 16 + 8_192);
        assert_eq!(two - one, 128 + 16);
    }
}
