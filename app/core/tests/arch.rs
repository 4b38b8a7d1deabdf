//! Architectures in links: every row of the catalogue goes into a link and comes back the same, and what is no
//! architecture is refused in a sentence.
#![expect(clippy::unwrap_used, reason = "a failed lookup is a failed test")]

use headroom_core::catalog::{Catalog, Model};
use headroom_core::codec::{self, arch};
use headroom_core::evaluate::report;
use headroom_core::model::quant::Quant;
use headroom_core::model::weights::weigh;
use headroom_core::report::Status;
use headroom_core::scenario::{ModelChoice, Scenario};

/// Characters that no query escapes.
fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~*+&=".contains(&byte)
}

fn link(model: &'static Model) -> String {
    format!(
        "model=custom&arch={}&named={}",
        arch::write(&ModelChoice::Listed(model)),
        model.id
    )
}

fn scenario(query: &str) -> Scenario {
    let decoded = codec::decode(query, Catalog::builtin());
    assert!(decoded.notices.is_empty(), "{query}: {:?}", decoded.notices);
    decoded.scenario
}

#[test]
fn every_row_goes_into_a_link_and_comes_back_the_same() {
    for model in Catalog::builtin().models {
        let link = link(model);
        assert!(link.len() < 2_000, "{}: {} bytes", model.id, link.len());
        assert!(link.bytes().all(stays), "{link}");
        let scenario = scenario(&link);
        assert_eq!(codec::encode(&scenario), link, "{}", model.id);
        let own = &scenario.model;
        assert_eq!(own.arch().params(), model.arch.params(), "{}", model.id);
        assert_eq!(
            own.arch().active_params(),
            model.arch.active_params(),
            "{}",
            model.id
        );
        assert_eq!(
            own.arch().max_context,
            model.arch.max_context,
            "{}",
            model.id
        );
        assert_eq!(own.native(), model.native, "{}", model.id);
        assert_eq!(own.vision_params(), model.params.vision, "{}", model.id);
        assert_eq!(
            own.mtp(),
            (model.params.mtp, model.params.mtp_layers),
            "{}",
            model.id
        );
        assert_eq!(own.name(0), model.id);
        for &quant in Quant::ALL {
            let weights = |arch| weigh(arch, model.native, model.params.vision, quant);
            let (own, listed) = (weights(own.arch()), weights(&model.arch));
            assert_eq!(own, listed, "{} {}", model.id, quant.id());
        }
    }
}

#[test]
fn the_cache_of_a_link_is_that_of_the_row() {
    for model in Catalog::builtin().models {
        for load in ["ctx=8192", "ctx=131072&users=3&w=bf16", "ctx=40000&kv=q8_0"] {
            let [own, listed] = [link(model), format!("model={}", model.id)]
                .map(|model| report(&format!("{model}&n=8&{load}"), Catalog::builtin()));
            let [a, b] = [&own, &listed].map(|report| report.memory());
            assert_eq!(a.weights_bytes, b.weights_bytes, "{} {load}", model.id);
            assert_eq!(a.kv_cache_bytes, b.kv_cache_bytes, "{} {load}", model.id);
            assert_eq!(
                own.verdict().status,
                listed.verdict().status,
                "{} {load}",
                model.id
            );
        }
    }
}

#[test]
fn two_rows_of_one_shape_have_the_same_parameters() {
    let models = Catalog::builtin().models;
    for (index, one) in models.iter().enumerate() {
        for other in models.iter().skip(index + 1) {
            if arch::shape(&one.arch) == arch::shape(&other.arch) {
                assert_eq!(
                    one.arch.params(),
                    other.arch.params(),
                    "{} {}",
                    one.id,
                    other.id
                );
            }
        }
    }
}

const GOOD: &str = "h-4096~l-F*32~a-32.8.128~i-14336~v-128256~c-131072";

#[test]
fn what_is_no_architecture_is_refused_with_its_field_and_bounds() {
    for (from, to, said) in [
        (
            "h-4096~",
            "",
            "hidden size (h) is nothing: allowed is a whole number from 16 to 131,072",
        ),
        ("h-4096", "h-131073", "hidden size (h) is “131073”"),
        ("h-4096", "h-+4096", "hidden size (h)"),
        ("h-4096", "h-4096~h-4096", "“h” is no field"),
        ("F*32", "F*1025", "from 1 to 1,024 layers"),
        ("F*32", "F*32_Q", "layers (l) is “F*32_Q”"),
        ("F*32", "S*32", "S layers (l) and no window (w)"),
        ("F*32", "L*32", "constant state"),
        ("F*32", "X*32", "compressed attention (cp)"),
        (
            "a-32.8.128",
            "a-32.7.128",
            "32 query heads cannot share 7 KV heads",
        ),
        (
            "a-32.8.128",
            "a-32.8",
            "width of a head (a) is nothing: allowed is a whole number from 8 to 2,048",
        ),
        ("a-32.8.128", "a-32.8.128.128.1", "fewer numbers"),
        ("i-14336~", "", "feed-forward size (i)"),
        (
            "i-14336",
            "i-14336~e-128.200.768",
            "that a token visits (e) is “200”: allowed is a whole number from 1 to 128",
        ),
        (
            "i-14336",
            "i-14336~mla-512..128.64.128",
            "latent attention (mla), 192 and 128",
        ),
        ("i-14336", "i-14336~o-Q.8....", "one of FSCXH first"),
        ("i-14336", "i-14336~m-E*32", "feed-forward blocks (m)"),
        (
            "i-14336",
            "i-14336~m-D*31",
            "as many letters as there are layers, 32",
        ),
        (
            "i-14336",
            "i-14336~iw-5*31",
            "one for each of the 32 layers",
        ),
        ("i-14336", "i-14336~zz-1", "“zz” is no field"),
        (
            "i-14336",
            "i-14336~x-s.99999999999999999999",
            "from 1 to 1,000,000,000,000",
        ),
        (
            "h-4096~l-F*32~a-32.8.128~i-14336",
            "h-131072~l-F*1024~a-32.8.128~i-1048576",
            "allowed are up to 10.00,T",
        ),
        (
            "h-4096~l-F*32~a-32.8.128",
            "h-16~l-F*1024~a-1024.1024.2048",
            "numbers of a token",
        ),
        (GOOD, "", ""),
    ] {
        let text = GOOD.replacen(from, to, 1);
        if text.is_empty() {
            continue;
        }
        let query = format!("model=custom&arch={text}");
        let report = report(&query, Catalog::builtin());
        assert_eq!(report.verdict().status, Status::NotUnderstood, "{text}");
        let notice = report.notices().first().unwrap();
        assert_eq!(notice.key, "arch");
        let message = notice.message.replace('\u{202f}', ",");
        assert!(message.contains(said), "{text}: {message}");
        assert!(message.ends_with("Nothing was calculated."), "{message}");
        // The link goes on saying what was written.
        let kept = codec::Query::parse(report.query());
        assert_eq!(kept.get("arch"), Some(text.as_str()), "{}", report.query());
        assert_eq!(kept.get("model"), Some("custom"), "{}", report.query());
    }
    assert!(arch::read(GOOD).is_ok());
    assert!(arch::read(&"h".repeat(5_000)).is_err());
}

/// Ordinary numbers of a link win over an architecture that a form carried along.
#[test]
fn what_is_typed_counts_before_an_architecture() {
    let query = format!("model=custom&arch={GOOD}&layers=16");
    let decoded = codec::decode(&query, Catalog::builtin());
    assert_eq!(decoded.scenario.model.arch().layer_count(), 16);
    assert_eq!(decoded.notices.len(), 1, "{:?}", decoded.notices);
    assert_eq!(codec::encode(&decoded.scenario), "model=custom&layers=16");
    let listed = codec::decode(
        &format!("model=llama-3.1-8b&arch={GOOD}"),
        Catalog::builtin(),
    );
    assert_eq!(codec::encode(&listed.scenario), "model=llama-3.1-8b");
    let alone = codec::decode(&format!("arch={GOOD}"), Catalog::builtin());
    assert_eq!(
        codec::encode(&alone.scenario),
        format!("model=custom&arch={GOOD}")
    );
}

#[test]
fn a_name_is_kept_in_the_characters_of_a_link() {
    for (given, name) in [
        ("Qwen3-8B", "Qwen3-8B"),
        ("my org/My Model (v2)", "My-Model--v2"),
        ("<script>alert(1)</script>", "script"),
        ("\u{202e}evil", "evil"),
        ("---", ""),
        ("名前", ""),
    ] {
        assert_eq!(codec::model_name(given), name, "{given}");
        let mut query = codec::Query::parse(&format!("model=custom&arch={GOOD}"));
        query.set("named", given);
        let scenario = codec::decode_query(&query, Catalog::builtin()).scenario;
        let shown = scenario.model.name(8_030_261_248);
        match name {
            "" => assert!(shown.ends_with("model as described"), "{shown}"),
            name => assert_eq!(shown, name),
        }
        let link = codec::encode(&scenario);
        assert!(link.bytes().all(stays), "{link}");
        assert_eq!(codec::decode(&link, Catalog::builtin()).scenario, scenario);
    }
}

#[test]
fn files_are_given_to_the_byte() {
    let query = format!("model=custom&arch={GOOD}&file=4920734272b");
    let report = report(&query, Catalog::builtin());
    assert!(report.notices().is_empty(), "{:?}", report.notices());
    assert_eq!(report.memory().weights_bytes, 4_920_734_272);
    assert_eq!(report.query(), query);
    for wrong in ["4920734272", "12b", "1e9b", "99999999999999b", "-5000000b"] {
        let query = format!("model=custom&arch={GOOD}&file={wrong}");
        let notices = codec::decode(&query, Catalog::builtin()).notices;
        assert_eq!(notices.len(), 1, "{wrong}");
    }
}
