//! What a `model_type` of Hugging Face's `transformers` says that its configuration does not: biases, norms and
//! patterns that the model's code fixes. Facts from the code of `transformers` 5.24 (`configuration_*.py` and
//! `modeling_*.py` of each type), held by counts of the modules that it builds.

/// Biases of the attention projections.
#[derive(Clone, Copy)]
pub(super) enum Bias {
    None,
    /// Query, key and value, always.
    Qkv,
    /// All four, where this field says so; the flag is what holds where it is missing.
    All(&'static str, bool),
    /// Query, key and value, where this field says so.
    Inner(&'static str, bool),
}

/// Norms of queries and keys.
#[derive(Clone, Copy)]
pub(super) enum Normed {
    None,
    Head,
    Full,
    /// A weight for each element of a head, where this field says so.
    HeadIf(&'static str),
    /// A weight for each element of all heads, where this field says so.
    FullIf(&'static str),
}

/// Which layers see a window, where no `layer_types` say so.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// None.
    Full,
    /// All, where a window is given.
    All,
    /// Those from `max_window_layers` on, where `use_sliding_window` says so.
    Above,
    /// All but every n-th, by a field and its usual value.
    But(&'static str, u32),
    /// Chunks on all but every n-th.
    Chunks,
    /// Linear attention on all but every n-th.
    Linear,
    /// Others: see [`Special`].
    Own,
}

/// Families whose layers are written in fields of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    None,
    /// Multi-head latent attention.
    Latent,
    /// DeepSeek-V4.
    Compressed,
    KimiLinear,
    NemotronH,
    GraniteHybrid,
    Jamba,
    Lfm2,
    Falcon,
    Gemma4,
    MiniMaxM3,
    MiMo,
    Step,
    Laguna,
    Llama4,
}

/// What the type of a model fixes.
#[derive(Clone, Copy)]
pub(super) struct Family {
    pub(super) special: Special,
    /// Whether the head is the embedding where no field says so.
    pub(super) tied: bool,
    pub(super) bias: Bias,
    pub(super) normed: Normed,
    pub(super) norms: u32,
    pub(super) norm_bias: bool,
    pub(super) gated: bool,
    pub(super) fused: bool,
    pub(super) head_bias: bool,
    pub(super) window: Window,
    /// Width of a head where no field says so; 0 divides the width by the heads.
    pub(super) head_dim: u32,
    pub(super) router_bias: bool,
    pub(super) shared_gate: bool,
    /// Field that says whether the feed-forward blocks have biases, and what holds without it.
    pub(super) mlp_bias: (&'static str, bool),
    /// Fields that published configurations leave out, with the values that the code then takes.
    pub(super) usual: &'static [(&'static str, u32)],
}
