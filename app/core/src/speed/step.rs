//! From work to time: the rooflines.
//!
//! A decode step reads weights and cache and multiplies; reading and multiplying overlap, so little
//! more than the longer of the two counts. Starting kernels, exchanging results between cards and what the host
//! computes come on top. A prompt is the same with many tokens at once.

use super::card::{Path, Way};
use super::efficiency::{Class, Family, Rates, Table};
use super::job::{Drafting, Job, Packing, Stage};
use super::products::{self, Products, overlapped};

/// Most of the bandwidth or compute that is ever believed.
const MOST: f64 = 0.97;
/// Share of a link's published bandwidth that an exchange of large blocks reaches: a working
/// figure, not a measurement.
const LINK_SHARE: f64 = 0.7;

/// One decode step in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Step {
    pub(crate) weights: f64,
    pub(crate) kv: f64,
    pub(crate) compute: f64,
    pub(crate) launch: f64,
    pub(crate) communication: f64,
    pub(crate) host: f64,
}

impl Step {
    pub(crate) fn total(&self) -> f64 {
        self.weights + self.kv + self.compute + self.launch + self.communication + self.host
    }

    /// The share of each of so many tokens that come of the step.
    fn over(self, tokens: f64) -> Self {
        Self {
            weights: self.weights / tokens,
            kv: self.kv / tokens,
            compute: self.compute / tokens,
            launch: self.launch / tokens,
            communication: self.communication / tokens,
            host: self.host / tokens,
        }
    }
}

/// What a card of a stage reaches.
pub(super) struct Reach {
    /// Bytes a second of dense weights.
    pub(super) weights: f64,
    experts: f64,
    cache: f64,
    /// FLOP/s of products with weights.
    pub(super) compute: f64,
    attention: f64,
}

pub(super) fn reach(job: &Job, stage: &Stage, rates: &Rates, limited: f64) -> Reach {
    let kernels = rates.kernels(job.family);
    let hardware = rates.hardware(stage.class, job.backend);
    let common = &rates.common;
    let mut bandwidth = kernels.bandwidth * hardware.bandwidth;
    let mut share = kernels.compute * hardware.compute;
    let small_kernels = matches!(job.family, Family::LlamaCpp | Family::ExLlama);
    if small_kernels && stage.class == Class::NvidiaHbm {
        bandwidth *= common.hbm_bandwidth;
        share *= common.hbm_compute;
    }
    let whole = stage.bandwidth * bandwidth.min(MOST) * limited;
    let share = share.min(MOST);
    let weights = match job.packing {
        Packing::Codebook => whole * kernels.packed * common.codebook,
        Packing::Blocks => whole * kernels.packed,
        Packing::None => whole,
    };
    let mut compute = share * stage.flops;
    if job.family == Family::LlamaCpp {
        compute = 1.0 / (1.0 / compute + 1e-12 / common.saturation);
        if job.packing != Packing::None {
            compute *= match stage.class.is_nvidia() {
                true => common.packed_cuda,
                false => common.packed_compute,
            };
        }
    }
    // Of a mixture the experts alone are multiplied in FP4.
    if products::is_fp4_without_hbm(job, stage.class) && job.experts.0 <= 1.0 {
        compute *= common.fp4_gddr;
    }
    let many = matches!(job.family, Family::Vllm | Family::TensorRtLlm);
    if many && job.packing == Packing::Blocks && job.path == Path::Half {
        compute *= common.unpacking;
    }
    Reach {
        weights,
        experts: weights * (common.experts * hardware.experts).min(MOST),
        cache: whole * kernels.cache,
        compute: compute * limited,
        attention: share * kernels.attention * hardware.attention * stage.half_flops * limited,
    }
}

/// Of so many sequences, those of one of the groups that serve requests of their own.
fn served_by_one(job: &Job, users: f64) -> f64 {
    (users / job.data).max(1.0)
}

/// Sequences that each group in a row works on at a time, and how many such parts run at once.
pub(crate) fn in_flight(job: &Job, users: f64) -> f64 {
    let users = served_by_one(job, users);
    if job.overlaps {
        (users / job.pipeline).max(1.0)
    } else {
        users
    }
}

/// One step in which each of `users` sequences gains a token.
pub(crate) fn decode(job: &Job, users: f64, rates: &Rates) -> Step {
    let batch = in_flight(job, users);
    let rows = job.rows(batch);
    let kernels = rates.kernels(job.family);
    let touched = job.touched_on_cards(rows, rates);
    let all_touched = job.touched(rows, rates);
    let mut step = Step::default();
    for stage in &job.stages {
        let reach = reach(job, stage, rates, stage.limited.0);
        let reading = job.dense_bytes / reach.weights + touched * job.expert_bytes / reach.experts;
        let attending = overlapped(
            batch * job.kv_bytes / reach.cache,
            rows * job.attention_flops / reach.attention,
        );
        if let Some(draft) = job.draft {
            let each = draft.bytes / reach.weights
                + job.touched(batch, rates) * draft.expert_bytes / reach.experts;
            let products = batch * draft.rows * draft.flops / reach.compute;
            step.weights += stage.share * draft.runs * each;
            step.compute += stage.share * draft.runs * (overlapped(each, products) - each);
        }
        step.weights += stage.share * reading;
        step.kv += stage.share * attending;
        let products = Products::of(job, stage.class, rows, all_touched, rates);
        let both = products.with_reading(reach.compute, reading, rows);
        step.compute += stage.share * (both - reading);
    }
    step.launch = launches(job, rates) + (kernels.step_us + batch * kernels.sequence_us) * 1e-6;
    step.communication =
        exchanges(job, rates, rows) + gatherings(job, rates, rows) + hops(job, rates, rows);
    if let Some(host) = job.host {
        step.host = host.seconds(job.touched_on_host(rows, rates), batch);
    }
    if let Some(draft) = job.draft {
        step.launch += draft.runs * guess_starts(job, draft, rates);
        if job.family != Family::LlamaCpp {
            step.launch += rates.common.check_us * 1e-6;
        }
    }
    step.over(job.gained())
}

/// Seconds that starting what guesses takes once: it is a step of its own, with its layers and what a step takes beside.
fn guess_starts(job: &Job, draft: Drafting, rates: &Rates) -> f64 {
    let layers = job.plain_layers + job.busy_layers;
    let step = rates.kernels(job.family).step_us * 1e-6;
    launches(job, rates) * draft.layers / layers.max(1.0) + step
}

/// Seconds that the products with weights take by themselves for each token of a step, were nothing read.
pub(crate) fn computing(job: &Job, users: f64, rates: &Rates) -> f64 {
    let rows = job.rows(in_flight(job, users));
    let touched = job.touched(rows, rates);
    let time = |stage: &Stage| {
        let flops = Products::of(job, stage.class, rows, touched, rates).alone();
        flops / job.gained() / reach(job, stage, rates, stage.limited.0).compute
    };
    job.stages
        .iter()
        .map(|stage| stage.share * time(stage))
        .sum()
}

/// Bytes of weights, cache and host memory that a step reads for each of its tokens, over all cards.
pub(crate) fn bytes_read(job: &Job, users: f64, rates: &Rates) -> [f64; 3] {
    let batch = in_flight(job, users);
    let rows = job.rows(batch);
    let touched = job.touched_on_cards(rows, rates);
    let guessing = job.draft.map_or(0.0, |draft| {
        draft.runs * (draft.bytes + job.touched(batch, rates) * draft.expert_bytes)
    });
    let host = job.host.map_or(0.0, |host| {
        host.bytes(job.touched_on_host(rows, rates), batch)
    });
    let read = [
        job.data * job.tensor * (job.dense_bytes + touched * job.expert_bytes + guessing),
        job.data * job.tensor * batch * job.kv_bytes,
        host,
    ];
    read.map(|bytes| bytes / job.gained())
}

/// Bytes that one card has to read in a step, whoever guesses, where its experts serve all that they may.
pub(crate) fn least_bytes(job: &Job, users: f64, rates: &Rates) -> f64 {
    let job = &*job.serving(|hits| hits.most);
    read_by_card(job, in_flight(job, users), rates)
}

fn read_by_card(job: &Job, batch: f64, rates: &Rates) -> f64 {
    let touched = job.touched_on_cards(job.rows(batch), rates);
    job.dense_bytes + touched * job.expert_bytes + batch * job.kv_bytes
}

/// The shortest time of a token that memory allows: every byte once, at the published bandwidth, and no guess lost.
pub(crate) fn floor(job: &Job, users: f64, rates: &Rates) -> f64 {
    let most = floor_where(&job.serving(|hits| hits.most), users, rates);
    match job.resident {
        None => most,
        // Where the host's memory is faster than the cards, it is least where their experts serve least.
        Some(_) => most.min(floor_where(&job.serving(|hits| hits.least), users, rates)),
    }
}

fn floor_where(job: &Job, users: f64, rates: &Rates) -> f64 {
    let batch = in_flight(job, users);
    let bytes = read_by_card(job, batch, rates);
    let cards: f64 = job
        .stages
        .iter()
        .map(|stage| stage.share * bytes / stage.bandwidth)
        .sum();
    let host = job.host.map_or(0.0, |host| {
        let touched = job.touched_on_host(job.rows(batch), rates);
        host.bytes(touched, batch) / host.reading.ceiling
    });
    (cards + host) / job.rows(1.0)
}

/// A prompt in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Prompt {
    /// Products with weights, or reading these where that takes longer.
    pub(crate) matrices: f64,
    /// Attention over the prompt.
    pub(crate) attention: f64,
    /// Starting kernels.
    pub(crate) launch: f64,
    /// Exchange between cards.
    pub(crate) communication: f64,
    /// Weights brought from the host.
    pub(crate) host: f64,
}

impl Prompt {
    pub(crate) fn total(&self) -> f64 {
        self.matrices + self.attention + self.launch + self.communication + self.host
    }
}

/// Reading so many prompts of the job's length one after the other, in full chunks.
pub(crate) fn prefill(job: &Job, prompts: f64, rates: &Rates) -> Prompt {
    let tokens = prompts * job.prompt;
    let chunk = job.chunk.min(tokens);
    let chunks = libm::ceil(tokens / chunk);
    let touched = job.touched(chunk, rates);
    let unfilled = prompts * (job.head_flops + job.tower_flops);
    let mut prompt = Prompt::default();
    for stage in &job.stages {
        let reach = reach(job, stage, rates, stage.limited.1);
        let reading =
            chunks * (job.dense_bytes / reach.weights + touched * job.expert_bytes / reach.experts);
        // A product with few rows does not fill the units.
        let (of_dense, of_routed) = products::reached(job, stage.class, chunk, rates);
        let dense = tokens * job.dense_flops / of_dense;
        let routed = tokens * job.expert_flops / of_routed;
        let computing = (dense + routed + unfilled) / reach.compute;
        prompt.matrices += stage.share * overlapped(computing, reading);
        prompt.attention += stage.share * tokens * job.prompt_attention_flops / reach.attention;
    }
    // Groups in a row work on different chunks, as many of them as are handed in at once.
    let wave = job.wave.min(chunks);
    let overlap = (wave + job.pipeline - 1.0) / (wave * job.pipeline);
    prompt.matrices *= overlap;
    prompt.attention *= overlap;
    prompt.launch =
        launches(job, rates) * chunks * overlap + rates.kernels(job.family).step_us * 1e-6;
    prompt.communication = exchanges(job, rates, chunk) * chunks * overlap;
    if let Some(host) = job.host {
        prompt.host =
            chunks * (host.dense_bytes + touched * host.expert_bytes) / (host.bus * LINK_SHARE);
    }
    prompt
}

/// Prompts that fill a chunk when so many sequences come and go.
fn together(job: &Job, users: f64) -> f64 {
    libm::ceil(job.chunk / job.prompt).min(users).max(1.0)
}

fn launches(job: &Job, rates: &Rates) -> f64 {
    let stages = job.stages.iter();
    stages
        .map(|stage| stage.share * launches_on(job, stage.class, rates))
        .sum()
}

/// The same where all layers are on cards of one class.
pub(super) fn launches_on(job: &Job, class: Class, rates: &Rates) -> f64 {
    let kernels = rates.kernels(job.family);
    let layers = job.plain_layers
        + rates.common.busy_layer * job.busy_layers
        + rates.common.latent_layer * job.latent_layers;
    kernels.layer_us * 1e-6 * rates.hardware(class, job.backend).launch * layers
}

/// Seconds of the exchanges of a step: two in every layer, after attention and after the feed-forward block. What travels
/// depends on the way; a block of one token costs the start alone.
fn exchanges(job: &Job, rates: &Rates, tokens: f64) -> f64 {
    let layers = job.plain_layers + job.busy_layers;
    let own = among(job, rates, job.tensor, tokens);
    if job.gathered > 1.0 {
        // At the experts the tokens of all groups come together; elsewhere each group is by itself.
        let (cards, all) = (job.tensor * job.gathered, tokens * job.gathered);
        let routed = job.expert_layers * among(job, rates, cards, all);
        return (2.0 * layers - job.expert_layers) * own + routed;
    }
    2.0 * layers * own
}

/// Seconds in which cards that each keep a part of the tokens gather the queries of a step and scatter the results, in every layer.
fn gatherings(job: &Job, rates: &Rates, tokens: f64) -> f64 {
    if job.parts <= 1.0 {
        return 0.0;
    }
    let travelled = (job.parts - 1.0) / job.parts * tokens * job.attended_bytes;
    let each = shortest(job, rates, job.parts, |_| travelled / 2.0);
    2.0 * (job.plain_layers + job.busy_layers) * each
}

/// One exchange of so many tokens among so many cards.
fn among(job: &Job, rates: &Rates, cards: f64, tokens: f64) -> f64 {
    if cards <= 1.0 {
        return 0.0;
    }
    let bytes = tokens * job.exchange_bytes;
    shortest(job, rates, cards, |way| match way {
        // Each card writes the whole into every other.
        Way::OneShot => (cards - 1.0) * bytes,
        // A ring.
        Way::Link | Way::Peer | Way::Host | Way::Network => 2.0 * (cards - 1.0) / cards * bytes,
    })
}

/// Seconds of one exchange among so many cards in which each sends what `travelled` says of a way. Engines leave blocks that are large
/// for one-shot kernels to NCCL.
fn shortest(job: &Job, rates: &Rates, cards: f64, travelled: impl Fn(Way) -> f64) -> f64 {
    let over = |way: Way| {
        let (start, bytes_per_s) = between(job, rates, way, cards);
        start + travelled(way) / bytes_per_s
    };
    let own = over(job.exchange.way);
    match job.exchange.way {
        Way::OneShot => own.min(over(Way::Peer)),
        Way::Link | Way::Peer | Way::Host | Way::Network => own,
    }
}

/// By how much each card beyond the second divides what one-shot kernels reach of PCI Express: 56 pairs among eight RTX PRO 6000 wrote
/// 179 GB/s together, a single pair 56 (local-inference-lab/rtx6kpro, 2026).
const PAIRS: f64 = 0.16;

/// Seconds that an exchange among so many cards takes however little travels, and bytes a second of each card.
fn between(job: &Job, rates: &Rates, way: Way, cards: f64) -> (f64, f64) {
    let common = &rates.common;
    let further = cards - 2.0;
    let (start, share) = match way {
        Way::Link => (common.link_us * libm::log2(cards), LINK_SHARE),
        Way::OneShot => (
            common.oneshot_us + common.oneshot_hop_us * further,
            LINK_SHARE / (1.0 + PAIRS * further),
        ),
        Way::Peer => (common.bus_us + common.hop_us * further, LINK_SHARE),
        Way::Host => (common.host_us + common.hop_us * further, common.host_share),
        Way::Network => (common.network_us * libm::log2(cards), common.network_share),
    };
    let on_bus = matches!(way, Way::OneShot | Way::Peer | Way::Host);
    let crowded = job.exchange.at_processor && on_bus;
    let share = match crowded {
        true => share / (1.0 + common.crowd * further),
        false => share,
    };
    (start * 1e-6, job.exchange.bytes_per_s * share)
}

/// Handing the stream of activations to the next group.
fn hops(job: &Job, rates: &Rates, tokens: f64) -> f64 {
    let start = match job.exchange.way {
        Way::Network => rates.common.network_us,
        // One card hands over to one other: nobody waits for the rest.
        Way::Link | Way::OneShot | Way::Peer | Way::Host => rates.common.oneshot_us,
    };
    let each = start * 1e-6 + tokens * job.exchange_bytes / job.exchange.bytes_per_s;
    (job.pipeline - 1.0) * each
}

/// Seconds of an average step while as many sequences start as end: each of the others' prompts
/// falls into the `output` steps of an answer.
pub(crate) fn served(job: &Job, users: f64, output: f64, rates: &Rates) -> f64 {
    let own = served_by_one(job, users);
    let prompts = together(job, own);
    let each = prefill(job, prompts, rates).total() / prompts;
    decode(job, users, rates).total() + (own - 1.0) * each / output.max(1.0)
}

/// Share of the model that a table's group is spread over.
pub(crate) fn spread(job: &Job, table: &Table) -> (super::Spread, super::Spread) {
    let class = job.class();
    (
        table.decode(job.family, class),
        table.prefill(job.family, class),
    )
}
