//! Generates from any bytes and checks what comes out; the fuzz target runs it, too.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::write::Plan;
use harness_sdk_codegen::{Input, Output, generate};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::rustdoc;

/// The name that hostile text tries to bring into the code.
pub(crate) const MARKER: &str = "injected_marker";

/// What [`generate`] makes of a text; sound when it is a success.
///
/// # Panics
/// When the output is not sound, or a failure says nothing.
pub(crate) fn exercise(text: impl AsRef<[u8]>) -> Result<Output, Defects> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.yaml");
    fs::write(&document, text).expect("a document");
    match generate(&Input { document, data: None }, &|_| {}) {
        Ok(output) => {
            check(&output, folder.path());
            Ok(output)
        }
        Err(defects) => {
            assert!(!defects.is_empty(), "a failure without a reason");
            for defect in &defects {
                assert!(!defect.message.is_empty() && !defect.help.is_empty(), "{defect:?}");
            }
            Err(Defects::from(defects))
        }
    }
}

fn check(output: &Output, folder: &Path) {
    let mut plan = Plan::new();
    for (path, text) in &output.files {
        let parts: Vec<_> = path.iter().map(|part| part.to_str().expect("UTF-8")).collect();
        let path = parts.join("/");
        assert!(path.is_ascii(), "{path}: rustc finds no file for such a module");
        assert!(parts.iter().all(|part| part.len() <= 140), "{path}: too long a name");
        let unseen =
            text.chars().find(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\r' | '\0'));
        assert_eq!(unseen, None, "{path}: a character that rustc refuses");
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => check_rust(&path, text),
            Some("toml") => assert!(text.parse::<toml::Table>().is_ok(), "{path} is no TOML:\n{text}"),
            _ => {}
        }
        plan.insert(path, text.clone());
    }
    if let Err(defects) = plan.check(&folder.join("out"), &["crates"]) {
        assert!(defects.iter().all(|defect| defect.message.contains("without `@generated`")), "{defects:#?}");
    }
    for module in &output.modules {
        let mut names = Names::default();
        for (_, text) in output.files.iter().filter(|(path, _)| {
            path.starts_with(format!("crates/harness-sdk-{}", module.name))
                && path.components().any(|part| part.as_os_str() == "types")
        }) {
            names.declared(text.parse().expect("tokens"));
        }
        let builders: Vec<_> = module.operations.iter().map(|operation| &operation.builder).collect();
        assert_eq!(
            builders.iter().collect::<BTreeSet<_>>().len(),
            builders.len(),
            "builders of one name: {builders:?}"
        );
        let mut methods = BTreeSet::new();
        assert!(module.operations.iter().all(|operation| methods.insert(&operation.name)), "methods of one name");
    }
}

fn check_rust(path: &str, text: &str) {
    if let Err(error) = syn::parse_file(text) {
        panic!("{path} is no Rust: {error}\n{text}");
    }
    let tokens: TokenStream = text.parse().expect("parsed above");
    check_tokens(path, tokens);
    rustdoc::check_file(text);
}

fn check_tokens(path: &str, tokens: TokenStream) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => check_tokens(path, group.stream()),
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                assert!(name != MARKER, "{path}: text became code");
                assert!(name.is_ascii(), "{path}: {name}");
            }
            _ => {}
        }
    }
}

/// The types that are declared, and what each of them declares.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn declared(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) if ["struct", "enum", "type"].iter().any(|keyword| ident == keyword) => {
                    let Some(TokenTree::Ident(name)) = tokens.get(index + 1) else { continue };
                    assert!(self.0.insert(name.to_string()), "two types are called {name}");
                    let body = tokens[index..].iter().find_map(|token| match token {
                        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
                        _ => None,
                    });
                    let members = members(body.unwrap_or_default());
                    let distinct: BTreeSet<_> = members.iter().collect();
                    assert_eq!(distinct.len(), members.len(), "{name} declares something twice: {members:?}");
                }
                TokenTree::Group(group) => self.declared(group.stream()),
                _ => {}
            }
        }
    }
}

/// Fields and variants: a name between `pub` and `:`, or before `=`, `(` and behind `=>`.
fn members(body: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    let is = |index: usize, text: &str| tokens.get(index).is_some_and(|token| token.to_string() == text);
    let named = tokens.iter().enumerate().filter_map(|(index, token)| match token {
        TokenTree::Ident(name) => {
            let field = index > 0 && is(index - 1, "pub") && is(index + 1, ":");
            let value = is(index + 1, "=") && matches!(tokens.get(index + 2), Some(TokenTree::Literal(_)));
            let variant = matches!(tokens.get(index + 1), Some(TokenTree::Group(group))
                if group.delimiter() == Delimiter::Parenthesis);
            (field || value || variant).then(|| name.to_string())
        }
        _ => None,
    });
    named.collect()
}
