//! Style sheets: `@import`s put in place, comments and idle white space taken out.
//!
//! This is no parser. It relies on what holds for every style sheet: strings are copied as they
//! are, and white space may go where a brace, semicolon or comma stands, and after a colon.

use std::fs;
use std::path::Path;

use crate::{Outcome, about};

/// The style sheet that names the others; without it, all of the folder in order of name.
const MAIN: &str = "main.css";

/// One style sheet from a folder of them; empty where there is no folder.
pub(crate) fn bundle(folder: &Path) -> Outcome<String> {
    let main = folder.join(MAIN);
    if main.is_file() {
        return inline(&main);
    }
    let Ok(entries) = fs::read_dir(folder) else {
        return Ok(String::new());
    };
    let mut paths: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    paths.sort();
    let parts: Outcome<Vec<String>> = paths.iter().map(|path| inline(path)).collect();
    Ok(parts?.join("\n"))
}

/// A file with the local files that it imports in place of its `@import` lines.
fn inline(path: &Path) -> Outcome<String> {
    let text = fs::read_to_string(path).map_err(about(path))?;
    let mut whole = String::with_capacity(text.len());
    for line in text.lines() {
        match Import::of(line) {
            Some(import) => {
                let imported = inline(&path.with_file_name(import.file))?;
                whole.push_str(&import.around(imported));
            }
            None => whole.push_str(line),
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// A line such as `@import "print.css" layer(print) print;`.
#[derive(Debug, PartialEq, Eq)]
struct Import<'a> {
    file: &'a str,
    layer: Option<&'a str>,
    /// The media that it is for; empty for all.
    media: &'a str,
}

impl<'a> Import<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let rest = line.trim().strip_prefix("@import")?.trim_start();
        let rest = rest.strip_prefix("url(").unwrap_or(rest);
        let quote = rest
            .chars()
            .next()
            .filter(|quote| matches!(quote, '"' | '\''))?;
        let (file, rest) = rest[1..].split_once(quote)?;
        let rest = rest.strip_prefix(')').unwrap_or(rest);
        let rest = rest.trim().trim_end_matches(';').trim();
        let layered = rest
            .strip_prefix("layer(")
            .and_then(|rest| rest.split_once(')'));
        Some(match layered {
            Some((layer, media)) => Self {
                file,
                layer: Some(layer.trim()),
                media: media.trim(),
            },
            None => Self {
                file,
                layer: None,
                media: rest,
            },
        })
    }

    /// The conditions of the line around what it imports.
    fn around(&self, mut css: String) -> String {
        if let Some(layer) = self.layer {
            css = format!("@layer {layer} {{\n{css}\n}}");
        }
        if !self.media.is_empty() {
            css = format!("@media {} {{\n{css}\n}}", self.media);
        }
        css
    }
}

/// The same style sheet in fewer bytes.
pub(crate) fn minify(css: &str) -> String {
    let mut small = String::with_capacity(css.len());
    let mut rest = css;
    let mut space = false;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            space = true;
            continue;
        }
        if next.is_whitespace() {
            rest = rest.trim_start();
            space = true;
            continue;
        }
        if next == '}' && small.ends_with(';') {
            small.pop();
        }
        if space && !swallows(small.chars().next_back()) && !matches!(next, '{' | '}' | ';' | ',') {
            small.push(' ');
        }
        space = false;
        let length = if matches!(next, '"' | '\'') {
            string(rest, next)
        } else {
            next.len_utf8()
        };
        small.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    small
}

/// Whether white space after this character says nothing.
fn swallows(before: Option<char>) -> bool {
    matches!(before, None | Some('{' | '}' | ';' | ',' | ':'))
}

/// The length of the string at the start of `text`, quotes included.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, next) in text.char_indices().skip(1) {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if next == quote => return at + next.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{Import, minify};

    #[test]
    fn white_space_goes_where_it_says_nothing() {
        assert_eq!(
            minify("/* a */\nmain , .x {\n  color : red ;\n  margin: 0 auto;\n}\n"),
            "main,.x{color :red;margin:0 auto}"
        );
    }

    #[test]
    fn white_space_stays_where_it_means_something() {
        assert_eq!(
            minify("a :hover { width: calc(1px + 2px) }"),
            "a :hover{width:calc(1px + 2px)}"
        );
        assert_eq!(
            minify("@media (width >= 40em) and (hover) {}"),
            "@media (width >= 40em) and (hover){}"
        );
    }

    #[test]
    fn strings_are_copied() {
        assert_eq!(
            minify(r#"a::before { content: "/* ; }  \" "; }"#),
            r#"a::before{content:"/* ; }  \" "}"#
        );
    }

    #[test]
    fn a_comment_separates_words() {
        assert_eq!(minify("a/* b */c {}"), "a c{}");
    }

    #[test]
    fn imports_keep_their_conditions() {
        let import = |line| Import::of(line).map(|import| import.around("a{}".to_owned()));
        assert_eq!(import("@import \"a.css\";").as_deref(), Some("a{}"));
        assert_eq!(
            import("@import \"print.css\" print;").as_deref(),
            Some("@media print {\na{}\n}")
        );
        assert_eq!(
            import("@import url('a.css') layer(base) (width >= 40em);").as_deref(),
            Some("@media (width >= 40em) {\n@layer base {\na{}\n}\n}")
        );
        assert_eq!(import("a { color: red }"), None);
        assert_eq!(
            Import::of("@import 'b.css';").map(|import| import.file),
            Some("b.css")
        );
    }
}
