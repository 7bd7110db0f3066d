//! Which setters a call sets and to what, and so what the request holds.

use harness_sdk_mock::sample::{Draw, Extent, Sampler, Texts};
use serde_json::{Value, json};

use crate::case::{Argument, Arguments};
use crate::document::{Answer, Base, Body, BodyFill, Bound, Facts, Operation, Parameter, Part, PartKind, Place, Role};
use crate::expect::encode::{escaped, path, path_value};
use crate::expect::multipart;
use crate::expect::request::{Accept, Expected, ExpectedBody};
use crate::worker::{KEY, OWN_KEY};

/// What is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Every setter, to values with characters that need care.
    All,
    /// What the document requires and the scope does not fill; optional lists are set to empty ones.
    Required,
}

/// Which form of the body is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// The first one.
    Main,
    /// YAML in place of JSON.
    Yaml,
    /// A form in place of JSON.
    Parts,
}

/// A call to be made, and the request it should make.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) arguments: Arguments,
    pub(crate) expected: Expected,
}

/// The call of an operation by a client that is bound to a scope.
pub(crate) fn plan(
    facts: &'static Facts,
    operation: &'static Operation,
    bound: Bound,
    setting: Setting,
    form: Form,
) -> Plan {
    let draw = Draw::new(seed(operation.id)).items(2).texts(match setting {
        Setting::All => Texts::Hard,
        Setting::Required => Texts::Plain,
    });
    let mut maker = Maker { sampler: &facts.sampler, operation, bound, setting, draw, arguments: Arguments::default() };
    let values: Vec<(&Parameter, Vec<String>)> =
        operation.parameters.iter().map(|parameter| (parameter, maker.parameter(parameter))).collect();
    let hole = |name: &str| {
        let (parameter, values) = values.iter().find(|(one, _)| one.place == Place::Path && one.name == name)?;
        (!values.is_empty()).then(|| path_value(&values.join(","), parameter.form))
    };
    let mut expected = Expected {
        method: operation.method.clone(),
        path: path(&operation.sent, hole),
        query: Vec::new(),
        headers: vec![match operation.base.and_then(Base::scheme) {
            Some(scheme) => ("authorization".to_owned(), format!("{scheme} {OWN_KEY}")),
            None => ("x-api-key".to_owned(), KEY.to_owned()),
        }],
        accept: accept(operation),
        body: maker.body(form),
    };
    for (parameter, values) in &values {
        match parameter.place {
            Place::Query => expected.query.extend(values.iter().map(|value| pair(parameter.name, value))),
            Place::Header if !values.is_empty() => {
                expected.headers.push((parameter.name.to_ascii_lowercase(), values.join(",")));
            }
            Place::Header | Place::Path => {}
        }
    }
    for (place, name) in &operation.undeclared {
        match place {
            Place::Query => expected.query.push(pair(name, bound.account)),
            Place::Header | Place::Path => expected.headers.push((name.to_ascii_lowercase(), bound.account.to_owned())),
        }
    }
    Plan { arguments: maker.arguments, expected }
}

/// A number for each text.
pub(crate) fn seed(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

pub(crate) fn pair(name: &str, value: &str) -> String {
    format!("{}={}", escaped(name), escaped(value))
}

fn accept(operation: &Operation) -> Accept {
    let is_nothing_special = operation.media.is_empty() || operation.media == ["application/json"];
    match operation.answer {
        Answer::Json(_) => Accept::Exactly("application/json"),
        _ if is_nothing_special => Accept::Exactly("*/*"),
        _ => Accept::OneOf(operation.media.clone()),
    }
}

struct Maker {
    sampler: &'static Sampler<'static>,
    operation: &'static Operation,
    bound: Bound,
    setting: Setting,
    draw: Draw,
    arguments: Arguments,
}

impl Maker {
    /// Sets a parameter, if it is to be set; the values that travel.
    fn parameter(&mut self, parameter: &'static Parameter) -> Vec<String> {
        let filled = match &parameter.role {
            Some(Role::Level(level)) => self.bound.level(*level).map(str::to_owned),
            Some(Role::Whole(forms)) => Some(self.bound.whole(forms)),
            Some(Role::Prefix(_)) | None => None,
        };
        let is_list = self.kind(parameter.schema) == Some("array");
        match self.setting {
            Setting::Required if filled.is_some() => return filled.into_iter().collect(),
            Setting::Required if !parameter.required => {
                if is_list {
                    self.arguments.put(parameter.place.word(), parameter.name, Argument::Json(json!([])));
                }
                return Vec::new();
            }
            Setting::All | Setting::Required => {}
        }
        let (argument, mut values) =
            if is_list { self.list(parameter) } else { self.scalar(parameter, parameter.schema, 0) };
        self.arguments.put(parameter.place.word(), parameter.name, Argument::Json(argument));
        if let Some(Role::Prefix(forms)) = &parameter.role {
            for value in values.iter_mut().filter(|value| !value.contains('/')) {
                *value = format!("{}/{value}", self.bound.whole(forms));
            }
        }
        values
    }

    fn kind(&self, schema: &'static Value) -> Option<&'static str> {
        self.sampler.resolve(schema)?.get("type")?.as_str()
    }

    fn list(&mut self, parameter: &'static Parameter) -> (Value, Vec<String>) {
        let items =
            self.sampler.resolve(parameter.schema).and_then(|schema| schema.get("items")).unwrap_or(&Value::Null);
        let mut arguments = Vec::new();
        let mut values = Vec::new();
        for index in 0..2 {
            let (argument, value) = match parameter.fields {
                Some((fields, separator)) => {
                    let parts = fields.iter().filter_map(|field| self.sampler.property(items, field));
                    let parts: Vec<_> = parts.collect();
                    let parts: Vec<String> =
                        parts.into_iter().flat_map(|part| self.scalar(parameter, part, index).1).collect();
                    let text = parts.join(separator);
                    (json!(text), vec![text])
                }
                None => self.scalar(parameter, items, index),
            };
            arguments.push(argument);
            values.extend(value);
        }
        (Value::Array(arguments), values)
    }

    /// A value of a parameter, for its setter and on the wire.
    fn scalar(&mut self, parameter: &Parameter, schema: &'static Value, index: usize) -> (Value, Vec<String>) {
        if self.sampler.choices(schema) > 1 {
            self.draw = self.draw.clone().alternative(index);
        }
        let value = match self.sampler.value(schema, &mut self.draw) {
            Value::String(text) if parameter.place == Place::Header && !text.is_ascii() => json!("h a/b%2F+&=#;\"'"),
            value @ (Value::String(_) | Value::Bool(_) | Value::Number(_)) => value,
            _ => json!(format!("text {index}")),
        };
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Number(number) if number.is_f64() => number.as_f64().unwrap_or_default().to_string(),
            other => other.to_string(),
        };
        (value, vec![text])
    }

    fn extent(&self) -> Extent {
        match self.setting {
            Setting::All => Extent::Full,
            Setting::Required => Extent::Minimal,
        }
    }

    fn body(&mut self, form: Form) -> ExpectedBody {
        let operation = self.operation;
        let is_set = |required: bool| self.setting == Setting::All || required;
        match &operation.body {
            None => ExpectedBody::Nothing,
            Some(Body::Json { .. }) if form == Form::Yaml => self.text("yaml", "application/yaml"),
            Some(Body::Json { parts, .. }) if form == Form::Parts => self.form(true, parts),
            Some(Body::Json { schema, required, fills, .. }) => match is_set(*required) {
                true => self.json(schema, fills),
                false => match self.fill(json!({}), fills) {
                    filled if filled == json!({}) => ExpectedBody::Nothing,
                    filled => ExpectedBody::Json(filled),
                },
            },
            Some(Body::Yaml { required }) if is_set(*required) => self.text("yaml", "application/yaml"),
            Some(Body::Text { required, media } | Body::Bytes { required, media }) if is_set(*required) => {
                self.text("body", media)
            }
            Some(Body::Multipart { required, parts }) => self.form(*required, parts),
            Some(Body::Yaml { .. } | Body::Text { .. } | Body::Bytes { .. }) => ExpectedBody::Nothing,
        }
    }

    fn json(&mut self, schema: &'static Value, fills: &[BodyFill]) -> ExpectedBody {
        let value = self.sampler.value(schema, &mut self.draw.clone().extent(self.extent()));
        self.arguments.put("json", "body", Argument::Json(value.clone()));
        ExpectedBody::Json(self.fill(value, fills))
    }

    /// The body with the scope in the places that are there, absent or empty.
    fn fill(&self, mut body: Value, fills: &[BodyFill]) -> Value {
        for fill in fills {
            let level = self.bound.level(fill.level);
            if let (Some(level), Some(object)) = (level, body.pointer_mut(&fill.at).and_then(Value::as_object_mut)) {
                let is_vacant = object.get(&fill.name).is_none_or(|value| value.is_null() || value == "");
                if is_vacant {
                    object.insert(fill.name.clone(), json!(level));
                }
            }
        }
        body
    }

    fn text(&mut self, setter: &str, media: &str) -> ExpectedBody {
        let text = "pipeline:\n  name: \"a/b%2F?c=d&e+f#é✓\"\n  tags: {}\n".to_owned();
        self.arguments.put("text", setter, Argument::Json(json!(text)));
        ExpectedBody::Text(media.to_owned(), text)
    }

    fn form(&mut self, required: bool, parts: &'static [Part]) -> ExpectedBody {
        let mut chosen: Vec<&Part> =
            parts.iter().filter(|part| self.setting == Setting::All || part.required).collect();
        if required && chosen.is_empty() {
            chosen.extend(parts.first());
        }
        if chosen.is_empty() {
            return ExpectedBody::Nothing;
        }
        let mut expected: Vec<multipart::Part> = chosen.into_iter().flat_map(|part| self.part(part)).collect();
        expected.sort();
        ExpectedBody::Multipart(expected)
    }

    fn part(&mut self, part: &'static Part) -> Vec<multipart::Part> {
        let value = self.sampler.value(part.schema, &mut self.draw.clone());
        let texts = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let made = |content: String| multipart::Part {
            name: part.name.to_owned(),
            content,
            file_name: None,
            media_type: None,
        };
        let file = |name: &str, content: &str| multipart::Part {
            file_name: Some(name.to_owned()),
            media_type: Some("application/octet-stream".to_owned()),
            ..made(content.to_owned())
        };
        let (one, two) = (("a b/é\"1\".yaml", "one\r\n--two\r\n"), ("2.txt", ""));
        match part.kind {
            PartKind::File => {
                self.arguments.put("file", part.name, Argument::File(one.0.to_owned(), one.1.to_owned()));
                vec![file(one.0, one.1)]
            }
            PartKind::Files => {
                let files = [one, two].map(|(name, content)| (name.to_owned(), content.to_owned()));
                self.arguments.put("files", part.name, Argument::Files(files.into()));
                vec![file(one.0, one.1), file(two.0, two.1)]
            }
            PartKind::Text | PartKind::Texts | PartKind::Json => {
                self.arguments.put("form", part.name, Argument::Json(value.clone()));
                match part.kind {
                    PartKind::Json => {
                        let media_type = Some("application/json".to_owned());
                        vec![multipart::Part { media_type, ..made(value.to_string()) }]
                    }
                    PartKind::Texts => value.as_array().into_iter().flatten().map(|one| made(texts(one))).collect(),
                    _ => vec![made(texts(&value))],
                }
            }
        }
    }
}
