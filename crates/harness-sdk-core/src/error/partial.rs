//! Reads as much of a JSON object as is there: error bodies are cut at a bound, by proxies too.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::model::{JsonObject, Value};

/// The members of the object that were read whole. Nothing when the text is no JSON object.
pub(crate) fn object(body: &[u8]) -> JsonObject {
    let mut members = JsonObject::new();
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    // The members read so far stay when the text ends early, so the verdict on the whole does not matter.
    let _ = Members(&mut members).deserialize(&mut deserializer);
    members
}

struct Members<'a>(&'a mut JsonObject);

impl<'de> DeserializeSeed<'de> for Members<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Members<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some((name, value)) = map.next_entry::<String, Value>()? {
            self.0.insert(name, value);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::object;

    #[test]
    fn members_before_the_cut_are_kept() {
        let members = object(br#"{"code":"X","n":{"a":1},"message":"unfinis"#);
        assert_eq!(members.keys().collect::<Vec<_>>(), ["code", "n"]);
        assert!(object(b"[1]").is_empty());
        assert!(object(b"").is_empty());
    }
}
