//! Whether a request holds what was stated.

use harness_sdk_core::operation::{Encoding, Location, Operation};
use harness_sdk_core::{Stated, StatedBody};
use serde_json::Value;

use crate::catalogue::{self, Catalogue, Pattern, decoded};
use crate::server::Seen;

/// What a request must hold.
#[derive(Debug)]
pub(super) struct Wanted {
    operation: &'static str,
    stated: Stated,
    pattern: Pattern,
}

/// How far a request is from what is wanted: where it differs, the gravest first.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) texts: Vec<String>,
    /// The greater, the farther.
    pub(super) distance: usize,
}

impl Wanted {
    pub(super) fn new(operation: &'static Operation, stated: Stated) -> Wanted {
        let encoding = |name: &str| match operation.parameter(Location::Path, name).map(|parameter| parameter.encoding)
        {
            Some(Encoding::Slashes) => catalogue::Encoding::Slashes,
            Some(Encoding::Reference) => catalogue::Encoding::Reference,
            Some(Encoding::Terminated) => catalogue::Encoding::Terminated,
            Some(Encoding::Segment) | None => catalogue::Encoding::Segment,
        };
        let pattern = Pattern::new(&stated.path, encoding);
        Wanted { operation: operation.id, stated, pattern }
    }

    /// Where the request differs; nothing when it fits.
    pub(super) fn difference(&self, seen: &Seen) -> Option<Difference> {
        let mut texts = Vec::new();
        let mut distance = 0;
        if self.stated.method != *seen.method() {
            distance += 100;
            texts.push(format!("the method is {}, not {}", seen.method(), self.stated.method));
        }
        let segments: Vec<&str> = seen.path().trim_start_matches('/').split('/').collect();
        if self.pattern.matches(&segments).is_none() {
            distance += 10 + 10 * far(&self.stated.path, seen.path());
            texts.push(format!("the path is {}, not {}", seen.path(), self.stated.path));
        } else if let Some((found, _)) = Catalogue::get().route(seen.method(), seen.path())
            && found.operation.id != self.operation
        {
            // The last word of `/projects/list` could be the name of a project, and is none.
            distance += 10;
            texts.push(format!("it is a call of {}", found.operation.id));
        }
        let before = texts.len();
        self.query(seen, &mut texts);
        self.headers(seen, &mut texts);
        self.body(seen, &mut texts);
        distance += texts.len() - before;
        (!texts.is_empty()).then_some(Difference { texts, distance })
    }

    fn query(&self, seen: &Seen, texts: &mut Vec<String>) {
        let mut pairs = seen.query();
        for pair in &self.stated.query {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            match pairs.iter().position(|(known, given)| *known == name && *given == value) {
                // Each pair counts once, so that a repeated value must come as often.
                Some(at) => drop(pairs.swap_remove(at)),
                None => {
                    let given: Vec<&str> =
                        pairs.iter().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str()).collect();
                    let instead = if given.is_empty() { "is not set".to_owned() } else { format!("is {given:?}") };
                    texts.push(format!("the query parameter {name} {instead}, wanted is {value:?}"));
                }
            }
        }
    }

    fn headers(&self, seen: &Seen, texts: &mut Vec<String>) {
        for (name, value) in &self.stated.headers {
            match seen.header(name) {
                Some(given) if given == value => {}
                Some(_) => texts.push(format!("the header {name} has another value than wanted")),
                None => texts.push(format!("the header {name} is missing")),
            }
        }
    }

    fn body(&self, seen: &Seen, texts: &mut Vec<String>) {
        match &self.stated.body {
            StatedBody::Json(bytes) => {
                let wanted: Value = serde_json::from_slice(bytes).unwrap_or_default();
                match seen.json() {
                    Some(given) => contained(&wanted, &given, "", texts),
                    None => texts.push("the body is no JSON".to_owned()),
                }
            }
            StatedBody::Text(wanted) if *wanted != seen.text() => {
                texts.push(format!("the body is {:?}, wanted is {wanted:?}", short(&seen.text())));
            }
            _ => {}
        }
    }
}

/// How many segments of two paths differ.
fn far(one: &str, other: &str) -> usize {
    let (one, other): (Vec<&str>, Vec<&str>) = (one.split('/').collect(), other.split('/').collect());
    let same = one.iter().zip(&other).filter(|(a, b)| a == b || a.contains('{')).count();
    one.len().max(other.len()) - same
}

/// Notes each place where `given` lacks what `wanted` has.
fn contained(wanted: &Value, given: &Value, at: &str, texts: &mut Vec<String>) {
    match (wanted, given) {
        (Value::Object(wanted), Value::Object(given)) => {
            for (name, value) in wanted {
                let place = format!("{at}/{name}");
                match given.get(name) {
                    Some(other) => contained(value, other, &place, texts),
                    None => texts.push(format!("{place} is missing from the body")),
                }
            }
        }
        (Value::Array(wanted), Value::Array(given)) if wanted.len() == given.len() => {
            for (index, (value, other)) in wanted.iter().zip(given).enumerate() {
                contained(value, other, &format!("{at}/{index}"), texts);
            }
        }
        (wanted, given) if same(wanted, given) => {}
        (wanted, given) => {
            let place = if at.is_empty() { "the body" } else { at };
            texts.push(format!("{place} is {}, wanted is {}", short(&given.to_string()), short(&wanted.to_string())));
        }
    }
}

fn same(one: &Value, other: &Value) -> bool {
    one == other || (one.is_number() && other.is_number() && one.as_f64() == other.as_f64())
}

/// The beginning of a long text.
fn short(text: &str) -> String {
    const MOST: usize = 200;
    if text.chars().count() <= MOST { text.to_owned() } else { text.chars().take(MOST).chain("...".chars()).collect() }
}
