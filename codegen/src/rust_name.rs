//! Turns any text of a document into a Rust identifier.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names that cannot stand as a raw identifier.
const NEVER_RAW: [&str; 4] = ["self", "Self", "super", "crate"];

const KEYWORDS: [&str; 48] = [
    "as", "break", "const", "continue", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type",
    "unsafe", "use", "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final", "gen",
    "macro", "override", "priv", "typeof", "unsized", "virtual", "yield", "try",
];

/// `snake_case`, a valid identifier but perhaps a keyword; [`escape_keyword`] makes it usable.
pub fn snake(text: &str) -> String {
    start_with_letter(&words(text).to_snake_case(), "_")
}

/// `UpperCamelCase`, a valid identifier.
pub fn camel(text: &str) -> String {
    let name = start_with_letter(&words(text).to_upper_camel_case(), "V");
    if NEVER_RAW.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// `SCREAMING_SNAKE_CASE`.
pub fn screaming(text: &str) -> String {
    snake(text).to_uppercase()
}

/// Makes a snake case name usable where an identifier stands.
pub fn escape_keyword(name: &str) -> String {
    if NEVER_RAW.contains(&name) {
        format!("{name}_")
    } else if KEYWORDS.contains(&name) {
        format!("r#{name}")
    } else {
        name.to_owned()
    }
}

/// Spells symbols out where nothing else is left to name a thing by, and drops what no identifier can hold.
fn words(text: &str) -> String {
    if text.chars().any(is_word) {
        let negative = text.starts_with('-') && text[1..].starts_with(|next: char| next.is_ascii_digit());
        let kept: String = text.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
        return if negative { format!("minus {kept}") } else { kept };
    }
    if text.is_empty() {
        return "empty".to_owned();
    }
    text.chars().map(symbol).collect::<Vec<_>>().join(" ")
}

fn is_word(c: char) -> bool {
    c != '_' && unicode_ident::is_xid_continue(c)
}

fn symbol(c: char) -> String {
    match c {
        '>' => "greater".into(),
        '<' => "less".into(),
        '=' => "equal".into(),
        '!' => "not".into(),
        '~' => "like".into(),
        '*' => "star".into(),
        '+' => "plus".into(),
        '-' => "minus".into(),
        '/' => "slash".into(),
        '%' => "percent".into(),
        '&' => "and".into(),
        '|' => "or".into(),
        '^' => "caret".into(),
        '$' => "dollar".into(),
        '@' => "at".into(),
        '#' => "hash".into(),
        '.' => "dot".into(),
        '"' => "quote".into(),
        '\\' => "backslash".into(),
        '_' => "underscore".into(),
        ' ' => "space".into(),
        other => format!("u{:x}", u32::from(other)),
    }
}

fn start_with_letter(name: &str, prefix: &str) -> String {
    if name.starts_with(|first: char| first.is_alphabetic()) { name.to_owned() } else { format!("{prefix}{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anything_becomes_an_identifier() {
        for (text, expected) in [
            ("accountIdentifier", "account_identifier"),
            ("query.project", "query_project"),
            ("X-Api-Key", "x_api_key"),
            ("2fa", "_2fa"),
            ("$ref", "ref"),
            ("*", "star"),
            ("", "empty"),
        ] {
            assert_eq!(snake(text), expected, "{text}");
        }
        for (text, expected) in [
            (">", "Greater"),
            ("<=", "LessEqual"),
            ("", "Empty"),
            ("ResponseDTOList", "ResponseDtoList"),
            ("1d", "V1d"),
            ("self", "Self_"),
            ("-1", "Minus1"),
            ("CI/CD ready", "CiCdReady"),
        ] {
            assert_eq!(camel(text), expected, "{text}");
        }
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(escape_keyword("type"), "r#type");
        assert_eq!(escape_keyword("self"), "self_");
        assert_eq!(escape_keyword("name"), "name");
    }
}
