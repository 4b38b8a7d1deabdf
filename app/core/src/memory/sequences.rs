//! What an engine does where it is to take more sequences than its cache has room for.

use crate::engine::Setting;
use crate::memory::kv::{Cache, CacheInput};
use crate::memory::question::Plan;
use crate::report::{GpuUse, Status};
use crate::scenario::Scenario;
use crate::units::grouped;

/// Tokens of a block are a multiple of these.
const STEP: u64 = 16;

/// That the engine may not start, because it takes more sequences at once than its cache has blocks for their states.
///
/// vLLM makes blocks so large that a layer of attention fills one with as many bytes as a layer of states takes for a
/// sequence. Layers stand in groups of as many as the rarer kind has, and a block is a group's. It refuses to start where
/// `max_num_seqs` is more than the blocks (vllm-project/recipes pull request 831, 2026-08).
pub(super) fn beyond_blocks(scenario: &Scenario, plan: &Plan) -> Option<String> {
    // Stages in a row have kinds of layers in numbers of their own, which nobody has read off a log.
    if plan.degrees.pipeline > 1 || !plan.status.runs() || scenario.training.is_some() {
        return None;
    }
    let block = block_bytes(scenario, plan.degrees.tensor)?;
    let (capacity, chip) = scenario.machine.first_card()?;
    let sequences = scenario
        .engine
        .state_sequences(scenario.settings, capacity, chip)?
        .max(plan.degrees.served_by_one(scenario.users));
    let fewest = |room: fn(&GpuUse) -> i64| {
        let rooms = plan.gpus.iter().map(room);
        u64::try_from(rooms.min().unwrap_or(0)).unwrap_or(0) / block
    };
    let usual = fewest(room);
    let least = fewest(|gpu| room(gpu) - (gpu.used_high_bytes - gpu.used_bytes) as i64);
    (least < u64::from(sequences)).then(|| {
        let mut blocks = format!("about {}", grouped(usual));
        if (1..usual).contains(&least) {
            blocks.push_str(&format!(", at least {}", grouped(least)));
        }
        format!(
            "{} takes up to {} sequences at once and needs a block of its cache for the states of each, but has {blocks}: it \
             may refuse to start unless max_num_seqs is no more than that.",
            scenario.engine.name(),
            grouped(sequences.into()),
        )
    })
}

/// That an engine starts although the sequences do not fit together: it fills its share of the cards with a cache, and
/// whoever finds no room in it waits.
pub(super) fn waiting(scenario: &Scenario, plan: &Plan) -> Option<String> {
    let engine = scenario.engine;
    let waits = engine.takes(Setting::Share) && scenario.users > 1 && scenario.training.is_none();
    if plan.status != Status::DoesNotFit || plan.host_short() > 0 || !waits {
        return None;
    }
    let own = plan.degrees.served_by_one(scenario.users);
    let of_one = |gpu: &GpuUse| gpu.kv_cache_bytes.div_ceil(own.into());
    let held = { plan.gpus.iter() }
        .filter(|gpu| of_one(gpu) > 0)
        .map(|gpu| u64::try_from(room(gpu)).unwrap_or(0) / of_one(gpu))
        .min()?
        * u64::from(plan.degrees.data.max(1));
    (1..u64::from(scenario.users)).contains(&held).then(|| {
        format!(
            "{} starts all the same: its cache holds about {} of the {} sequences at full context, and while more of them \
             are that long, the others wait.",
            engine.name(),
            grouped(held),
            grouped(scenario.users.into())
        )
    })
}

/// Bytes of a card for a cache, whatever is asked of it.
fn room(gpu: &GpuUse) -> i64 {
    gpu.free_bytes + gpu.kv_cache_bytes as i64
}

/// Bytes of one block on each of `tensor` cards; none where the model has not both kinds of layers.
fn block_bytes(scenario: &Scenario, tensor: u32) -> Option<u64> {
    let input = CacheInput {
        kv: scenario.kv,
        engine: scenario.engine,
        context: 1,
        users: 1,
        tensor,
        parts: 1,
        batch: None,
    };
    let cache = Cache::new(scenario.model.arch(), input);
    let states = cache.kinds().iter().find(|kind| kind.keeper.is_state())?;
    let rows = { cache.kinds().iter() }.find(|kind| kind.bytes_per_token > 0)?;
    let tokens = states
        .other_bytes
        .div_ceil(rows.bytes_per_token)
        .next_multiple_of(STEP);
    let group = u64::from(rows.layers.min(states.layers));
    (group > 0).then(|| group * tokens * rows.bytes_per_token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::codec::decode;
    use crate::evaluate::evaluate;

    const RECIPE: &str =
        "gpu=rtx-pro-6000-blackwell-max-q&model=qwen3.8-27b&kv=bf16&ctx=262144&engine=vllm";

    #[test]
    fn a_block_is_as_large_as_vllm_says() {
        let scenario = decode(RECIPE, Catalog::builtin()).scenario;
        // 784 tokens of 16 layers of 4,096 bytes: 939 of them are the 44.9 GiB of pull request 831.
        let block = block_bytes(&scenario, 1);
        assert_eq!(block, Some(784 * 16 * 4_096));
        let dense = decode("model=llama-3.1-8b&engine=vllm", Catalog::builtin()).scenario;
        assert_eq!(block_bytes(&dense, 1), None);
    }

    #[test]
    fn more_sequences_than_blocks_are_told() {
        let told = |query: &str| {
            let scenario = decode(query, Catalog::builtin()).scenario;
            let report = evaluate(&scenario, Catalog::builtin());
            let mut warnings = report.verdict().warnings.iter();
            warnings.any(|warning| warning.contains("max_num_seqs"))
        };
        // As shipped, and as the recipe then set it.
        assert!(told(&format!("{RECIPE}&w=fp8_block")));
        assert!(told(&format!("{RECIPE}&w=bf16&util=95")));
        assert!(!told(&format!("{RECIPE}&w=fp8_block&seqs=512")));
        // Others take fewer, or keep states beside.
        assert!(!told("gpu=h200-sxm&model=llama-3.1-8b&engine=vllm&w=bf16"));
        assert!(!told("gpu=h200-sxm&model=qwen3.8-27b&engine=sglang&w=bf16"));
    }

    #[test]
    fn sequences_without_room_wait() {
        let told = |query: &str| {
            let scenario = decode(query, Catalog::builtin()).scenario;
            let report = evaluate(&scenario, Catalog::builtin());
            let warnings = &report.verdict().warnings;
            let waits = warnings
                .iter()
                .find(|one| one.contains("starts all the same"));
            (report.verdict().status, waits.cloned())
        };
        let served = "gpu=rtx-5090&model=llama-3.1-8b&w=fp8&ctx=65536";
        let (status, waits) = told(&format!("{served}&users=8&engine=vllm"));
        assert_eq!(status, Status::DoesNotFit);
        assert!(waits.is_some_and(|one| one.contains("about 2 of the 8")));
        // Nothing waits where all have room, where one alone has none, or where every sequence has its place from the start.
        assert_eq!(told(&format!("{served}&users=1&engine=vllm")).1, None);
        assert_eq!(
            told("gpu=rtx-3060-12gb&model=llama-3.1-8b&w=bf16&users=8&engine=vllm").1,
            None
        );
        let (status, waits) = told("gpu=rtx-5090&model=llama-3.1-8b&ctx=65536&users=16");
        assert_eq!((status, waits), (Status::DoesNotFit, None));
    }
}
