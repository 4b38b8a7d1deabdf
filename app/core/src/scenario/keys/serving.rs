//! How it is run.

use super::{Amount, Bound, Group, Key, Word, keys};

keys! {
    Serving;

    "Number format of the weights; absent, the one that the model's name says, else what the engine usually runs."
    WEIGHTS: Word = Word::new("w", "the weight format", "an id");

    "Size of the files that hold the weights, as a hub or a file manager shows it: it wins over what the format would make."
    FILE: Word = Word::new("file", "the size of the files", "a size with its unit, as 22.4gib, 18.1gb or 4920734272b");

    "Number format of cached keys and values."
    KV: Word = Word::new("kv", "the format of the KV cache", "an id, or one of keys and one of values: q8_0~q4_0");

    "The program that runs the model; absent, the one that the weight format is usually run with."
    ENGINE: Word = Word::new("engine", "the engine", "an id");

    "Share of each GPU that a server may take: of the whole with vLLM and SGLang, of what weights leave with TensorRT-LLM; absent, what the engine takes by itself."
    UTILIZATION: Bound = Bound::new("util", "the share of a GPU that the engine may take", "%", (10, 100), 90);

    "Sequences that a server runs at once at most, of llama.cpp its slots; absent, what the engine takes by itself."
    SEQUENCES: Bound = Bound::new("seqs", "the sequences that the engine runs at once", "", (1, 16_384), 256);

    "Tokens of one step of a server, answers and the chunks of prompts together; absent, what the engine takes by itself."
    BATCHED: Bound = Bound::new("batched", "the tokens of one step", "tokens", (16, 1_048_576), 8_192);

    "Tokens that llama.cpp computes at once (--ubatch-size); absent, 512."
    MICRO_BATCH: Bound = Bound::new("ubatch", "the micro-batch of prompts", "tokens", (1, 65_536), 512);

    "Tokens that llama.cpp is handed at once (--batch-size); absent, 2,048 or the micro-batch, whichever is more."
    BATCH: Bound = Bound::new("batch", "the batch of prompts", "tokens", (1, 1_048_576), 2_048);

    "Month in which the engine was built; absent, builds of today. Older kernels are slower."
    ENGINE_DATE: Word = Word::new("engine-date", "the month of the engine\u{2019}s build", "a month as 2026-08");

    "What llama.cpp\u{2019}s kernels reach a GPU through; absent, the vendor\u{2019}s own: CUDA, ROCm, Metal or SYCL."
    BACKEND: Word = Word::new("backend", "the interface to the GPU", "vulkan, cuda, rocm, metal or sycl");

    "How the model is divided over the cards."
    PLACEMENT: Word = Word::new("par", "how the model is divided", "auto, layer, tp, tp4, pp, pp2, dp2, tp4-pp2 or tp4-dp2; tp8-cp8 where cards divide the tokens of the cache; -ep for expert parallel");

    "What may live in the host\u{2019}s memory instead of on a card."
    OFFLOAD: Word = Word::new("offload", "what is kept in system memory", "none, auto, experts, experts-12, layers-12, or so many experts of each layer left on the cards: hot-64 (those used most), cache-64 (used last) or even-64 (any)");

    "Tokens that one sequence may hold, prompt and answer together. The longest published context is 10 Mi tokens (Llama 4 Scout)."
    CONTEXT: Bound = Bound::new("ctx", "the context", "tokens", (1, 16_777_216), 8_192);

    "Sequences at the same time."
    USERS: Bound = Bound::new("users", "the number of concurrent requests", "", (1, 4_096), 1);

    "Tokens of a prompt. Absent, it is a quarter of the context."
    PROMPT: Bound = Bound::new("prompt", "the prompt", "tokens", (1, 16_777_216), 2_048);

    "Images of a prompt: how many, with their size in pixels, or in tokens where the model\u{2019}s way to divide them is not known."
    IMAGES: Word = Word::new("images", "the images of a prompt", "a number, and a size: 4, 4~1024x768 or 4~1500 (tokens)");

    "Share of a prompt that is cached already, as a conversation or a system prompt is that was read before."
    PREFIX: Bound = Bound::new("prefix", "the share of the prompt that is cached", "%", (0, 99), 0);

    "Tokens of an answer."
    OUTPUT: Bound = Bound::new("out", "the answer", "tokens", (1, 1_048_576), 512);

    "Tokens a second that every stream shall have."
    FLOOR: Bound = Bound::new("rate", "the rate that each stream shall have", "tokens/s", (1, 10_000), 10);

    "Tokens that are guessed ahead and checked together: by the model\u{2019}s own block, a head, a few layers that guess a block, or a smaller model."
    SPECULATION: Word = Word::new("spec", "who guesses ahead", "mtp~3, eagle3~5, dflash~7, draft~qwen3-0.6b~5 or none");

    "Guesses that each check keeps on average; absent, what was seen of such drafters."
    ACCEPT: Amount = Amount::new("accept", "the guesses that are kept", "tokens", 2, (0, 1_600), None);
}

/// Tokens that are guessed before each check.
pub const DRAFTED: Bound = Bound::new(
    "spec",
    "the tokens that are guessed ahead",
    "tokens",
    (1, 16),
    3,
);
