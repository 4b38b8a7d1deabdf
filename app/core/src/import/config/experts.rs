//! Mixtures of experts, by the names that their fields go by.

use super::family::{Family, Special};
use super::fields::Fields;
use crate::model::arch::Moe;

const COUNTS: [&str; 5] = [
    "n_routed_experts",
    "num_routed_experts",
    "num_experts",
    "num_local_experts",
    "moe_num_experts",
];
const VISITED: [&str; 7] = [
    "num_experts_per_tok",
    "num_experts_per_token",
    "experts_per_token",
    "moe_topk",
    "moe_top_k",
    "moe_k",
    "top_k_experts",
];
const SHARED: [&str; 4] = [
    "n_shared_experts",
    "num_shared_experts",
    "num_shared_expert",
    "moe_num_shared_experts",
];
const SHARED_WIDTH: [&str; 5] = [
    "shared_expert_intermediate_size",
    "moe_shared_expert_intermediate_size",
    "shared_intermediate_size",
    "share_expert_dim",
    "shared_expert_dim",
];

/// The experts, where the model has more than one.
pub(super) fn experts(fields: &Fields<'_>, family: &Family) -> Option<Moe> {
    let count = fields.first(&COUNTS);
    if count.is_none() && family.special == Special::None {
        unnumbered(fields);
    }
    let experts = count.unwrap_or(0);
    if experts < 2 || family.special == Special::Gemma4 && !fields.flag("enable_moe_block", false) {
        return None;
    }
    let active = fields.needed_of(&VISITED);
    let width = fields.first(&["moe_intermediate_size", "expert_intermediate_size"]);
    let width = width.unwrap_or_else(|| fields.needed("intermediate_size"));
    let named = fields.first(&SHARED);
    let whole = fields.first(&SHARED_WIDTH).filter(|width| *width > 0);
    let (shared, shared_width) = match (named, whole) {
        (Some(0), _) | (None, None) => (0, 0),
        (count, Some(whole)) => (count.unwrap_or(1), whole),
        (Some(count), None) => (count, count.saturating_mul(width)),
    };
    let router_bias = match family.special {
        Special::Lfm2 => fields.flag("use_expert_bias", true),
        Special::Latent if fields.text("topk_method").is_some() => {
            fields.text("topk_method") == Some("noaux_tc")
        }
        _ => family.router_bias,
    };
    fields.known(&[
        "use_routing_bias",
        "use_moe_router_bias",
        "moe_router_scaling_factor",
    ]);
    Some(Moe {
        experts,
        active,
        intermediate_size: width,
        shared,
        shared_intermediate_size: shared_width,
        router_bias,
        shared_gate: family.shared_gate && shared > 0,
        expert_bias: false,
        latent_size: None,
        latent_norm: false,
        parallel_dense: false,
    })
}

/// Says that experts are described whose number is missing.
fn unnumbered(fields: &Fields<'_>) {
    let described = ["moe_intermediate_size", "num_experts_per_tok"]
        .into_iter()
        .filter(|key| fields.number(key).is_some_and(|number| number > 0));
    let described: Vec<&str> = described.collect();
    if !described.is_empty() {
        fields.problem(format!(
            "{} is given, and none of {} says how many experts there are",
            described.join(" and "),
            COUNTS.join(", ")
        ));
    }
}
