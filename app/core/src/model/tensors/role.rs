//! What tensors do in a layer and outside of it.

/// What a tensor does. The role decides the class it is shown under, how tensor parallelism treats
/// it and which rule of a format prices it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Token embedding.
    Embedding,
    /// Embedding table that is read once a layer (Gemma 3n and 4 E).
    PerLayerEmbedding,
    /// Projection of the embeddings to all per-layer inputs.
    PerLayerModelProjection,
    /// Gate and projection of a per-layer input.
    PerLayerInput,
    /// Output head.
    Head,
    /// Weights or biases of a normalisation.
    Norm,
    /// Bias of a projection.
    Bias,
    /// Attention sinks.
    Sinks,
    /// Query projection, with the output gate where both are one matrix.
    Query,
    /// Key projection.
    Key,
    /// Value projection.
    Value,
    /// Query, key and value in one matrix.
    FusedQkv,
    /// Output projection of attention.
    AttentionOutput,
    /// Gate on the attention output.
    AttentionGate,
    /// Down-projection of the query.
    QueryDown,
    /// Up-projection of the query.
    QueryUp,
    /// Down-projection to the cached latent.
    KvDown,
    /// Keys from the latent, one matrix a head.
    KeyUp,
    /// Values from the latent, one matrix a head.
    ValueUp,
    /// First half of a low-rank output projection.
    OutputDown,
    /// Second half of a low-rank output projection.
    OutputUp,
    /// Queries of a sparse-attention indexer.
    IndexerQuery,
    /// Keys of a sparse-attention indexer.
    IndexerKey,
    /// Weights that an indexer gives to its heads.
    IndexerWeights,
    /// Projections that compress the cache.
    Compressor,
    /// Position table of a compressor.
    CompressorPositions,
    /// Gate projection of a dense block.
    FfnGate,
    /// Up projection of a dense block; gate and up together where they are fused.
    FfnUp,
    /// Down projection of a dense block.
    FfnDown,
    /// Gate projections of routed experts.
    ExpertGate,
    /// Up projections of routed experts.
    ExpertUp,
    /// Down projections of routed experts.
    ExpertDown,
    /// Biases of routed experts.
    ExpertBias,
    /// Gate projection of the shared experts.
    SharedGate,
    /// Up projection of the shared experts.
    SharedUp,
    /// Down projection of the shared experts.
    SharedDown,
    /// Router.
    Router,
    /// Number that scales the shared expert's output.
    SharedRouter,
    /// Into or out of the latent that experts work in.
    Latent,
    /// Query, key and value of linear attention in one matrix.
    LinearQkv,
    /// Output gate of linear attention.
    LinearGate,
    /// Write strength and decay of linear attention.
    LinearDecay,
    /// Low-rank halves of a linear-attention gate.
    LinearLowRank,
    /// Output of linear attention.
    LinearOutput,
    /// Short convolution.
    Conv,
    /// Into a convolution layer.
    ConvInput,
    /// Out of a convolution layer.
    ConvOutput,
    /// Into a state-space layer.
    StateInput,
    /// Step size, input and output matrices of a state-space layer.
    StateProjection,
    /// Out of a state-space layer.
    StateOutput,
    /// Decays, skips and step biases.
    StateSmall,
    /// Named projections that layers have beside all above.
    ExtraProjection,
    /// Named parameters of no class.
    Extra,
}
