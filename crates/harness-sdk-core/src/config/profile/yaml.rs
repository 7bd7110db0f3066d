//! The mappings of a YAML text as a flat list of paths with their lines.

use saphyr_parser::{Event, Parser, ScalarStyle};

/// One value below mappings only.
pub(super) struct Entry {
    /// The keys from the top of the document.
    pub(super) path: Vec<String>,
    /// The line of the value's key, from 1.
    pub(super) line: usize,
    pub(super) value: Value,
}

pub(super) enum Value {
    Text(String),
    Null,
    Mapping,
    /// A list, or a reference to a value elsewhere.
    Other,
}

/// What is wrong with the text itself.
pub(super) struct Malformed {
    pub(super) line: usize,
    pub(super) text: String,
}

enum Level {
    Mapping { key: Option<(String, usize)> },
    List,
}

/// The entries of the first document.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Malformed> {
    let mut levels: Vec<Level> = Vec::new();
    let mut entries = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) =
            event.map_err(|error| Malformed { line: error.marker().line(), text: error.info().to_owned() })?;
        let line = span.start.line();
        match event {
            Event::Scalar(text, style, ..) => scalar(&mut levels, &mut entries, &text, style, line),
            Event::Alias(_) => value(&mut levels, &mut entries, Value::Other, line),
            Event::MappingStart(..) => {
                value(&mut levels, &mut entries, Value::Mapping, line);
                levels.push(Level::Mapping { key: None });
            }
            Event::SequenceStart(..) => {
                value(&mut levels, &mut entries, Value::Other, line);
                levels.push(Level::List);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                levels.pop();
                value_ended(&mut levels);
            }
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Ok(entries)
}

fn scalar(levels: &mut [Level], entries: &mut Vec<Entry>, text: &str, style: ScalarStyle, line: usize) {
    if let Some(Level::Mapping { key: key @ None }) = levels.last_mut() {
        *key = Some((text.to_owned(), line));
        return;
    }
    let null = style == ScalarStyle::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL");
    let scalar = if null { Value::Null } else { Value::Text(text.to_owned()) };
    value(levels, entries, scalar, line);
    value_ended(levels);
}

/// Records a value when it stands below mappings only.
fn value(levels: &mut [Level], entries: &mut Vec<Entry>, value: Value, line: usize) {
    let mut path = Vec::with_capacity(levels.len());
    let mut key_line = line;
    for level in levels.iter() {
        let Level::Mapping { key: Some((key, line)) } = level else { return };
        path.push(key.clone());
        key_line = *line;
    }
    entries.push(Entry { path, line: key_line, value });
}

fn value_ended(levels: &mut [Level]) {
    if let Some(Level::Mapping { key }) = levels.last_mut() {
        *key = None;
    }
}
