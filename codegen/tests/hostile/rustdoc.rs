//! What rustdoc would make of documentation, asked of the parser that it uses.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

/// Paragraph that must still be one when it stands behind the documentation.
const SENTINEL: &str = "the paragraph behind";

/// Checks that rustdoc would neither warn of the text nor run any of it, and that the text ends where it ends.
///
/// # Panics
/// When it would.
pub(crate) fn check(text: &str) {
    let whole = format!("{text}\n\n{SENTINEL}");
    let mut unresolved = |link: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
        let is_type = link.reference.starts_with('`') && link.reference.trim_matches('`').chars().all(is_path);
        let ours = is_type && link.reference.chars().nth(1).is_some_and(|c| c.is_ascii_uppercase());
        assert!(ours, "[{}] asks for an item of that name: {text:?}", link.reference);
        Some(("https://ours".into(), "".into()))
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let parser = Parser::new_with_broken_link_callback(&whole, options, Some(&mut unresolved));
    let (mut in_link, mut in_code, mut depth, mut ended) = (0, false, 0, false);
    for event in parser {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html:?} in {text:?}"),
            Event::FootnoteReference(name) => panic!("a footnote {name:?} in {text:?}"),
            Event::Start(tag) => {
                depth += 1;
                match tag {
                    Tag::Image { .. } => panic!("an image in {text:?}"),
                    Tag::CodeBlock(CodeBlockKind::Indented) => panic!("a doctest by indentation in {text:?}"),
                    Tag::CodeBlock(CodeBlockKind::Fenced(language)) => {
                        // Examples of our own, which are made of identifiers alone, and the JSON of requests.
                        let ours = &*language == "json" || &*language == "no_run" && text.contains("# async fn run(");
                        assert!(ours || &*language == "text", "a doctest in {text:?}");
                        in_code = true;
                    }
                    Tag::Link { dest_url, .. } => {
                        let url = dest_url.to_ascii_lowercase();
                        let known = ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
                        let ours = dest_url.starts_with("super::super::") && dest_url.chars().all(is_path);
                        assert!(known || ours, "a link to {dest_url:?} in {text:?}");
                        in_link += 1;
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth -= 1;
                match tag {
                    TagEnd::Link => in_link -= 1,
                    TagEnd::CodeBlock => in_code = false,
                    _ => {}
                }
            }
            Event::Text(words) if in_link == 0 && !in_code => {
                ended |= depth == 1 && &*words == SENTINEL;
                let bare = ["http://", "https://"].iter().any(|scheme| {
                    let after = words.split(scheme).skip(1);
                    after.into_iter().any(|after| after.starts_with(|c: char| c.is_ascii_alphanumeric()))
                });
                assert!(!bare, "a bare URL in {text:?}");
            }
            _ => {}
        }
    }
    assert!(ended, "something is left open in {text:?}");
}

/// Checks the documentation of every item in a file.
pub(crate) fn check_file(text: &str) {
    let mut docs = String::new();
    for line in text.lines().map(str::trim_start).chain([""]) {
        match line.strip_prefix("///") {
            Some(line) => {
                docs.push_str(line.strip_prefix(' ').unwrap_or(line));
                docs.push('\n');
            }
            None if docs.is_empty() => {}
            None => check(&std::mem::take(&mut docs)),
        }
    }
}

fn is_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == ':'
}
