//! `/oembed`: descriptions of frames.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use serde_json::Value;

use support::{Answer, published};

async fn get(path: &str) -> Answer {
    support::get(&published(), path).await
}

async fn oembed(query: &str) -> Answer {
    get(&format!("/oembed?{query}")).await
}

#[tokio::test]
async fn oembed_frames_a_comparison() {
    let url = "https%3A%2F%2Fexample.org%2Fcompare%3Fb%3Dn%253D2%26b%3Dn%253D4";
    let answer = oembed(&format!("url={url}&format=json")).await;
    assert_eq!(answer.status, 200);
    let rich: Value = serde_json::from_str(&answer.body).unwrap();
    let html = rich["html"].as_str().unwrap();
    let src = "src=\"https://example.org/embed?panels=compare&amp;b=n%3D2&amp;b=n%3D4\"";
    assert!(html.contains(src), "{html}");
    assert_eq!(
        rich["thumbnail_url"],
        "https://example.org/og.png?about=compare"
    );
    let page = get("/compare?b=n%3D2&b=n%3D4").await.body;
    assert!(page.contains(&format!("/oembed?url={url}&amp;format=json")));
    assert!(page.contains("Embed this comparison"));
    assert!(
        page.contains("&lt;iframe src=&quot;https://example.org/embed?panels=compare&amp;amp;b=")
    );
}

#[tokio::test]
async fn oembed_describes_a_frame() {
    let url = "https%3A%2F%2Fexample.org%2F%3Fn%3D4%26model%3Dllama-3.1-405b%26w%3Df16";
    let answer = oembed(&format!("url={url}&format=json")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let rich: Value = serde_json::from_str(&answer.body).unwrap();
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
    let rich: Value = serde_json::from_str(&answer.body).unwrap();
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
        let html = get(page).await.body;
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
