//! Images in a prompt: what they take, and what is said where that is not known.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

mod asked;

use asked::report;
use headroom_core::catalog::Catalog;
use headroom_core::codec::{decode, encode};
use headroom_core::evaluate;
use headroom_core::report::{NoticeKind, Status};

const SEES: &str = "gpu=rtx-4090&model=qwen2.5-vl-7b&w=awq&engine=vllm&ctx=16384&prompt=500";

#[test]
fn images_come_to_the_words_of_a_prompt_and_are_computed_by_the_tower() {
    let words = report(SEES);
    let images = report(&format!("{SEES}&images=2"));
    let speed = images.speed();
    assert_eq!(
        (speed.prompt_tokens, speed.image_tokens),
        (500 + 2 * 1_369, 2 * 1_369)
    );
    assert_eq!(words.speed().image_tokens, 0);
    // As many tokens of words are read sooner than those of images, which a tower computes first.
    let as_words = report(&SEES.replace("prompt=500", "prompt=3238"));
    let first = |report: &evaluate::Report| report.speed().time_to_first_token_s.unwrap();
    assert!(
        first(&images) > 1.02 * first(&as_words),
        "{}",
        first(&images)
    );
    // What was read before needs no tower.
    let cached = report(&format!("{SEES}&images=2&prefix=90"));
    assert!(first(&cached) < 0.3 * first(&images));
}

#[test]
fn links_keep_images_with_their_size() {
    let catalog = Catalog::builtin();
    for (given, kept) in [
        ("images=2", "images=2"),
        ("images=2~1024x1024", "images=2"),
        ("images=2~1920x1080", "images=2~1920x1080"),
        ("images=3~700", "images=3~700"),
        ("images=0", ""),
    ] {
        let decoded = decode(&format!("model=qwen3-vl-8b&{given}"), catalog);
        assert!(decoded.notices.is_empty(), "{given}: {:?}", decoded.notices);
        let encoded = encode(&decoded.scenario);
        assert_eq!(
            encoded,
            format!("model=qwen3-vl-8b&{kept}").trim_end_matches('&')
        );
        assert_eq!(
            decode(&encoded, catalog).scenario.speed,
            decoded.scenario.speed
        );
    }
}

/// llama.cpp has the tower in a file of its own, which is loaded where there is something to see.
#[test]
fn every_engine_loads_the_tower_where_prompts_have_images() {
    let asked = "gpu=rtx-4090&model=qwen2.5-vl-7b&w=q4_k_m";
    let needed = |query: &str| report(query).memory().per_gpu[0].used_bytes;
    let tower = Catalog::builtin()
        .model("qwen2.5-vl-7b")
        .unwrap()
        .params
        .vision
        * 2;
    let more = needed(&format!("{asked}&images=1")) - needed(asked);
    assert!(more >= tower && more < tower + tower / 10, "{more} {tower}");
    let served = "gpu=rtx-4090&model=qwen2.5-vl-7b&w=awq&engine=vllm";
    assert_eq!(needed(served), needed(&format!("{served}&images=1")));
}

#[test]
fn what_is_not_known_is_asked_for_and_what_cannot_be_is_told() {
    let said = |query: &str| {
        let report = evaluate::report(query, Catalog::builtin());
        let notice = report.notices().first().unwrap().clone();
        (report.finding().0, notice)
    };
    let (status, notice) = said("model=muse-glimmer-30b&images=2");
    assert_eq!(
        (status, notice.kind),
        (Status::NotUnderstood, NoticeKind::NotUnderstood)
    );
    assert!(notice.message.contains("2~1500"), "{}", notice.message);
    let known = evaluate::report("model=muse-glimmer-30b&images=2~1500", Catalog::builtin());
    assert_eq!(known.speed().image_tokens, 3_000);
    let (status, notice) = said("gpu=rtx-4090&model=llama-3.1-8b&images=2");
    assert!(status != Status::NotUnderstood && notice.kind == NoticeKind::LeftOut);
    assert!(
        notice.message.contains("sees no images"),
        "{}",
        notice.message
    );
    for (query, name) in [("model=405b", "405.0"), ("model=custom&layers=32", "8.03")] {
        let (_, notice) = said(&format!("{query}&images=2"));
        assert!(notice.message.starts_with(name), "{}", notice.message);
    }
    for flawed in ["many", "2~", "300", "2~0x5", "-1"] {
        let (_, notice) = said(&format!("model=qwen3-vl-8b&images={flawed}"));
        assert_eq!(
            (notice.key, notice.kind),
            ("images", NoticeKind::LeftOut),
            "{flawed}"
        );
    }
    let (_, notice) = said("model=qwen3-vl-8b&ctx=8192&prompt=4096&images=10");
    assert_eq!(
        (notice.kind, notice.nearest_label.as_deref()),
        (NoticeKind::Replaced, Some("4"))
    );
    let (_, notice) = said("model=qwen3-vl-8b&ctx=512&images=1");
    assert_eq!(notice.kind, NoticeKind::LeftOut);
}
