//! A training run. Counts where `mode=train` stands.

use super::{Bound, Group, Key, Word, keys};

keys! {
    Training;

    "Whether the model is run or trained."
    MODE: Word = Word::new("mode", "what the machine is asked to do", "train; absent to run");

    "Which parameters are trained."
    METHOD: Word = Word::new("method", "how a model is trained", "full, lora or qlora");

    "Numbers of the frozen weights beside adapters; absent, 16 bits for LoRA and NF4 for QLoRA."
    BASE: Word = Word::new("base", "the numbers of the frozen weights", "auto or int8");

    "What routed experts are kept in beside adapters where the base is packed: libraries that fuse them into one matrix leave them in 16 bits."
    BASE_EXPERTS: Word = Word::new("base-experts", "the numbers of the frozen experts", "bf16, or base for those of the other weights");

    "Matrices that get an adapter."
    TARGETS: Word = Word::new("targets", "the matrices that adapters change", "all, attn, mlp, or names joined by -: q-v");

    "The optimiser, which decides the states of each parameter."
    OPTIMIZER: Word = Word::new("optim", "the optimiser", "adamw, adamw-bf16, adam8bit, paged-adam8bit, adafactor, sgd, muon or lion");

    "What the cards divide among themselves."
    SHARDING: Word = Word::new("shard", "how training is divided", "fsdp, ddp, zero1, zero2 or zero3");

    "Where the optimiser\u{2019}s states and the gradients live."
    OFFLOAD_OPTIMIZER: Word = Word::new("offload-optim", "where the optimiser\u{2019}s states are kept", "gpu, cpu or nvme");

    "Where the weights live between uses."
    OFFLOAD_PARAMS: Word = Word::new("offload-params", "where parameters are kept", "gpu, cpu or nvme");

    "Where kept activations wait."
    OFFLOAD_ACTIVATIONS: Word = Word::new("offload-acts", "where activations are kept", "gpu or cpu");

    "Which activations are computed again instead of kept."
    RECOMPUTE: Word = Word::new("recompute", "which activations are computed again", "full, selective or none");

    "How the loss is computed from the logits."
    LOSS: Word = Word::new("loss", "how the loss is computed", "plain, chunked or fused");

    "How attention is computed."
    ATTENTION: Word = Word::new("attn", "how attention is computed", "flash or eager");

    "Number format of the matrix products."
    COMPUTE: Word = Word::new("compute", "the numbers of the products", "bf16 or fp8");

    "Tokens of the data set."
    TOKENS: Word = Word::new("tokens", "the tokens of the data set", "a number as 500k, 10m or 1.5b");

    "Rank of adapters."
    RANK: Bound = Bound::new("rank", "the rank of the adapters", "", (1, 4_096), 16);

    "Tokens of one sequence in training."
    SEQUENCE: Bound = Bound::new("seq", "the length of a training sequence", "tokens", (1, 16_777_216), 2_048);

    "Sequences that one card works on at once."
    MICRO: Bound = Bound::new("micro", "the micro-batch", "", (1, 4_096), 1);

    "Micro-batches before a step."
    ACCUMULATION: Bound = Bound::new("accum", "the accumulation", "", (1, 65_536), 1);

    "How often a data set is read."
    EPOCHS: Bound = Bound::new("epochs", "the number of epochs", "", (1, 1_000), 1);
}
