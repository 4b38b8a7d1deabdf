//! No query breaks an answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use headroom_core::catalog::Catalog;
use headroom_core::evaluate;

use support::{get, published, server};

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
            "/find",
        ] {
            let answer = get(&router, &format!("{path}?{query}")).await;
            // A table of figures that were not calculated is none.
            let report = evaluate::report(&query, Catalog::builtin());
            let status = match path {
                "/export/cost.csv" if !report.is_understood() => 422,
                // What another page hands on is written as a build of its own.
                "/compare" | "/find" if answer.status == 303 => 303,
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
async fn no_query_breaks_what_others_see() {
    let router = published();
    for query in [
        "n=0&n=9",
        "n=99999999999999999999",
        "%",
        "%zz=%f&&&==",
        "panels=%00&theme=%ff",
        "panels=~~~~&form=live&gpu=rtx-4090*0",
        "panels=verdict~ways~figures~power~cost~payback~waterfall&gpu=m3-ultra&model=deepseek-v3",
        "gpu=rtx-5090+rtx-3090*2&form=live&panels=figures",
        "gpu=h100-sxm-80gb&n=64&model=custom&layers=0&hidden=4294967295&heads=0&panels=power",
        "model=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&about=%3Cb%3E&size=%3Cb%3E",
        "par=tp3&n=4&engine=vllm&size=square&theme=dark",
        "ctx=16777216&users=4096&model=0b",
    ] {
        for path in ["/embed", "/share", "/badge.svg", "/og.svg", "/og.png"] {
            let answer = get(&router, &format!("{path}?{query}")).await;
            assert_eq!(answer.status, 200, "{path}?{query}");
            let text = answer.body;
            assert!(!text.contains("<script>alert"), "{path}?{query}");
            assert!(path == "/og.png" || !text.contains("NaN"), "{path}?{query}");
        }
    }
}
