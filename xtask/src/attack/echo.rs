//! Whether something that stands in an address became markup: read as a browser reads a document, because in a text,
//! and between the other kind of quotes, it says nothing.

/// Name of the tag that hostile addresses try to write.
const TAG: &str = "xss";
/// Name of the attribute that they try to write.
const ATTRIBUTE: &str = "onxss";
/// What holds text in which no tag begins but the one that ends it.
const RAW: [&str; 4] = ["script", "style", "title", "textarea"];

/// Whether the tag, or the attribute in a tag, stands in a document.
pub(super) fn breaks_out(document: &str) -> bool {
    let mut rest = document;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name = word(rest);
        if name.eq_ignore_ascii_case(TAG) {
            return true;
        }
        if name.is_empty() {
            continue;
        }
        let (found, after) = attributes(&rest[name.len()..]);
        if found {
            return true;
        }
        rest = after;
        if RAW.contains(&name) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            rest = &rest[end..];
        }
    }
    false
}

/// The name that a text begins with.
fn word(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '>' | '/' | '=' | '<');
    &text[..text.find(ends).unwrap_or(text.len())]
}

/// Whether the attribute stands in the tag that goes on here, and what is behind the tag.
fn attributes(mut rest: &str) -> (bool, &str) {
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (false, after);
        }
        let name = word(rest);
        if name.eq_ignore_ascii_case(ATTRIBUTE) {
            return (true, rest);
        }
        rest = &rest[name.len()..];
        let Some(value) = rest.strip_prefix('=') else {
            if name.is_empty() {
                let mut after = rest.chars();
                if after.next().is_none() {
                    return (false, "");
                }
                rest = after.as_str();
            }
            continue;
        };
        rest = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                value[1..].split_once(quote).map_or("", |(_, after)| after)
            }
            _ => &value[word(value).len()..],
        };
    }
}

#[cfg(test)]
mod tests {
    use super::breaks_out;

    #[test]
    fn what_a_browser_would_take_for_markup_is_found() {
        for document in [
            "<p>a</p><xss>",
            "<p>a<XSS x>b</p>",
            "<p title=\"a\" onxss=1>",
            "<p title='a' onxss=1>",
            "<p title=a onxss=1>",
            "<p hidden onxss>",
            "<p title=\"a\"onxss=1>",
            "<!-- a --><i/onxss=1>",
            "<script>1</script><xss>",
        ] {
            assert!(breaks_out(document), "{document}");
        }
    }

    #[test]
    fn what_is_text_or_a_value_is_none() {
        for document in [
            "",
            "<",
            "<p>onxss=1</p>",
            "<p>a < xss</p>",
            "<p title=\"' onxss=1\">a</p>",
            "<p title='\" onxss=1'>' onxss=</p>",
            "<!-- <xss> --><p>a</p>",
            "<script>'<xss>'</script>",
            "<p title=\"&lt;xss&gt;\">&lt;xss></p>",
            "<p title=\"a",
        ] {
            assert!(!breaks_out(document), "{document}");
        }
    }
}
