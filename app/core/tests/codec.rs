//! What people and other people's programs put into a link.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::{decode, encode};
use headroom_core::evaluate::report;
use headroom_core::report::{Notice, NoticeKind, Status};

/// The notice of a query that has one, and the canonical query of what was understood.
fn one_notice(query: &str) -> (Notice, String) {
    let decoded = decode(query, Catalog::builtin());
    let [notice] = decoded.notices.as_slice() else {
        panic!("{query}: {:?}", decoded.notices)
    };
    (notice.clone(), encode(&decoded.scenario))
}

/// The canonical query of a query without a flaw.
fn canonical(query: &str) -> String {
    let decoded = decode(query, Catalog::builtin());
    assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
    encode(&decoded.scenario)
}

#[test]
fn numbers_out_of_bounds_name_key_value_and_range() {
    for (query, key, given, used) in [
        ("n=0", "n", "0", ""),
        ("n=10000", "n", "10000", "n=64"),
        ("n=-1", "n", "-1", ""),
        ("ctx=-1", "ctx", "-1", "ctx=1"),
        ("ctx=1000000000000", "ctx", "1000000000000", "ctx=16777216"),
        ("ctx=abc", "ctx", "abc", ""),
        ("ctx=1.5", "ctx", "1.5", ""),
        ("users=0", "users", "0", ""),
        (
            "ram=99999999999999999999999999",
            "ram",
            "99999999999999999999999999",
            "ram=16384",
        ),
        (
            "gpu=apple-m3-ultra&share=5",
            "share",
            "5",
            "gpu=apple-m3-ultra&share=10",
        ),
    ] {
        let (notice, canonical) = one_notice(query);
        assert_eq!(notice.key, key, "{query}");
        assert_eq!(notice.given, given, "{query}");
        assert_eq!(canonical, used, "{query}");
        assert!(notice.message.contains(given), "{}", notice.message);
        assert!(
            notice.message.contains("allowed is from"),
            "{}",
            notice.message
        );
        assert_eq!(
            notice.nearest.as_deref(),
            Some(canonical.as_str()),
            "{query}"
        );
    }
}

#[test]
fn a_word_that_is_no_name_is_not_guessed_at() {
    let catalog = Catalog::builtin();
    for (query, key, offered) in [
        ("gpu=zzzz", "gpu", None),
        ("gpu=rtx-409O", "gpu", Some("gpu=rtx-4090")),
        ("gpu=rtx-4090-40gb&n=2", "gpu", Some("gpu=rtx-4090&n=2")),
        ("gpu=rx-6950-xt", "gpu", None),
        ("model=qqqqqqqqqq", "model", None),
        ("model=lama-3.1-405b", "model", Some("model=llama-3.1-405b")),
        ("model=qwq-33b", "model", None),
        ("model=mistral-small-3.3", "model", None),
        ("w=ud-q8_k_m", "w", Some("w=ud-q8_k_xl")),
        ("w=q9_9", "w", None),
        ("kv=turbo3", "kv", None),
        ("kv=int3", "kv", None),
        ("engine=vlm", "engine", Some("engine=vllm")),
        ("par=sideways", "par", Some("par=layer")),
        ("offload=some", "offload", Some("offload=auto")),
        ("also=llama-3.1-8bb", "also", Some("also=llama-3.1-8b")),
        ("also=llama-3.1-8b:q9_9", "also", None),
        ("mode=dream", "mode", Some("mode=train")),
        (
            "mode=train&optim=adamm",
            "optim",
            Some("optim=adamw&mode=train"),
        ),
    ] {
        let (notice, canonical) = one_notice(query);
        assert_eq!(
            (notice.key, notice.kind),
            (key, NoticeKind::NotUnderstood),
            "{query}"
        );
        assert_eq!(notice.nearest, None, "{query}");
        if let Some(offered) = offered {
            let offers: Vec<&str> = { notice.suggestions.iter() }
                .map(|one| one.query.as_str())
                .collect();
            assert!(offers.contains(&offered), "{query}: {offers:?}");
        }
        for one in &notice.suggestions {
            let taken = decode(&one.query, catalog);
            assert!(taken.scenario.not_understood.is_empty(), "{query}: {one:?}");
        }
        // The link keeps the word, and has no answer.
        let again = decode(&canonical, catalog);
        assert_eq!(again.scenario, decode(query, catalog).scenario, "{query}");
        let report = report(query, catalog);
        assert_eq!(report.verdict().status, Status::NotUnderstood, "{query}");
        assert!(!report.verdict().fits && report.ways_out().is_empty());
        let sent = serde_json::to_value(&report).unwrap();
        assert!(sent["verdict"]["status"] == "not_understood" && sent["query"] == canonical);
        for part in ["memory", "speed", "power", "cost", "payback", "scenario"] {
            assert!(
                sent.get(part).is_none(),
                "{query}: {part} of something else"
            );
        }
    }
}

#[test]
fn a_word_is_taken_as_meant() {
    for (query, used, told) in [
        ("gpu=4090", "gpu=rtx-4090", None),
        ("gpu=NVIDIA%20GeForce%20RTX%204090", "gpu=rtx-4090", None),
        ("gpu=rtx+5090", "gpu=rtx-5090", None),
        (
            "gpu=rtx-6000-pro",
            "gpu=rtx-pro-6000-blackwell-ws",
            Some("Workstation"),
        ),
        ("gpu=mac%20studio%20m3%20ultra", "gpu=apple-m3-ultra", None),
        ("gpu=strix%20halo", "gpu=ryzen-ai-max-395", Some("395")),
        ("gpu=4090*2+3090", "gpu=rtx-4090*2+rtx-3090", None),
        ("model=llama3.1:70b", "model=llama-3.1-70b", None),
        (
            "model=meta-llama/Llama-3.1-405B-Instruct",
            "model=llama-3.1-405b",
            None,
        ),
        ("w=q4km", "", None),
        ("w=4bit", "", Some("Q4_K_M")),
        ("w=4bit&engine=vllm", "w=awq", Some("AWQ")),
        ("w=w4a16", "w=gptq", Some("GPTQ")),
        ("kv=8bit", "kv=q8_0", Some("q8_0")),
        ("engine=ollama", "", Some("llama.cpp")),
        ("par=--tensor-parallel-size%204&n=4", "n=4&par=tp4", None),
        ("also=llama3.1:8b", "also=llama-3.1-8b", None),
    ] {
        let decoded = decode(query, Catalog::builtin());
        assert_eq!(encode(&decoded.scenario), used, "{query}");
        let read_as = |notice: &Notice| notice.kind == NoticeKind::ReadAs;
        assert!(decoded.notices.iter().all(read_as), "{query}");
        if let Some(told) = told {
            let said = decoded.notices.iter().any(|one| one.message.contains(told));
            assert!(said, "{query}: {:?}", decoded.notices);
        }
    }
}

#[test]
fn flaws_of_the_link_itself_are_told() {
    assert_eq!(one_notice("n=4&n=8").1, "n=4");
    assert_eq!(one_notice("color=red").1, "");
    assert_eq!(one_notice("foo=%zz").0.key, "link");
    assert_eq!(one_notice("n=2&x=%ff%fe").1, "n=2");
    let long = format!("model={}", "a".repeat(4_000));
    let (notice, _) = one_notice(&long);
    assert!(notice.given.chars().count() <= 40 && notice.message.len() < 400);
}

#[test]
fn what_people_type_is_understood() {
    for (query, expected) in [
        ("", ""),
        ("?", ""),
        ("?n=04&ctx=8%2C192&w=FP16", "n=4&w=f16"),
        ("ctx=128k", "ctx=131072"),
        ("ctx=1M", "ctx=1048576"),
        (
            "gpu=RTX-4090&model=Llama-3.1-8B",
            "gpu=rtx-4090&model=llama-3.1-8b",
        ),
        ("gpu=rtx-4090&n=1&users=&params=", "gpu=rtx-4090"),
        ("model=custom&params=405b", "model=405b"),
        ("model=custom&params=141b&active=39b", "model=141b-a39b"),
        ("model=7.6B", "model=7.6b"),
        ("engine=auto&par=auto&offload=none", ""),
        ("par=tp&engine=vllm&w=bf16", "w=bf16&engine=vllm&par=tp"),
        ("utm_source=forum&go=1&n=2", "n=2"),
    ] {
        assert_eq!(canonical(query), expected, "{query}");
    }
}

#[test]
fn mixed_machines_are_written_in_one_key_and_read_from_the_form_in_many() {
    let mixed = "gpu=rtx-5090+rtx-3090*2";
    for query in [
        "gpu=rtx-5090+rtx-3090*2",
        "gpu=rtx-5090%2Brtx-3090%2A2",
        "gpu=rtx-5090%20rtx-3090*2",
        "gpu=rtx-5090*1+rtx-3090+rtx-3090",
        "gpu=rtx-5090&n=1&gpu2=rtx-3090&n2=2&gpu3=&n3=",
    ] {
        assert_eq!(canonical(query), mixed, "{query}");
    }
    assert_eq!(canonical("gpu=rtx-3090*2"), "gpu=rtx-3090&n=2");
    // A count may stand before a name, as people write it.
    for query in [
        "gpu=4x rtx-3090",
        "gpu=4x%20rtx-3090&n=4",
        "gpu=4 \u{d7} rtx-3090",
        "gpu=4X+rtx-3090",
        "gpu=2x rtx-3090%2B2x rtx-3090",
    ] {
        assert_eq!(canonical(query), "gpu=rtx-3090&n=4", "{query}");
    }
    assert_eq!(canonical("gpu=1x rtx-5090%2B2x rtx-3090"), mixed);
    let (notice, used) = one_notice("gpu=4x rtx-3090&n=2");
    assert_eq!((notice.key, used.as_str()), ("n", "gpu=rtx-3090&n=4"));
    // Before a word that is no card it is part of that word.
    let (notice, _) = one_notice("gpu=4x abacus");
    assert_eq!(
        (notice.given.as_str(), notice.kind),
        ("4x abacus", NoticeKind::NotUnderstood)
    );
    let (notice, used) = one_notice("gpu=999x rtx-3090");
    assert_eq!((notice.key, used.as_str()), ("n", "gpu=rtx-3090&n=64"));
    let (notice, used) = one_notice("gpu=rtx-5090*40+rtx-3090*40");
    assert_eq!(
        (notice.key, used.as_str()),
        ("n", "gpu=rtx-5090*40+rtx-3090*24")
    );
}

#[test]
fn the_weight_format_chooses_its_engine_unless_one_is_named() {
    let engine = |query: &str| decode(query, Catalog::builtin()).scenario.engine.id();
    assert_eq!(engine("w=q4_k_m"), "llamacpp");
    assert_eq!(engine("w=awq"), "vllm");
    assert_eq!(engine("w=nf4"), "transformers");
    assert_eq!(engine("w=f16&engine=sglang"), "sglang");
    assert_eq!(canonical("w=awq&engine=vllm"), "w=awq");
}

#[test]
fn described_models_keep_to_what_can_exist() {
    let (notice, used) = one_notice("model=custom&layers=12&heads=12&kvheads=8");
    assert_eq!(notice.key, "kvheads");
    assert!(used.contains("kvheads=6"), "{used}");
    let (notice, used) = one_notice("model=custom&layers=12&experts=4&topk=9");
    assert_eq!(notice.key, "topk");
    assert!(used.contains("topk=4"), "{used}");
    let missing = decode("model=custom", Catalog::builtin());
    assert_eq!(missing.notices.first().unwrap().key, "params");
}

#[test]
fn models_beside_the_first_survive_being_written_down() {
    for (given, written) in [
        ("also=llama-3.1-8b", "also=llama-3.1-8b"),
        ("also=llama-3.1-8b:q8_0*2", "also=llama-3.1-8b~q8_0*2"),
        ("also=LLAMA-3.1-8B%3AQ8_0*02", "also=llama-3.1-8b~q8_0*2"),
        // Weights are written where they differ from those of the first model.
        (
            "w=fp8&also=llama-3.3-70b:fp8*3",
            "w=fp8&also=llama-3.3-70b*3",
        ),
        (
            "w=fp8&also=llama-3.3-70b~q4_k_m",
            "w=fp8&also=llama-3.3-70b~q4_k_m",
        ),
        // A form writes spaces as pluses, and people add commas.
        (
            "also=llama-3.1-8b%20%2B%20141b-a39b,+gpt-oss-20b*2",
            "also=llama-3.1-8b+141b-a39b+gpt-oss-20b*2",
        ),
        (
            "also=llama-3.1-8b+gpt-oss-20b+llama-3.1-8b",
            "also=llama-3.1-8b*2+gpt-oss-20b",
        ),
        ("also=", ""),
        ("also=+%20,", ""),
        ("also=llama-3.3-70b*15", "also=llama-3.3-70b*15"),
    ] {
        let query = canonical(given);
        let sorted = |query: &str| {
            let mut keys: Vec<String> = query.split('&').map(str::to_owned).collect();
            keys.sort();
            keys
        };
        assert_eq!(sorted(&query), sorted(written), "{given}");
        assert_eq!(canonical(&query), query, "{given}");
        let decode = |query| decode(query, Catalog::builtin()).scenario;
        assert_eq!(decode(given), decode(&query), "{given}");
    }
}

#[test]
fn what_is_wrong_with_the_models_beside_the_first_is_said_at_their_key() {
    for (query, given, used) in [
        ("also=llama-3.1-8b*0", "0", "also=llama-3.1-8b"),
        ("also=llama-3.1-8b*-3", "-3", "also=llama-3.1-8b"),
        (
            "also=llama-3.1-8b*99999999999999",
            "99999999999999",
            "also=llama-3.1-8b*15",
        ),
        (
            "also=llama-3.1-8b*9+gpt-oss-20b*9",
            "llama-3.1-8b*9+gpt-oss-20b*9",
            "also=llama-3.1-8b*9+gpt-oss-20b*6",
        ),
        ("also=1b-a900b", "1b-a900b", "also=1b"),
    ] {
        let decoded = decode(query, Catalog::builtin());
        let [notice] = decoded.notices.as_slice() else {
            panic!("{query}: {:?}", decoded.notices)
        };
        assert_eq!(
            (notice.key, notice.given.as_str()),
            ("also", given),
            "{query}"
        );
        assert!(notice.nearest.is_some(), "{query}");
        let canonical = encode(&decoded.scenario);
        assert_eq!(canonical, used, "{query}");
        let again = decode(&canonical, Catalog::builtin());
        assert!(
            again.notices.is_empty() && again.scenario == decoded.scenario,
            "{query}"
        );
    }
    // However long a list is, it ends.
    let long = format!("also={}", "llama-3.1-8b*9+".repeat(260));
    assert_eq!(
        decode(&long, Catalog::builtin())
            .scenario
            .also
            .iter()
            .map(|one| one.count)
            .sum::<u32>(),
        15
    );
}

#[test]
fn a_name_of_several_words_beside_the_first_is_one_model() {
    let decoded = decode("also=Llama+3.1+8B", Catalog::builtin());
    let [only] = decoded.scenario.also.as_slice() else {
        panic!("{:?}", decoded.scenario.also)
    };
    assert_eq!((only.model.id(), only.count), ("llama-3.1-8b", 1));
    let form = "also=Llama+3.1+8B&w-also=&n-also=&also2=Qwen3+32B&w-also2=fp8&n-also2=2&also3=";
    assert_eq!(
        canonical(form),
        canonical("also=llama-3.1-8b+qwen3-32b~fp8*2")
    );
}

#[test]
fn of_a_list_that_is_not_understood_only_that_is_told() {
    let (notice, again) = one_notice("also=-0b+a");
    assert_eq!(notice.kind, NoticeKind::NotUnderstood);
    assert_eq!(one_notice(&again).0, notice);
}

#[test]
fn nothing_is_named_by_an_empty_word() {
    for given in [
        "kv=~", "kv=q8_0~", "kv=~q4_0", "also=~", "also=~*2", "spec=~", "gpu=*",
    ] {
        let decoded = decode(given, Catalog::builtin());
        let [notice] = decoded.notices.as_slice() else {
            panic!("{given}: {:?}", decoded.notices);
        };
        assert_eq!(notice.kind, NoticeKind::NotUnderstood, "{given}");
        assert!(!notice.given.is_empty(), "{given}: {notice:?}");
        assert!(
            !notice.message.contains("“”"),
            "{given}: {}",
            notice.message
        );
    }
}
