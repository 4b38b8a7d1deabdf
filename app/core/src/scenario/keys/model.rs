//! What is run: a model of the catalogue, or one that is described.

use super::{Bound, Group, Key, Word, keys};

keys! {
    Model;

    "The model: one of the catalogue, one by its size, or one described field by field."
    MODEL: Word = Word::new("model", "the model", "an id, a size as 405b or 141b-a39b, or custom");

    "Models beside it on the same cards, each a process of its own."
    ALSO: Word = Word::new("also", "models that run on the same machine", "ids with format and number: llama-3.1-8b~q8_0*2+qwen3-30b-a3b");

    "A whole architecture, as an import writes it: mixtures, windows, latent and linear attention. Of model=custom, instead of the keys below."
    ARCH: Word = Word::new("arch", "the architecture of a custom model", "fields with ~ between, as h-4096~l-F*32~a-32.8.128~i-14336~v-128256");

    "What a model with an architecture of its own is called."
    NAMED: Word = Word::new("named", "the name of a custom model", "letters, digits, points and dashes");

    "All parameters of a model that is described by its size."
    PARAMS: Word = Word::new("params", "the parameters of a custom model", "a size as 405b");

    "Parameters that one token passes through; absent, all of them."
    ACTIVE: Word = Word::new("active", "the parameters of a custom model that a token passes", "a size as 39b");

    "Whether the output head of a described model is its embedding."
    TIED: Word = Word::new("tied", "whether a custom model\u{2019}s head is its embedding", "1 for yes");

    "Layers of a described model."
    LAYERS: Bound = Bound::new("layers", "the number of layers", "", (1, 1_024), 32);

    "Width of the residual stream."
    HIDDEN: Bound = Bound::new("hidden", "the hidden size", "", (16, 131_072), 4_096);

    "Query heads."
    HEADS: Bound = Bound::new("heads", "the number of query heads", "", (1, 1_024), 32);

    "Key/value heads."
    KV_HEADS: Bound = Bound::new("kvheads", "the number of KV heads", "", (1, 1_024), 8);

    "Width of a head."
    HEAD_DIM: Bound = Bound::new("headdim", "the head dimension", "", (8, 2_048), 128);

    "Width of the dense feed-forward block."
    FFN: Bound = Bound::new("ffn", "the feed-forward size", "", (0, 1_048_576), 14_336);

    "Rows of the embedding."
    VOCAB: Bound = Bound::new("vocab", "the vocabulary", "", (256, 2_097_152), 128_256);

    "Routed experts."
    EXPERTS: Bound = Bound::new("experts", "the number of experts", "", (0, 4_096), 0);

    "Experts that a token visits."
    TOP_K: Bound = Bound::new("topk", "the experts per token", "", (1, 256), 8);

    "Width of an expert."
    EXPERT_FFN: Bound = Bound::new("expertffn", "the expert size", "", (16, 131_072), 1_536);

    "Sliding window, 0 for full attention."
    WINDOW: Bound = Bound::new("window", "the sliding window", "tokens", (0, 1_048_576), 0);
}
