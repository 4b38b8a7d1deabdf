//! Pages and their addresses, asked in process: status, headers, body.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::Method;
use base64::prelude::{BASE64_STANDARD, Engine};
use headroom_core::codec::MAX_QUERY_BYTES;
use headroom_server::api;
use sha2::{Digest, Sha256};

use support::{HASHED, PLAIN, ask, get, server};

#[tokio::test]
async fn pages_are_whole_documents() {
    let router = server("pages");
    for path in [
        "/",
        "/?n=4&model=llama-3.1-405b&w=f16",
        "/models",
        "/gpus",
        "/models/llama-3.1-405b",
        "/models/qwen3-30b-a3b?n=2",
        "/gpus/rtx-5090",
        "/gpus/apple-m3-ultra?n=2",
        "/clouds",
        "/apis",
        "/builds",
        "/builds/a16z-4gpu",
        "/compare",
        "/compare?b=one-gpu&b=a16z-4gpu",
        "/upgrade",
        "/upgrade?psu=1000&step=12~n~4",
        "/import",
        "/import?n=4&model=llama-3.1-405b&w=f16",
        "/claims",
        "/claims?text=405B+FP16+on+384GB",
        "/claims?text=70B+Q4+on+2x+banana",
        "/claims?text=%F0%9F%98%80%3Cscript%3E&n=4",
        "/claims?text=",
        "/find",
        "/find?gpu=rtx-5090+rtx-3090*2&kind=vision&sort=decode",
        "/find?machine=abacus&n=900&kind=huge&since=June&over=x",
        "/find?gpu=abacus",
        "/find?q=nothing-is-called-so",
        "/find?ask=machines&model=llama-3.3-70b&budget=20000&rented=1",
        "/find?ask=machines&model=llama-3.1-8b&mode=train&method=lora&within=20&cards=2",
        "/find?model=nope&budget=5&watts=-1&maker=acme",
        "/find?ask=machines&model=kimi-k3&cards=1",
        "/method",
        "/api",
        "/saved",
        "/sheet?n=8&mode=train",
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, 200, "{path}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(page.header("cache-control"), "no-cache");
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{path}");
        assert!(page.body.contains("</html>"), "{path}");
        assert!(page.body.contains("<h1"), "{path} has no heading");
        assert!(!page.body.contains("NaN"), "{path}");
        let mut ids: Vec<&str> = page.body.split(" id=\"").skip(1).collect();
        ids.iter_mut()
            .for_each(|rest| *rest = rest.split('"').next().unwrap());
        ids.sort_unstable();
        let twice = ids.windows(2).find(|pair| pair[0] == pair[1]);
        assert_eq!(twice, None, "{path} names two elements alike");
    }
}

#[tokio::test]
async fn no_id_stands_twice_on_a_page() {
    let router = server("ids");
    for path in [
        "/",
        "/?mode=train&n=4",
        "/share?n=4",
        "/saved",
        "/sheet",
        "/method",
    ] {
        let page = get(&router, path).await;
        let ids = page.body.split(" id=\"").skip(1);
        let mut ids: Vec<&str> = ids
            .filter_map(|rest| Some(rest.split_once('"')?.0))
            .collect();
        let all = ids.len();
        ids.sort_unstable();
        let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{path}: {twice:?}");
        assert!(all > 5, "{path}");
    }
}

#[tokio::test]
async fn charts_stand_alone() {
    let router = server("charts");
    let job = "n=4&model=llama-3.1-405b&w=q4_k_m";
    for name in ["cost", "payback", "sensitivity", "power"] {
        let chart = get(&router, &format!("/chart/{name}.svg?{job}")).await;
        assert_eq!(chart.status, 200, "{name}");
        assert_eq!(chart.header("content-type"), "image/svg+xml");
        assert_eq!(chart.header("cross-origin-resource-policy"), "cross-origin");
        assert!(chart.body.starts_with("<svg") && chart.body.ends_with("</svg>"));
        assert!(chart.body.contains("prefers-color-scheme:dark"), "{name}");
        assert!(!chart.body.contains("NaN"));
        let dark = get(
            &router,
            &format!("/chart/{name}.svg?{job}&theme=dark&size=narrow"),
        )
        .await;
        assert!(!dark.body.contains("prefers-color-scheme"), "{name}");
        assert_ne!(dark.body, chart.body);
    }
    let nothing = get(&router, "/chart/nope.svg").await;
    assert_eq!(nothing.status, 404);
    assert!(nothing.body.contains("/chart/payback.svg"));
    let never = get(&router, "/chart/payback.svg?price-cloud=0&n=0").await;
    assert_eq!(never.status, 200);
}

#[tokio::test]
async fn a_page_says_what_it_may_load() {
    let router = server("policy");
    let page = get(&router, "/").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(policy.contains("'wasm-unsafe-eval'"), "{policy}");
    assert!(!policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(
        page.header("referrer-policy"),
        "strict-origin-when-cross-origin"
    );

    let mut inline = 0;
    for script in page.body.split("<script").skip(1) {
        let (tag, rest) = script.split_once('>').unwrap();
        if tag.contains("src=\"/") {
            continue;
        }
        let (text, _) = rest.split_once("</script>").unwrap();
        let hash = BASE64_STANDARD.encode(Sha256::digest(text));
        assert!(
            policy.contains(&format!("'sha256-{hash}'")),
            "a script that the policy refuses: <script{tag}>{text}, {hash}"
        );
        inline += 1;
    }
    assert_eq!(policy.matches("'sha256-").count(), inline, "{policy}");
    assert!(
        !page.body.contains(" style=\""),
        "a style attribute that the policy refuses"
    );
}

#[tokio::test]
async fn the_same_page_has_the_same_bytes() {
    let router = server("same");
    for path in [
        "/?n=2",
        "/models",
        "/gpus",
        "/clouds",
        "/apis",
        "/method",
        "/api",
        "/saved",
        "/share?n=2",
        "/sheet?n=2",
        "/embed?n=2",
        "/nope",
    ] {
        let one = get(&router, path).await;
        let two = get(&router, path).await;
        assert!(one.body == two.body, "{path}");
        let [one, two] = [&one, &two].map(|page| page.header("content-security-policy"));
        assert_eq!(one, two, "{path}");
    }
}

#[tokio::test]
async fn absolute_addresses_start_with_the_host_that_was_asked() {
    let router = server("origin");
    let page = ask(&router, Method::GET, "/models", &[("host", "example.org")]).await;
    assert!(
        page.body
            .contains("<link rel=\"canonical\" href=\"http://example.org/models\"")
    );
}

#[tokio::test]
async fn the_page_of_a_model_says_what_its_attention_keeps() {
    let router = server("kept");
    let page = get(&router, "/models/deepseek-v3").await;
    // A latent of 512 and a rotary key of 64, for all heads.
    assert!(page.body.contains("128 heads, a latent of 576"));
    let page = get(&router, "/models/llama-3.1-8b").await;
    assert!(page.body.contains("32 heads, 8 of keys and values"));
}

#[tokio::test]
async fn what_is_not_there_is_a_page_too() {
    let router = server("missing");
    for path in [
        "/nope",
        "/gpus/nope",
        "/models/nope",
        "/pkg/nope.js",
        "/pkg/",
        "/models/",
        "/%2e%2e/Cargo.toml",
        "/../Cargo.toml",
    ] {
        let page = get(&router, path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache", "{path}");
    }
    let api = get(&router, "/api/v2/report").await;
    assert_eq!(api.status, 404);
    assert_eq!(api.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn only_reading_is_allowed() {
    let router = server("methods");
    for path in ["/", "/models", "/api/v1/report", PLAIN] {
        assert_eq!(
            ask(&router, Method::POST, path, &[]).await.status,
            405,
            "{path}"
        );
        let head = ask(&router, Method::HEAD, path, &[]).await;
        assert_eq!(head.status, 200, "{path}");
        assert_eq!(head.body, "", "{path}");
    }
}

#[tokio::test]
async fn queries_beyond_what_is_read_are_refused() {
    let router = server("long");
    let fits = "x".repeat(MAX_QUERY_BYTES);
    let long = "x".repeat(MAX_QUERY_BYTES + 1);
    for path in [
        "/", "/sheet", "/models", "/gpus", "/clouds", "/apis", "/builds", "/compare", "/upgrade",
        "/find", "/method", "/api", "/saved",
    ] {
        assert_eq!(
            get(&router, &format!("{path}?{fits}")).await.status,
            200,
            "{path}"
        );
        let page = get(&router, &format!("{path}?{long}")).await;
        assert_eq!(page.status, 414, "{path}");
        assert!(page.body.starts_with("<!DOCTYPE html>"), "{path}");
    }
    let api = get(&router, &format!("/api/v1/report?{long}")).await;
    assert_eq!(api.status, 414);
    assert_eq!(api.header("content-type"), "application/problem+json");
    assert!(
        api.body.contains(&MAX_QUERY_BYTES.to_string()),
        "{}",
        api.body
    );
}

#[tokio::test]
async fn a_submitted_form_leads_to_the_shortest_address() {
    let router = server("form");
    for (given, leads_to) in [
        ("/?go=1", "/"),
        ("/?gpu=rtx-4090&n=2&go=1", "/?gpu=rtx-4090&n=2"),
        ("/?go=1&n=2&mode=&method=lora&rank=8", "/?n=2"),
        (
            "/?go=1&n=2&mode=train&method=lora&rank=16",
            "/?n=2&mode=train&method=lora",
        ),
        ("/?go=1&n=abc", "/?n=abc"),
        (
            "/upgrade?n=2&step=12~n~3&at=18&part=extras~caster-wheels&count=1&for=200",
            "/upgrade?n=2&step=12~n~3&step=18~extras~caster-wheels~price~200",
        ),
    ] {
        let answer = get(&router, given).await;
        assert_eq!(answer.status, 303, "{given}");
        assert_eq!(answer.header("location"), leads_to, "{given}");
    }
    // A link stays as it was sent, in whatever order its keys are.
    assert_eq!(get(&router, "/?n=2&gpu=rtx-4090").await.status, 200);
    // What is wrong with a step is said, and nothing of it is lost.
    let flawed = "/upgrade?n=2&at=soon&part=extras~caster-wheels&count=1&for=";
    let page = get(&router, flawed).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("“soon” is no month"), "{}", page.body);
}

#[tokio::test]
async fn where_a_form_leads_asks_the_same_question() {
    let router = server("form-meaning");
    for query in [
        "gpu=rtx-4090&n=2&model=llama-3.1-8b&ctx=32768",
        "n=4&model=llama-3.1-405b&w=f16",
    ] {
        let location = get(&router, &format!("/?go=1&{query}")).await;
        assert_eq!(
            api::report_json(location.header("location")).unwrap(),
            api::report_json(query).unwrap()
        );
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let router = server("head");
    for path in [
        "/",
        "/?n=4",
        "/gpus",
        "/models",
        "/clouds",
        "/apis",
        "/method",
        "/api",
        "/share",
        "/embed",
        "/oembed",
        "/og.svg",
        "/badge.svg",
        "/export/report.md",
        "/export/memory.csv",
        "/chart/cost.svg",
        "/api/v1/report?n=0&strict=1",
        "/api/v1/catalog",
        "/api/v1/openapi.json",
        "/healthz",
        "/livez",
        "/readyz",
        HASHED,
        "/robots.txt",
        "/nope",
    ] {
        let [get, head] = [
            ask(&router, Method::GET, path, &[]).await,
            ask(&router, Method::HEAD, path, &[]).await,
        ];
        assert_eq!(
            (head.status, head.body.as_str()),
            (get.status, ""),
            "{path}"
        );
        for name in [
            "content-type",
            "cache-control",
            "etag",
            "access-control-allow-origin",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path}: {name}");
        }
    }
}

/// What somebody typed is written as text, and stays in the field.
#[tokio::test]
async fn a_claim_is_shown_as_it_was_typed() {
    let router = server("claims");
    let page = get(&router, "/claims?text=70B+%3Cb%3EQ4+on+2x+3090%22").await;
    assert!(
        page.body
            .contains("value=\"70B &lt;b&gt;Q4 on 2x 3090&quot;\""),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<b>Q4"));
    assert!(page.body.contains("aria-invalid=\"true\""));
    let long = "x".repeat(301);
    let page = get(&router, &format!("/claims?text={long}")).await;
    assert_eq!(page.status, 200);
    assert!(
        page.body
            .contains("A claim may have 300 characters; this one has 301.")
    );
}

#[tokio::test]
async fn claims_are_answered_as_json() {
    let router = server("claims-json");
    for (text, verdict) in [
        ("405B+FP16+on+384GB", "refuted"),
        ("405B%20Q4%20on%20384GB", "confirmed"),
        ("70B+Q4+on+2x+3090+at+32k", "depends"),
        ("hello", "not_understood"),
    ] {
        let answer = get(&router, &format!("/api/v1/claims?text={text}")).await;
        assert_eq!(answer.status, 200);
        let found: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(found["verdict"], verdict, "{text}");
        let link = found["link"].as_str();
        assert_eq!(link.is_some(), verdict != "not_understood", "{text}");
        if let Some(link) = link {
            assert_eq!(get(&router, link).await.status, 200, "{link}");
        }
    }
    assert_eq!(get(&router, "/api/v1/claims").await.status, 422);
}
