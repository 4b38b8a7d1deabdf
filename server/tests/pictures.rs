//! Pictures of answers and of charts.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use support::{Answer, published};

const JOB: &str = "n=4&model=llama-3.1-405b&w=f16";

async fn get(path: &str) -> Answer {
    support::get(&published(), path).await
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
        assert_eq!(&answer.bytes[..8], b"\x89PNG\r\n\x1a\n", "{query}");
        let number = |at: usize| u32::from_be_bytes(answer.bytes[at..at + 4].try_into().unwrap());
        assert_eq!((number(16), number(20)), (width, height), "{query}");
        assert!(
            (5_000..200_000).contains(&answer.bytes.len()),
            "{query}: {} bytes",
            answer.bytes.len()
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
            assert_eq!(&answer.bytes[..8], b"\x89PNG\r\n\x1a\n", "{path}");
            let number =
                |at: usize| u32::from_be_bytes(answer.bytes[at..at + 4].try_into().unwrap());
            assert_eq!(number(16), width, "{path}");
            assert!((200..2_500).contains(&number(20)), "{path}: {}", number(20));
            assert!((3_000..200_000).contains(&answer.bytes.len()), "{path}");
            assert!(!seen.contains(&answer.bytes), "{path}");
            seen.push(answer.bytes);
        }
    }
    let light = get(&format!("/chart/cost.png?{JOB}&theme=light")).await;
    let auto = get(&format!("/chart/cost.png?{JOB}&theme=auto")).await;
    assert_eq!(light.bytes, auto.bytes);
    for (look, said) in [
        ("size=100000x100000", "size is one of wide, narrow"),
        ("size=%3Cb%3E", "size is one of"),
        ("theme=pink", "theme is one of auto, light, dark"),
    ] {
        let refused = get(&format!("/chart/cost.png?{JOB}&{look}")).await;
        assert_eq!(refused.status, 400, "{look}");
        assert!(refused.body.contains(said), "{look}: {}", refused.body);
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
        assert!(drawing.body.contains("Llama 3.1 405B in FP16"));
        assert!(drawing.body.contains(said), "{said}");
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
        let html = get(path).await.body;
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
