//! Words of a claim that are no names and no figures, each with what it says. A word that is in no list is not
//! understood.

use super::text::{Kind, Token};

/// What a phrase says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The opposite is claimed.
    Not,
    /// The model does not go into what follows.
    TooBig,
    /// The model runs, or the machine runs it.
    Fits,
    /// The same of what is read from a drive.
    Loads,
    /// From a drive.
    Drive,
    /// A prompt is read.
    Prefill,
    /// The first token of an answer.
    First,
    /// What stands beside it is the length of a prompt.
    PromptOf,
    /// What follows is what there is.
    On,
    /// What follows is needed, used or drawn.
    Needs,
    /// What follows are watts that are drawn.
    Draws,
    /// What follows is a price.
    Costs,
    /// Owning is cheaper after a time.
    Pays,
    /// What stands before is so much.
    Is,
    /// The figure or more.
    AtLeast,
    /// The figure or less.
    AtMost,
    /// The same behind the figure.
    OrMore,
    OrLess,
    /// As far as the figure is written out.
    About,
    /// All parameters are trained.
    Full,
    /// Adapters are trained.
    Lora,
    /// Adapters beside 4-bit weights are trained.
    Qlora,
    /// Something is trained.
    Tune,
    /// Of one stream, or of one card.
    Each,
    /// Of all together.
    Total,
    /// The whole machine.
    Machine,
    /// Cards without a name.
    Card,
    /// The processor.
    Cpu,
    /// Another part that draws power.
    Part,
    /// The power supply.
    Psu,
    /// The circuit.
    Circuit,
    /// At the wall.
    Wall,
    /// Bought used.
    Used,
    /// Bought new.
    New,
    /// The KV cache.
    Cache,
    /// Part of the model lives in system memory.
    Offload,
    /// System memory.
    Ram,
    /// Memory of cards.
    Vram,
    /// A power limit follows.
    Limit,
    /// What owning is compared with.
    Cloud,
    /// What follows is compared with.
    Against,
    /// The context.
    Context,
    /// In the format that the model was made in.
    Unquantised,
    /// Several models at once.
    Together,
    /// A sum goes on.
    Plus,
    /// It says nothing here.
    Filler,
}

/// Phrases with `|` between them, in small letters; what joins or shortens words (`-`, `'`, `.`) is left out.
const PHRASES: &[(Mark, &str)] = &[
    (
        Mark::Not,
        "not|never|cannot|can t|can not|cant|does not|doesn t|doesnt|do not|don t|dont|will not|won t|wont|\
         is not|isn t|isnt|could not|couldn t|would not|wouldn t|no way",
    ),
    (
        Mark::TooBig,
        "too big for|too large for|is too big for|is too large for|not enough for|is not enough for|\
         isn t enough for",
    ),
    (
        Mark::Fits,
        "fit|fits|fitting|run|runs|running|works|work|enough for|is enough for|holds|hold|handles|handle|\
         serves|serve|serving|can run|host|hosts|infer|enough to run|is enough to run",
    ),
    (
        Mark::Loads,
        "load|loads|loaded|load time|load time of|loading time|loading time of|time to load",
    ),
    (
        Mark::Drive,
        "from nvme|from an nvme|from the nvme|from ssd|from an ssd|from the ssd|from nvme ssd|from an nvme ssd|\
         from an nvme drive|from a drive|from the drive|from disk|off nvme|off an nvme",
    ),
    (
        Mark::Prefill,
        "prefill|prefills|prefill speed|prefill rate|prompt processing|prompt processing speed|prompt eval|\
         prompt evaluation|prompt speed|prompt throughput|pp|pp speed",
    ),
    (
        Mark::First,
        "first token|the first token|time to first token|time to the first token|ttft|first token latency|\
         latency to the first token",
    ),
    (
        Mark::PromptOf,
        "prompt|prompts|prompt of|prompts of|of prompt",
    ),
    (Mark::On, "on|in|into|with|within|inside|using|onto|w"),
    (
        Mark::Needs,
        "need|needs|require|requires|take|takes|use|uses|weighs|weigh|occupies|occupy|eats|takes up|\
         needs about|would need|will need",
    ),
    (
        Mark::Draws,
        "draw|draws|pull|pulls|consume|consumes|drawing|pulling|consuming|peaks at|power draw|power draw of|\
         tdp|tdp of",
    ),
    (
        Mark::Costs,
        "cost|costs|price|price of|priced at|sells for|sell for|goes for",
    ),
    (
        Mark::Pays,
        "pays for itself|pay for itself|paying for itself|pay for themselves|pays off|pay off|pays back|\
         pay back|pays itself back|paid back|paid off|breaks even|break even|payback|pay itself back|\
         cheaper than|is cheaper than|amortises|amortizes|amortised|amortized|pays itself off",
    ),
    (Mark::Is, "is|are|equals|makes|totals|adds up to|=|total of"),
    (
        Mark::AtLeast,
        "at least|over|more than|above|minimum|min|no less than|not less than|faster than|greater than|\
         exceeds|≥|>=|>",
    ),
    (
        Mark::AtMost,
        "at most|under|below|less than|no more than|not more than|maximum|max|only|only about|slower than|\
         fewer than|≤|<=|<|just under",
    ),
    (
        Mark::OrMore,
        "or more|or better|or above|or faster|and up|plus",
    ),
    (Mark::OrLess, "or less|or fewer|or below|or under"),
    (
        Mark::About,
        "about|around|roughly|approximately|approx|nearly|almost|exactly|circa|ca|up to|~|≈|some",
    ),
    (
        Mark::Full,
        "full fine tune|full fine tunes|full fine tuning|full finetune|full finetuning|full finetunes|\
         fully fine tune|fully finetune|full parameter fine tune|full parameter fine tuning|\
         full parameter finetuning|full ft|full training|full weight fine tune|fully fine tuning|\
         fully fine tunes|full parameter training|fully train",
    ),
    (
        Mark::Lora,
        "lora|lora fine tune|lora fine tuning|lora finetune|lora finetuning|lora training",
    ),
    (
        Mark::Qlora,
        "qlora|qlora fine tune|qlora fine tuning|qlora finetune|qlora finetuning|qlora training",
    ),
    (
        Mark::Tune,
        "fine tune|fine tunes|fine tuning|fine tuned|finetune|finetunes|finetuning|finetuned|train|trains|\
         training|trained",
    ),
    (
        Mark::Each,
        "each|per user|per stream|per request|per person|apiece|a stream|single stream|one stream|per card|\
         per gpu|a piece|for each user|for one user",
    ),
    (
        Mark::Total,
        "total|in total|aggregate|combined|altogether|overall|all together|throughput",
    ),
    (
        Mark::Machine,
        "machine|build|workstation|system|rig|pc|box|server|setup|computer|whole machine|whole system",
    ),
    (
        Mark::Card,
        "card|cards|gpu|gpus|graphics card|graphics cards|s",
    ),
    (Mark::Cpu, "cpu|processor"),
    (
        Mark::Part,
        "board|motherboard|mainboard|drives|drive|ssd|ssds|fans|fan|pump|rest|other|everything else|storage|\
         cooling|dimms|nvme",
    ),
    (Mark::Psu, "psu|power supply|supply|power supplies"),
    (
        Mark::Circuit,
        "circuit|outlet|breaker|socket|plug|household circuit|standard circuit|wall outlet|household outlet|\
         power outlet|receptacle|wall socket|standard household circuit|line",
    ),
    (Mark::Used, "used|second hand"),
    (Mark::New, "new"),
    (Mark::Wall, "at the wall|from the wall|wall|wall power"),
    (Mark::Cache, "kv cache|kv|cache|kvcache"),
    (
        Mark::Offload,
        "offload|offloading|offloaded|with offload|with offloading|cpu offload|cpu offloading|\
         with cpu offload|with cpu offloading|partly in ram|partly in system memory",
    ),
    (
        Mark::Ram,
        "ram|system memory|system ram|host memory|host ram|of ram|of system memory|of system ram|main memory",
    ),
    (
        Mark::Vram,
        "vram|of vram|gpu memory|of gpu memory|video memory|memory|of memory|graphics memory|unified memory|\
         of unified memory|of video memory|total vram|vram total",
    ),
    (
        Mark::Limit,
        "limited to|power limited to|capped at|power capped at|power limit of|power limit|limit of|\
         with a power limit of|at a power limit of|power limited at",
    ),
    (
        Mark::Cloud,
        "the cloud|cloud|renting|rental|rented gpus|renting the same cards",
    ),
    (
        Mark::Against,
        "against|vs|versus|compared with|compared to|instead of|over renting from|renting from|renting on",
    ),
    (
        Mark::Context,
        "context|ctx|context length|context window|of context|tokens of context|token context|contexts",
    ),
    (
        Mark::Unquantised,
        "full precision|unquantized|unquantised|without quantization|without quantisation|no quantization|\
         no quantisation|not quantized|not quantised|uncompressed|in full precision|at full precision",
    ),
    (
        Mark::Together,
        "at the same time|simultaneously|at once|in parallel|side by side|together|concurrently",
    ),
    (Mark::Plus, "+|and"),
    (
        Mark::Filler,
        "a|an|the|of|to|for|it|its|itself|this|that|my|your|our|you|i|we|can|could|will|would|do|does|be|at|\
         from|model|models|llm|llms|inference|just|please|really|comfortably|easily|fine|well|nicely|\
         entirely|completely|enough|possible|able|local|locally|at home|parameter|parameters|params|weights|\
         quant|quantized|quantised|quantization|quantisation|precision|peak|at peak|power|of power|standard|\
         household|dedicated|normal|regular|speed|decode|generation|peaks|so|me|there|then|after|have|has|\
         get|gets|gives|give|reaches|reach|does it|did|by|as|generates|generate|produces|writes|outputs|\
         delivers|delivering|long|dense|claim|says|i can|,|.|?|!|;|:|(|)|\"|“|”|'|’|/|-|–|—|@|&|·",
    ),
];

/// The longest phrase that begins at a place, with the place behind it.
pub(super) fn phrase(tokens: &[Token<'_>], at: usize) -> Option<(Mark, usize)> {
    let mut best: Option<(Mark, usize)> = None;
    for (mark, phrases) in PHRASES {
        for phrase in phrases.split('|') {
            let Some(end) = begins(tokens, at, phrase) else {
                continue;
            };
            if best.is_none_or(|(_, longest)| end > longest) {
                best = Some((*mark, end));
            }
        }
    }
    best
}

/// Where a phrase ends that begins at a place.
fn begins(tokens: &[Token<'_>], at: usize, phrase: &str) -> Option<usize> {
    let mut place = at;
    for (index, word) in phrase.split(' ').enumerate() {
        // What joins two words is no word of the phrase.
        if index > 0 && tokens.get(place).is_some_and(Token::joins) {
            place += 1;
        }
        // Signs of two characters are two tokens.
        let signs = word.chars().all(|c| !c.is_alphanumeric());
        for part in word.split("").filter(|part| signs && !part.is_empty()) {
            if !tokens.get(place)?.is(part) {
                return None;
            }
            place += 1;
        }
        if !signs {
            if !tokens.get(place)?.is(word) {
                return None;
            }
            place += 1;
        }
    }
    // A single letter that is part of a name is no word.
    let token = tokens.get(at)?;
    let before = tokens.get(at.wrapping_sub(1));
    let alone = !token.glued
        || token.kind == Kind::Sign
        || before.is_some_and(|before| before.kind != Kind::Word);
    let ends = tokens.get(place).is_none_or(|next| {
        !next.glued || next.kind == Kind::Sign || tokens[place - 1].kind == Kind::Sign
    });
    (alone && ends).then_some(place)
}

/// A number that is written as a word.
pub(super) fn number_word(word: &str) -> Option<u32> {
    const WORDS: [(&str, u32); 19] = [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("sixteen", 16),
        ("twenty", 20),
        ("single", 1),
        ("dual", 2),
        ("double", 2),
        ("triple", 3),
        ("quad", 4),
        ("octa", 8),
    ];
    let found = WORDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map(|(_, number)| *number)
}
