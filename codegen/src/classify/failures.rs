//! How a success says that it is none.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::classify::used::Used;
use crate::data::entry::Entry;
use crate::data::failures::{FailureData, Sign, Verdict};
use crate::document::ref_name;
use crate::ir::Failure;
use crate::lower::schema::Schemas;

/// Stands in a place for every item of a list that is the answer itself, and for every member of a map.
const ANY: &str = "*";
const SCHEMAS: &str = "schemas";
const MEMBERS: &str = "members";
/// How deep verdicts are looked for below an answer.
const DEPTH: usize = 8;

/// Answers for `failures.toml`.
#[derive(Debug, Default)]
pub struct Failures {
    data: FailureData,
    used: Used,
}

impl Failures {
    /// Takes the data.
    pub fn new(data: FailureData) -> Self {
        Self { data, used: Used::default() }
    }

    /// The signs that an answer of this schema to this method can carry. A read shows what was said of earlier changes.
    pub fn of(&self, method: &str, reads: bool, schemas: &Schemas<'_>, answer: &Value) -> Vec<Failure> {
        let mut signs = Vec::new();
        let applies = |sign: &Sign| sign.methods.is_empty() || sign.methods.iter().any(|name| name == method);
        for (index, sign) in self.data.sign.iter().enumerate().filter(|(_, sign)| applies(sign)) {
            let Some(place) = declared(schemas, answer, &sign.place) else { continue };
            let beside = sign.beside.iter().all(|place| declared(schemas, answer, place).is_some());
            if let Some(failure) = failure(sign, place).filter(|_| beside) {
                self.used.note(sign_entry(index, sign));
                // Two entries that differ by what stands beside can mean one sign.
                if !signs.contains(&failure) {
                    signs.push(failure);
                }
            }
        }
        if reads {
            return signs;
        }
        for (index, verdict) in self.data.verdict.iter().enumerate() {
            let mut search = Search { verdict, schemas, found: BTreeSet::new(), used: BTreeSet::new() };
            search.walk(answer, &mut Vec::new(), &mut Vec::new());
            for (list, part) in search.used {
                self.used.note(verdict_entry(index, list, part));
            }
            signs.extend(search.found.into_iter().map(|place| verdict.failure(format!("{place}{}", verdict.place))));
        }
        signs
    }

    /// Entries of no use.
    pub fn unused(&self) -> Vec<Entry> {
        let signs = self.data.sign.iter().enumerate().map(|(index, sign)| sign_entry(index, sign));
        let parts = self.data.verdict.iter().enumerate().flat_map(|(index, verdict)| {
            let lists = [(SCHEMAS, &verdict.schemas), (MEMBERS, &verdict.members)];
            lists
                .into_iter()
                .flat_map(move |(list, parts)| parts.iter().map(move |part| verdict_entry(index, list, part)))
        });
        self.used.unused(signs.chain(parts))
    }
}

/// Looks for the places below an answer where a verdict can stand.
struct Search<'a> {
    verdict: &'a Verdict,
    schemas: &'a Schemas<'a>,
    found: BTreeSet<String>,
    /// Which names of the entry were of use.
    used: BTreeSet<(&'static str, &'a str)>,
}

impl<'a> Search<'a> {
    /// `seen` holds the named schemas that are being gone through: one that holds itself is gone through once.
    fn walk(&mut self, schema: &'a Value, place: &mut Vec<String>, seen: &mut Vec<&'a str>) {
        let before = seen.len();
        let mut current = schema;
        while let Some(name) = current.as_object().and_then(ref_name) {
            if let Some(known) = self.verdict.schemas.iter().find(|known| *known == name) {
                self.used.insert((SCHEMAS, known));
                self.found.insert(place.iter().map(|token| format!("/{token}")).collect());
                seen.truncate(before);
                return;
            }
            if seen.contains(&name) || seen.len() > before + DEPTH {
                seen.truncate(before);
                return;
            }
            seen.push(name);
            let Some(target) = self.schemas.all.get(name) else { break };
            current = target;
        }
        if place.len() < DEPTH {
            self.members(current, place, seen);
        }
        seen.truncate(before);
    }

    fn members(&mut self, schema: &'a Value, place: &mut Vec<String>, seen: &mut Vec<&'a str>) {
        for (name, member) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            place.push(name.replace('~', "~0").replace('/', "~1"));
            self.walk(member, place, seen);
            // A member of that name whose schema is none of those named: it says nothing, or says what a verdict holds.
            let at: String = place.iter().map(|token| format!("/{token}")).collect();
            let known = self.verdict.members.iter().find(|known| *known == name);
            if let Some(known) = known.filter(|_| !self.found.contains(&at) && self.can_hold(member)) {
                self.used.insert((MEMBERS, known));
                self.found.insert(at);
            }
            place.pop();
        }
        if let Some(items) = schema.get("items") {
            // Lists below the answer itself are looked through without a sign.
            let root = place.is_empty();
            if root {
                place.push(ANY.to_owned());
            }
            self.walk(items, place, seen);
            if root {
                place.pop();
            }
        }
        if let Some(values @ Value::Object(_)) = schema.get("additionalProperties") {
            place.push(ANY.to_owned());
            self.walk(values, place, seen);
            place.pop();
        }
    }

    /// Whether the schema declares the place of the sign, or leaves open what it is.
    fn can_hold(&self, member: &Value) -> bool {
        let mut schema = self.schemas.resolve(member);
        if let Some(items) = schema.get("items") {
            schema = self.schemas.resolve(items);
        }
        let open = schema.get("properties").is_none()
            && matches!(schema.get("type").and_then(Value::as_str), None | Some("object"));
        open || declared(self.schemas, schema, &self.verdict.place).is_some()
    }
}

impl Verdict {
    fn failure(&self, place: String) -> Failure {
        match self.is {
            Some(is) => Failure::Is(place, is),
            None => Failure::OneOf(place, self.values.clone()),
        }
    }
}

fn failure(sign: &Sign, place: &Value) -> Option<Failure> {
    if let Some(is) = sign.is {
        let is_boolean = place.get("type").and_then(Value::as_str) == Some("boolean");
        return is_boolean.then(|| Failure::Is(sign.place.clone(), is));
    }
    let known = place.get("enum").and_then(Value::as_array)?;
    let knows_all = sign.values.iter().all(|value| known.iter().any(|other| other == value));
    knows_all.then(|| Failure::OneOf(sign.place.clone(), sign.values.clone()))
}

/// The schema that an answer declares at a JSON pointer.
fn declared<'a>(schemas: &'a Schemas<'_>, answer: &'a Value, pointer: &str) -> Option<&'a Value> {
    pointer.split('/').skip(1).try_fold(schemas.resolve(answer), |schema, token| {
        schema.get("properties")?.get(token).map(|property| schemas.resolve(property))
    })
}

fn sign_entry(index: usize, sign: &Sign) -> Entry {
    let label = format!("[[sign]] number {} ({})", index + 1, sign.place);
    Entry::new("failures.toml", label).key("sign").index(index)
}

fn verdict_entry(index: usize, list: &str, part: &str) -> Entry {
    let label = format!("[[verdict]] number {}, {list} `{part}`", index + 1);
    Entry::new("failures.toml", label).key("verdict").index(index).key(list).item(part)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    fn places(answer: &Value, reads: bool) -> (Vec<String>, usize) {
        let all = json!({
            "Verdict": { "type": "object", "properties": {
                "deny": { "type": "boolean" }, "again": { "$ref": "#/components/schemas/Verdict" },
            } },
            "Thing": { "type": "object", "properties": {
                "said": { "$ref": "#/components/schemas/Verdict" }, "more": { "$ref": "#/components/schemas/Thing" },
            } },
        });
        let data = "[[verdict]]\nschemas = [\"Verdict\"]\nmembers = [\"verdict\"]\nplace = \"/deny\"\nis = true";
        let failures = Failures::new(toml::from_str(data).unwrap());
        let schemas = Schemas { all: all.as_object().unwrap(), names: BTreeMap::new() };
        let found = failures.of("POST", reads, &schemas, answer);
        let places = found.into_iter().map(|failure| match failure {
            Failure::Is(place, _) | Failure::OneOf(place, _) => place,
        });
        (places.collect(), failures.unused().len())
    }

    #[test]
    fn verdicts_are_found_wherever_the_schema_leads() {
        let thing = json!({ "$ref": "#/components/schemas/Thing" });
        let list = json!({ "type": "array", "items": thing });
        assert_eq!(places(&thing, false), (vec!["/said/deny".to_owned()], 1));
        assert_eq!(places(&list, false).0, ["/*/said/deny"]);
        let data = json!({ "type": "object", "properties": { "data": list } });
        assert_eq!(places(&data, false).0, ["/data/said/deny"]);
        let map = json!({ "type": "object", "additionalProperties": thing });
        assert_eq!(places(&map, false).0, ["/*/said/deny"]);
        assert!(places(&thing, true).0.is_empty(), "a read shows earlier verdicts");
    }

    #[test]
    fn a_member_holds_one_unless_its_schema_says_otherwise() {
        let member = |schema: Value| json!({ "type": "object", "properties": { "verdict": schema } });
        assert_eq!(places(&member(json!({})), false), (vec!["/verdict/deny".to_owned()], 1));
        assert_eq!(places(&member(json!({ "type": "array", "items": {} })), false).0, ["/verdict/deny"]);
        let other = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
        assert!(
            places(&member(other), false).0.is_empty()
                && places(&member(json!({ "type": "string" })), false).0.is_empty()
        );
    }
}
