//! What other sites get: frames, descriptions of frames, and no way to frame anything else.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::Write as _;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use headroom_server::pages::Site;
use headroom_server::{embed, routes};
use http_body_util::BodyExt;
use leptos::prelude::LeptosOptions;
use serde_json::Value;
use tower::ServiceExt;

const JOB: &str = "n=4&model=llama-3.1-405b&w=f16";

fn server() -> Router {
    let options = LeptosOptions::builder()
        .output_name("headroom")
        .site_root(concat!(env!("CARGO_MANIFEST_DIR"), "/../public"))
        .build();
    routes::router(Site {
        options,
        origin: Some("https://example.org".to_owned()),
    })
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

async fn ask(path: &str, encoding: &str) -> Answer {
    let request = Request::builder()
        .uri(path)
        .header("accept-encoding", encoding);
    let response = server()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await.unwrap().to_bytes().to_vec(),
    }
}

async fn get(path: &str) -> Answer {
    ask(path, "identity").await
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
        let html = get(&path).await.text();
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
            let answer = ask(file, "br").await;
            assert_eq!(answer.status, 200, "{file}");
            sent += answer.body.len();
        }
        let _ = writeln!(std::io::stderr(), "{panels}: {sent} bytes with brotli");
        assert!(sent <= 20_000, "{panels}: {sent} bytes");
    }
}

#[tokio::test]
async fn a_comparison_is_framed_without_script() {
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
    let html = answer.text();
    assert!(html.len() <= 20_000, "{} bytes", html.len());
    assert!(!html.contains("<script") && !html.contains(" style=\""));
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
        assert!(answer.text().contains(said), "{query}");
    }
}

#[tokio::test]
async fn oembed_frames_a_comparison() {
    let url = "https%3A%2F%2Fexample.org%2Fcompare%3Fb%3Dn%253D2%26b%3Dn%253D4";
    let answer = oembed(&format!("url={url}&format=json")).await;
    assert_eq!(answer.status, 200);
    let rich: Value = serde_json::from_slice(&answer.body).unwrap();
    let html = rich["html"].as_str().unwrap();
    let src = "src=\"https://example.org/embed?panels=compare&amp;b=n%3D2&amp;b=n%3D4\"";
    assert!(html.contains(src), "{html}");
    assert_eq!(
        rich["thumbnail_url"],
        "https://example.org/og.png?about=compare"
    );
    let page = get("/compare?b=n%3D2&b=n%3D4").await.text();
    assert!(page.contains(&format!("/oembed?url={url}&amp;format=json")));
    assert!(page.contains("Embed this comparison"));
    assert!(
        page.contains("&lt;iframe src=&quot;https://example.org/embed?panels=compare&amp;amp;b=")
    );
}

#[tokio::test]
async fn the_style_sheet_is_kept_for_ever() {
    let style = get(embed::style_path()).await;
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    assert_eq!(
        style.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    assert!(style.text().contains("--part-weights"));
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
        assert!(answer.text().contains(said), "{query}");
        assert!(!answer.text().contains("<script>alert"), "{query}");
    }
    let long = get(&format!("/embed?{}", "x".repeat(4097))).await;
    assert_eq!(long.status, 414);
    assert!(long.text().contains("</html>"));
}

async fn oembed(query: &str) -> Answer {
    get(&format!("/oembed?{query}")).await
}

#[tokio::test]
async fn oembed_describes_a_frame() {
    let url = "https%3A%2F%2Fexample.org%2F%3Fn%3D4%26model%3Dllama-3.1-405b%26w%3Df16";
    let answer = oembed(&format!("url={url}&format=json")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let rich: Value = serde_json::from_slice(&answer.body).unwrap();
    let height = rich["height"].as_u64().unwrap();
    let title = "Llama 3.1 405B in FP16 on 4\u{a0}×\u{a0}RTX PRO 6000 Blackwell Max-Q: Does not fit. \
                 Each GPU is short, by 94.9\u{202f}GB to 103.5\u{202f}GB.";
    let expected = serde_json::json!({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Headroom",
        "provider_url": "https://example.org/",
        "cache_age": 86_400,
        "width": 600,
        "height": height,
        "html": format!(
            "<iframe src=\"https://example.org/embed?n=4&amp;model=llama-3.1-405b&amp;w=f16\" title=\"{title}\" \
             width=\"600\" height=\"{height}\" loading=\"lazy\" style=\"border:0;max-width:720px\"></iframe>"
        ),
        "thumbnail_url": "https://example.org/og.png?n=4&model=llama-3.1-405b&w=f16",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
    });
    assert_eq!(rich, expected);
}

#[tokio::test]
async fn oembed_obeys_the_bounds_that_it_is_given() {
    let url = "url=https%3A%2F%2Fexample.org%2Fembed%3Fpanels%3Dverdict~power%26theme%3Ddark";
    let answer = oembed(&format!("{url}&maxwidth=320&maxheight=200")).await;
    let rich: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(
        (&rich["width"], &rich["height"]),
        (&320.into(), &200.into())
    );
    let html = rich["html"].as_str().unwrap();
    assert!(html.contains("width=\"320\" height=\"200\""), "{html}");
    assert!(
        html.contains("panels=verdict~power&amp;theme=dark"),
        "{html}"
    );
    assert!(
        rich.get("thumbnail_url").is_none(),
        "a picture beyond the bounds"
    );
    assert!(rich.get("thumbnail_width").is_none());
    for wrong in ["maxwidth=0", "maxwidth=-1", "maxheight=wide"] {
        assert_eq!(
            oembed(&format!("{url}&{wrong}")).await.status,
            400,
            "{wrong}"
        );
    }
}

#[tokio::test]
async fn oembed_refuses_as_the_specification_says() {
    for (query, status) in [
        ("url=https%3A%2F%2Fexample.com%2F", 404),
        ("url=https%3A%2F%2Fexample.org%2Fmodels", 404),
        ("url=https%3A%2F%2Fexample.org%2Fnope", 404),
        ("url=file%3A%2F%2F%2Fetc%2Fpasswd", 404),
        ("url=https%3A%2F%2Fexample.org%2F&format=xml", 501),
        ("url=https%3A%2F%2Fexample.org%2F&format=yaml", 501),
        ("", 400),
    ] {
        assert_eq!(oembed(query).await.status, status, "{query}");
    }
}

#[tokio::test]
async fn pages_say_where_their_description_is() {
    for (page, described) in [
        ("/?n=4", "https%3A%2F%2Fexample.org%2F%3Fn%3D4"),
        (
            "/embed?n=4&theme=dark",
            "https%3A%2F%2Fexample.org%2Fembed%3Fn%3D4%26theme%3Ddark",
        ),
    ] {
        let html = get(page).await.text();
        let link = format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"https://example.org/oembed?url={described}&amp;format=json\""
        );
        assert!(html.contains(&link), "{page}");
        assert_eq!(
            oembed(&format!("url={described}&format=json")).await.status,
            200
        );
    }
}

#[tokio::test]
async fn the_page_for_sharing_offers_what_works() {
    let page = get(&format!("/share?{JOB}&theme=dark")).await;
    assert_eq!(page.status, 200);
    let html = page.text();
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

#[tokio::test]
async fn pictures_have_the_size_that_was_named_and_no_other() {
    for (query, width, height) in [
        (JOB, 1200, 630),
        ("size=2x1&theme=dark", 1200, 600),
        ("size=square&gpu=h100-sxm-80gb&n=64", 1200, 1200),
        ("size=100000x100000&n=0&model=nope", 1200, 630),
        ("about=method", 1200, 630),
    ] {
        let answer = get(&format!("/og.png?{query}")).await;
        assert_eq!(answer.status, 200, "{query}");
        assert_eq!(answer.header("content-type"), "image/png");
        assert!(
            answer.header("cache-control").contains("max-age"),
            "{query}"
        );
        assert_eq!(
            answer.header("cross-origin-resource-policy"),
            "cross-origin"
        );
        assert_eq!(&answer.body[..8], b"\x89PNG\r\n\x1a\n", "{query}");
        let number = |at: usize| u32::from_be_bytes(answer.body[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (width, height), "{query}");
        assert!(
            (5_000..200_000).contains(&answer.body.len()),
            "{query}: {} bytes",
            answer.body.len()
        );
    }
    let long = get(&format!("/og.png?{}", "x".repeat(4097))).await;
    assert_eq!(long.status, 414);
}

#[tokio::test]
async fn charts_have_pixels_in_two_sizes_and_no_other() {
    for name in ["cost", "payback", "sensitivity", "power"] {
        let mut seen = Vec::new();
        for (look, width) in [
            ("", 1504),
            ("&size=wide&theme=dark", 1504),
            ("&size=narrow", 704),
            ("&size=narrow&theme=dark", 704),
        ] {
            let path = format!("/chart/{name}.png?{JOB}{look}");
            let answer = get(&path).await;
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("content-type"), "image/png");
            assert!(answer.header("cache-control").contains("max-age"), "{path}");
            assert_eq!(
                answer.header("cross-origin-resource-policy"),
                "cross-origin"
            );
            assert_eq!(&answer.body[..8], b"\x89PNG\r\n\x1a\n", "{path}");
            let number =
                |at: usize| u32::from_be_bytes(answer.body[at..at + 4].try_into().unwrap());
            assert_eq!(number(16), width, "{path}");
            assert!((200..2_500).contains(&number(20)), "{path}: {}", number(20));
            assert!((3_000..200_000).contains(&answer.body.len()), "{path}");
            assert!(!seen.contains(&answer.body), "{path}");
            seen.push(answer.body);
        }
    }
    let light = get(&format!("/chart/cost.png?{JOB}&theme=light")).await;
    let auto = get(&format!("/chart/cost.png?{JOB}&theme=auto")).await;
    assert_eq!(light.body, auto.body);
    for (look, said) in [
        ("size=100000x100000", "size is one of wide, narrow"),
        ("size=%3Cb%3E", "size is one of"),
        ("theme=pink", "theme is one of auto, light, dark"),
    ] {
        let refused = get(&format!("/chart/cost.png?{JOB}&{look}")).await;
        assert_eq!(refused.status, 400, "{look}");
        assert!(refused.text().contains(said), "{look}: {}", refused.text());
    }
    assert_eq!(get("/chart/nope.png").await.status, 404);
    assert_eq!(get("/chart/cost.gif").await.status, 404);
    assert_eq!(get("/chart/cost").await.status, 404);
    let long = get(&format!("/chart/cost.png?{}", "x".repeat(4097))).await;
    assert_eq!(long.status, 414);
}

#[tokio::test]
async fn drawings_hold_their_words_as_text() {
    let picture = get(&format!("/og.svg?{JOB}")).await;
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    let badge = get(&format!("/badge.svg?{JOB}")).await;
    assert_eq!(badge.header("content-type"), "image/svg+xml");
    for (drawing, said) in [(&picture, "Does not fit."), (&badge, "× Does not fit")] {
        assert!(drawing.text().contains("Llama 3.1 405B in FP16"));
        assert!(drawing.text().contains(said), "{said}");
        assert_eq!(drawing.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn the_head_of_every_page_has_a_picture() {
    for (path, picture) in [
        ("/?n=4&w=f16", "/og.png?n=4&amp;w=f16"),
        ("/", "/og.png"),
        ("/share?n=4", "/og.png?n=4"),
        ("/embed?n=4&theme=dark", "/og.png?n=4"),
        ("/models", "/og.png?about=models"),
        ("/gpus", "/og.png?about=gpus"),
        ("/clouds", "/og.png?about=clouds"),
        ("/apis", "/og.png?about=apis"),
        ("/method", "/og.png?about=method"),
        ("/api", "/og.png?about=api"),
        ("/saved", "/og.png?about=saved"),
        ("/nope", "/og.png?about=headroom"),
    ] {
        let html = get(path).await.text();
        for tag in [
            format!("<meta property=\"og:image\" content=\"https://example.org{picture}\">"),
            format!("<meta name=\"twitter:image\" content=\"https://example.org{picture}\">"),
            "<meta property=\"og:image:width\" content=\"1200\">".to_owned(),
            "<meta property=\"og:image:height\" content=\"630\">".to_owned(),
            "<meta name=\"twitter:card\" content=\"summary_large_image\">".to_owned(),
        ] {
            assert_eq!(html.matches(&tag).count(), 1, "{path}: {tag}");
        }
        assert!(html.contains("og:image:alt"), "{path}");
        assert_eq!(
            get(&picture.replace("&amp;", "&")).await.status,
            200,
            "{picture}"
        );
    }
}

#[tokio::test]
async fn no_query_breaks_what_others_see() {
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
            let answer = get(&format!("{path}?{query}")).await;
            assert_eq!(answer.status, 200, "{path}?{query}");
            let text = answer.text();
            assert!(!text.contains("<script>alert"), "{path}?{query}");
            assert!(path == "/og.png" || !text.contains("NaN"), "{path}?{query}");
        }
    }
}

/// The model alone would run on these machines; what is asked does not.
#[tokio::test]
async fn what_is_shared_tells_of_what_is_asked() {
    let run = "gpu=rtx-4090&model=llama-3.1-8b&mode=train&method=full";
    let several = "n=4&model=llama-3.3-70b&w=f16&also=llama-3.3-70b*3";
    for (query, finding) in [(run, "Does not fit."), (several, "2 of 4 fit;")] {
        let address = format!("https://example.org/?{query}");
        let address = address.replace('&', "%26");
        for path in [
            format!("/?{query}"),
            format!("/sheet?{query}"),
            format!("/share?{query}"),
            format!("/embed?{query}"),
            format!("/og.svg?{query}"),
            format!("/export/report.md?{query}"),
            format!("/oembed?url={address}"),
        ] {
            let answer = ask(&path, "identity").await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            let text = answer.text();
            assert!(text.contains(finding), "{path}\n{text}");
            assert!(!text.contains(">Fits, with"), "{path}\n{text}");
        }
        let badge = ask(&format!("/badge.svg?{query}"), "identity").await.text();
        assert!(badge.contains("Does not fit"), "{badge}");
    }
}
