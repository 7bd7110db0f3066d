//! Bodies for people to read: JSON, YAML, forms and other texts without the values of secret members.

use super::{MASK, TEXT_NAMES, is_secret_name, plain, text};
use crate::model::Value;

/// Members that name what the member beside them holds, as in `{"name": "password", "value": ".."}`.
const LABELS: &[&str] = &["name", "key", "field", "fieldname", "id", "identifier", "label", "header"];
/// Members that hold what a label names.
const LABELLED: &[&str] = &["value", "defaultvalue", "default", "text", "data", "content", "values"];

/// A body for people to read: texts of secret properties blanked out, in JSON by name at any depth, else by line.
pub(crate) fn body(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match serde_json::from_slice::<Value>(bytes) {
        Ok(mut value) => {
            mask(&mut value, false);
            text(&value.to_string()).into_owned()
        }
        // Which text belongs to which name cannot be told for certain in JSON that is cut or broken.
        Err(_) if matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'[')) => {
            format!("[{} bytes that are not whole JSON]", bytes.len())
        }
        Err(_) => lines(&String::from_utf8_lossy(bytes)),
    }
}

/// One named text for people to read.
pub(crate) fn field(name: &str, value: &str) -> String {
    if is_secret_name(&plain(name)) { MASK.to_owned() } else { body(value.as_bytes()) }
}

/// An `application/x-www-form-urlencoded` body or a query: values of secret names blanked out.
pub(crate) fn pairs(encoded: &str, secret: impl Fn(&str) -> bool) -> String {
    let pairs = encoded.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let decoded = percent_encoding::percent_decode_str(name).decode_utf8_lossy();
        match secret(&decoded) && !value.is_empty() {
            true => format!("{name}={MASK}"),
            false => text(pair).into_owned(),
        }
    });
    pairs.collect::<Vec<_>>().join("&")
}

fn mask(value: &mut Value, below_secret: bool) {
    match value {
        Value::Object(members) => {
            let labelled = members.iter().any(|(name, value)| {
                LABELS.contains(&plain(name).as_str())
                    && value.as_str().is_some_and(|label| label.len() < 80 && is_secret_name(&plain(label)))
            });
            for (name, member) in members {
                let name = plain(name);
                let secret = is_secret_name(&name)
                    || (below_secret && TEXT_NAMES.contains(&name.as_str()))
                    || (labelled && LABELLED.contains(&name.as_str()));
                if secret && is_plain_value(member) {
                    blank(member);
                } else {
                    mask(member, below_secret || secret);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, below_secret)),
        Value::String(text) => mask_text(text),
        _ => {}
    }
}

/// Texts that are YAML, as pipelines and templates are sent inside JSON.
fn mask_text(text: &mut String) {
    if text.contains('\n') || (text.contains(':') && text.contains('{')) {
        *text = lines(text);
    }
}

/// Texts, numbers, and lists of them, however deep.
fn is_plain_value(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) => true,
        Value::Array(items) => items.iter().all(is_plain_value),
        _ => false,
    }
}

fn blank(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(blank),
        other => *other = Value::from(MASK),
    }
}

/// YAML and other texts: what follows a secret name and a colon or an equals sign, and what stands below it.
fn lines(body: &str) -> String {
    let mut reader = Lines::default();
    let shown: Vec<String> = body.split('\n').map(|line| reader.shown(line)).collect();
    text(&shown.join("\n")).into_owned()
}

/// What the lines before say of the next one. Columns count the dash of a list's item.
#[derive(Default)]
struct Lines {
    /// The column of a secret whose text goes on below.
    text: Option<usize>,
    /// The column of a secret without a text of its own: a list or a mapping follows.
    parent: Option<usize>,
    /// The column of a `name: password`, whose `value` follows.
    label: Option<usize>,
}

impl Lines {
    fn shown(&mut self, line: &str) -> String {
        let start = line.len() - line.trim_start().len();
        let trimmed = line.trim_start_matches([' ', '-', '\t']);
        let column = line.len() - trimmed.len();
        if trimmed.trim().is_empty() {
            return line.to_owned();
        }
        if self.text.is_some_and(|outer| start > outer) {
            return format!("{}{MASK}", &line[..start]);
        }
        self.text = None;
        self.label = self.label.filter(|outer| column >= *outer && !(start < column && column == *outer));
        let item = start < column;
        self.parent = self.parent.filter(|outer| start > *outer || (item && start == *outer));
        if !line.contains(char::is_whitespace) && line.contains('=') {
            return pairs(line, |name| is_secret_name(&plain(name)));
        }
        match trimmed.find([':', '=']) {
            Some(at) => self.pair(line, column, at),
            None if self.parent.is_some() => format!("{}{MASK}", &line[..column]),
            None => line.to_owned(),
        }
    }

    /// A line with a name that ends `at` bytes behind its column.
    fn pair(&mut self, line: &str, column: usize, at: usize) -> String {
        let trimmed = &line[column..];
        let (name, rest) = (plain(&trimmed[..at]), trimmed[at + 1..].trim());
        let is_name = !trimmed[..at].contains(['{', '[', '&', '?']);
        let secret = is_name
            && (is_secret_name(&name)
                || (self.parent.is_some() && TEXT_NAMES.contains(&name.as_str()))
                || (self.label == Some(column) && LABELLED.contains(&name.as_str())));
        if LABELS.contains(&name.as_str()) && rest.len() < 80 {
            self.label = is_secret_name(&plain(rest)).then_some(column);
        }
        match (secret, rest.is_empty()) {
            (true, true) => {
                self.parent = Some(column);
                line.to_owned()
            }
            (true, false) => {
                self.text = Some(column);
                format!("{} {MASK}", &line[..=column + at])
            }
            (false, _) => flow(line),
        }
    }
}

/// One line: values of secret names inside flow mappings (`{password: x}`) and pairs (`a=1&password=x`).
fn flow(line: &str) -> String {
    if !line.contains(['{', '&', '?', ',', ';', '=', ':']) {
        return line.to_owned();
    }
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find([':', '=']) {
        let start = rest[..at].rfind(['{', ',', '&', '?', ';', '[', ' ', '(']).map_or(0, |before| before + 1);
        let name = plain(&rest[start..at]);
        let value_start = at + 1 + rest[at + 1..].find(|c| c != ' ').unwrap_or(0);
        shown.push_str(&rest[..value_start]);
        rest = &rest[value_start..];
        if !is_secret_name(&name) || rest.is_empty() {
            continue;
        }
        shown.push_str(MASK);
        rest = &rest[value_length(rest)..];
    }
    shown.push_str(rest);
    shown
}

/// How long the value is that the text begins with: quoted, bracketed, or up to a separator.
fn value_length(text: &str) -> usize {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote {
        let mut escaped = false;
        for (at, c) in text.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                _ if c == quote => return at + 1,
                _ => {}
            }
        }
        return text.len();
    }
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 0 => return at,
            ']' | '}' => depth -= 1,
            ',' | '&' | ';' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}
