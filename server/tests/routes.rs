//! Every route, asked in process: status, headers, body.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use axum::http::{Method, StatusCode};
use base64::prelude::{BASE64_STANDARD, Engine};
use headroom_core::catalog::Catalog;
use headroom_core::codec::MAX_QUERY_BYTES;
use headroom_core::evaluate;
use headroom_server::api;
use serde_json::{Value, json};
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
async fn answers_are_counted_by_route_and_status() {
    let router = server("metrics");
    get(&router, "/gpus?q=a-secret").await;
    get(&router, "/nope/a-secret").await;
    let metrics = get(&router, "/metrics").await;
    assert_eq!(metrics.status, 200);
    let holds = |line: &str| metrics.body.lines().any(|one| one.starts_with(line));
    for line in [
        r#"http_requests_total{method="GET",route="/gpus",status="200"}"#,
        r#"http_requests_total{method="GET",route="files",status="404"}"#,
        r#"http_request_duration_seconds_bucket{route="/gpus",le="0.5"}"#,
    ] {
        assert!(holds(line), "{line}\n{}", metrics.body);
    }
    assert!(!metrics.body.contains("a-secret"));
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
async fn what_has_not_changed_is_not_sent_again() {
    let router = server("fresh");
    for path in [
        "/?n=2",
        "/gpus",
        "/api/v1/report?n=2",
        "/sheet?n=2",
        "/chart/cost.png?n=2",
    ] {
        let first = get(&router, path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\""), "{path}: {tag}");
        for given in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
            let again = ask(&router, Method::GET, path, &[("if-none-match", &given)]).await;
            assert_eq!(again.status, 304, "{path}, {given}");
            assert_eq!(again.body, "");
            assert_eq!(again.header("etag"), tag);
            assert_eq!(again.header("content-security-policy"), "");
        }
        let other = ask(
            &router,
            Method::GET,
            path,
            &[("if-none-match", "\"other\"")],
        )
        .await;
        assert_eq!(other.status, 200);
        let elsewhere = ask(&router, Method::GET, path, &[("host", "example.org")]).await;
        assert_ne!(elsewhere.header("etag"), tag, "addresses name the host");
        let head = ask(&router, Method::HEAD, path, &[]).await;
        assert_eq!((head.status.as_u16(), head.body.as_str()), (200, ""));
        assert_eq!(head.header("etag"), tag);
    }
    let one = get(&router, "/?n=2").await;
    let two = get(&router, "/?n=3").await;
    assert_ne!(one.header("etag"), two.header("etag"));
    assert_eq!(get(&router, "/nope").await.header("etag"), "");
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
async fn what_is_not_there_is_a_page_too() {
    let router = server("missing");
    for path in [
        "/nope",
        "/gpus/nope",
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
async fn hashed_files_are_kept_for_ever_and_no_others() {
    let router = server("files");
    let for_ever = "public, max-age=31536000, immutable";
    let hashed = get(&router, HASHED).await;
    assert_eq!(hashed.status, 200);
    assert_eq!(hashed.header("cache-control"), for_ever);
    assert_eq!(hashed.header("content-type"), "text/css");
    for path in [PLAIN, "/robots.txt"] {
        assert_eq!(
            get(&router, path).await.header("cache-control"),
            "no-cache",
            "{path}"
        );
    }
    let missing = get(&router, "/pkg/headroom.fedcba9876543210.css").await;
    assert_eq!(missing.status, 404);
    assert_eq!(missing.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn compressed_siblings_are_sent_as_they_are() {
    let router = server("siblings");
    for (accepted, encoding, body) in [
        ("br, gzip", "br", "as brotli"),
        ("gzip", "gzip", "as gzip"),
        ("identity", "", "main { color: black }"),
    ] {
        let answer = ask(
            &router,
            Method::GET,
            HASHED,
            &[("accept-encoding", accepted)],
        )
        .await;
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(answer.body, body);
        assert!(
            answer
                .header("vary")
                .eq_ignore_ascii_case("accept-encoding")
        );
        assert_eq!(answer.header("content-type"), "text/css");
    }
    let page = ask(&router, Method::GET, "/", &[("accept-encoding", "br")]).await;
    assert_eq!(page.header("content-encoding"), "br");
}

#[tokio::test]
async fn queries_beyond_what_is_read_are_refused() {
    let router = server("long");
    let fits = "x".repeat(MAX_QUERY_BYTES);
    let long = "x".repeat(MAX_QUERY_BYTES + 1);
    for path in [
        "/", "/sheet", "/models", "/gpus", "/clouds", "/apis", "/builds", "/compare", "/upgrade",
        "/method", "/api", "/saved",
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
    ] {
        let answer = get(&router, given).await;
        assert_eq!(answer.status, 303, "{given}");
        assert_eq!(answer.header("location"), leads_to, "{given}");
    }
    // A link stays as it was sent, in whatever order its keys are.
    assert_eq!(get(&router, "/?n=2&gpu=rtx-4090").await.status, 200);
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
async fn the_api_answers_what_the_command_line_prints() {
    let router = server("api");
    for query in ["", "n=4&model=llama-3.1-405b&w=f16", "n=0&n=9&foo=%zz"] {
        let answer = get(&router, &format!("/api/v1/report?{query}")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        assert_eq!(answer.body, api::report_json(query).unwrap());
        let report: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
        assert!(report["memory"]["weights_bytes"].is_u64());
        assert!(report["verdict"]["fits"].is_boolean());
    }
    // A word that is not known has no figures.
    let unknown = get(&router, "/api/v1/report?gpu=%zz").await;
    let report: serde_json::Value = serde_json::from_str(&unknown.body).unwrap();
    assert_eq!(report["verdict"]["status"], "not_understood");
    assert!(report["memory"].is_null() && unknown.status == 200);
    let strict = get(&router, "/api/v1/report?gpu=rtx-409O&strict=1").await;
    assert!(strict.status == 422 && strict.body.contains("gpu=rtx-4090"));
    let meant = get(&router, "/api/v1/report?w=4bit&strict=1").await;
    assert_eq!(meant.status, 200);
    for address in ["/export/cost.csv?gpu=zz", "/chart/cost.svg?gpu=zz"] {
        assert_eq!(get(&router, address).await.status, 422, "{address}");
    }
    let catalog = get(&router, "/api/v1/catalog").await;
    assert_eq!(catalog.body, api::catalog_json());
    let catalog: serde_json::Value = serde_json::from_str(&catalog.body).unwrap();
    for list in ["gpus", "models", "quantisations", "kv_types", "engines"] {
        let list = catalog[list].as_array().unwrap();
        assert!(list.len() > 5);
        assert!(list.iter().all(|row| row["id"].is_string()));
    }
}

#[tokio::test]
async fn health_is_told() {
    let answer = get(&server("health"), "/healthz").await;
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (StatusCode::OK, "ok\n")
    );
}

#[tokio::test]
async fn no_query_breaks_a_page() {
    let router = server("hostile");
    let mut queries: Vec<String> = [
        "n=0", "n=10000", "n=-1", "n=99999999999999999999", "n=1e9", "n=NaN", "n=4&n=8&n=", "ctx=-1",
        "ctx=1000000000000", "ctx=abc", "ctx=0", "users=0", "users=4294967296", "model=nope", "gpu=nope",
        "gpu=*", "gpu=rtx-4090*0", "gpu=rtx-4090*99999999999+h100", "gpu=+++", "w=q99", "kv=", "engine=%00",
        "%", "%%%", "%zz=%f", "n=%ff%fe", "&&&&", "====", "=", "?", "model=custom", "model=custom&params=0",
        "model=custom&params=99999999999999999999t", "model=0b", "model=405b-a900b", "offload=layers-99999",
        "offload=experts-0&model=gpt-oss-120b", "mem=0&gpu=m3-ultra", "share=0", "share=1000", "ram=0",
        "par=tp0", "par=tp3&n=4", "par=tp99999999999", "%3Cscript%3Ealert(1)%3C/script%3E=1",
        "model=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
        "model=custom&layers=0&hidden=0&heads=0&kvheads=0&headdim=0&ffn=0&vocab=0",
        "model=custom&layers=4294967295&hidden=4294967295&heads=4294967295&kvheads=1&headdim=4294967295&ffn=4294967295&vocab=4294967295",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.extend(random_queries(100));
    for query in queries {
        for path in [
            "/",
            "/sheet",
            "/api/v1/report",
            "/export/report.md",
            "/export/cost.csv",
            "/models",
            "/gpus",
            "/clouds",
            "/apis",
            "/compare",
            "/upgrade",
            "/export/compare.md",
            "/export/compare.csv",
            "/export/upgrade.csv",
            "/export/upgrade.md",
            "/api/v1/compare",
            "/api/v1/upgrade",
        ] {
            let answer = get(&router, &format!("{path}?{query}")).await;
            // A table of figures that were not calculated is none.
            let report = evaluate::report(&query, Catalog::builtin());
            let status = match path {
                "/export/cost.csv" if !report.is_understood() => 422,
                // What another page hands on is written as a build of its own.
                "/compare" if answer.status == 303 => 303,
                _ => 200,
            };
            assert_eq!(answer.status, status, "{path}?{query}");
            assert!(
                !answer.body.contains("NaN") || query.contains("NaN"),
                "{path}?{query}"
            );
            let is_page = answer.header("content-type").starts_with("text/html");
            assert!(
                !is_page || !answer.body.contains("<script>alert"),
                "{path}?{query}"
            );
        }
    }
}

/// Queries put together from what real ones are made of, the same on every run.
fn random_queries(count: usize) -> Vec<String> {
    const PARTS: [&str; 40] = [
        "gpu=",
        "n=",
        "model=",
        "w=",
        "kv=",
        "ctx=",
        "users=",
        "engine=",
        "par=",
        "ram=",
        "offload=",
        "mem=",
        "share=",
        "params=",
        "active=",
        "layers=",
        "&",
        "&",
        "&",
        "=",
        "+",
        "*",
        "-",
        "%",
        "%41",
        "0",
        "1",
        "8",
        "131072",
        "rtx-4090",
        "h100-sxm-80gb",
        "llama-3.1-405b",
        "custom",
        "70b",
        "q4_k_m",
        "f16",
        "vllm",
        "llamacpp",
        "auto",
        "%C3%BC",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).unwrap()
    };
    (0..count)
        .map(|_| (0..next(24)).map(|_| PARTS[next(PARTS.len())]).collect())
        .collect()
}

#[tokio::test]
async fn a_link_that_keeps_its_figures_keeps_them_everywhere() {
    let router = server("pinned");
    let day = Catalog::builtin().date;
    let pinned = format!("n=2&cat={day}");
    let form = get(&router, &format!("/?go=1&n=2&cat={day}&ctx=8192")).await;
    assert_eq!(form.header("location"), format!("/?{pinned}"));

    let page = get(&router, &format!("/?{pinned}")).await;
    let line = format!("Prices and figures of <time>{day}</time>");
    assert!(page.body.contains(&line));
    assert!(page.body.contains("<a href=\"/?n=2\" data-key=\"newest\">"));
    assert!(
        !get(&router, "/?n=2")
            .await
            .body
            .contains("Prices and figures of <time>")
    );

    let report = get(&router, &format!("/api/v1/report?{pinned}")).await;
    let report: Value = serde_json::from_str(&report.body).unwrap();
    assert_eq!(
        (&report["catalog"], &report["query"]),
        (&json!(day), &json!(pinned))
    );
    assert_eq!(report["notices"], json!([]));
    let refused = get(&router, "/api/v1/report?cat=2001-01-01&strict=1").await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("\"field\":\"cat\"") && refused.body.contains(day));

    for (path, holds) in [
        ("/embed", format!("Figures of <time>{day}</time>")),
        ("/og.svg", format!("Figures of {day}")),
        (
            "/export/report.md",
            format!("?{pinned}>, catalogue of {day}"),
        ),
        ("/badge.svg", "</svg>".to_owned()),
        ("/chart/payback.svg", "</svg>".to_owned()),
    ] {
        let answer = get(&router, &format!("{path}?{pinned}")).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(&holds), "{path}: {}", answer.body);
    }

    let share = get(&router, "/share?n=2").await.body;
    let snippet = |id: &str| {
        let (_, rest) = share
            .split_once(&format!("<textarea id=\"copy-{id}\""))
            .unwrap();
        rest.split("</textarea>").next().unwrap().to_owned()
    };
    assert!(snippet("frozen").contains(&format!("/embed?n=2&amp;amp;cat={day}")));
    assert!(!snippet("living").contains("cat="));
    for name in [
        "Embed that updates with prices",
        "Embed frozen at today’s figures",
        "Text frozen at today’s figures",
    ] {
        assert!(share.contains(&format!(">{name}</label>")), "{name}");
    }
    assert!(share.contains(&format!("name=\"cat\" value=\"{day}\"> Keep")));
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
        "/metrics",
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

#[tokio::test]
async fn a_word_that_is_not_known_is_answered_with_names_and_without_figures() {
    let router = server("unknown");
    let page = get(&router, "/?gpu=rtx-409O").await.body;
    assert!(page.contains("No GPU is known here as “rtx-409O”, so nothing was calculated."));
    assert!(page.contains("<a href=\"/?gpu=rtx-4090\">"));
    assert!(page.contains("id=\"answered\" hidden") && page.contains("Not understood"));
    // What was written stays in the form.
    assert!(page.contains("rtx-409O"));
    let known = get(&router, "/?gpu=rtx-4090").await.body;
    assert!(!known.contains("id=\"answered\" hidden"));
    for (address, kept) in [
        ("/sheet?gpu=rtx-409O", "/sheet?gpu=rtx-4090"),
        ("/embed?gpu=rtx-409O", "/embed?gpu=rtx-4090"),
        ("/export/report.md?gpu=rtx-409O", "gpu=rtx-4090"),
    ] {
        let answer = get(&router, address).await;
        assert!(
            answer.status == 200 && answer.body.contains(kept),
            "{address}"
        );
        let sentence = "so nothing was calculated";
        assert!(answer.body.contains(sentence), "{address}");
        for figure in ["Weights", "USD", "kWh"] {
            assert!(!answer.body.contains(figure), "{address}: {figure}");
        }
    }
    let badge = get(&router, "/badge.svg?gpu=rtx-409O").await.body;
    assert!(badge.contains("Not understood"));
}
