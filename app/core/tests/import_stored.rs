//! Checkpoints whose modules are stored in more than one way: each is counted as its configuration says.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::evaluate::answer;
use headroom_core::import::{File, Imported, Refusal, read};
use serde_json::{Value, json};

/// Layers of Llama 3.1 8B.
const LAYERS: u64 = 32;
/// Parameters of the attention of a layer.
const ATTENTION: u64 = 41_943_040;
/// Those of its feed-forward block.
const FFN: u64 = 176_160_768;
/// Embedding and head.
const OUTER: u64 = 2 * 128_256 * 4_096;
/// Norms.
const NORMS: u64 = (2 * LAYERS + 1) * 4_096;

fn import(key: &str, stored: &Value) -> Result<Imported, Refusal> {
    let mut config = json!({
        "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
        "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128_256,
        "max_position_embeddings": 131_072, "torch_dtype": "bfloat16"
    });
    config[key] = stored.clone();
    let bytes = config.to_string();
    let file = File {
        name: "config.json",
        bytes: bytes.as_bytes(),
    };
    read(&[file], "", Catalog::builtin())
}

/// Bytes of weights and the format, as the report of the link has them.
fn weights(key: &str, stored: &Value) -> (u64, String) {
    let found = import(key, stored).unwrap();
    let report = answer(&Query::parse(&found.query), Catalog::builtin());
    let bytes = report.memory().weights_bytes;
    (bytes, report.scenario().weights.to_owned())
}

/// Bytes where so many parameters take so many thousandths of a byte, and all others two bytes; scales of rows and matrices apart.
fn expected(packed: u64, thousandths: u64) -> u64 {
    let all = LAYERS * (ATTENTION + FFN) + OUTER + NORMS;
    2 * (all - packed) + packed * thousandths / 1_000
}

fn near(bytes: u64, expected: u64) -> bool {
    bytes.abs_diff(expected) <= expected / 500
}

/// What is named is what is left, in the layers where it is named: by paths, with wildcards, by expressions, by what is left of
/// a name, and in each publisher's own list.
#[test]
fn modules_are_left_where_they_are_named() {
    let fp8 = |ignore: Value| {
        json!({"quant_method": "compressed-tensors", "format": "float-quantized", "ignore": ignore,
            "config_groups": {"group_0": {"targets": ["Linear"],
                "weights": {"num_bits": 8, "type": "float", "strategy": "channel"}}}})
    };
    let all = LAYERS * (ATTENTION + FFN);
    let of = "quantization_config";
    for (stored, packed) in [
        (fp8(json!(["lm_head"])), all),
        (
            fp8(json!([r"re:.*\.self_attn\.(q|k|v|o)_proj$"])),
            LAYERS * FFN,
        ),
        (fp8(json!(["re:.*self_attn.*", "lm_head"])), LAYERS * FFN),
        (
            fp8(json!(["model.layers.0.mlp", "model.layers.31.self_attn"])),
            all - FFN - ATTENTION,
        ),
        // Names of a tower, and of layers behind the last, are none of the text model's.
        (
            fp8(json!([
                "model.vision_tower.encoder.layers.0.mlp.gate_proj.linear",
                "model.vision_tower.encoder.layers.0.self_attn.q_proj",
                "re:.*vision_tower.*",
                "model.layers.32.mlp.down_proj",
                "mtp*"
            ])),
            all,
        ),
        (
            json!({"quant_method": "fp8", "modules_to_not_convert": ["self_attn"]}),
            LAYERS * FFN,
        ),
    ] {
        let (bytes, format) = weights(of, &stored);
        assert!(format.starts_with("fp8"), "{format}");
        assert!(
            near(bytes, expected(packed, 1_000)),
            "{stored}: {bytes} of {}",
            expected(packed, 1_000)
        );
    }
    // Four bits in groups of 128: 4 + 20 ÷ 128 bits.
    for stored in [
        json!({"quant_method": "gptq", "bits": 4, "group_size": 128, "dynamic": {"-:.*attn.*": {}, "lm_head": {}}}),
        json!({"quant_method": "auto-round", "bits": 4, "group_size": 128,
            "extra_config": {".*self_attn.*": {"bits": 16, "data_type": "fp"}}}),
        json!({"quant_method": "awq", "bits": 4, "group_size": 128, "modules_to_not_convert": ["self_attn"]}),
    ] {
        let (bytes, _) = weights(of, &stored);
        assert!(
            near(bytes, expected(LAYERS * FFN, 520)),
            "{stored}: {bytes}"
        );
    }
    let (bytes, format) = weights(
        of,
        &json!({"quant_method": "bitsandbytes", "load_in_4bit": true, "bnb_4bit_use_double_quant": true,
            "llm_int8_skip_modules": ["lm_head", "model.layers.1.mlp", "model.layers.3.mlp"]}),
    );
    assert_eq!(format, "nf4_dq");
    assert!(near(bytes, expected(all - 2 * FFN, 516)), "{bytes}");
}

/// A format for each group of modules: by what `compressed-tensors` targets, `modelopt` lists, MLX names.
#[test]
fn groups_of_modules_have_formats_of_their_own() {
    let of = "quantization_config";
    // Attention in 8 bits, feed-forward blocks in NVFP4: 4.5 bits.
    let both = expected(LAYERS * FFN, 562) - LAYERS * ATTENTION;
    let eight = json!({"num_bits": 8, "type": "float", "strategy": "channel"});
    let four =
        json!({"num_bits": 4, "type": "float", "strategy": "tensor_group", "group_size": 16});
    let targeted = json!({"quant_method": "compressed-tensors", "format": "mixed-precision", "ignore": ["lm_head"],
        "config_groups": {
            "group_0": {"targets": [r"re:.*self_attn\.(q|k|v|o)_proj$"], "weights": eight},
            "group_1": {"targets": [r"re:.*mlp\.(gate|up|down)_proj$"], "weights": four}}});
    let mut listed = serde_json::Map::new();
    for layer in 0..LAYERS {
        for (module, algorithm) in [("self_attn", "FP8"), ("mlp", "NVFP4")] {
            let name = format!("model.language_model.layers.{layer}.{module}");
            listed.insert(name, json!({"quant_algo": algorithm}));
        }
    }
    let listed = json!({"quant_method": "modelopt", "quant_algo": "MIXED_PRECISION", "quantized_layers": listed});
    for stored in [targeted, listed] {
        let (bytes, format) = weights(of, &stored);
        assert_eq!(format, "nvfp4");
        assert!(near(bytes, both), "{stored}: {bytes} of {both}");
    }
    // MLX packs embedding and head too: 4.5 bits, and 6.5 for the down projections of two layers.
    let down = 14_336 * 4_096;
    let mlx = json!({"bits": 4, "group_size": 64,
        "model.layers.0.mlp.down_proj": {"bits": 6, "group_size": 64},
        "model.layers.1.mlp.down_proj": {"bits": 6, "group_size": 64}});
    let (bytes, format) = weights("quantization", &mlx);
    let matrices = LAYERS * (ATTENTION + FFN) + OUTER;
    assert_eq!(format, "mlx4");
    assert_eq!(bytes, matrices * 9 / 16 + 2 * down / 4 + 2 * NORMS);
}

/// Bits and groups that have no rule are counted by themselves, and a format that has stands for them.
#[test]
fn bits_without_a_rule_are_counted() {
    let of = "quantization_config";
    let all = LAYERS * (ATTENTION + FFN);
    for (key, stored, thousandths, format) in [
        // 3 bits, and 19 for each 128 inputs.
        (
            of,
            json!({"quant_method": "gptq", "bits": 3, "group_size": 128}),
            394,
            "gptq",
        ),
        // A scale for each row alone.
        (
            of,
            json!({"quant_method": "gptq", "bits": 8, "group_size": -1}),
            1_001,
            "int8",
        ),
        (
            of,
            json!({"quant_method": "awq", "bits": 4, "group_size": 64}),
            539,
            "gptq",
        ),
        (
            of,
            json!({"quant_method": "compressed-tensors", "format": "pack-quantized", "ignore": ["lm_head"],
                "config_groups": {"group_0": {"targets": ["Linear"],
                    "weights": {"num_bits": 4, "type": "int", "strategy": "group", "group_size": 32, "symmetric": true}}}}),
            562,
            "gptq",
        ),
        (
            of,
            json!({"quant_method": "modelopt", "quant_algo": "MXFP8"}),
            1_031,
            "fp8_channel",
        ),
    ] {
        let (bytes, own) = weights(key, &stored);
        assert_eq!(own, format, "{stored}");
        assert!(
            near(bytes, expected(all, thousandths)),
            "{stored}: {bytes} of {}",
            expected(all, thousandths)
        );
        let notes = import(key, &stored).unwrap().notes.join(" ");
        assert!(notes.contains("stands for it"), "{notes}");
    }
    // 3.5 bits, 6 of the head, and 16-bit scales of rows and columns.
    let (bytes, format) = weights(
        of,
        &json!({"quant_method": "exl3", "bits": 3.5, "head_bits": 6}),
    );
    assert_eq!(format, "exl3-3.5");
    let scales = 2 * (LAYERS * 81_920 + 128_256 + 4_096);
    let rule = expected(all, 437) + all / 2_000 - (2_000 - 750) * OUTER / 2 / 1_000 + scales;
    assert!(near(bytes, rule), "{bytes} of {rule}");
    let (bytes, format) = weights(
        "quantization",
        &json!({"bits": 4, "group_size": 32, "mode": "mxfp4"}),
    );
    assert_eq!(format, "mlx4");
    assert_eq!(bytes, (all + OUTER) * 17 / 32 + 2 * NORMS);
}

/// Experts whose number nobody says are no dense model.
#[test]
fn experts_without_a_number_are_refused() {
    let refused = import("num_experts_per_tok", &json!(8))
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("num_experts_per_tok") && refused.contains("n_routed_experts"),
        "{refused}"
    );
}

/// What a publisher excludes of a checkpoint in FP8 blocks stays so; what it packs in an unknown way, or by names that no module has,
/// is refused and not counted as something else.
#[test]
fn what_is_left_stays_as_it_was_published() {
    let of = "quantization_config";
    let mixed = |listed: Value, left: Value| {
        json!({"quant_method": "fp8", "weight_block_size": [128, 128], "quant_algo": "MIXED_PRECISION",
            "quantized_layers": listed, "exclude_modules": left})
    };
    let listed: serde_json::Map<String, Value> = (0..LAYERS)
        .map(|layer| {
            (
                format!("model.layers.{layer}.mlp"),
                json!({"quant_algo": "NVFP4"}),
            )
        })
        .collect();
    let listed = Value::Object(listed);
    let (bytes, format) = weights(
        of,
        &mixed(listed.clone(), json!(["*.self_attn.*", "lm_head"])),
    );
    let both = expected(LAYERS * FFN, 562) - LAYERS * ATTENTION;
    assert_eq!(format, "nvfp4");
    assert!(near(bytes, both), "{bytes} of {both}");
    for stored in [
        mixed(
            json!({"model.layers.0.mlp": {"quant_algo": "W4A16_AWQ"}}),
            json!([]),
        ),
        mixed(
            json!({"model.layers.0.ffn.nothing": {"quant_algo": "NVFP4"}}),
            json!([]),
        ),
        json!({"quant_method": "compressed-tensors", "config_groups": {}}),
    ] {
        let refused = import(of, &stored).unwrap_err().to_string();
        assert!(refused.contains("has no rule here"), "{stored}: {refused}");
    }
}

/// What is left goes before what is packed, in whatever order a file has them, and a list of what no text model has stops nothing.
#[test]
fn what_is_left_goes_first() {
    let of = "quantization_config";
    let dynamic = |rules: Value| json!({"quant_method": "gptq", "bits": 4, "group_size": 128, "dynamic": rules});
    let both = weights(
        of,
        &dynamic(json!({"-:.*mlp.down_proj.*": {}, "+:.*mlp.*": {"bits": 8}})),
    );
    let apart = weights(
        of,
        &dynamic(json!({"-:.*mlp.down_proj.*": {}, "+:.*mlp.(gate|up)_proj.*": {"bits": 8}})),
    );
    assert_eq!(both, apart);
    let listed: serde_json::Map<String, Value> = (0..LAYERS)
        .map(|layer| {
            (
                format!("model.layers.{layer}.mlp"),
                json!({"quant_algo": "NVFP4"}),
            )
        })
        .collect();
    let mixed = json!({"quant_method": "fp8", "weight_block_size": [128, 128], "quant_algo": "MIXED_PRECISION",
        "quantized_layers": listed, "exclude_modules": ["mtp*"]});
    assert_eq!(weights(of, &mixed).1, "nvfp4");
    // The head of a model that ties it to the embedding is no module that a list could miss.
    let config = json!({
        "model_type": "qwen3", "hidden_size": 2560, "num_hidden_layers": 36, "num_attention_heads": 32,
        "num_key_value_heads": 8, "head_dim": 128, "intermediate_size": 9728, "vocab_size": 151_936,
        "max_position_embeddings": 40_960, "tie_word_embeddings": true,
        "quantization_config": {"quant_method": "exl3", "bits": 4.0, "head_bits": 6}
    });
    let bytes = config.to_string();
    let file = File {
        name: "config.json",
        bytes: bytes.as_bytes(),
    };
    let found = read(&[file], "", Catalog::builtin()).unwrap();
    assert!(found.query.contains("w=exl3-4.0"), "{}", found.query);
}

/// The format is that of most parameters, whatever a few modules are stored in.
#[test]
fn a_few_modules_do_not_decide_the_format() {
    let of = "quantization_config";
    let eight = json!({"quant_method": "gptq", "bits": 8, "group_size": 128,
        "dynamic": {"+:.*layers\\.0\\.self_attn\\.q_proj": {"bits": 4}}});
    assert_eq!(weights(of, &eight).1, "int8");
    let micro = json!({"bits": 4, "group_size": 32, "mode": "mxfp4",
        "model.layers.0.mlp.down_proj": {"bits": 8, "group_size": 64}});
    assert_eq!(weights("quantization", &micro).1, "mlx4");
    let exl = json!({"quant_method": "exl3", "bits": 4.0, "head_bits": 6});
    assert_eq!(weights(of, &exl).1, "exl3-4.0");
    let notes = import(of, &exl).unwrap().notes.join(" ");
    assert!(!notes.contains("stands for it"), "{notes}");
}

/// Widths out of all bounds are refused before anything is multiplied.
#[test]
fn huge_widths_are_refused_with_a_list_too() {
    let config = json!({
        "model_type": "llama", "hidden_size": u32::MAX, "num_hidden_layers": 32, "num_attention_heads": 32,
        "intermediate_size": u32::MAX, "vocab_size": u32::MAX, "head_dim": 128,
        "quantization_config": {"quant_method": "fp8", "modules_to_not_convert": ["lm_head"]}
    });
    let bytes = config.to_string();
    let file = File {
        name: "config.json",
        bytes: bytes.as_bytes(),
    };
    assert!(read(&[file], "", Catalog::builtin()).is_err());
}

/// A list that cannot be read is told, and long ones end.
#[test]
fn lists_of_strangers_are_bounded() {
    let of = "quantization_config";
    let many: Vec<String> = (0..2_000)
        .map(|one| format!("re:.*layers.{one}.*(a|b)*c"))
        .collect();
    let stored = json!({"quant_method": "fp8", "modules_to_not_convert": many});
    let notes = import(of, &stored).unwrap().notes.join(" ");
    assert!(
        notes.contains("Not understood in the lists") && notes.len() < 2_000,
        "{notes}"
    );
    let odd = json!({"quant_method": "fp8", "modules_to_not_convert": ["re:(((", "*".repeat(5_000), 7, null, "é*", "re:é"]});
    assert!(import(of, &odd).is_ok());
    // None of these does more work than the budget allows, so that all end soon.
    let keys = |count: usize, key: &dyn Fn(usize) -> String| {
        let rules = (0..count).map(|one| (key(one), json!({"bits": 2 + one % 6})));
        Value::Object(rules.collect())
    };
    for stored in [
        json!({"quant_method": "gptq", "bits": 4, "group_size": 128, "dynamic": keys(4_000, &|one| format!("-:.*q{one}"))}),
        json!({"quant_method": "gptq", "bits": 4, "group_size": 128, "dynamic": keys(500, &|one| format!("-:{}{one}", "a".repeat(8_000)))}),
        json!({"quant_method": "fp8", "modules_to_not_convert": vec!["a"; 100_000]}),
        json!({"quant_method": "fp8", "modules_to_not_convert":
            (0..128).map(|one| format!("re:(.*.*.*.*.*.*){{20}}q{one}")).collect::<Vec<_>>()}),
    ] {
        // Read or refused: a sentence either way.
        if let Err(refused) = import(of, &stored) {
            assert!(refused.to_string().len() < 2_000);
        }
    }
    let groups: serde_json::Map<String, Value> = (1..20_000)
        .map(|one| {
            (
                format!("model.layers.0.m{one}"),
                json!({"bits": 4, "group_size": one}),
            )
        })
        .chain([
            ("bits".to_owned(), json!(4)),
            ("group_size".to_owned(), json!(64)),
        ])
        .collect();
    let _ = import("quantization", &Value::Object(groups));
}
