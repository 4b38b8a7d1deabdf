//! Words are taken as meant, or not at all.

use headroom_core::catalog::market::{Part, PartKind};
use headroom_core::catalog::{Catalog, Gpu, Model};
use headroom_core::codec::words::{
    self, How, Likeness, Meaning, Named, Names, engine, kv, likeness, meant, placement, resolve,
    weights,
};
use headroom_core::engine::Engine;
use headroom_core::model::quant::Quant;
use headroom_core::model::quant::{KvFormat, KvType};
use headroom_core::scenario::PlacementChoice;

fn gpu(word: &str) -> Option<&'static str> {
    resolve(word, Catalog::builtin().gpus)
        .found()
        .map(|gpu| gpu.id)
}

fn model(word: &str) -> Option<&'static str> {
    resolve(word, Catalog::builtin().models)
        .found()
        .map(|model| model.id)
}

/// The ids that are offered for a word that is refused.
fn offered<T: Named>(word: &str, rows: &[T]) -> Vec<String> {
    match resolve(word, rows) {
        Meaning::Found { entry, .. } => panic!("{word} is understood as {}", entry.names().id),
        Meaning::Unknown { nearest } => nearest
            .iter()
            .map(|row| row.names().id.to_owned())
            .collect(),
    }
}

#[test]
fn cards_by_the_names_that_people_drivers_and_shops_give_them() {
    for (word, id) in [
        ("rtx-5090", "rtx-5090"),
        ("RTX_5090", "rtx-5090"),
        ("5090", "rtx-5090"),
        ("rtx5090", "rtx-5090"),
        ("GeForce RTX 3090 Ti", "rtx-3090-ti"),
        ("3090 ti", "rtx-3090-ti"),
        ("3090ti", "rtx-3090-ti"),
        ("NVIDIA GeForce RTX 4070 Ti SUPER", "rtx-4070-ti-super"),
        ("rtx-3090-24gb", "rtx-3090"),
        ("3060", "rtx-3060-12gb"),
        ("a6000", "rtx-a6000"),
        ("6000 ada", "rtx-6000-ada"),
        ("NVIDIA RTX 6000 Ada Generation", "rtx-6000-ada"),
        ("rtx pro 6000", "rtx-pro-6000-blackwell-ws"),
        ("rtx-6000-pro", "rtx-pro-6000-blackwell-ws"),
        ("rtx-pro-6000-96gb", "rtx-pro-6000-blackwell-ws"),
        ("pro 6000 maxq", "rtx-pro-6000-blackwell-max-q"),
        (
            "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition",
            "rtx-pro-6000-blackwell-max-q",
        ),
        (
            "NVIDIA RTX PRO 6000 Blackwell Server Edition",
            "rtx-pro-6000-blackwell-server",
        ),
        ("Tesla T4", "t4"),
        ("NVIDIA L40S", "l40s"),
        ("NVIDIA A100-SXM4-80GB", "a100-80gb-sxm"),
        ("NVIDIA A100-PCIE-40GB", "a100-40gb-pcie"),
        ("NVIDIA A100 80GB PCIe", "a100-80gb-pcie"),
        ("h100 sxm", "h100-sxm"),
        ("NVIDIA H100 80GB HBM3", "h100-sxm"),
        ("h100 pcie", "h100-pcie"),
        ("NVIDIA H200", "h200-sxm"),
        ("h200 nvl", "h200-nvl"),
        ("NVIDIA GH200 480GB", "gh200-96gb"),
        ("b200", "b200-sxm"),
        ("mi300x", "mi300x"),
        ("AMD Instinct MI300X", "mi300x"),
        ("7900 XTX", "rx-7900-xtx"),
        ("radeon ai pro r9700", "radeon-ai-pro-r9700"),
        ("m3 ultra", "apple-m3-ultra"),
        ("Mac Studio M3 Ultra", "apple-m3-ultra"),
        ("m3 ultra 512gb", "apple-m3-ultra"),
        ("mac mini m4 pro", "apple-m4-pro"),
        ("MacBook Pro M4 Max", "apple-m4-max"),
        ("strix halo", "ryzen-ai-max-395"),
        ("Ryzen AI Max+ 395", "ryzen-ai-max-395"),
        ("AMD RYZEN AI MAX+ 395 w/ Radeon 8060S", "ryzen-ai-max-395"),
        ("framework desktop", "ryzen-ai-max-395"),
        ("dgx spark", "dgx-spark-gb10"),
        ("NVIDIA GB10", "dgx-spark-gb10"),
        ("gaudi 3", "gaudi3"),
    ] {
        assert_eq!(gpu(word), Some(id), "{word}");
    }
}

#[test]
fn cards_that_the_catalogue_does_not_hold_are_no_others() {
    let gpus = Catalog::builtin().gpus;
    for (word, first) in [
        ("rtx-4090-40gb", "rtx-4090"),
        ("rtx-5090-d-v3", "rtx-5090-d"),
        ("v100", "v100-16gb-pcie"),
        ("rtx 4080 laptop gpu", "rtx-4080"),
        ("rtx 4080 laptop gpu", "rtx-4090-laptop"),
        ("rtx-409O", "rtx-4090"),
        ("a100", "a100-40gb-sxm"),
        ("a100 80gb", "a100-80gb-sxm"),
        ("h100", "h100-sxm"),
        ("rtx pro 5000", "rtx-pro-5000-blackwell-48gb"),
        ("gh200", "gh200-96gb"),
        ("m3 ultra 256gb", "apple-m3-ultra"),
        ("m6", "apple-m5"),
    ] {
        assert!(
            offered(word, gpus).contains(&first.to_owned()),
            "{word}: {:?}",
            offered(word, gpus)
        );
    }
    assert!(offered("rx-6950-xt", gpus).contains(&"rx-6900-xt".to_owned()));
    assert_eq!(
        offered("a100", gpus).len(),
        4,
        "{:?}",
        offered("a100", gpus)
    );
    for word in [
        "amd 5090",
        "geforce mi300x",
        "nvidia",
        "rtx",
        "mac",
        "",
        "-",
        "+",
        "24gb",
        "rtx 6000",
        "ａ１００",
    ] {
        assert_eq!(gpu(word), None, "{word}");
    }
    for word in ["zzzz", "qqqqqqqqqq", "", "   "] {
        assert_eq!(offered(word, gpus), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn models_by_the_names_of_hubs_and_tags() {
    for (word, id) in [
        ("llama3.1:70b", "llama-3.1-70b"),
        ("llama-3-3-70b", "llama-3.3-70b"),
        ("llama3.3", "llama-3.3-70b"),
        ("meta-llama/Llama-3.1-70B-Instruct", "llama-3.1-70b"),
        ("Meta-Llama-3.1-8B-Instruct", "llama-3.1-8b"),
        ("unsloth/Llama-3.3-70B-Instruct-GGUF", "llama-3.3-70b"),
        ("qwen3:30b-a3b", "qwen3-30b-a3b"),
        ("qwen3:30b", "qwen3-30b-a3b"),
        ("Qwen/Qwen2.5-32B-Instruct", "qwen2.5-32b"),
        ("gpt-oss:120b", "gpt-oss-120b"),
        ("openai/gpt-oss-20b", "gpt-oss-20b"),
        ("gemma3:27b", "gemma-3-27b"),
        ("google/gemma-3-27b-it", "gemma-3-27b"),
        ("deepseek v3", "deepseek-v3"),
        ("deepseek-r1:671b", "deepseek-r1"),
        ("deepseek-r1:70b", "deepseek-r1-distill-llama-70b"),
        ("DeepSeek-V3.1", "deepseek-v3"),
        ("phi4", "phi-4"),
        ("mixtral:8x7b", "mixtral-8x7b"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "mixtral-8x7b"),
        ("mistral-nemo", "mistral-nemo-12b"),
        ("command-r+", "command-r-plus-104b"),
        ("CohereLabs/c4ai-command-r-v01", "command-r-35b"),
        ("llama4:scout", "llama-4-scout"),
    ] {
        assert_eq!(model(word), Some(id), "{word}");
    }
}

#[test]
fn models_that_the_catalogue_does_not_hold_are_no_others() {
    let models = Catalog::builtin().models;
    for (word, near) in [
        ("qwq-33b", "qwq-32b"),
        ("mistral-small-3.3", "mistral-small-24b-2501"),
        ("mistral-7b", "mistral-7b-v0.3"),
        ("lama-3.1-405b", "llama-3.1-405b"),
        ("llama-3.1", "llama-3.1-8b"),
        ("qwen3-30b-a3b-instruct-2508", "qwen3-30b-a3b"),
        ("Llama-3.3-70B-Instruct-abliterated", "llama-3.3-70b"),
        ("deepseek-r1:9b", "deepseek-r1"),
        ("deepseek-v5", "deepseek-v3"),
        ("command-r", "command-r-35b"),
    ] {
        assert!(
            offered(word, models).contains(&near.to_owned()),
            "{word}: {:?}",
            offered(word, models)
        );
    }
    for word in [
        "instruct",
        "llama-318b",
        "qwen253b",
        "meta",
        "meta-llama/",
        "/",
    ] {
        assert_eq!(model(word), None, "{word}");
    }
}

#[test]
fn what_is_found_by_its_id_is_told_from_what_is_found_by_another_name() {
    let how = |word| match resolve(word, Catalog::builtin().gpus) {
        Meaning::Found { how, .. } => Some(how),
        Meaning::Unknown { .. } => None,
    };
    assert_eq!(how("rtx-5090"), Some(How::Exact));
    assert_eq!(how("RTX 5090"), Some(How::Exact));
    assert_eq!(how("strix halo"), Some(How::Alias));
    assert_eq!(how("rtx-5090-32gb"), Some(How::Alias));
}

/// Every name of every row leads to the row, and whatever is found is called so.
#[test]
fn every_name_leads_to_its_own_row() {
    fn check<T: Named>(rows: &[T], more: impl Fn(&T) -> Vec<String>) {
        for row in rows {
            let Names {
                id, name, aliases, ..
            } = row.names();
            let written = [id, name].into_iter().chain(aliases.iter().copied());
            for name in written
                .map(str::to_owned)
                .chain(more(row))
                .filter(|name| !name.is_empty())
            {
                for spelt in [
                    name.clone(),
                    name.to_ascii_uppercase(),
                    name.replace(' ', "-"),
                    name.replace(['-', ' '], "_"),
                    format!(" {name} "),
                ] {
                    let found = resolve(&spelt, rows)
                        .found()
                        .map(|row| row.names().id.to_owned());
                    assert_eq!(found.as_deref(), Some(id), "{spelt}");
                }
            }
        }
    }
    let catalog = Catalog::builtin();
    check(catalog.gpus, |gpu: &&Gpu| {
        let sized = format!("{} {}gb", gpu.id, gpu.memory.nominal_gb);
        let known = gpu.id.contains("gb");
        if known { Vec::new() } else { vec![sized] }
    });
    check(catalog.models, |model: &&Model| {
        let (_, name) = model.hf_repo.split_once('/').unwrap_or_default();
        vec![
            model.hf_repo.to_owned(),
            name.to_owned(),
            format!("{}-instruct", model.id),
        ]
    });
    check(catalog.parts, |_| Vec::new());
    let power = catalog.power;
    check(power.efficiencies, |_| Vec::new());
    check(power.circuits, |_| Vec::new());
    check(power.regions, |_| Vec::new());
    check(power.cpus, |_| Vec::new());
    check(power.upses, |_| Vec::new());
    check(Quant::ALL, |quant| vec![format!("{}.gguf", quant.id())]);
    check(&KvType::ALL, |_| Vec::new());
    check(Engine::ALL, |_| Vec::new());
}

/// Names with a character more, less or another one are other names: whatever is found is called so.
#[test]
fn likeness_never_decides() {
    // As the resolver compares, but written another way.
    fn heard(name: &str, silent: &[&str]) -> String {
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let words = words
            .map(str::to_ascii_lowercase)
            .filter(|word| word != "it");
        let mut heard: String = words.collect();
        for word in silent {
            heard = heard.replace(word, "");
        }
        heard
    }
    fn check<T: Named>(ids: &[&str], rows: &[T], silent: &[&str]) {
        for other in ids.iter().flat_map(|id| changed(id)) {
            let Some((found, _)) = meant(&other, rows) else {
                continue;
            };
            let Names {
                id,
                name,
                aliases,
                gb,
                ..
            } = found.names();
            let gb = gb.map(|gb| format!("{gb}gb")).unwrap_or_default();
            let mut names = [id, name].into_iter().chain(aliases.iter().copied());
            let heard = |name: &str| heard(name, silent);
            assert!(
                names.any(|name| [heard(name), heard(name) + &gb].contains(&heard(&other))),
                "{other} is taken for {id}"
            );
        }
    }
    let catalog = Catalog::builtin();
    let ids: Vec<&str> = catalog.gpus.iter().step_by(2).map(|gpu| gpu.id).collect();
    let silent = [
        "nvidia", "geforce", "rtx", "amd", "radeon", "instinct", "intel", "apple",
    ];
    check(&ids, catalog.gpus, &silent);
    let ids: Vec<&str> = catalog
        .models
        .iter()
        .step_by(8)
        .map(|model| model.id)
        .collect();
    check(
        &ids,
        catalog.models,
        &["instruct", "base", "nvidia", "meta"],
    );
    let ids: Vec<&str> = Quant::ALL
        .iter()
        .step_by(5)
        .map(|quant| quant.id())
        .collect();
    check(&ids, Quant::ALL, &[]);
}

/// A name with one character left out, doubled or changed.
fn changed(name: &str) -> Vec<String> {
    let mut changed = Vec::new();
    for (at, c) in name.char_indices() {
        let (head, tail) = (&name[..at], &name[at + c.len_utf8()..]);
        changed.push(format!("{head}{tail}"));
        changed.push(format!("{head}{c}{c}{tail}"));
        changed.push(format!("{head}7{tail}"));
        changed.push(format!("{head}x{tail}"));
    }
    changed
}

#[test]
fn formats_by_their_names_and_by_what_they_are_asked_for() {
    for (word, engine, quant) in [
        ("q4km", None, Quant::Q4KM),
        ("q4-k-m", None, Quant::Q4KM),
        ("Q4_K_M.gguf", None, Quant::Q4KM),
        ("q4_k", None, Quant::Q4KM),
        ("IQ4XS", None, Quant::Iq4Xs),
        ("fp16", None, Quant::F16),
        ("half", None, Quant::F16),
        ("float16", None, Quant::F16),
        ("bfloat16", None, Quant::Bf16),
        ("FP32", None, Quant::F32),
        ("w4a16", None, Quant::Gptq),
        ("w8a8", None, Quant::Int8),
        ("fp4", None, Quant::Nvfp4),
        ("fp4", Some(Engine::TensorRtLlm), Quant::Nvfp4),
        ("FP8-dynamic", None, Quant::Fp8Channel),
        ("AWQ 4-bit", None, Quant::Awq),
        ("awq_marlin", None, Quant::Awq),
        ("bnb-4bit", None, Quant::Nf4),
        ("4bit", None, Quant::Q4KM),
        ("4-bit", Some(Engine::LlamaCpp), Quant::Q4KM),
        ("int4", Some(Engine::Vllm), Quant::Awq),
        ("4bit", Some(Engine::Sglang), Quant::Awq),
        ("4bit", Some(Engine::Transformers), Quant::Nf4),
        ("4bit", Some(Engine::ExLlamaV2), Quant::Gptq),
        ("8bit", None, Quant::Q8_0),
        ("8bit", Some(Engine::Vllm), Quant::Fp8),
        ("8bit", Some(Engine::Transformers), Quant::Int8),
        ("int8", Some(Engine::LlamaCpp), Quant::Int8),
        ("16bit", Some(Engine::Vllm), Quant::Bf16),
        ("UD-Q8_K_XL", None, Quant::UdQ8KXl),
        ("ud-q4_k_xl.gguf", None, Quant::UdQ4KXl),
        ("q4_k_xl", None, Quant::UdQ4KXl),
        ("q3_k_xl", None, Quant::Q3KXl),
    ] {
        assert_eq!(
            weights(word, engine).found(),
            Some(quant),
            "{word} {engine:?}"
        );
    }
    for word in [
        "ud-q8_k_m",
        "exl2",
        "4.0bpw",
        "turbo3",
        "w8a16",
        "gguf",
        "native",
        "",
        "1.58bit",
    ] {
        assert_eq!(weights(word, None).found(), None, "{word}");
    }
    let four = weights("4bit", Some(Engine::ExLlamaV3));
    assert_eq!(four.found(), Some(Quant::Exl3B4P0));
    for word in ["exl3-4.0", "exl3~4.0", "EXL3 4.0bpw", "exl2~4.65"] {
        assert!(weights(word, None).found().is_some(), "{word}");
    }
    assert_eq!(weights("fp4", Some(Engine::LlamaCpp)).found(), None);
    let near = |word| match weights(word, None) {
        Meaning::Unknown { nearest } => nearest,
        Meaning::Found { entry, .. } => panic!("{word} is understood as {}", entry.id()),
    };
    assert_eq!(near("ud-q8_k_m").first(), Some(&Quant::UdQ8KXl));
    assert!(
        near("ud-q4_x_xl")
            .iter()
            .all(|quant| quant.id().contains('4'))
    );
    assert!(near("ud-q4_x_xl").contains(&Quant::UdQ4KXl));
    assert!(!near("turbo3").contains(&Quant::F32));
}

/// Whatever an engine is asked for in so many bits, it can load.
#[test]
fn a_width_means_a_format_that_the_engine_has() {
    for engine in Engine::ALL {
        for word in ["4bit", "int4", "q4", "8bit", "q8", "16bit", "fp4"] {
            if let Some(quant) = weights(word, Some(*engine)).found() {
                assert_eq!(engine.supports_weights(quant), Ok(()), "{word}");
            }
        }
        for word in ["auto", "8bit", "q8", "4bit", "16bit"] {
            if let Some(kind) = kv(word, *engine).found() {
                assert_eq!(engine.supports_kv(KvFormat::both(kind)), Ok(()), "{word}");
            }
        }
    }
}

#[test]
fn caches_by_what_they_are_asked_for() {
    for (word, engine, kind) in [
        ("fp16", Engine::LlamaCpp, KvType::F16),
        ("half", Engine::Vllm, KvType::F16),
        ("auto", Engine::Vllm, KvType::Bf16),
        ("8bit", Engine::LlamaCpp, KvType::Q8_0),
        ("q8", Engine::ExLlamaV3, KvType::Q8_0),
        ("q4", Engine::LlamaCpp, KvType::Q4_0),
        ("8-bit", Engine::Sglang, KvType::Fp8),
        ("fp8_e5m2", Engine::Vllm, KvType::Fp8),
        ("int8", Engine::Vllm, KvType::Int8),
        ("int8", Engine::LlamaCpp, KvType::Q8_0),
        ("fp4_e2m1", Engine::Sglang, KvType::Nvfp4),
        ("Q8_0", Engine::Vllm, KvType::Q8_0),
    ] {
        assert_eq!(kv(word, engine).found(), Some(kind), "{word} {engine:?}");
    }
    for (word, engine) in [
        ("turbo3", Engine::LlamaCpp),
        ("int3", Engine::LlamaCpp),
        ("4bit", Engine::Vllm),
        ("fp8_ds_mla", Engine::Vllm),
        ("", Engine::Vllm),
    ] {
        assert_eq!(kv(word, engine).found(), None, "{word} {engine:?}");
    }
}

#[test]
fn engines_by_what_wraps_them() {
    for (word, one) in [
        ("ollama", Engine::LlamaCpp),
        ("LM Studio", Engine::LlamaCpp),
        ("llama-cpp", Engine::LlamaCpp),
        ("koboldcpp", Engine::LlamaCpp),
        ("TensorRT-LLM", Engine::TensorRtLlm),
        ("trt-llm", Engine::TensorRtLlm),
        ("exllamav2", Engine::ExLlamaV2),
        ("SGLang", Engine::Sglang),
        ("mlx", Engine::Mlx),
        ("mlx-lm", Engine::Mlx),
    ] {
        assert_eq!(engine(word).found(), Some(one), "{word}");
    }
    for word in ["vlm", "tgi", "text-generation-webui", "exllama", "steam"] {
        assert_eq!(engine(word).found(), None, "{word}");
    }
    assert_eq!(
        engine("vlm"),
        Meaning::Unknown {
            nearest: vec![Engine::Vllm]
        }
    );
}

#[test]
fn placements_in_links_and_in_flags() {
    let parallel = |tensor, pipeline, expert| PlacementChoice::Parallel {
        tensor,
        pipeline,
        data: None,
        context: None,
        expert,
    };
    let beside = |tensor, data, expert| PlacementChoice::Parallel {
        tensor,
        pipeline: None,
        data: Some(data),
        context: None,
        expert,
    };
    let divided = |context| PlacementChoice::Parallel {
        tensor: Some(8),
        pipeline: None,
        data: None,
        context: Some(context),
        expert: false,
    };
    for (word, choice) in [
        ("tp8-cp4", divided(4)),
        ("tp8 dcp8", divided(8)),
        (
            "--tensor-parallel-size 8 --decode-context-parallel-size 8",
            divided(8),
        ),
        ("auto", PlacementChoice::Auto),
        ("layer", PlacementChoice::Layer),
        ("layer split", PlacementChoice::Layer),
        ("tp", parallel(None, None, false)),
        ("tensor parallel", parallel(None, None, false)),
        ("TP4", parallel(Some(4), None, false)),
        ("--tensor-parallel-size 4", parallel(Some(4), None, false)),
        ("pp", parallel(Some(1), None, false)),
        ("tp-pp", parallel(Some(1), None, false)),
        ("pipeline-parallel", parallel(Some(1), None, false)),
        ("pp2", parallel(None, Some(2), false)),
        ("tp4-pp2", parallel(Some(4), Some(2), false)),
        ("tp=4,pp=2", parallel(Some(4), Some(2), false)),
        ("tp4-ep", parallel(Some(4), None, true)),
        ("dp8", beside(None, 8, false)),
        ("dp8-ep", beside(None, 8, true)),
        ("tp4-dp2", beside(Some(4), 2, false)),
        (
            "--data-parallel-size 2 --tensor-parallel-size 4",
            beside(Some(4), 2, false),
        ),
        ("ep", parallel(None, None, true)),
        ("expert parallel", parallel(None, None, true)),
        ("row", parallel(None, None, false)),
        ("row4", parallel(Some(4), None, false)),
        ("tensor4", parallel(Some(4), None, false)),
    ] {
        assert_eq!(placement(word), Some(choice), "{word}");
    }
    for word in [
        "sideways",
        "dp",
        "cp",
        "decode",
        "tensor split",
        "tp0",
        "tp65",
        "tp4-tp4",
        "tp4 4",
        "4",
        "ep4",
        "",
        "parallel",
        "tp99999999999",
    ] {
        assert_eq!(placement(word), None, "{word}");
    }
}

#[test]
fn sockets_regions_and_parts() {
    let catalog = Catalog::builtin();
    let power = catalog.power;
    let region = |word| resolve(word, power.regions).found().map(|row| row.id);
    assert_eq!(region("UK"), Some("gb"));
    assert_eq!(region("California"), Some("us-ca"));
    assert_eq!(region("Atlantis"), None);
    let circuit = |word| resolve(word, power.circuits).found().map(|row| row.id);
    assert_eq!(circuit("NEMA 5-15"), Some("na-15a-120v"));
    assert_eq!(circuit("15 A / 120 V"), Some("na-15a-120v"));
    assert_eq!(circuit("schuko"), Some("eu-16a-230v"));
    let class = |word| resolve(word, power.efficiencies).found().map(|row| row.id);
    assert_eq!(class("80+ Gold"), Some("gold"));
    let cpu = |word| resolve(word, power.cpus).found().map(|row| row.id);
    assert_eq!(cpu("7975WX"), Some("threadripper-pro-7975wx"));
    assert_eq!(
        cpu("AMD Threadripper PRO 7975WX"),
        Some("threadripper-pro-7975wx")
    );
    assert_eq!(cpu("Ryzen 9 9950X"), Some("ryzen-9-9950x"));
    assert_eq!(cpu("9950X3D"), Some("ryzen-9-9950x3d"));
    let drives: Vec<&Part> = catalog
        .parts
        .iter()
        .copied()
        .filter(|part| part.kind() == PartKind::Ssd)
        .collect();
    assert_eq!(
        resolve("990 Pro 4TB", &drives).found().map(|part| part.id),
        Some("samsung-990-pro-4tb")
    );
    let offers: Vec<(String, ())> = vec![("runpod/h100-sxm".to_owned(), ())];
    assert_eq!(resolve("RunPod/H100-SXM", &offers).found(), offers.first());
    assert_eq!(offered("runpod/h100", &offers), ["runpod/h100-sxm"]);
}

/// What a list shows for what is typed into it, in its order.
fn listed<T: Named>(typed: &str, rows: &[T]) -> Vec<String> {
    let ranked = rows
        .iter()
        .filter_map(|row| Some((likeness(typed, &row.names(), "")?, row)));
    let mut ranked: Vec<(Likeness, &T)> = ranked.collect();
    ranked.sort_by_key(|(likeness, _)| *likeness);
    ranked
        .into_iter()
        .map(|(_, row)| row.names().id.to_owned())
        .collect()
}

#[test]
fn lists_show_what_is_typed_first() {
    let catalog = Catalog::builtin();
    let first = |typed, rows: &[&Model]| listed(typed, rows).first().cloned().unwrap_or_default();
    assert_eq!(first("DeepSeek-V3", catalog.models), "deepseek-v3");
    assert_eq!(first("deepseek r1", catalog.models), "deepseek-r1");
    assert_eq!(first("llama 3.1 8", catalog.models), "llama-3.1-8b");
    assert_eq!(
        listed("m3 ultra", catalog.gpus),
        ["apple-m3-ultra", "apple-m3-ultra-60"]
    );
    assert_eq!(
        listed("rtx pro 6000", catalog.gpus)
            .first()
            .map(String::as_str),
        Some("rtx-pro-6000-blackwell-ws")
    );
    assert_eq!(listed("rtx pro 6000", catalog.gpus).len(), 3);
    assert_eq!(
        listed("5090", catalog.gpus),
        ["rtx-5090", "rtx-5090-d", "rtx-5090-d-v2", "rtx-5090-laptop"]
    );
    let thirty = listed("30b", catalog.models);
    assert!(thirty.contains(&"qwen3-30b-a3b".to_owned()));
    assert!(
        thirty.iter().all(|id| id.contains("30b")
            || ["glm-4.7-flash", "north-mini-code-1.0"].contains(&id.as_str())),
        "{thirty:?}"
    );
    assert_eq!(
        listed("no such thing", catalog.models),
        Vec::<String>::new()
    );
    assert_eq!(listed("", catalog.gpus).len(), catalog.gpus.len());
}

/// However long a word is, it is answered, and at once.
#[test]
fn long_and_strange_words_end() {
    for word in [
        "a".repeat(4_000),
        "4090 ".repeat(800),
        "é".repeat(2_000),
        "+".repeat(4_000),
        "1.".repeat(2_000),
    ] {
        assert_eq!(gpu(&word), None);
        assert_eq!(model(&word), None);
        assert_eq!(weights(&word, None).found(), None);
        assert_eq!(words::placement(&word), None);
        let _ = likeness(
            &word,
            &Catalog::builtin()
                .gpus
                .first()
                .map(Named::names)
                .unwrap_or_default(),
            "",
        );
    }
}

/// The format that the name of a copy says is counted, where the link gives none.
#[test]
fn the_name_of_a_copy_chooses_its_format() {
    let of = |query: &str| {
        let decoded = headroom_core::codec::decode(query, Catalog::builtin());
        let told = { decoded.notices.iter() }.any(|notice| notice.key == "w");
        // A strip says what was taken instead of what.
        let blank = |notice: &headroom_core::report::Notice| notice.given.is_empty();
        assert!(!decoded.notices.iter().any(blank), "{query}");
        (
            decoded.scenario.weights.id(),
            decoded.scenario.engine.id(),
            told,
        )
    };
    for (query, weights, engine, told) in [
        ("model=Qwen/Qwen3-32B-AWQ", "awq", "vllm", false),
        (
            "model=hf.co/unsloth/Qwen3-32B-GGUF:UD-Q4_K_XL",
            "ud-q4_k_xl",
            "llamacpp",
            false,
        ),
        ("model=qwen3:32b-q8_0", "q8_0", "llamacpp", false),
        (
            "model=mlx-community/Qwen3-32B-8bit&engine=mlx",
            "mlx8",
            "mlx",
            false,
        ),
        (
            "model=bartowski/Qwen3-32B-GGUF",
            "q4_k_m",
            "llamacpp",
            false,
        ),
        // What is said of the format by itself is what counts.
        ("model=Qwen/Qwen3-32B-AWQ&w=fp8", "fp8", "vllm", false),
        ("model=Qwen3-32B-AWQ-8bit", "q4_k_m", "llamacpp", true),
        (
            "model=RedHatAI/Qwen3-32B-FP8-dynamic",
            "fp8_channel",
            "vllm",
            false,
        ),
        ("model=Qwen3-32B-NVFP4-v2", "nvfp4", "vllm", false),
        ("model=Qwen3-32B-FP8-INT4-AWQ", "q4_k_m", "llamacpp", true),
        ("model=Qwen3-32B-exl3:4.0bpw_H6", "exl3-4.0", "exl3", false),
        // Of a file that is not known the model is, and what stands for its format is said.
        (
            "model=unsloth/Qwen3-32B-GGUF:UD-IQ4_XS",
            "q4_k_m",
            "llamacpp",
            true,
        ),
        // An engine that does not load what is usual elsewhere: as published, or its own usual format.
        ("model=qwen3-32b&engine=vllm", "awq", "vllm", true),
        ("model=gpt-oss-20b&engine=vllm", "mxfp4", "vllm", true),
        ("model=deepseek-v3&engine=vllm", "fp8_block", "vllm", true),
        (
            "model=qwen3-32b&engine=vllm&w=q4_k_m",
            "q4_k_m",
            "vllm",
            false,
        ),
        (
            "model=qwen3-32b&engine=vllm&mode=train",
            "q4_k_m",
            "vllm",
            false,
        ),
    ] {
        assert_eq!(of(query), (weights, engine, told), "{query}");
        let decoded = headroom_core::codec::decode(query, Catalog::builtin());
        let link = headroom_core::codec::encode(&decoded.scenario);
        assert_eq!(of(&link), (weights, engine, false), "{query}: {link}");
    }
    // A model that is not known chooses nothing, so that its link says the same again.
    let unknown = headroom_core::codec::decode("model=Foo-7B-AWQ&w=q4_k_m", Catalog::builtin());
    let link = headroom_core::codec::encode(&unknown.scenario);
    assert_eq!(of(&link).0, "q4_k_m", "{link}");
}
