//! YAML, in which pipelines, services and most other entities are written.
//!
//! Text that was given is sent as it was given, comments included; it is read only to learn what it is about. A boolean is
//! `true` or `false`, as the platform has it, a number with a leading zero is octal, as in YAML 1.1 (`0777` is 511), and a
//! key that stands twice is an error. So is a tag that this crate gives no meaning, such as `!Ref`: what it stands for would be
//! lost where the value is read. `!!str`, `!!seq`, `!!map` and `!!binary` (text in base64) are followed, `!!int`, `!!bool` and
//! `!!float` where that type is asked for; a tag inside of a text, as in a manifest in a block, is text.

use std::fmt;
use std::marker::PhantomData;

use granit_parser::{Event, Parser};
use harness_sdk_core::model::Value;
use harness_sdk_core::{Error, ErrorKind};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

/// A YAML document.
///
/// ```
/// # #[cfg(feature = "yaml")]
/// # fn main() -> Result<(), harness_sdk::yaml::YamlError> {
/// use harness_sdk::yaml::Yaml;
///
/// let yaml = Yaml::from("pipeline:\n  identifier: deploy\n  name: Deploy\n");
/// assert_eq!(yaml.root()?.as_deref(), Some("pipeline"));
///
/// let pipeline: std::collections::BTreeMap<String, String> = yaml.unwrap_from("pipeline")?;
/// assert_eq!(pipeline["name"], "Deploy");
/// assert_eq!(Yaml::wrap("pipeline", &pipeline)?.as_str(), "pipeline:\n  identifier: deploy\n  name: Deploy\n");
///
/// let fault = Yaml::from("pipeline:\n  name: a\n  name: b\n").root().unwrap_err();
/// assert_eq!((fault.line(), fault.column()), (Some(3), Some(3)));
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "yaml"))]
/// # fn main() {}
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Yaml(String);

impl Yaml {
    /// Writes a value of any type that serde can write.
    ///
    /// # Errors
    /// When the value has no form in YAML.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Result<Yaml, YamlError> {
        let text = serde_saphyr::to_string(&value);
        text.map(Yaml).map_err(|fault| YamlError::plain(format!("the value cannot be written as YAML: {fault}")))
    }

    /// Writes a value below a key, as in `pipeline: ...`.
    ///
    /// # Errors
    /// When the value has no form in YAML.
    pub fn wrap<T: Serialize + ?Sized>(root: &str, value: &T) -> Result<Yaml, YamlError> {
        Yaml::of(&std::collections::BTreeMap::from([(root, value)]))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Whether there is nothing but white space and comments.
    pub fn is_blank(&self) -> bool {
        self.0.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    }

    /// Reads the whole document.
    ///
    /// # Errors
    /// What is wrong, with line and column.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, YamlError> {
        self.read(PhantomData::<T>)
    }

    /// Reads what stands below a key at the top.
    ///
    /// # Errors
    /// What is wrong, with line and column, or that there is no such key.
    pub fn unwrap_from<T: DeserializeOwned>(&self, root: &str) -> Result<T, YamlError> {
        self.read(Below { root, wanted: PhantomData })
    }

    /// The one key at the top, such as `pipeline`; nothing when there are several or none.
    ///
    /// # Errors
    /// What is wrong with the text, with line and column.
    pub fn root(&self) -> Result<Option<String>, YamlError> {
        Ok(match self.parse()? {
            Value::Object(members) if members.len() == 1 => members.into_iter().next().map(|(key, _)| key),
            _ => None,
        })
    }

    fn read<S, T>(&self, seed: S) -> Result<T, YamlError>
    where
        S: for<'de> DeserializeSeed<'de, Value = T>,
    {
        refuse_unknown_tags(&self.0)?;
        let options = serde_saphyr::options! { strict_booleans: true, legacy_octal_numbers: true, with_snippet: false };
        serde_saphyr::with_deserializer_from_str_with_options(&self.0, options, |reader| seed.deserialize(reader))
            .map_err(|fault| YamlError::of(&fault))
    }
}

impl From<&str> for Yaml {
    fn from(text: &str) -> Yaml {
        Yaml(text.to_owned())
    }
}

impl From<String> for Yaml {
    fn from(text: String) -> Yaml {
        Yaml(text)
    }
}

impl fmt::Debug for Yaml {
    /// The length: the text may hold secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Yaml({} bytes)", self.0.len())
    }
}

/// Reads the value of one key of a mapping, and passes over the others.
struct Below<'r, T> {
    root: &'r str,
    wanted: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Below<'_, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<T, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Below<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a mapping with the key `{}`", self.root)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<T, A::Error> {
        let mut found = None;
        let mut others = Vec::new();
        while let Some(key) = members.next_key::<String>()? {
            if key == self.root {
                found = Some(members.next_value()?);
            } else {
                members.next_value::<IgnoredAny>()?;
                others.push(format!("`{key}`"));
            }
        }
        let there = if others.is_empty() { "nothing".to_owned() } else { others.join(", ") };
        found.ok_or_else(|| A::Error::custom(format!("there is no `{}:` at the top, but {there}", self.root)))
    }
}

/// Tags with a meaning of their own beside those of the core schema.
const FOLLOWED: [&str; 2] = ["tag:yaml.org,2002:binary", "tag:yaml.org,2002:timestamp"];

/// Refuses a tag that reading would drop. What is no YAML is the reader's to tell.
fn refuse_unknown_tags(text: &str) -> Result<(), YamlError> {
    // Most documents have no tag, and to parse them twice would cost them as much as the reading does.
    if !text.contains('!') {
        return Ok(());
    }
    for event in Parser::new_from_str(text) {
        let Ok((event, span)) = event else { return Ok(()) };
        let (Event::Scalar(.., Some(tag)) | Event::SequenceStart(.., Some(tag)) | Event::MappingStart(.., Some(tag))) =
            event
        else {
            continue;
        };
        let name = tag.to_string();
        if tag.is_yaml_core_schema() || name == "!" || FOLLOWED.contains(&name.as_str()) {
            continue;
        }
        let what = format!(
            "the tag `{name}` has no meaning here and would be lost: leave it out, or put the value in quotes if the tag is \
             a part of it"
        );
        let place = |number: usize| u64::try_from(number).ok();
        return Err(YamlError { message: what, line: place(span.start.line()), column: place(span.start.col() + 1) });
    }
    Ok(())
}

/// What is wrong with a YAML document, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YamlError {
    message: String,
    line: Option<u64>,
    column: Option<u64>,
}

impl YamlError {
    pub(crate) fn plain(message: impl Into<String>) -> YamlError {
        YamlError { message: message.into(), line: None, column: None }
    }

    fn of(fault: &serde_saphyr::Error) -> YamlError {
        let place = fault.location().filter(|place| place.line() > 0);
        let text = fault.without_snippet().to_string();
        // The place is told apart from the message.
        let message = text.split(" at line ").next().unwrap_or_default().to_owned();
        YamlError {
            message: message.split(", set DuplicateKeyPolicy").next().unwrap_or_default().to_owned(),
            line: place.map(|place| place.line()),
            column: place.map(|place| place.column()),
        }
    }

    /// What is wrong, without the place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line, from 1.
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// The column, from 1.
    pub fn column(&self) -> Option<u64> {
        self.column
    }
}

impl fmt::Display for YamlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "line {line}, column {column} of the YAML: {}", self.message),
            _ => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for YamlError {}

impl From<YamlError> for Error {
    fn from(fault: YamlError) -> Error {
        Error::custom(ErrorKind::Request, fault.to_string()).caused_by(fault)
    }
}
