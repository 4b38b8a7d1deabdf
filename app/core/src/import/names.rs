//! What tensors belong to beside the text model, by their names.

/// What a tensor is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Text,
    /// A tower that sees or hears, and what carries it over.
    Tower,
    /// Blocks that predict more tokens.
    Mtp,
}

/// The part by the name in a checkpoint of `layers` layers.
pub(super) fn part(name: &str, layers: Option<u32>) -> Part {
    const TOWERS: [&str; 16] = [
        "vision",
        "visual",
        "image_newline",
        "multi_modal",
        "mm_projector",
        "audio",
        "vit.",
        "patch_embed",
        "embed_vision",
        "embed_audio",
        "v.",
        "mm.",
        "a.",
        "resampler",
        "img_",
        "speech",
    ];
    let starts = |part: &str| match part.len() {
        2 => name.starts_with(part),
        _ => name
            .split('.')
            .take(4)
            .any(|word| word.starts_with(part.trim_end_matches('.'))),
    };
    if TOWERS.iter().any(|part| starts(part)) {
        return Part::Tower;
    }
    let beyond = || {
        let mut words = name.split('.');
        words.find(|word| matches!(*word, "layers" | "blk"))?;
        let index: u32 = words.next()?.parse().ok()?;
        Some(index >= layers?)
    };
    if name.split('.').any(|word| word == "mtp" || word == "nextn") || beyond().unwrap_or(false) {
        return Part::Mtp;
    }
    Part::Text
}

#[cfg(test)]
mod tests {
    use super::{Part, part};

    #[test]
    fn towers_and_further_tokens_are_told_from_the_text() {
        for (name, is) in [
            ("model.layers.0.self_attn.q_proj.weight", Part::Text),
            ("model.embed_tokens.weight", Part::Text),
            ("model.visual.blocks.0.attn.qkv.weight", Part::Tower),
            (
                "vision_tower.vision_model.encoder.layers.0.mlp.fc1.weight",
                Part::Tower,
            ),
            ("multi_modal_projector.linear_1.weight", Part::Tower),
            ("v.blk.0.attn_q.weight", Part::Tower),
            ("model.layers.61.mlp.experts.0.down_proj.weight", Part::Mtp),
            ("mtp.layers.0.mlp.gate_proj.weight", Part::Mtp),
            ("blk.3.attn_v.weight", Part::Text),
        ] {
            assert_eq!(part(name, Some(61)), is, "{name}");
        }
        assert_eq!(
            part("model.layers.61.input_layernorm.weight", None),
            Part::Text
        );
    }
}
