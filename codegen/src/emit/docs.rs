//! Text of a document as rustdoc.

/// Escapes what rustdoc would read as markup: links, HTML and code that the document's author did not mean.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        if !in_code && (bare.starts_with("http://") || bare.starts_with("https://")) {
            out.push('<');
            out.push_str(&bare.replace(['<', '>'], ""));
            out.push('>');
            out.push_str(&word[bare.len()..]);
            continue;
        }
        for c in word.chars() {
            match c {
                '`' => in_code = !in_code,
                '[' | ']' | '<' | '>' | '*' | '_' | '|' | '\\' | '#' if !in_code => out.push('\\'),
                c if c.is_control() => continue_with_space(&mut out),
                _ => {}
            }
            if !c.is_control() {
                out.push(c);
            }
        }
    }
    if in_code {
        out = out.replace('`', "\\`");
    }
    out.trim_end().to_owned()
}

fn continue_with_space(out: &mut String) {
    if !out.ends_with(' ') {
        out.push(' ');
    }
}

/// `/// text` lines at an indent; an empty text gives none.
pub fn lines(out: &mut String, indent: &str, texts: &[String]) {
    for text in texts {
        let text = text.trim_end();
        if text.is_empty() {
            out.push_str(indent);
            out.push_str("///\n");
        } else {
            out.push_str(indent);
            out.push_str("/// ");
            out.push_str(text);
            out.push('\n');
        }
    }
}

/// The text as a Rust string literal.
pub fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn markup_that_nobody_meant_is_escaped() {
        assert_eq!(clean("a [link] <T> b_c"), "a \\[link\\] \\<T\\> b\\_c");
        assert_eq!(clean("see https://x.io/a_b now"), "see <https://x.io/a_b> now");
        assert_eq!(clean("use `a[b]` and `c"), "use \\`a[b]\\` and \\`c");
        assert_eq!(clean("use `a[b]`"), "use `a[b]`");
        assert_eq!(clean("*/ \u{0} end\n"), "\\*/  end");
    }
}
