//! What other sites get: frames, and no way to frame anything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::io::Write as _;

use axum::http::Method;
use headroom_server::embed;

use support::{Answer, ask, published};

const JOB: &str = "n=4&model=llama-3.1-405b&w=f16";

async fn get(path: &str) -> Answer {
    support::get(&published(), path).await
}

#[tokio::test]
async fn embeds_may_be_framed_and_nothing_else() {
    for path in ["/embed", &format!("/embed?{JOB}&theme=dark")] {
        let answer = get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("frame-ancestors *"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-frame-options"), "", "{path}");
    }
    for path in [
        "/",
        "/models",
        "/gpus",
        "/models/qwen3-32b",
        "/clouds",
        "/apis",
        "/method",
        "/share",
        "/embed/",
        "/embed/x",
        "/nope",
        "/api/v1/report",
        "/api/v1/catalog",
        "/oembed",
        "/healthz",
        "/embed.js",
        "/robots.txt",
        "/og.png",
        "/badge.svg",
    ] {
        let answer = get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn a_still_embed_is_whole_and_small() {
    for panels in [
        "verdict",
        "verdict~ways~figures~power~cost~payback~waterfall",
    ] {
        let path = format!("/embed?{JOB}&panels={panels}");
        let html = get(&path).await.body;
        assert!(html.contains("Does not fit."), "{panels}");
        assert!(html.contains("<base target=\"_top\">"), "{panels}");
        assert!(html.contains(&format!("href=\"/?{}\"", JOB.replace('&', "&amp;"))));
        assert!(!html.contains("wasm"), "{panels}");
        assert!(
            !html.contains(" style=\""),
            "a style attribute that the policy refuses"
        );

        let mut sent = 0;
        for file in [path.as_str(), embed::style_path(), "/embed-frame.js"] {
            assert!(file == path || html.contains(file), "{file}");
            let compressed = [("accept-encoding", "br")];
            let answer = ask(&published(), Method::GET, file, &compressed).await;
            assert_eq!(answer.status, 200, "{file}");
            sent += answer.bytes.len();
        }
        let _ = writeln!(std::io::stderr(), "{panels}: {sent} bytes with brotli");
        assert!(sent <= 20_000, "{panels}: {sent} bytes");
    }
}

#[tokio::test]
async fn a_claim_is_framed_and_its_page_offers_the_frame() {
    let claim = "text=405B+FP16+on+384GB";
    let answer = get(&format!("/embed/claim?{claim}&theme=dark")).await;
    assert_eq!(answer.status, 200);
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("frame-ancestors *"), "{policy}");
    assert_eq!(answer.header("x-frame-options"), "");
    assert!(answer.body.len() <= 6_000, "{} bytes", answer.body.len());
    assert!(answer.body.contains("Refuted") && answer.body.contains("data-theme=\"dark\""));
    let home = "https://example.org/claims?text=405B%20FP16%20on%20384GB";
    let canonical = format!("rel=\"canonical\" href=\"{home}\"");
    assert!(answer.body.contains(&canonical), "{}", answer.body);
    let page = get(&format!("/claims?{claim}")).await.body;
    assert!(page.contains("&lt;iframe src=&quot;https://example.org/embed/claim?text=405B"));
    assert!(page.contains("application/json+oembed"));
    let url = "https%3A%2F%2Fexample.org%2Fclaims%3Ftext%3D405B%2520FP16%2520on%2520384GB";
    let oembed = get(&format!("/oembed?url={url}")).await;
    assert_eq!(oembed.status, 200, "{}", oembed.body);
    assert!(
        oembed
            .body
            .contains("/embed/claim?text=405B%20FP16%20on%20384GB")
    );
    let none = get("/embed/claim").await;
    assert!(none.status == 200 && none.body.contains("Is this claim true?"));
    let long = format!("/embed/claim?text={}", "a".repeat(5_000));
    assert_eq!(get(&long).await.status, 414);
}

#[tokio::test]
async fn search_engines_are_told_of_every_page() {
    let answer = get("/sitemap.xml").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/xml");
    assert!(
        answer
            .body
            .contains("<loc>https://example.org/gpus/rtx-4090</loc>")
    );
    assert!(
        answer
            .body
            .contains("<loc>https://example.org/models/gpt-oss-120b</loc>")
    );
    assert!(
        get("/robots.txt")
            .await
            .body
            .contains("Sitemap: https://example.org/sitemap.xml\n")
    );
}

#[tokio::test]
async fn a_comparison_is_framed_and_whole_without_script() {
    let builds = "b=two-3090&b=one-5090&b=dgx-spark&b=n%3D4";
    let answer = get(&format!(
        "/embed?panels=compare&{builds}&model=gpt-oss-120b"
    ))
    .await;
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-security-policy")
            .contains("frame-ancestors *")
    );
    let html = answer.body;
    assert!(html.len() <= 20_000, "{} bytes", html.len());
    // The one script tells the page around how high the frame has to be.
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("<script src=\"/embed-frame.js\" defer></script>"));
    assert!(!html.contains(" style=\""));
    assert!(html.contains("rel=\"canonical\" href=\"https://example.org/compare?b="));
    assert!(html.contains("At the wall while it does this"));
    for (query, said) in [
        ("panels=compare", "Nothing is compared yet"),
        (
            "panels=compare&b=gpu%3D%253Cb%253E&b=n%3D4",
            "Builds compared",
        ),
        (
            "panels=power~compare&b=n%3D4&b=n%3D2",
            "A comparison stands alone",
        ),
        (
            "panels=compare&b=n%3D1&b=n%3D2&b=n%3D3&b=n%3D4&b=n%3D5",
            "At most 4",
        ),
    ] {
        let answer = get(&format!("/embed?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.body.contains(said), "{query}");
    }
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever() {
    let style = get(embed::style_path()).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert!(style.body.contains("--part-weights"));
}

#[tokio::test]
async fn bad_input_is_said_and_never_breaks_an_embed() {
    for (query, said) in [
        ("n=0&ctx=abc&model=nope", "so nothing was calculated"),
        ("model=lama-3.1-8b", "/embed?model=llama-3.1-8b"),
        ("panels=nope", "There is no panel “nope”"),
        (
            "theme=neon&accent=gold&mode=wild",
            "There is no accent “gold”",
        ),
        ("panels=%ff&panels=&theme=%zz", "There is no panel"),
        ("model=%3Cscript%3Ealert(1)%3C/script%3E", "&lt;script&gt;"),
    ] {
        let answer = get(&format!("/embed?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert!(answer.body.contains(said), "{query}");
        assert!(!answer.body.contains("<script>alert"), "{query}");
    }
    let long = get(&format!("/embed?{}", "x".repeat(4097))).await;
    assert_eq!(long.status, 414);
    assert!(long.body.contains("</html>"));
}

#[tokio::test]
async fn the_page_for_sharing_offers_what_works() {
    let page = get(&format!("/share?{JOB}&theme=dark")).await;
    assert_eq!(page.status, 200);
    let html = page.body;
    for part in [
        "&lt;iframe src=&quot;https://example.org/embed?n=4&amp;amp;model=llama-3.1-405b&amp;amp;w=f16&amp;amp;theme=dark&quot;",
        "https://example.org/?n=4&amp;model=llama-3.1-405b&amp;w=f16",
        "/badge.svg?n=4",
        "/og.png?n=4",
        "/oembed?url=",
    ] {
        assert!(html.contains(part), "{part}");
    }
    let submitted = get(&format!(
        "/share?go=1&{JOB}&panels=verdict&panels=power&theme=auto&accent=blue&form=still"
    ))
    .await;
    assert_eq!(submitted.status, 303);
    assert_eq!(
        submitted.header("location"),
        format!("/share?{JOB}&panels=verdict~power")
    );
}
