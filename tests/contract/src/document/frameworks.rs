//! `frameworks.toml`, read once more: what is on the wire where the document says something else.

use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Frameworks {
    rule: Vec<Rule>,
    rename: Vec<Rename>,
}

#[derive(Debug, Deserialize)]
struct Rule {
    becomes: String,
    #[serde(default)]
    schemas: Vec<String>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    having: Option<String>,
    #[serde(default)]
    properties: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Rename {
    schema: String,
    property: String,
    to: String,
}

impl Frameworks {
    /// Puts what is on the wire into the document.
    ///
    /// # Errors
    /// An entry that names nothing in the document.
    pub(super) fn apply(&self, document: &mut Value) -> Result<(), String> {
        let schemas = &mut document["components"]["schemas"];
        for rule in &self.rule {
            let made = wire(&rule.becomes)?;
            for name in &rule.schemas {
                *schemas.get_mut(name).ok_or_else(|| format!("no schema {name}"))? = made.clone();
            }
            for member in &rule.members {
                let (schema, property) = member.rsplit_once('.').unwrap_or_default();
                let found = schemas.get_mut(schema).and_then(|schema| member_of(schema, property));
                *found.ok_or_else(|| format!("no member {member}"))? = made.clone();
            }
            let Some(mark) = &rule.having else { continue };
            for schema in schemas.as_object_mut().into_iter().flat_map(|all| all.values_mut()) {
                if member_of(schema, mark).is_none() {
                    continue;
                }
                for property in &rule.properties {
                    if let Some(found) = member_of(schema, property).filter(|one| one["type"] == "integer") {
                        *found = made.clone();
                    }
                }
            }
        }
        self.rename.iter().try_for_each(|rename| rename.apply(schemas))
    }
}

impl Rename {
    fn apply(&self, schemas: &mut Value) -> Result<(), String> {
        let schema = schemas.get_mut(&self.schema);
        let members = schema.and_then(|schema| schema.get_mut("properties")?.as_object_mut());
        let found = members.and_then(|members| {
            let member = members.remove(&self.property)?;
            members.insert(self.to.clone(), member);
            Some(())
        });
        found.ok_or_else(|| format!("no member {}.{}", self.schema, self.property))?;
        for name in schemas[&self.schema].get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
            if *name == self.property.as_str() {
                *name = self.to.as_str().into();
            }
        }
        Ok(())
    }
}

/// The schema of what is on the wire.
fn wire(becomes: &str) -> Result<Value, String> {
    Ok(match becomes {
        "milliseconds" | "int64-text" => json!({"type": "integer", "format": "int64"}),
        "base64" | "text" => json!({"type": "string"}),
        "any" => json!({}),
        "int-or-text" => json!({"oneOf": [{"type": "integer"}, {"type": "string"}]}),
        "object" => json!({"type": "object", "additionalProperties": {}}),
        other => return Err(format!("unknown word {other}")),
    })
}

/// A member of the schema itself or of a part of its `allOf`.
fn member_of<'s>(schema: &'s mut Value, name: &str) -> Option<&'s mut Value> {
    if schema.pointer("/properties").is_some_and(|members| members.get(name).is_some()) {
        return schema.get_mut("properties")?.get_mut(name);
    }
    schema.get_mut("allOf")?.as_array_mut()?.iter_mut().find_map(|part| member_of(part, name))
}
