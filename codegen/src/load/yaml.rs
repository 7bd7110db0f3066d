//! YAML text, as the JSON value it stands for.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Value};

use super::kind::kind_of;
use super::{limits, scalar};
use crate::defect::Defect;

/// Reads a text of one YAML document.
pub(super) fn value(text: &str) -> Result<Value, Vec<Defect>> {
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let outcome = match event {
            Ok((event, span)) => builder.event(event, span.start),
            Err(error) => Err(malformed(&error)),
        };
        if let Err(defect) = outcome {
            builder.defects.push(defect);
            return Err(builder.defects);
        }
    }
    if builder.defects.is_empty() { Ok(builder.root.unwrap_or(Value::Null)) } else { Err(builder.defects) }
}

fn malformed(error: &ScanError) -> Defect {
    // What the parser says of a text that nests deeper than it follows.
    if error.info() == "recursion limit exceeded" {
        return at(*error.marker(), limits::too_deep(), limits::DEPTH_HELP);
    }
    let message = format!("the text is not YAML: {}", error.info());
    at(*error.marker(), message, "write valid YAML there")
}

fn at(mark: Marker, message: impl Into<String>, help: &str) -> Defect {
    Defect::at_line(mark.line(), mark.col() + 1, message, help)
}

/// What may stand behind `!!` and changes how a value is read.
const CORE_TAGS: [&str; 8] = ["null", "bool", "int", "float", "str", "binary", "seq", "map"];

/// Types of YAML 1.1 whose values JSON has as text: dates, the merge key and its like.
const TEXT_TAGS: [&str; 3] = ["timestamp", "merge", "value"];

/// Types of YAML 1.1 that are sequences or mappings with a promise, which JSON does not make.
const LOOSE_TAGS: [&str; 3] = ["omap", "pairs", "set"];

#[derive(Default)]
struct Builder {
    open: Vec<Container>,
    anchors: BTreeMap<usize, Anchor>,
    root: Option<Value>,
    documents: usize,
    total: Size,
    defects: Vec<Defect>,
}

/// A container that is not yet closed, with the number of its anchor, 0 for none.
struct Container {
    anchor: usize,
    body: Body,
}

enum Body {
    Sequence(Vec<Value>),
    Mapping { object: Map<String, Value>, key: Option<Key>, merged: Vec<Map<String, Value>> },
}

enum Key {
    Text(String),
    /// `<<`, whose value is a mapping that gives defaults.
    Merge,
    /// A key that was reported, or stands twice: its value is read and dropped.
    Dropped,
}

struct Anchor {
    value: Value,
    size: Size,
}

/// How large a value is when it is copied.
#[derive(Clone, Copy, Default)]
struct Size {
    values: usize,
    objects: usize,
    bytes: usize,
    depth: usize,
}

impl Builder {
    fn event(&mut self, event: Event<'_>, mark: Marker) -> Result<(), Defect> {
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let help = "keep one document in the file";
                    return Err(at(mark, "a second YAML document begins", help));
                }
                Ok(())
            }
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(&text, style == ScalarStyle::Plain, anchor, tag.as_deref(), mark)
            }
            Event::SequenceStart(anchor, tag) => {
                self.core_tag(tag.as_deref(), mark);
                self.begin(anchor, Body::Sequence(Vec::new()), mark)
            }
            Event::MappingStart(anchor, tag) => {
                self.core_tag(tag.as_deref(), mark);
                let body = Body::Mapping { object: Map::new(), key: None, merged: Vec::new() };
                self.begin(anchor, body, mark)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(mark),
            Event::Alias(anchor) => self.alias(anchor, mark),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        plain: bool,
        anchor: usize,
        tag: Option<&Tag>,
        mark: Marker,
    ) -> Result<(), Defect> {
        self.count(1, 0, mark)?;
        let core_tag = self.core_tag(tag, mark);
        let value = scalar::value(text, plain, core_tag).unwrap_or_else(|message| {
            let help = "write a value that JSON has, or a text in quotation marks";
            self.defects.push(at(mark, message, help));
            Value::Null
        });
        self.remember(anchor, &value, mark)?;
        if self.awaits_key() {
            let merge = plain && text == "<<";
            let key = if merge { Key::Merge } else { Key::Text(text.to_owned()) };
            self.key(key, mark);
        } else {
            self.place(value, mark);
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, mark: Marker) -> Result<(), Defect> {
        let Some(Anchor { value, size }) = self.anchors.get(&anchor) else {
            let message = "the alias stands inside of the value it repeats";
            return Err(at(mark, message, "write the value out, or use `$ref`"));
        };
        let (value, size) = (value.clone(), *size);
        self.charge(size, mark)?;
        if self.open.len() + size.depth > limits::MAX_DEPTH {
            return Err(at(mark, limits::too_deep(), limits::DEPTH_HELP));
        }
        match value {
            value if !self.awaits_key() => self.place(value, mark),
            Value::String(text) => self.key(Key::Text(text), mark),
            value => self.key_is_no_text(&value, mark),
        }
        Ok(())
    }

    fn begin(&mut self, anchor: usize, body: Body, mark: Marker) -> Result<(), Defect> {
        self.count(1, usize::from(matches!(body, Body::Mapping { .. })), mark)?;
        if self.open.len() == limits::MAX_DEPTH {
            return Err(at(mark, limits::too_deep(), limits::DEPTH_HELP));
        }
        self.open.push(Container { anchor, body });
        Ok(())
    }

    fn end(&mut self, mark: Marker) -> Result<(), Defect> {
        let Some(Container { anchor, body }) = self.open.pop() else {
            return Ok(());
        };
        let value = match body {
            Body::Sequence(items) => Value::Array(items),
            Body::Mapping { mut object, merged, .. } => {
                for (key, value) in merged.into_iter().flatten() {
                    object.entry(key).or_insert(value);
                }
                Value::Object(object)
            }
        };
        self.remember(anchor, &value, mark)?;
        if self.awaits_key() {
            self.key_is_no_text(&value, mark);
        } else {
            self.place(value, mark);
        }
        Ok(())
    }

    fn awaits_key(&self) -> bool {
        let body = self.open.last().map(|container| &container.body);
        matches!(body, Some(Body::Mapping { key: None, .. }))
    }

    fn key(&mut self, new: Key, mark: Marker) {
        let Some(Body::Mapping { object, key, .. }) = self.open.last_mut().map(|open| &mut open.body) else {
            return;
        };
        match new {
            Key::Text(text) if object.contains_key(&text) => {
                let message = format!("key `{text}` stands twice in one mapping");
                self.defects.push(at(mark, message, "keep one of the two"));
                *key = Some(Key::Dropped);
            }
            new => *key = Some(new),
        }
    }

    fn key_is_no_text(&mut self, value: &Value, mark: Marker) {
        let message = format!("a key is {}, not a text", kind_of(value));
        self.defects.push(at(mark, message, "write a text as the key"));
        self.key(Key::Dropped, mark);
    }

    /// Puts a value where the innermost open container, or the document, awaits one.
    fn place(&mut self, value: Value, mark: Marker) {
        match self.open.last_mut().map(|open| &mut open.body) {
            None => self.root = Some(value),
            Some(Body::Sequence(items)) => items.push(value),
            Some(Body::Mapping { object, key, merged }) => match (key.take(), value) {
                (Some(Key::Text(key)), value) => {
                    object.insert(key, value);
                }
                (Some(Key::Merge), Value::Object(defaults)) => merged.push(defaults),
                (Some(Key::Merge), Value::Array(parts)) if parts.iter().all(Value::is_object) => {
                    let parts = parts.into_iter().filter_map(|part| match part {
                        Value::Object(defaults) => Some(defaults),
                        _ => None,
                    });
                    merged.extend(parts);
                }
                (Some(Key::Merge), value) => {
                    let message = format!("the merge key `<<` has {} as its value", kind_of(&value));
                    let help = "give it an alias of a mapping, or put the key in quotation marks";
                    self.defects.push(at(mark, message, help));
                }
                (Some(Key::Dropped) | None, _) => {}
            },
        }
    }

    /// What stands behind `!!`; other tags are reported, since JSON has nothing for them.
    fn core_tag<'t>(&mut self, tag: Option<&'t Tag>, mark: Marker) -> Option<&'t str> {
        let tag = tag?;
        // `!!str`, a handle of the document's own for the same, or the whole name in `!<...>`.
        let core = if tag.is_yaml_core_schema() {
            Some(tag.suffix.as_str())
        } else {
            tag.suffix.strip_prefix("tag:yaml.org,2002:")
        };
        match core {
            Some(core) if CORE_TAGS.contains(&core) => return Some(core),
            Some(core) if TEXT_TAGS.contains(&core) => return Some("str"),
            Some(core) if LOOSE_TAGS.contains(&core) => return None,
            _ => {}
        }
        // A lone `!` says that the value is not to be resolved: a text.
        if tag.suffix != "!" && !tag.suffix.is_empty() {
            let message = format!("the tag `{tag}` has no meaning in an OpenAPI document");
            self.defects.push(at(mark, message, "remove the tag"));
        }
        Some("str")
    }

    fn remember(&mut self, anchor: usize, value: &Value, mark: Marker) -> Result<(), Defect> {
        if anchor == 0 {
            return Ok(());
        }
        let size = size_of(value);
        self.charge(size, mark)?;
        let value = value.clone();
        self.anchors.insert(anchor, Anchor { value, size });
        Ok(())
    }

    fn charge(&mut self, size: Size, mark: Marker) -> Result<(), Defect> {
        self.total.bytes += size.bytes;
        if self.total.bytes > limits::MAX_COPIED_BYTES {
            let message = format!("aliases repeat more than {} MiB of text", limits::MAX_COPIED_BYTES >> 20);
            return Err(at(mark, message, "use `$ref` to repeat a part of the document"));
        }
        self.count(size.values, size.objects, mark)
    }

    fn count(&mut self, values: usize, objects: usize, mark: Marker) -> Result<(), Defect> {
        self.total.values += values;
        self.total.objects += objects;
        if self.total.values > limits::MAX_VALUES {
            return Err(at(mark, limits::too_many(), limits::COUNT_HELP));
        }
        if self.total.objects > limits::MAX_OBJECTS {
            return Err(at(mark, limits::too_many_objects(), limits::COUNT_HELP));
        }
        Ok(())
    }
}

/// The size of a value, which nests no deeper than [`limits::MAX_DEPTH`] since it was built here.
fn size_of(value: &Value) -> Size {
    let mut size = Size { values: 1, ..Size::default() };
    let mut add = |inner: &Value, key_bytes: usize| {
        let inner = size_of(inner);
        size.values += inner.values;
        size.objects += inner.objects;
        size.bytes += inner.bytes + key_bytes;
        size.depth = size.depth.max(inner.depth);
    };
    match value {
        Value::String(text) => size.bytes = text.len(),
        Value::Array(items) => {
            items.iter().for_each(|item| add(item, 0));
            size.depth += 1;
        }
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| add(value, key.len()));
            size.objects += 1;
            size.depth += 1;
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
    size
}
