//! Models from the files that they come in.
//!
//! `import/configs.jsonl`: fields of configurations with what they must give. Those of `transformers` are what each type of
//! its release 5.24 writes by default, with the parameters of the modules that it builds from it on a device without
//! memory, stored buffers included; the others are published configurations (`ai-dynamo/aiconfigurator`, 2026-09) with
//! the row of the catalogue that they describe. The `.gguf` files are headers alone, written with the Python package
//! `gguf` 0.19 and types as llama.cpp's mixes give them.
#![expect(clippy::unwrap_used, reason = "what cannot be read is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::codec;
use headroom_core::evaluate::report;
use headroom_core::import::{File, Imported, Refusal, read};
use headroom_core::report::Status;
use serde_json::{Value, json};

fn import(files: &[(&str, &[u8])]) -> Result<Imported, Refusal> {
    let files: Vec<File<'_>> = files
        .iter()
        .map(|(name, bytes)| File { name, bytes })
        .collect();
    read(&files, "", Catalog::builtin())
}

fn config(value: &Value) -> Result<Imported, Refusal> {
    import(&[("config.json", value.to_string().as_bytes())])
}

fn refused(files: &[(&str, &[u8])]) -> String {
    let refusal = import(files).unwrap_err().to_string();
    assert!(!refusal.is_empty() && refusal.len() < 2_000, "{refusal}");
    refusal.replace('\u{202f}', ",")
}

/// A configuration of a plain model.
fn llama() -> Value {
    json!({
        "model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32, "num_attention_heads": 32,
        "num_key_value_heads": 8, "intermediate_size": 14336, "vocab_size": 128_256,
        "max_position_embeddings": 131_072, "torch_dtype": "bfloat16",
    })
}

fn llama_with(key: &str, value: Value) -> Value {
    let mut config = llama();
    config[key] = value;
    config
}

#[test]
fn configurations_count_to_what_their_models_hold() {
    let vectors = include_str!("import/configs.jsonl");
    let (mut built, mut published) = (0, 0);
    for line in vectors.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        let of = vector["of"].as_str().unwrap();
        let text = vector["config"].to_string();
        let file = File {
            name: "config.json",
            bytes: text.as_bytes(),
        };
        let found = read(&[file], of, Catalog::builtin());
        let found = found.unwrap_or_else(|refusal| panic!("{of} {}: {refusal}", vector["type"]));
        let decoded = codec::decode(&found.query, Catalog::builtin());
        assert!(decoded.notices.is_empty(), "{of}: {:?}", decoded.notices);
        assert_eq!(codec::encode(&decoded.scenario), found.query, "{of}");
        assert!(found.query.len() < 2_000, "{of}");
        match vector["params"].as_u64() {
            Some(params) => {
                built += 1;
                assert_eq!(found.params, params, "{}", vector["type"]);
            }
            None => {
                published += 1;
                assert_eq!(found.listed, vector["row"].as_str(), "{of}");
                assert_eq!(
                    decoded.scenario.weights.id(),
                    vector["w"].as_str().unwrap(),
                    "{of}"
                );
            }
        }
    }
    assert_eq!((built, published), (52, 69));
}

#[test]
fn headers_of_gguf_files_are_the_rows_to_the_parameter_and_byte() {
    let files: [(&str, &[u8], &str, u64); 7] = [
        (
            "llama-3.2-1b.Q4_K_M.gguf",
            include_bytes!("import/llama-3.2-1b.Q4_K_M.gguf"),
            "llama-3.2-1b",
            799_862_912,
        ),
        (
            "gpt-oss-20b-mxfp4.gguf",
            include_bytes!("import/gpt-oss-20b-mxfp4.gguf"),
            "gpt-oss-20b",
            12_096_558_336,
        ),
        (
            "gemma-3-1b-it-Q8_0.gguf",
            include_bytes!("import/gemma-3-1b-it-Q8_0.gguf"),
            "gemma-3-1b",
            1_062_773_248,
        ),
        (
            "deepseek-v2-lite-chat.Q4_K_M.gguf",
            include_bytes!("import/deepseek-v2-lite-chat.Q4_K_M.gguf"),
            "deepseek-v2-lite",
            11_353_659_392,
        ),
        // Convolutions, and a number of heads for each layer.
        (
            "lfm2-8b-a1b.gguf",
            include_bytes!("import/lfm2-8b-a1b.gguf"),
            "lfm2-8b-a1b",
            8_861_800_192,
        ),
        // One matrix for query, key and value, another for gate and up.
        (
            "phi-3.5-mini.gguf",
            include_bytes!("import/phi-3.5-mini.gguf"),
            "phi-3.5-mini",
            4_060_483_968,
        ),
        // A block that predicts one more token, which is not counted.
        (
            "glm-4.5-air.gguf",
            include_bytes!("import/glm-4.5-air.gguf"),
            "glm-4.5-air",
            113_533_590_016,
        ),
    ];
    for (name, bytes, row, size) in files {
        let found = import(&[(name, bytes)]).unwrap();
        assert_eq!(found.listed, Some(row), "{name}");
        let model = Catalog::builtin().model(row).unwrap();
        assert_eq!(found.params, model.params.text, "{name}");
        assert_eq!(found.bytes, Some(size), "{name}");
        let report = report(&found.query, Catalog::builtin());
        assert_eq!(report.memory().weights_bytes, size, "{name}");
        // Cut anywhere, the header is told to be short, and never read wrongly.
        for end in [0, 3, 7, 20, 23, 24, 40, bytes.len() / 2, bytes.len() - 1] {
            let refusal = import(&[(name, bytes.get(..end).unwrap())]).unwrap_err();
            assert_eq!(refusal.wants_more(), end >= 4, "{name} {end}: {refusal}");
        }
    }
}

#[test]
fn a_model_that_no_row_has_becomes_part_of_the_link() {
    let found = config(&llama_with("hidden_size", json!(3_584))).unwrap();
    assert_eq!(found.listed, None);
    let report = report(&found.query, Catalog::builtin());
    assert_ne!(report.verdict().status, Status::NotUnderstood);
    assert!(
        found.query.contains("arch=h-3584~l-F*32~a-32.8.112~"),
        "{}",
        found.query
    );
    assert_eq!(report.scenario().model_params, found.params);
    let named = read(
        &[File {
            name: "",
            bytes: llama_with("num_hidden_layers", json!(31))
                .to_string()
                .as_bytes(),
        }],
        "https://huggingface.co/some-one/My Model",
        Catalog::builtin(),
    );
    let named = named.unwrap();
    assert_eq!(named.model, "My-Model");
    assert!(named.query.contains("named=My-Model"), "{}", named.query);
}

#[test]
fn formats_are_told_from_the_configuration() {
    let awq = json!({"quant_method": "awq", "bits": 4, "group_size": 128, "zero_point": true});
    let gptq = json!({"quant_method": "gptq", "bits": 4, "group_size": 128, "desc_act": false});
    let tensors = |weights: Value, format: &str, ignore: Value| {
        json!({"quant_method": "compressed-tensors", "format": format, "ignore": ignore,
            "config_groups": {"group_0": {"targets": ["Linear"], "weights": weights}}})
    };
    for (quantization, w) in [
        (awq, "awq"),
        (gptq, "gptq"),
        (
            json!({"quant_method": "fp8", "weight_block_size": [128, 128]}),
            "fp8_block",
        ),
        (json!({"quant_method": "fp8"}), "fp8"),
        (json!({"quant_method": "mxfp4"}), "mxfp4"),
        (
            json!({"quant_method": "modelopt", "quant_algo": "NVFP4", "ignore": ["lm_head"]}),
            "nvfp4",
        ),
        (
            json!({"quant_method": "modelopt", "quant_algo": "FP8"}),
            "fp8",
        ),
        (
            json!({"quant_method": "bitsandbytes", "load_in_4bit": true, "bnb_4bit_quant_type": "nf4"}),
            "nf4",
        ),
        (
            json!({"quant_method": "bitsandbytes", "load_in_4bit": true, "bnb_4bit_use_double_quant": true}),
            "nf4_dq",
        ),
        (
            json!({"quant_method": "bitsandbytes", "load_in_8bit": true}),
            "int8",
        ),
        (
            tensors(
                json!({"num_bits": 8, "type": "float", "strategy": "channel"}),
                "float-quantized",
                json!(["lm_head"]),
            ),
            "fp8_channel",
        ),
        (
            tensors(
                json!({"num_bits": 8, "type": "int", "strategy": "channel"}),
                "int-quantized",
                json!(["lm_head"]),
            ),
            "int8",
        ),
        (
            tensors(
                json!({"num_bits": 4, "type": "int", "strategy": "group", "group_size": 128}),
                "pack-quantized",
                json!(["lm_head"]),
            ),
            "gptq",
        ),
        (
            tensors(
                json!({"num_bits": 4, "type": "float", "strategy": "tensor_group", "group_size": 16}),
                "nvfp4-pack-quantized",
                json!(["lm_head"]),
            ),
            "nvfp4",
        ),
    ] {
        let found = config(&llama_with("quantization_config", quantization.clone())).unwrap();
        let scenario = codec::decode(&found.query, Catalog::builtin()).scenario;
        assert_eq!(scenario.weights.id(), w, "{quantization}");
    }
    let mlx = config(&llama_with(
        "quantization",
        json!({"group_size": 64, "bits": 4}),
    ))
    .unwrap();
    assert!(mlx.query.contains("w=mlx4"), "{}", mlx.query);
    // Without a rule nothing is guessed; the size of the files is enough.
    let odd = llama_with(
        "quantization_config",
        json!({"quant_method": "hqq", "bits": 3, "group_size": 128}),
    );
    let refusal = config(&odd).unwrap_err().to_string();
    assert!(
        refusal.contains("hqq with 3 bits") && refusal.contains("headers"),
        "{refusal}"
    );
    let index = br#"{"metadata": {"total_size": 3900000000}, "weight_map": {"model.layers.0.self_attn.q_proj.qweight": "a"}}"#;
    let found = import(&[
        ("config.json", odd.to_string().as_bytes()),
        ("i.json", index),
    ])
    .unwrap();
    assert_eq!(found.bytes, Some(3_900_000_000));
    assert!(found.query.contains("file=3900000000b"), "{}", found.query);
}

/// A checkpoint that names what it leaves is counted by its list, and by the usual recipe of NVFP4 where it names nothing.
#[test]
fn a_list_of_modules_goes_before_the_recipe_of_a_format() {
    let vectors = include_str!("import/configs.jsonl").lines();
    let deepseek = vectors
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .find(|vector| vector["config"]["model_type"] == "deepseek_v3")
        .unwrap();
    let bytes = |ignore: Option<Value>| {
        let mut config = deepseek["config"].clone();
        config["quantization_config"] = json!({"quant_method": "modelopt", "quant_algo": "NVFP4"});
        if let Some(ignore) = ignore {
            config["quantization_config"]["ignore"] = ignore;
        }
        let found = import(&[("config.json", config.to_string().as_bytes())]).unwrap();
        report(&found.query, Catalog::builtin())
            .memory()
            .weights_bytes
    };
    let recipe = bytes(None);
    let experts_alone = bytes(Some(json!([
        "lm_head",
        "model.layers.*.self_attn*",
        "model.layers.0.mlp*",
        "model.layers.1.mlp*",
        "model.layers.2.mlp*",
        "*.mlp.shared_experts*"
    ])));
    assert_eq!(experts_alone, recipe);
    let all = bytes(Some(json!(["lm_head"])));
    assert!(all < recipe, "{all} of {recipe}");
    // Of what the recipe leaves, 4.5 bits instead of 16.
    let left = bytes(Some(json!([
        "lm_head",
        "model.layers.0.self_attn.q_a_proj"
    ])));
    assert!(all < left && left < recipe);
}

/// The header of a `.safetensors` file with one matrix for each name.
fn safetensors(tensors: &[(&str, &str, &[u64])]) -> Vec<u8> {
    let mut at = 0;
    let mut map = serde_json::Map::new();
    for (name, dtype, shape) in tensors {
        let wide = if *dtype == "F32" { 4 } else { 2 };
        let bytes = shape.iter().product::<u64>() * wide;
        map.insert(
            (*name).to_owned(),
            json!({"dtype": dtype, "shape": shape, "data_offsets": [at, at + bytes]}),
        );
        at += bytes;
    }
    let text = Value::Object(map).to_string();
    let mut file = (text.len() as u64).to_le_bytes().to_vec();
    file.extend_from_slice(text.as_bytes());
    file
}

#[test]
fn headers_of_safetensors_give_the_exact_size() {
    let small = json!({"model_type": "llama", "hidden_size": 64, "num_hidden_layers": 1, "num_attention_heads": 4,
        "intermediate_size": 128, "vocab_size": 32_000, "tie_word_embeddings": true, "max_position_embeddings": 2048,
        "vision_config": {"hidden_size": 32, "num_hidden_layers": 2}});
    let mut tensors: Vec<(&str, &str, &[u64])> = vec![
        ("model.embed_tokens.weight", "BF16", &[32_000, 64]),
        ("model.norm.weight", "F32", &[64]),
        ("model.layers.0.input_layernorm.weight", "BF16", &[64]),
        (
            "model.layers.0.post_attention_layernorm.weight",
            "BF16",
            &[64],
        ),
        ("model.layers.0.self_attn.q_proj.weight", "BF16", &[64, 64]),
        ("model.layers.0.self_attn.k_proj.weight", "BF16", &[64, 64]),
        ("model.layers.0.self_attn.v_proj.weight", "BF16", &[64, 64]),
        ("model.layers.0.self_attn.o_proj.weight", "BF16", &[64, 64]),
        ("model.layers.0.mlp.gate_proj.weight", "BF16", &[128, 64]),
        ("model.layers.0.mlp.up_proj.weight", "BF16", &[128, 64]),
        ("model.layers.0.mlp.down_proj.weight", "BF16", &[64, 128]),
        ("vision_tower.patch_embed.weight", "BF16", &[32, 100]),
    ];
    let text = small.to_string();
    let whole = safetensors(&tensors);
    let found = import(&[("config.json", text.as_bytes()), ("a.safetensors", &whole)]).unwrap();
    assert_eq!(found.params, 2_048_000 + 3 * 64 + 4 * 4_096 + 3 * 8_192);
    assert_eq!(found.vision_params, 3_200);
    assert_eq!(found.bytes, Some(2 * found.params + 128));
    // In two files as in one.
    let (first, second) = tensors.split_at(5);
    let parts = [safetensors(first), safetensors(second)];
    let again = import(&[
        ("config.json", text.as_bytes()),
        ("1", &parts[0]),
        ("2", &parts[1]),
    ])
    .unwrap();
    assert_eq!(again.bytes, found.bytes);
    // Of another model, or not all of them.
    tensors.remove(0);
    let other = safetensors(&tensors);
    let refusal = refused(&[("config.json", text.as_bytes()), ("a", &other)]);
    assert!(
        refusal.contains("they do not belong together, or files are missing"),
        "{refusal}"
    );
    let alone = refused(&[("a.safetensors", &whole)]);
    assert!(alone.contains("add the config.json"), "{alone}");
}

#[test]
fn what_cannot_be_counted_is_refused_in_a_sentence() {
    for (key, value, said) in [
        (
            "model_type",
            json!("rwkv7"),
            "model_type “rwkv7” is not known here",
        ),
        ("model_type", Value::Null, "does not say its model_type"),
        ("hidden_size", Value::Null, "hidden_size is missing"),
        (
            "hidden_size",
            json!("wide"),
            "hidden_size is \"wide\", not a whole number",
        ),
        ("hidden_size", json!(-4096), "hidden_size is -4096"),
        (
            "num_hidden_layers",
            json!(1_000_000_000),
            "num_hidden_layers is 1000000000",
        ),
        ("num_hidden_layers", json!(0), "layers"),
        (
            "num_attention_heads",
            json!(3),
            "does not divide by 3 heads",
        ),
        (
            "num_key_value_heads",
            json!(5),
            "cannot share 5 KV heads evenly",
        ),
        ("vocab_size", json!(4_000_000_000_u32), "vocabulary (v)"),
        (
            "intermediate_size",
            json!(4_000_000_000_u32),
            "feed-forward size (i)",
        ),
        (
            "layer_types",
            json!(["full_attention", "mystery"]),
            "“mystery”, which is not known",
        ),
        (
            "per_layer_config",
            json!({"3": {"head_dim": 512}}),
            "per_layer_config",
        ),
    ] {
        let refusal = config(&llama_with(key, value.clone()))
            .unwrap_err()
            .to_string();
        let refusal = refusal.replace('\u{202f}', ",");
        assert!(refusal.contains(said), "{key} {value}: {refusal}");
    }
    // A field that nobody knows is named, and the rest counted.
    let found = config(&llama_with("hyper_gates", json!(3))).unwrap();
    assert!(
        found
            .notes
            .iter()
            .any(|note| note.contains("left out: hyper_gates")),
        "{:?}",
        found.notes
    );
}

/// Gives every matrix of type `from` another type; the numbers and rows of these.
fn retyped(file: &mut [u8], from: u32, to: u32) -> (u64, u64) {
    const END: &[u8] = b".weight";
    let (mut numbers, mut rows) = (0, 0);
    let ends: Vec<usize> = { file.windows(END.len()).enumerate() }
        .filter(|(_, bytes)| *bytes == END)
        .map(|(at, _)| at + END.len())
        .collect();
    for at in ends {
        let u32_at = |at: usize| u32::from_le_bytes(file[at..at + 4].try_into().unwrap());
        let dims: Vec<u64> = (0..u32_at(at) as usize)
            .map(|dim| {
                let at = at + 4 + 8 * dim;
                u64::from_le_bytes(file[at..at + 8].try_into().unwrap())
            })
            .collect();
        let kind = at + 4 + 8 * dims.len();
        if u32_at(kind) == from {
            numbers += dims.iter().product::<u64>();
            rows += dims[1..].iter().product::<u64>();
            file[kind..kind + 4].copy_from_slice(&to.to_le_bytes());
        }
    }
    (numbers, rows)
}

#[test]
fn files_of_ik_llama_cpp_are_read_with_the_scales_of_their_rows() {
    const WHOLE: u64 = 799_862_912;
    let original = include_bytes!("import/llama-3.2-1b.Q4_K_M.gguf");
    // Q4_K of 144 bytes becomes IQ4_KS of 136 with 4 bytes a row, plain and interleaved, or IQ4_K of 144.
    for (to, block, row, named) in [
        (144, 136, 4, "iq4_ks"),
        (344, 136, 4, "iq4_ks"),
        (139, 144, 0, "iq4_k"),
        (155, 128, 4, "iq4_kt"),
    ] {
        let mut file = original.to_vec();
        let (numbers, rows) = retyped(&mut file, 12, to);
        assert!(numbers > 0);
        let found = import(&[("a.gguf", &file)]).unwrap();
        let bytes = WHOLE - numbers / 256 * 144 + numbers / 256 * block + rows * row;
        assert_eq!(found.bytes, Some(bytes), "{to}");
        assert!(
            found.query.contains(&format!("w={named}&")),
            "{}",
            found.query
        );
        let report = report(&found.query, Catalog::builtin());
        assert_eq!(report.scenario().engine, "ik_llama", "{to}");
    }
    // Types of llama.cpp with interleaved rows, and others that it alone reads.
    for (to, block, row) in [(212, 144, 0), (233, 208, 0), (219, 48, 2), (399, 258, 0)] {
        let mut file = original.to_vec();
        let (numbers, rows) = retyped(&mut file, 12, to);
        let found = import(&[("a.gguf", &file)]).unwrap();
        let bytes = WHOLE - numbers / 256 * 144 + numbers / 256 * block + rows * row;
        assert_eq!(found.bytes, Some(bytes), "{to}");
        let report = report(&found.query, Catalog::builtin());
        assert_eq!(
            report.scenario().engine,
            "ik_llama",
            "{to}: {}",
            found.query
        );
    }
    let mut unknown = original.to_vec();
    retyped(&mut unknown, 12, 143);
    let refusal = refused(&[("a.gguf", &unknown)]);
    assert!(
        refusal.contains("type 143, which is not known"),
        "{refusal}"
    );
}

/// A GGUF header by its parts.
fn gguf(version: u32, tensors: u64, values: u64, rest: &[u8]) -> Vec<u8> {
    let mut file = b"GGUF".to_vec();
    file.extend(version.to_le_bytes());
    file.extend(tensors.to_le_bytes());
    file.extend(values.to_le_bytes());
    file.extend(rest);
    file
}

#[test]
fn hostile_files_get_a_sentence() {
    let text = |text: &str| -> Vec<u8> {
        let mut bytes = (text.len() as u64).to_le_bytes().to_vec();
        bytes.extend(text.as_bytes());
        bytes
    };
    let list = |depth: usize| -> Vec<u8> {
        let mut bytes = text("a");
        bytes.extend(9_u32.to_le_bytes());
        for _ in 0..depth {
            bytes.extend(9_u32.to_le_bytes());
            bytes.extend(1_u64.to_le_bytes());
        }
        bytes
    };
    let tensor = |dims: &[u64], kind: u32| -> Vec<u8> {
        let mut bytes = text("token_embd.weight");
        bytes.extend((dims.len() as u32).to_le_bytes());
        dims.iter().for_each(|dim| bytes.extend(dim.to_le_bytes()));
        bytes.extend(kind.to_le_bytes());
        bytes.extend(0_u64.to_le_bytes());
        bytes
    };
    let mut swapped = b"GGUF".to_vec();
    swapped.extend(3_u32.to_be_bytes());
    swapped.extend([0; 16]);
    let header = |json: &str| {
        let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
        bytes.extend(json.as_bytes());
        bytes
    };
    let lying = |length: u64| {
        let mut bytes = length.to_le_bytes().to_vec();
        bytes.extend(b"{}");
        bytes
    };
    for (bytes, said) in [
        (Vec::new(), "empty"),
        (b"MZ\x90\0".to_vec(), "no configuration, no index"),
        (swapped, "big-endian"),
        (gguf(1, 0, 0, &[]), "version 1"),
        (gguf(77, 0, 0, &[]), "version 77"),
        (gguf(3, 1_000_000_000, 0, &[]), "1000000000 tensors"),
        (gguf(3, 0, u64::MAX, &[]), "values: read are up to"),
        (
            gguf(3, 0, 1, &u64::MAX.to_le_bytes()),
            "does not end within",
        ),
        (gguf(3, 0, 1, &list(5)), "lists in lists"),
        (
            gguf(3, 1, 0, &tensor(&[u64::MAX, u64::MAX], 0)),
            "beyond any tensor",
        ),
        (gguf(3, 1, 0, &tensor(&[1, 1, 1, 1, 1], 0)), "5 extents"),
        (
            gguf(3, 1, 0, &tensor(&[100, 1], 12)),
            "do not divide into blocks of 256",
        ),
        (
            gguf(3, 1, 0, &tensor(&[256, 1], 4_000)),
            "of type 4000, which is not known",
        ),
        (gguf(3, 0, 0, &[]), "general.architecture"),
        (lying(u64::from(u32::MAX)), "4294967295 bytes long"),
        (lying(1_000), "and 2 of them were given"),
        (
            header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[16,0]}}"),
            "before it starts",
        ),
        (
            header("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,17]}}"),
            "takes 17 bytes",
        ),
        (
            header(
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,17]}}",
            ),
            "beyond any tensor",
        ),
        (
            header("{\"a\":{\"dtype\":\"Q9\",\"shape\":[4],\"data_offsets\":[0,16]}}"),
            "type Q9",
        ),
        (header("{\"a\":[[[]]]}"), "cannot be read"),
        (
            b"{\"weight_map\": {\"a\": 1}}".to_vec(),
            "add its config.json",
        ),
        (
            b"{\"model_max_length\": 5}".to_vec(),
            "no configuration of a model",
        ),
        (b"{\"model_type\": ".to_vec(), "no JSON that can be read"),
        (
            format!(
                "{{\"hidden_size\": {}1{}}}",
                "[".repeat(5_000),
                "]".repeat(5_000)
            )
            .into_bytes(),
            "no JSON that can be read",
        ),
        (
            format!("{{\"hidden_size\": \"{}\"}}", "x".repeat(9 << 20)).into_bytes(),
            "longer than",
        ),
    ] {
        let refusal = refused(&[("file", &bytes)]);
        assert!(refusal.contains(said), "{said}: {refusal}");
    }
    let llama = include_bytes!("import/llama-3.2-1b.Q4_K_M.gguf");
    let twice = refused(&[("a.gguf", llama), ("b.gguf", llama)]);
    assert!(twice.contains("not the 1 parts of one"), "{twice}");
}

/// Every number of every family, one after another, as no model has it.
#[test]
fn no_number_of_a_configuration_breaks_anything() {
    let vectors = include_str!("import/configs.jsonl");
    let mut refused = 0;
    for line in vectors.lines().filter(|line| line.contains("\"params\":")) {
        let vector: Value = serde_json::from_str(line).unwrap();
        let whole = &vector["config"];
        let numbers = whole.as_object().unwrap().iter();
        for (key, _) in numbers.filter(|(_, value)| value.is_number() || value.is_array()) {
            for value in [
                json!(0),
                json!(u32::MAX),
                json!(1e300),
                json!([1, 2]),
                json!(u64::MAX),
            ] {
                let mut broken = whole.clone();
                broken[key] = value;
                match config(&broken) {
                    Ok(found) => assert!(found.query.len() < 2_000, "{key}: {}", found.query),
                    Err(refusal) => {
                        refused += 1;
                        assert!(refusal.to_string().ends_with('.'), "{key}: {refusal}");
                    }
                }
            }
        }
    }
    assert!(refused > 1_000, "{refused}");
}

/// All parts of a file, in any order, or the sentence that names those which are missing.
#[test]
fn parts_of_a_file_are_read_together() {
    let first: (&str, &[u8]) = (
        "tiny-00001-of-00002.gguf",
        include_bytes!("import/tiny-00001-of-00002.gguf"),
    );
    let second: (&str, &[u8]) = (
        "tiny-00002-of-00002.gguf",
        include_bytes!("import/tiny-00002-of-00002.gguf"),
    );
    let whole = import(&[second, first]).unwrap();
    assert_eq!(whole.model, "Tiny");
    // Embedding, last norm, and two layers of seven matrices and two norms.
    let layer = 2 * 256 * 256 + 2 * 128 * 256 + 3 * 512 * 256 + 2 * 256;
    assert_eq!(whole.params, 512 * 256 + 256 + 2 * layer);
    assert_eq!(whole.bytes, Some(2 * whole.params));
    let missing = refused(&[first]);
    assert!(
        missing.contains("in 2 parts") && missing.contains("missing is part 2"),
        "{missing}"
    );
    let missing = refused(&[second]);
    assert!(missing.contains("missing is part 1"), "{missing}");
    let twice = refused(&[first, second, second]);
    assert!(twice.contains("not the 2 parts of one"), "{twice}");
}
