//! `Debug` of generated types.

use std::fmt;

use super::Value;
use super::slot::Record;

/// Shows a model as a derive would, and the names of its unknown fields and of those with JSON of another type: nobody has said whether their values are secret.
pub fn debug_model(model: &dyn Record, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let shape = model.shape();
    let mut shown = f.debug_struct(shape.name);
    model.parts(&mut |slots, residue| {
        for (name, slot) in shape.rust.iter().zip(slots) {
            shown.field(name.trim_start_matches("r#"), slot);
        }
        let held = residue.kept().iter().filter(|kept| kept.holds_lost());
        let held: Vec<&str> = held.map(|kept| kept.name(shape)).collect();
        if !held.is_empty() {
            shown.field("kept", &held);
        }
        if !residue.unknown().is_empty() {
            shown.field("extra", &residue.unknown().keys().collect::<Vec<_>>());
        }
    });
    shown.finish()
}

/// Shows JSON of no known type by the names of its fields: their values may be secret.
pub fn debug_unknown(value: &Value, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.debug_tuple("Unknown").field(&Outline(value)).finish()
}

struct Outline<'a>(&'a Value);

impl fmt::Debug for Outline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Null => f.write_str("null"),
            Value::Bool(_) => f.write_str("a boolean"),
            Value::Number(_) => f.write_str("a number"),
            Value::String(_) => f.write_str("a string"),
            Value::Array(items) => write!(f, "a list of {}", items.len()),
            Value::Object(fields) => f.debug_set().entries(fields.keys()).finish(),
        }
    }
}
