//! A request, read by what its operation declares.

use saphyr::{LoadableYamlNode as _, Scalar, Yaml};
use serde_json::{Map, Value};

use super::form;
use crate::catalogue::{Found, Operation};
use crate::refusal::Refusal;
use crate::server::Seen;

/// A request, read by what its operation declares.
#[derive(Debug)]
pub(super) struct Asked<'r> {
    pub(super) seen: &'r Seen,
    pub(super) found: Found,
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
    /// The body, where it is JSON or YAML.
    pub(super) body: Value,
    /// The YAML text that the body is.
    pub(super) yaml: Option<String>,
}

impl<'r> Asked<'r> {
    /// Reads the request; what its body is not, is refused.
    pub(super) fn read(seen: &'r Seen, found: Found, path: Vec<(String, String)>) -> Result<Self, Refusal> {
        let mut asked = Asked { seen, found, path, query: seen.query(), body: Value::Null, yaml: None };
        asked.read_body()?;
        asked.check_parameters()?;
        Ok(asked)
    }

    /// Reads a request that was matched already; nothing is refused.
    pub(super) fn unchecked(seen: &'r Seen, found: Found) -> Self {
        let body = seen.json().unwrap_or_default();
        Asked { seen, found, path: Vec::new(), query: seen.query(), body, yaml: None }
    }

    pub(super) fn operation(&self) -> &'static Operation {
        self.found.operation
    }

    fn check_parameters(&self) -> Result<(), Refusal> {
        let missing = self.operation().parameters.iter().find(|declared| {
            let wanted = declared.required && !declared.client;
            wanted
                && match declared.place.as_str() {
                    "form" => self.body.get(&declared.name).is_none(),
                    "query" if declared.deep => !self.has_member(&declared.name),
                    place => self.values(place, &declared.name).is_empty(),
                }
        });
        match missing {
            Some(declared) => {
                let what = format!("{} parameter {} is required", declared.place, declared.name);
                Err(Refusal::invalid(what).about(&declared.name))
            }
            None => Ok(()),
        }
    }

    fn read_body(&mut self) -> Result<(), Refusal> {
        let Some(declared) = &self.operation().body else { return Ok(()) };
        let media = self.seen.header("content-type").unwrap_or_default().to_ascii_lowercase();
        let text = self.seen.text();
        if text.trim().is_empty() {
            // An empty YAML text is a body: it starts a pipeline without inputs.
            let given = media.contains("yaml");
            return match declared.required && !given {
                true => Err(Refusal::invalid("the request body is required").about("body")),
                false => Ok(()),
            };
        }
        match declared.kind.as_str() {
            "yaml" => self.read_yaml(text)?,
            "json" | "json_or_yaml" if declared.form && media.starts_with("multipart/form-data") => {
                self.body = body_of(self.form()?);
            }
            "json_or_yaml" if media.contains("yaml") => self.read_yaml(text)?,
            "multipart" if media.starts_with("multipart/form-data") => self.body = self.form()?,
            "multipart" if !media.contains("json") => {
                return Err(Refusal::invalid("the request body must be multipart/form-data").about("body"));
            }
            "json" | "json_or_yaml" | "multipart" => {
                let malformed = |error| Refusal::invalid(format!("the request body is no JSON: {error}")).about("body");
                self.body = serde_json::from_str(&text).map_err(malformed)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn form(&self) -> Result<Value, Refusal> {
        let boundary = self.seen.header("content-type").and_then(form::boundary);
        let boundary = boundary.ok_or_else(|| Refusal::invalid("the form names no boundary").about("body"))?;
        Ok(form::parts(&self.seen.text(), boundary))
    }

    fn read_yaml(&mut self, text: String) -> Result<(), Refusal> {
        let malformed = |error| Refusal::invalid(format!("the request body is no YAML: {error}")).about("body");
        let documents = Yaml::load_from_str(&text).map_err(malformed)?;
        self.body = documents.first().map(json).unwrap_or_default();
        self.yaml = Some(text);
        Ok(())
    }

    /// The values of a parameter.
    pub(super) fn values(&self, place: &str, name: &str) -> Vec<String> {
        let of = |pairs: &[(String, String)]| {
            pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
        };
        match place {
            "path" => of(&self.path),
            "query" => of(&self.query),
            _ => self.seen.header(name).map(str::to_owned).into_iter().collect(),
        }
    }

    /// Whether the query holds an object of that name, or a member of it.
    fn has_member(&self, name: &str) -> bool {
        let rest = |known: &str| known.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('['));
        self.query.iter().any(|(known, _)| rest(known))
    }

    /// The value of a path or query parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.path.iter().chain(&self.query);
        pairs.filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).find(|value| !value.is_empty())
    }

    /// The value of a parameter, or of a place in the body where it starts with `/`.
    pub(super) fn value(&self, name: &str) -> Option<String> {
        if name.starts_with('/') { self.in_body(name) } else { self.parameter(name).map(str::to_owned) }
    }

    /// The text or number at a place of the body.
    pub(super) fn in_body(&self, pointer: &str) -> Option<String> {
        match self.body.pointer(pointer)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The path parameters.
    pub(super) fn path(&self) -> &[(String, String)] {
        &self.path
    }
}

/// What would be the body if the form were none: the one part that is an object, else all parts.
fn body_of(form: Value) -> Value {
    let mut objects = form.as_object().into_iter().flat_map(Map::values).filter(|part| part.is_object());
    match (objects.next(), objects.next()) {
        (Some(only), None) => only.clone(),
        _ => form,
    }
}

/// YAML as JSON; what JSON has no word for is `null`.
fn json(yaml: &Yaml<'_>) -> Value {
    match yaml {
        Yaml::Value(Scalar::Boolean(flag)) => (*flag).into(),
        Yaml::Value(Scalar::Integer(number)) => (*number).into(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.into_inner().into(),
        Yaml::Value(Scalar::String(text)) => text.as_ref().into(),
        Yaml::Sequence(items) => items.iter().map(json).collect(),
        Yaml::Mapping(pairs) => {
            let pairs = pairs.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), json(value))));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
        Yaml::Tagged(_, inner) => json(inner),
        _ => Value::Null,
    }
}
