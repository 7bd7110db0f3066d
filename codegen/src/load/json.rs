//! JSON text, with the keys that stand twice.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::limits;
use crate::defect::{Defect, Trail};
use crate::document::escape;

/// Reads a JSON text.
pub(super) fn value(text: &str) -> Result<Value, Vec<Defect>> {
    let state = RefCell::new(State::default());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The reader below counts levels itself, with the limit that holds for YAML, too.
    deserializer.disable_recursion_limit();
    let reader = Reader { text, state: &state, depth: 0 };
    let outcome = reader.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    let mut defects = state.into_inner().defects;
    match outcome {
        Ok(value) if defects.is_empty() => Ok(value),
        Ok(_) => Err(defects),
        Err(error) => {
            defects.push(malformed(&error));
            Err(defects)
        }
    }
}

fn malformed(error: &serde_json::Error) -> Defect {
    let (line, column) = (error.line(), error.column());
    let message = error.to_string();
    let suffix = format!(" at line {line} column {column}");
    let message = message.strip_suffix(&suffix).unwrap_or(&message);
    if error.is_data() {
        let help = if message == limits::too_deep() { limits::DEPTH_HELP } else { limits::COUNT_HELP };
        return Defect::at_line(line, column, message, help);
    }
    let message = format!("the text is not JSON: {message}");
    // At the end of the text there is no character that a column could count.
    Defect::at_line(line.max(1), column.max(1), message, "write valid JSON there")
}

#[derive(Default)]
struct State {
    defects: Vec<Defect>,
    trail: Trail,
    values: usize,
    objects: usize,
}

/// Reads one value; `depth` counts the arrays and objects around it.
#[derive(Clone, Copy)]
struct Reader<'s, 'de> {
    text: &'de str,
    state: &'s RefCell<State>,
    depth: usize,
}

impl<'s, 'de> Reader<'s, 'de> {
    fn inner<E: Error>(self) -> Result<Self, E> {
        if self.depth == limits::MAX_DEPTH {
            return Err(E::custom(limits::too_deep()));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    /// Runs `read` a step further down.
    fn within<T>(&self, token: &str, read: impl FnOnce() -> T) -> T {
        let length = self.state.borrow_mut().trail.enter(token);
        let outcome = read();
        self.state.borrow_mut().trail.leave(length);
        outcome
    }

    fn doubled(&self, key: &str, offset: Option<usize>) {
        let mut state = self.state.borrow_mut();
        let pointer = format!("{}/{}", state.trail.pointer(), escape(key));
        let message = format!("key `{key}` stands twice in one object, as #{pointer}");
        let help = "keep one of the two";
        let defect = match offset {
            Some(offset) => Defect::at_offset(self.text, offset, message, help),
            None => Defect::at_pointer(pointer, message, help),
        };
        state.defects.push(defect);
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_, 'de> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        {
            let mut state = self.state.borrow_mut();
            state.values += 1;
            if state.values > limits::MAX_VALUES {
                return Err(D::Error::custom(limits::too_many()));
            }
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_, 'de> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = self.within(&items.len().to_string(), || access.next_element_seed(inner))? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        {
            let mut state = self.state.borrow_mut();
            state.objects += 1;
            if state.objects > limits::MAX_OBJECTS {
                return Err(A::Error::custom(limits::too_many_objects()));
            }
        }
        let mut object = Map::new();
        while let Some(key) = access.next_key_seed(Key)? {
            let value = self.within(&key, || access.next_value_seed(inner))?;
            if object.contains_key(&*key) {
                self.doubled(&key, offset_in(self.text, &key));
            } else {
                object.insert(key.into_owned(), value);
            }
        }
        Ok(Value::Object(object))
    }
}

/// Where a key stands in the text; unknown for a key that is written with escapes, which is a text of its own.
fn offset_in(text: &str, key: &str) -> Option<usize> {
    // A borrowed key begins behind its quotation mark, inside of the text.
    let offset = (key.as_ptr() as usize).checked_sub(text.as_ptr() as usize + 1)?;
    (offset < text.len()).then_some(offset)
}

/// Reads a key, borrowed from the text where that is possible.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
