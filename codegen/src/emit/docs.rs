//! Text of a document as rustdoc, as Rust literals and as TOML.
//!
//! Nothing here lets a text end the comment or the literal it is put into: whatever the document says stays text.

pub mod contents;
pub mod definition;
pub mod example;
pub mod explained;
pub mod facts;
mod family;
pub mod front;
mod known;
mod markdown;
pub mod member;
pub mod operation;
pub mod sample;
pub mod snippet;
mod text;

pub(super) use text::is_unseen;

/// How wide a line of documentation is, in characters; a word that is longer stays whole.
const WIDTH: usize = 100;

/// One line of rustdoc: a title or a summary. Code spans, emphasis and links stay, blocks become plain text.
pub fn clean(text: &str) -> String {
    markdown::line(text)
}

/// Lines of rustdoc for texts in Markdown that stand one after the other.
///
/// What rustdoc would warn of, run or misread is mended: bare URLs, HTML, brackets that are no links, code without a
/// language, code by indentation. A very long text is cut off.
pub fn blocks(texts: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut was_plain = true;
    for text in texts {
        let block = markdown::lines(text, WIDTH);
        if block.is_empty() {
            continue;
        }
        // Lines that follow each other are one paragraph, which nothing but a line of text may begin or go on.
        let is_plain = matches!(block.as_slice(), [line] if line.starts_with(|c: char| c.is_alphabetic() || c == '`'));
        if !(lines.is_empty() || was_plain && is_plain) {
            lines.push(String::new());
        }
        was_plain = is_plain;
        lines.extend(block);
    }
    lines
}

/// A name or a value as a code span, in one line.
pub fn code(text: &str) -> String {
    let text = text::one_line(text).replace('`', "'");
    if text.is_empty() { "` `".to_owned() } else { format!("`{text}`") }
}

/// A link to a page of the web; nothing for a URL that is none.
pub fn link(label: &str, url: &str) -> Option<String> {
    Some(format!("[{label}]({})", text::url(url)?))
}

/// `/// text` lines at an indent; an empty text gives an empty line.
pub fn lines(out: &mut String, indent: &str, texts: &[String]) {
    for text in texts.iter().flat_map(|text| text.split(['\n', '\r'])) {
        out.push_str(indent);
        out.push_str(format!("/// {text}").trim_end());
        out.push('\n');
    }
}

/// The text as a Rust string literal.
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

/// The text as a TOML string.
pub fn toml(text: &str) -> String {
    toml::Value::String(text::one_line(text)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{blocks, clean, code, link, literal, toml};

    #[test]
    fn markup_that_nobody_meant_is_escaped() {
        for (text, expected) in [
            ("a [link] <T> b_c", "a \\[link\\] \\<T> b_c"),
            ("see https://x.io/a_b now", "see <https://x.io/a_b> now"),
            ("(https://x.io).", "(<https://x.io>)."),
            ("use `a[b]` and `c", "use `a[b]` and \\`c"),
            ("`` ` `` <b>x", "`` ` `` x"),
            ("*/ \u{0} end\n", "\\*/ end"),
            ("# A - b", "A - b"),
            ("1986. A year", "1986\\. A year"),
            ("_x and y_", "*x and y*"),
            ("a\u{202e}b\u{2028}c", "ab c"),
            ("&lt;script&gt; &amp;lt;", "\\<script> \\&lt;"),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
    }

    #[test]
    fn texts_follow_each_other_and_long_ones_stand_apart() {
        let texts = |texts: &[&str]| blocks(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        assert_eq!(texts(&["a", "", "b"]), ["a", "b"]);
        assert_eq!(texts(&["a\n\nb", "c"]), ["a", "", "b", "", "c"]);
    }

    #[test]
    fn no_text_leaves_its_place() {
        assert_eq!(code("a`b\nc"), "`a'b c`");
        assert_eq!(link("x", "https://x.io/a b\n)(c"), Some("[x](https://x.io/a%20b%0A%29%28c)".to_owned()));
        assert_eq!(link("x", "javascript:alert(1)"), None);
        assert_eq!(literal("\"\u{202e}\n"), "\"\\\"\\u{202e}\\n\"");
        assert_eq!(toml("a \"b\"\n\u{0}\u{202e}\\"), "'a \"b\" \\'");
    }
}
