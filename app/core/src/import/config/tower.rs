//! The tower that sees or hears, as far as a configuration tells of it.

use serde_json::{Map, Value};

use super::fields::whole;

/// The most that the towers beside a text model hold, by the widths of their blocks: attention, a feed-forward block with
/// a gate, and projections into the text model as if there were two of the widest. `None` without a tower.
pub(super) fn params(
    map: &Map<String, Value>,
    text: &Map<String, Value>,
    hidden: u32,
) -> Option<u64> {
    let parts = ["vision_config", "audio_config", "vit_config"].into_iter();
    let towers = parts.filter_map(|key| map.get(key).or_else(|| text.get(key)));
    let towers: Vec<_> = towers.filter_map(Value::as_object).collect();
    let one = |tower: &Map<String, Value>| -> u64 {
        let first = |keys: &[&str], most: u64| {
            let found = keys.iter().find_map(|key| tower.get(*key).and_then(whole));
            u64::from(found.unwrap_or(0)).min(most)
        };
        // Qwen2-VL says `hidden_size` of what comes out.
        let width = first(&["embed_dim", "hidden_size", "width", "d_model"], 65_536);
        let layers = first(
            &["num_hidden_layers", "depth", "layers", "encoder_layers"],
            1_024,
        );
        let inner = match first(&["intermediate_size", "encoder_ffn_dim"], 1 << 20) {
            0 => 4 * width,
            inner => inner,
        };
        let patch = first(&["patch_size"], 256).max(14);
        let merged = width * first(&["spatial_merge_size"], 8).max(1).pow(2);
        let out = first(&["out_hidden_size", "projection_dim"], 65_536).max(u64::from(hidden));
        let blocks = layers * (4 * width * width + 3 * width * inner + 13 * width + 2 * inner);
        let images = 3 * 2 * patch * patch * width + 4_096 * width;
        blocks + images + 2 * (merged * merged + merged * out)
    };
    match towers.iter().map(|tower| one(tower)).sum::<u64>() {
        0 => None,
        params => Some(params.min(1_000_000_000_000)),
    }
}
