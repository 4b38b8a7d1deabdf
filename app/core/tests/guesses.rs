//! Tokens that are guessed ahead and checked together.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use headroom_core::catalog::Catalog;
use headroom_core::codec::Query;
use headroom_core::evaluate::{Report, answer};
use headroom_core::report::{NoticeKind, Status};

fn ask(query: &str) -> Report {
    answer(&Query::parse(query), Catalog::builtin())
}

fn rate(report: &Report) -> f64 {
    report.speed().decode_tokens_per_s.unwrap()
}

/// Published rates of one to sixteen streams with what their owners say of the guesses that were kept; none of them was
/// fitted to.
#[test]
fn published_rates_lie_in_the_range() {
    let rows = [
        // MTP of three guesses, prose and code, one RTX 5090 (vLLM, NVFP4, 2026).
        (
            "gpu=rtx-5090&model=qwen3.6-27b&w=nvfp4&kv=fp8&prompt=200&out=500&spec=mtp~3",
            129.2,
        ),
        (
            "gpu=rtx-5090&model=qwen3.6-27b&w=nvfp4&kv=fp8&prompt=200&out=500&spec=mtp~3",
            155.3,
        ),
        // MTP of three guesses, 0.54 of them kept, eight RTX PRO 6000 (vLLM, 2026).
        (
            "gpu=rtx-pro-6000-blackwell-server&n=8&model=glm-5.1&w=nvfp4&kv=fp8&prompt=200&out=2048&spec=mtp~3&accept=1.62",
            95.58,
        ),
        (
            "gpu=rtx-pro-6000-blackwell-server&n=8&model=glm-5.1&w=nvfp4&kv=fp8&prompt=200&out=2048&spec=mtp~3&accept=1.62&users=4",
            61.83,
        ),
        // EAGLE-3, 1.14 of three kept, two RTX PRO 6000 (SGLang, 2026).
        (
            "gpu=rtx-pro-6000-blackwell-ws&n=2&model=minimax-m2.7&w=nvfp4&engine=sglang&prompt=2048&out=512&spec=eagle3~3&accept=1.14",
            140.1,
        ),
        // EAGLE by the model’s own block, 2.5 of four kept, four RTX PRO 6000 (SGLang, 2026).
        (
            "gpu=rtx-pro-6000-blackwell-ws&n=4&model=qwen3.5-397b-a17b&w=awq&kv=fp8&engine=sglang&prompt=500&out=1000&spec=mtp~4&accept=2.5",
            233.2,
        ),
        (
            "gpu=rtx-pro-6000-blackwell-ws&n=4&model=qwen3.5-397b-a17b&w=awq&kv=fp8&engine=sglang&prompt=500&out=1000&spec=mtp~4&accept=2.5&users=16",
            76.6,
        ),
        // DFlash, 1.8 of fifteen kept, one A800 (SGLang issue 29244, 2026-06).
        (
            "gpu=a100-80gb-sxm&model=qwen3-8b&w=bf16&engine=sglang&prompt=100&out=500&spec=dflash~15&accept=1.8",
            162.0,
        ),
    ];
    for (query, measured) in rows {
        let report = ask(query);
        let speed = report.speed();
        let (low, high) = (
            speed.decode_tokens_per_s_low.unwrap(),
            speed.decode_tokens_per_s_high.unwrap(),
        );
        assert!((low..=high).contains(&measured), "{query}: {low} to {high}");
    }
}

#[test]
fn more_kept_guesses_are_faster_and_none_is_slower_than_not_to_guess() {
    let query = "gpu=rtx-5090&model=qwen3.6-27b&w=nvfp4";
    let with = |accept: &str| rate(&ask(&format!("{query}&spec=mtp~3&accept={accept}")));
    let plain = rate(&ask(query));
    let rates = [with("0"), with("1"), with("2"), with("3")];
    assert!(rates.is_sorted(), "{rates:?}");
    assert!(rates[0] < plain && plain < rates[1], "{plain} {rates:?}");
}

/// Many streams fill the card without guesses, so that checking more rows costs more than it gains.
#[test]
fn guesses_gain_less_where_many_streams_share_a_step() {
    let gain = |users: u32| {
        // A dense model: of experts, more rows read more, at any number of streams.
        let query =
            format!("gpu=h200-sxm&model=qwen3-32b&w=fp8&engine=vllm&users={users}&ctx=2048");
        rate(&ask(&format!("{query}&spec=eagle3~3&accept=1.5"))) / rate(&ask(&query))
    };
    assert!(gain(1) > gain(128), "{} {}", gain(1), gain(128));
}

#[test]
fn the_drafter_has_to_be_held() {
    let used = |query: &str| ask(query).memory().per_gpu[0].used_bytes;
    let plain = "gpu=rtx-5090&model=qwen3-32b";
    let drafter = "gpu=rtx-5090&model=qwen3-0.6b";
    let weights = ask(drafter).memory().weights_bytes;
    let cache = ask(drafter).memory().kv_cache_bytes;
    let more = used(&format!("{plain}&spec=draft~qwen3-0.6b~5")) - used(plain);
    // Its own graph has a mask of 16 bits for each of 512 tokens and each of the context.
    let mask = 2 * 512 * 8_192;
    assert_eq!(more, weights + cache + mask);
    // The block of DeepSeek-V3 is a layer of 256 experts, 11.5 billion parameters in FP8, with a cache on each card.
    let query = "gpu=b300-sxm&n=4&model=deepseek-v3&w=fp8_block";
    let more = 4 * (used(&format!("{query}&spec=mtp~1")) - used(query));
    assert!((11_500_000_000..14_000_000_000).contains(&more), "{more}");
    // z-lab's DFlash drafter of Qwen3 8B is a file of 1.95 GiB; its five layers cache 20,480 bytes a token.
    let query = "gpu=h100-sxm&model=qwen3-8b&w=bf16&engine=vllm";
    let more = used(&format!("{query}&spec=dflash~7")) - used(query);
    let file = 1_950 * 1_073_741_824 / 1_000;
    let cached = 20_480 * 8_192;
    assert!(more.abs_diff(file + cached) < 30_000_000, "{more}");
}

/// A block is guessed at once: more tokens of it cost their check alone, where those that follow one on the other cost a run each.
#[test]
fn a_block_is_guessed_at_once() {
    let step = |spec: &str| {
        1.0 / rate(&ask(&format!(
            "gpu=h200-sxm&model=qwen3-8b&w=bf16&engine=vllm&spec={spec}&accept=0"
        )))
    };
    let block = step("dflash~15") - step("dflash~3");
    let one_by_one = step("eagle3~15") - step("eagle3~3");
    assert!(block * 4.0 < one_by_one, "{block} {one_by_one}");
}

#[test]
fn what_no_drafter_is_gives_no_figures() {
    for query in [
        // A model without a block, an engine without heads, a word, a number out of its bounds.
        "model=qwen3-8b&spec=mtp~3",
        "model=qwen3-8b&w=bf16&engine=transformers&spec=eagle3~3",
        "model=qwen3-8b&spec=oracle~3",
        "model=qwen3-8b&spec=draft~qwen3-0.6b~99",
        "model=qwen3-8b&spec=draft~nobody~3",
        "model=qwen3-8b&spec=draft",
    ] {
        let report = ask(query);
        assert_eq!(report.verdict().status, Status::NotUnderstood, "{query}");
        assert!(report.speed().decode_tokens_per_s.is_none(), "{query}");
        let notice = report.notices().iter().find(|notice| notice.key == "spec");
        assert_eq!(notice.unwrap().kind, NoticeKind::NotUnderstood, "{query}");
        assert!(report.query().contains("spec="), "{query}");
    }
    let told = |query: &str| {
        ask(query)
            .notices()
            .iter()
            .any(|notice| notice.key == "accept")
    };
    assert!(told("accept=2"));
    assert!(told("model=qwen3-32b&spec=draft~qwen3-0.6b~3&accept=4"));
    assert!(!told("model=qwen3-32b&spec=draft~qwen3-0.6b~3&accept=3"));
}

#[test]
fn links_keep_what_is_guessed() {
    for query in [
        "model=qwen3-32b&spec=draft~qwen3-0.6b~5",
        "model=deepseek-v3&w=fp8_block&spec=mtp~3&accept=1.5",
        "w=fp8&spec=eagle3~4",
        "w=fp8&spec=dflash~15",
    ] {
        assert_eq!(ask(query).query(), query);
    }
    let report = ask("model=deepseek-v3&w=fp8_block&spec=MTP");
    assert_eq!(report.query(), "model=deepseek-v3&w=fp8_block&spec=mtp~3");
    for said in ["DFlash", "dflash2~7", "draft-dflash"] {
        assert_eq!(
            ask(&format!("w=fp8&spec={said}")).query(),
            "w=fp8&spec=dflash~7"
        );
    }
    assert_eq!(ask("model=qwen3-8b&spec=none").query(), "model=qwen3-8b");
}

/// What is cached is not read: the first token comes sooner, and the rate is that of the tokens that are read.
#[test]
fn a_cached_prefix_is_not_read_again() {
    let first = |query: &str| ask(query).speed().time_to_first_token_s.unwrap();
    let query = "gpu=rtx-4090&model=qwen3-8b&ctx=16384&prompt=8000";
    let cached = ask(&format!("{query}&prefix=75"));
    assert_eq!(cached.speed().prompt_tokens, 8_000);
    assert_eq!(cached.speed().cached_tokens, 6_000);
    let alone = first("gpu=rtx-4090&model=qwen3-8b&ctx=16384&prompt=2000");
    let sooner = first(&format!("{query}&prefix=75"));
    // The 2,000 tokens attend to the others too.
    assert!(
        alone < sooner && sooner < first(query) / 2.0,
        "{alone} {sooner}"
    );
    assert_eq!(rate(&cached), rate(&ask(query)));
}

/// What a working says of a figure.
fn substituted(query: &str, figure: &str) -> String {
    let workings = headroom_core::working::explain(&ask(query));
    let working = workings.into_iter().find(|one| one.figure == figure);
    working.unwrap().substituted
}

/// The workings are of what was calculated: the tokens that are read, the rows that touch experts, all cards.
#[test]
fn workings_tell_what_was_calculated() {
    let query = "gpu=rtx-4090&model=qwen3-8b&ctx=16384&prompt=8000&prefix=75";
    let read = substituted(query, "speed.prefill_tokens_per_s");
    assert!(read.contains("6000 of 8000 tokens are cached"), "{read}");
    assert!(read.contains("\n2000 tokens × "), "{read}");
    let query = "gpu=h200-sxm&n=8&model=deepseek-v3&w=fp8_block&spec=mtp~3&accept=1.5";
    let decode = substituted(query, "speed.decode_tokens_per_s");
    // A token that is known and three guesses.
    assert!(decode.contains("(1 − 8 ÷ 256)^(4^"), "{decode}");
    assert!(decode.contains("one of 2.5 tokens of a step"), "{decode}");
    let query = "gpu=h200-sxm&n=8&model=qwen3-coder-480b-a35b&w=fp8_block&par=dp8-ep&users=16";
    let decode = substituted(query, "speed.decode_tokens_per_s");
    assert!(decode.contains("(1 − 8 ÷ 160)^(16^"), "{decode}");
    let ceiling = substituted(query, "speed.ceiling_tokens_per_s");
    assert!(ceiling.contains("over 8 cards at a time"), "{ceiling}");
}

/// Whoever multiplies the lines of a prompt's working comes to its time, of a mixture too.
#[test]
fn the_lines_of_a_prompt_multiply_to_its_time() {
    for query in [
        "gpu=rtx-pro-6000-blackwell-ws&model=qwen3.5-122b-a10b&w=nvfp4&engine=vllm&prompt=8192&ctx=16384",
        "gpu=h200-sxm&model=qwen3-30b-a3b&w=fp8&engine=vllm&prompt=8192&ctx=16384",
        "gpu=rtx-4090&model=qwen3-8b&engine=llamacpp&prompt=8192&ctx=16384",
    ] {
        let text = substituted(query, "speed.prefill_tokens_per_s").replace('\u{202f}', " ");
        let numbers = |line: &str| -> Vec<f64> {
            let words = line.split(|c: char| !c.is_ascii_digit() && c != '.');
            words.filter_map(|word| word.parse().ok()).collect()
        };
        let line = |of: &str| text.lines().find(|line| line.contains(of)).unwrap();
        let reached = line("TFLOP/s").split(": ").nth(1).unwrap();
        // The name of the path has a number too: FP4, FP8, 16 bits.
        let (reach, products) = reached.split_once("; of that products of ").unwrap();
        let (reach, shares) = (numbers(reach), numbers(products));
        let flop = numbers(line("GFLOP"));
        let routed = match shares.get(2) {
            Some(share) => flop[2] / share,
            None => 0.0,
        };
        let seconds =
            flop[0] * (flop[1] / shares[1] + routed) * 100.0 / (reach[0] / 100.0 * reach[1] * 1e3);
        let told = flop.last().unwrap() / 1e3;
        assert!(
            (seconds / told - 1.0).abs() < 0.06,
            "{query}: {seconds} {told}\n{text}"
        );
    }
}

/// The bytes of a ceiling over the published bandwidth are its time.
#[test]
fn a_ceiling_is_the_bytes_over_the_bandwidth() {
    let query = "gpu=h200-sxm&n=8&model=deepseek-v3&w=fp8_block&spec=mtp~3&accept=1.5";
    let text = substituted(query, "speed.ceiling_tokens_per_s");
    let number = |words: &str| {
        words
            .replace('\u{202f}', " ")
            .split(' ')
            .next()
            .unwrap()
            .parse::<f64>()
            .unwrap()
    };
    let gb = number(&text);
    let ms = number(text.split("at least ").nth(1).unwrap());
    // Eight times 4,800 GB/s, and four tokens where every guess is kept.
    assert!((gb / 38.4 / 4.0 / ms - 1.0).abs() < 0.01, "{text}");
    let ceiling = ask(query).speed().ceiling_tokens_per_s.unwrap();
    assert!(
        (ceiling * ms / 1_000.0 - 1.0).abs() < 0.01,
        "{ceiling} {text}"
    );
}
