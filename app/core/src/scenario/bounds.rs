//! The bounds of every number that a link may hold, declared once for the decoder, the form fields,
//! the documentation and the tests.

/// A whole number with its key and range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Query key.
    pub key: &'static str,
    /// What it counts, as it stands in a sentence.
    pub label: &'static str,
    /// Unit after a number, empty for plain counts.
    pub unit: &'static str,
    /// Smallest value.
    pub min: u32,
    /// Largest value.
    pub max: u32,
    /// Value where the key is absent.
    pub default: u32,
}

const fn bound(
    key: &'static str,
    label: &'static str,
    unit: &'static str,
    (min, max): (u32, u32),
    default: u32,
) -> Bound {
    Bound {
        key,
        label,
        unit,
        min,
        max,
        default,
    }
}

/// Cards of one kind, and of the whole machine.
pub const COUNT: Bound = bound("n", "the number of GPUs", "", (1, 64), 1);
/// Tokens of one sequence. The longest published context is 10 Mi tokens (Llama 4 Scout).
pub const CONTEXT: Bound = bound("ctx", "the context", "tokens", (1, 16_777_216), 8_192);
/// Sequences at the same time.
pub const USERS: Bound = bound(
    "users",
    "the number of concurrent requests",
    "",
    (1, 4_096),
    1,
);
/// Host memory.
pub const RAM: Bound = bound("ram", "the system memory", "GiB", (0, 16_384), 64);
/// Size of a unified memory.
pub const UNIFIED: Bound = bound("mem", "the unified memory", "GB", (1, 2_048), 128);
/// Share of a unified memory that the GPU may use.
pub const SHARE: Bound = bound(
    "share",
    "the GPU's share of unified memory",
    "%",
    (10, 100),
    75,
);

/// Tokens of a prompt. Absent, it is a quarter of the context.
pub const PROMPT: Bound = bound("prompt", "the prompt", "tokens", (1, 16_777_216), 2_048);
/// Tokens of an answer.
pub const OUTPUT: Bound = bound("out", "the answer", "tokens", (1, 1_048_576), 512);
/// Tokens a second that every stream shall have.
pub const FLOOR: Bound = bound(
    "rate",
    "the rate that each stream shall have",
    "tokens/s",
    (1, 10_000),
    10,
);

/// Layers of a described model.
pub const LAYERS: Bound = bound("layers", "the number of layers", "", (1, 1_024), 32);
/// Width of the residual stream.
pub const HIDDEN: Bound = bound("hidden", "the hidden size", "", (16, 131_072), 4_096);
/// Query heads.
pub const HEADS: Bound = bound("heads", "the number of query heads", "", (1, 1_024), 32);
/// Key/value heads.
pub const KV_HEADS: Bound = bound("kvheads", "the number of KV heads", "", (1, 1_024), 8);
/// Width of a head.
pub const HEAD_DIM: Bound = bound("headdim", "the head dimension", "", (8, 2_048), 128);
/// Width of the dense feed-forward block.
pub const FFN: Bound = bound("ffn", "the feed-forward size", "", (0, 1_048_576), 14_336);
/// Rows of the embedding.
pub const VOCAB: Bound = bound("vocab", "the vocabulary", "", (256, 2_097_152), 128_256);
/// Routed experts.
pub const EXPERTS: Bound = bound("experts", "the number of experts", "", (0, 4_096), 0);
/// Experts that a token visits.
pub const TOP_K: Bound = bound("topk", "the experts per token", "", (1, 256), 8);
/// Width of an expert.
pub const EXPERT_FFN: Bound = bound("expertffn", "the expert size", "", (16, 131_072), 1_536);
/// Sliding window, 0 for full attention.
pub const WINDOW: Bound = bound("window", "the sliding window", "tokens", (0, 1_048_576), 0);

/// Power limit of one card; what a card's driver accepts is narrower.
pub const LIMIT: Bound = bound("limit", "the power limit of a GPU", "W", (10, 2_000), 300);
/// A processor by its watts alone; the key takes ids too.
pub const CPU_WATTS: Bound = bound("cpu", "the power of the processor", "W", (5, 1_000), 170);
/// Memory modules. Absent, they are those of the memory on the bill.
pub const DIMMS: Bound = bound("dimms", "the number of memory modules", "", (0, 64), 8);
/// NVMe drives.
pub const DRIVES: Bound = bound("drives", "the number of drives", "", (0, 64), 2);
/// Rating of one power supply. Absent, it is the smallest that is sold and does.
pub const PSU: Bound = bound(
    "psu",
    "the rating of a power supply",
    "W",
    (200, 4_000),
    1_000,
);
/// Power supplies that share the load.
pub const PSUS: Bound = bound("psus", "the number of power supplies", "", (1, 12), 1);
/// Other load on the circuit.
pub const OTHER: Bound = bound(
    "other",
    "the other load on the circuit",
    "W",
    (0, 20_000),
    0,
);
/// Hours a day under load.
pub const HOURS: Bound = bound("hours", "the hours a day under load", "h", (0, 24), 8);
/// Days a week under load.
pub const DAYS: Bound = bound("days", "the days a week under load", "", (0, 7), 5);
/// Price of electricity, in thousandths of a US cent a kilowatt-hour; links give it in dollars.
pub const TARIFF: Bound = bound(
    "tariff",
    "the price of electricity",
    "USD/kWh",
    (100, 500_000),
    16_480,
);

/// Months that a machine is kept.
pub const MONTHS: Bound = bound("months", "the time that it is kept", "months", (1, 120), 36);
/// Data kept in the cloud between uses.
pub const STORED: Bound = bound(
    "cloud-gb",
    "the data kept in the cloud",
    "GB",
    (0, 10_000_000),
    0,
);

/// Rank of adapters.
pub const RANK: Bound = bound("rank", "the rank of the adapters", "", (1, 4_096), 16);
/// Tokens of one sequence in training.
pub const SEQUENCE: Bound = bound(
    "seq",
    "the length of a training sequence",
    "tokens",
    (1, 16_777_216),
    2_048,
);
/// Sequences that one card works on at once.
pub const MICRO: Bound = bound("micro", "the micro-batch", "", (1, 4_096), 1);
/// Micro-batches before a step.
pub const ACCUMULATION: Bound = bound("accum", "the accumulation", "", (1, 65_536), 1);
/// How often a data set is read.
pub const EPOCHS: Bound = bound("epochs", "the number of epochs", "", (1, 1_000), 1);

/// The bounds of training, which count where `mode=train` stands.
pub const TRAINING: [Bound; 5] = [RANK, SEQUENCE, MICRO, ACCUMULATION, EPOCHS];

/// Every bound of a whole number, for tables and tests.
pub const ALL: [Bound; 31] = [
    COUNT, CONTEXT, USERS, PROMPT, OUTPUT, FLOOR, RAM, UNIFIED, SHARE, LAYERS, HIDDEN, HEADS,
    KV_HEADS, HEAD_DIM, FFN, VOCAB, EXPERTS, TOP_K, EXPERT_FFN, WINDOW, LIMIT, CPU_WATTS, DIMMS,
    DRIVES, PSU, PSUS, OTHER, HOURS, DAYS, MONTHS, STORED,
];
