//! Where the sources of the app hold HTML as text, which a view should write.
//!
//! A literal holds HTML where a tag begins or ends in it. Comments, code for tests and what a `view!` says do not
//! count; what a macro inside a `view!` formats does.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use proc_macro2::{Literal, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ImplItem, Item, Lit, Macro};

use crate::source::{Unreadable, files, is_for_tests, parsed};

/// A literal that holds HTML.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// The line in which it begins.
    pub line: usize,
    /// The literal as it is written.
    pub literal: String,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.literal)
    }
}

/// The literals with HTML of every file under `root` that has any, by its path from there.
///
/// # Errors
/// Names the file that cannot be read or is not Rust.
pub fn literals(root: &Path) -> Result<BTreeMap<String, Vec<Found>>, Unreadable> {
    let mut all = BTreeMap::new();
    for (path, text) in files(root)? {
        let mut reader = Reader::default();
        reader.visit_file(&parsed(&path, &text)?);
        if !reader.found.is_empty() {
            all.insert(path, reader.found);
        }
    }
    Ok(all)
}

/// Walks one file.
#[derive(Default)]
struct Reader {
    found: Vec<Found>,
}

impl Reader {
    fn literal(&mut self, literal: &Literal) {
        let written = literal.to_string();
        if begins_a_tag(&written) {
            self.found.push(Found {
                line: literal.span().start().line,
                literal: written,
            });
        }
    }

    /// What a macro is given. `text` says whether the literals at hand become text of the program; those of a view are
    /// escaped where it writes them.
    fn tokens(&mut self, tokens: TokenStream, text: bool) {
        let mut before: [Option<TokenTree>; 2] = [None, None];
        for token in tokens {
            match (&token, &before) {
                (TokenTree::Literal(literal), _) if text => self.literal(literal),
                // An attribute, such as a comment that documents something.
                (TokenTree::Group(_), [_, Some(TokenTree::Punct(hash))])
                    if hash.as_char() == '#' => {}
                (
                    TokenTree::Group(group),
                    [Some(TokenTree::Ident(name)), Some(TokenTree::Punct(bang))],
                ) if bang.as_char() == '!' => {
                    self.tokens(group.stream(), name != "view");
                }
                (TokenTree::Group(group), _) => self.tokens(group.stream(), text),
                _ => {}
            }
            before = [before[1].take(), Some(token)];
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(module) => &module.attrs,
            Item::Fn(function) => &function.attrs,
            Item::Const(constant) => &constant.attrs,
            Item::Static(constant) => &constant.attrs,
            Item::Impl(methods) => &methods.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        match item {
            ImplItem::Fn(method) if is_for_tests(&method.attrs) => {}
            _ => visit::visit_impl_item(self, item),
        }
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_lit(&mut self, literal: &'ast Lit) {
        match literal {
            Lit::Str(text) => self.literal(&text.token()),
            Lit::ByteStr(text) => self.literal(&text.token()),
            _ => {}
        }
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        let name = call.path.segments.last().map(|name| &name.ident);
        let text = name.is_none_or(|name| name != "view");
        self.tokens(call.tokens.clone(), text);
    }
}

/// Whether a tag begins or ends somewhere in a literal.
fn begins_a_tag(literal: &str) -> bool {
    literal.split('<').skip(1).any(|after| {
        let name = after.strip_prefix(['/', '!']).unwrap_or(after);
        let begins = |letter: char| letter.is_ascii_lowercase() || letter == '{';
        name.starts_with(begins) || name.starts_with("DOCTYPE") || name.starts_with("--")
    })
}
