//! Turns any text of a document into a Rust identifier, or the name of a file.
//!
//! Names are ASCII: they can be typed on any keyboard, no two of them look alike or are the same to the compiler alone
//! (it compares identifiers by their normal form), and a module's file can be named after it.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Names that cannot stand as a raw identifier.
const NEVER_RAW: [&str; 4] = ["self", "Self", "super", "crate"];

const KEYWORDS: [&str; 48] = [
    "as", "break", "const", "continue", "else", "enum", "extern", "false", "fn", "for", "if", "impl", "in", "let",
    "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "static", "struct", "trait", "true", "type",
    "unsafe", "use", "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final", "gen",
    "macro", "override", "priv", "typeof", "unsized", "virtual", "yield", "try",
];

/// The longest name in characters; what is cut off may make two names alike.
const LONGEST: usize = 120;

/// Device names of Windows, which no file may have there, whatever its extension.
pub(crate) const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Files that mean something to Cargo or rustc.
const FILES: [&str; 3] = ["mod", "lib", "main"];

/// `snake_case`, a valid identifier but perhaps a keyword; [`escape_keyword`] makes it usable.
pub fn snake(text: &str) -> String {
    let name = words(text).to_snake_case();
    let end = if name.len() > LONGEST { name[..LONGEST].rfind('_').unwrap_or(LONGEST) } else { name.len() };
    start_with_letter(&name[..end], "_")
}

/// `UpperCamelCase`, a valid identifier.
pub fn camel(text: &str) -> String {
    let name = words(text).to_upper_camel_case();
    let name = start_with_letter(&name[..name.len().min(LONGEST)], "V");
    if NEVER_RAW.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// `SCREAMING_SNAKE_CASE`.
pub fn screaming(text: &str) -> String {
    snake(text).to_uppercase()
}

/// The name of a module's file, without extension, that every platform can hold.
pub fn file_stem(text: &str) -> String {
    let name = snake(text);
    let reserved = [&DEVICES[..], &FILES, &NEVER_RAW].concat().contains(&name.as_str());
    if reserved { format!("{name}_") } else { name }
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

/// The name as documentation shows it: usable, but not marked as raw.
pub fn shown(name: &str) -> String {
    escape_keyword(name).trim_start_matches("r#").to_owned()
}

/// Spells symbols out where nothing else is left to name a thing by, and drops what no identifier can hold.
fn words(text: &str) -> String {
    // What is left of a longer text is more than a name holds, whatever it is.
    let text = text.char_indices().nth(10 * LONGEST).map_or(text, |(end, _)| &text[..end]);
    let plain: String = text.chars().map(plain).collect();
    if plain.contains(is_word) {
        let negative = text.starts_with('-') && text[1..].starts_with(|next: char| next.is_ascii_digit());
        return if negative { format!("minus {plain}") } else { plain };
    }
    if text.is_empty() {
        return "empty".to_owned();
    }
    text.chars().map(symbol).collect::<Vec<_>>().join(" ")
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// Letters and digits in their ASCII spelling; a space for everything else.
fn plain(c: char) -> String {
    if is_word(c) {
        return c.to_string();
    }
    // A mark on a letter belongs to the letter.
    if c.is_alphanumeric() || unicode_ident::is_xid_continue(c) && c != '_' {
        let spelt = deunicode::deunicode_char(c).map_or_else(|| format!(" u{:x} ", u32::from(c)), str::to_owned);
        return spelt.chars().map(|c| if is_word(c) { c } else { ' ' }).collect::<String>();
    }
    " ".to_owned()
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

/// The name without what tells versions of an operation apart.
pub fn unversioned(name: &str) -> &str {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit());
    digits.strip_suffix("_v").filter(|_| digits.len() < name.len()).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_no_part_of_a_name() {
        for (name, expected) in [("get_x_v2", "get_x"), ("get_x", "get_x"), ("ipv4", "ipv4"), ("get_v", "get_v")] {
            assert_eq!(unversioned(name), expected);
        }
    }

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
            ("naïve", "naive"),
            ("nai\u{308}ve", "naive"),
            ("名前", "ming_qian"),
            ("👍", "u1f44d"),
            ("a\u{202e}b", "a_b"),
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
    fn long_names_are_cut_between_words() {
        assert_eq!(snake(&"word ".repeat(50)).len(), 119);
        assert_eq!(camel(&"x".repeat(500)).len(), LONGEST);
        assert_eq!(snake(&"x".repeat(500)).len(), LONGEST);
    }

    #[test]
    fn files_can_stand_on_every_platform() {
        for (text, expected) in [
            ("CON", "con_"),
            ("Com 1", "com_1"),
            ("com1", "com1_"),
            ("mod", "mod_"),
            ("Self", "self_"),
            ("../../x", "x"),
        ] {
            assert_eq!(file_stem(text), expected, "{text}");
        }
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(escape_keyword("type"), "r#type");
        assert_eq!(escape_keyword("self"), "self_");
        assert_eq!(escape_keyword("name"), "name");
    }
}
