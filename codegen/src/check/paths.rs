//! Path templates: their form, their parameters, and templates that answer the same requests.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::defect::Defect;
use crate::document::{METHODS, Object, escape};

const PATH_ITEM_KEYS: [&str; 5] = ["$ref", "summary", "description", "servers", "parameters"];

pub(super) fn check(root: &Value) -> Vec<Defect> {
    let Some(paths) = root.get("paths") else {
        let message = "the document has no `paths`";
        return vec![Defect::at_pointer("", message, "add the operations under `paths`")];
    };
    let mut check = Check { root, defects: Vec::new(), routes: BTreeMap::new() };
    for (template, item) in paths.as_object().into_iter().flatten() {
        if let Some(item) = item.as_object().filter(|_| !template.starts_with("x-")) {
            check.path(template, item);
        }
    }
    check.defects
}

struct Check<'a> {
    root: &'a Value,
    defects: Vec<Defect>,
    /// By method and template without names: the first path with it.
    routes: BTreeMap<(&'static str, String), &'a str>,
}

/// The path parameters that a list declares.
#[derive(Default)]
struct Declared<'a> {
    /// Name, and index in the list.
    names: Vec<(&'a str, usize)>,
    /// Whether the list has a reference that leads nowhere, so that a name may be hidden behind it.
    incomplete: bool,
}

impl<'a> Check<'a> {
    fn path(&mut self, template: &'a str, item: &'a Object) {
        let base = format!("/paths/{}", escape(template));
        self.unknown_keys(&base, item);
        let parts = match Template::parse(template) {
            Ok(parts) => parts,
            Err(message) => {
                let help = "write it as `/fixed/{parameter}`, each parameter with a name in one pair of braces";
                self.defects.push(Defect::at_pointer(base, message, help));
                return;
            }
        };
        let shared = self.declared(item);
        self.absent(&base, template, &parts, &shared);
        for method in METHODS {
            let Some(operation) = item.get(method).and_then(Value::as_object) else {
                continue;
            };
            let pointer = format!("{base}/{method}");
            let own = self.declared(operation);
            self.absent(&pointer, template, &parts, &own);
            if !(shared.incomplete || own.incomplete) {
                self.undeclared(&pointer, &parts, &shared, &own);
            }
            self.same_route(&pointer, method, template, &parts);
        }
    }

    fn unknown_keys(&mut self, base: &str, item: &Object) {
        for key in item.keys() {
            let known = METHODS.contains(&key.as_str()) || PATH_ITEM_KEYS.contains(&key.as_str());
            if !known && !key.starts_with("x-") {
                let pointer = format!("{base}/{}", escape(key));
                let message = format!("`{key}` is neither a method nor another key of a path item");
                let help = "correct the name, or remove the key";
                self.defects.push(Defect::at_pointer(pointer, message, help));
            }
        }
    }

    fn declared(&self, holder: &'a Object) -> Declared<'a> {
        let mut declared = Declared::default();
        let parameters = holder.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            match self.resolve(parameter) {
                None => declared.incomplete = true,
                Some(parameter) if parameter.get("in").and_then(Value::as_str) == Some("path") => {
                    let name = parameter.get("name").and_then(Value::as_str);
                    declared.names.extend(name.map(|name| (name, index)));
                }
                Some(_) => {}
            }
        }
        declared
    }

    /// Follows references between parameters, as many as there can be without a cycle.
    fn resolve(&self, mut parameter: &'a Value) -> Option<&'a Value> {
        let components = self.root.get("components").and_then(|all| all.get("parameters"));
        let count = components.and_then(Value::as_object).map_or(0, Object::len);
        for _ in 0..=count {
            let Some(reference) = parameter.get("$ref") else {
                return Some(parameter);
            };
            let name = reference.as_str()?.strip_prefix("#/components/parameters/")?;
            parameter = components?.get(name)?;
        }
        None
    }

    fn absent(&mut self, base: &str, template: &str, parts: &Template<'_>, declared: &Declared<'_>) {
        for (name, index) in &declared.names {
            if !parts.names.contains(name) {
                let pointer = format!("{base}/parameters/{index}");
                let message = format!("path parameter `{name}` does not occur in the path `{template}`");
                let help = format!("add {{{name}}} to the path, or remove the parameter");
                self.defects.push(Defect::at_pointer(pointer, message, help));
            }
        }
    }

    fn undeclared(&mut self, pointer: &str, parts: &Template<'_>, shared: &Declared<'_>, own: &Declared<'_>) {
        for name in &parts.names {
            let mut declared = shared.names.iter().chain(&own.names);
            if !declared.any(|(declared, _)| declared == name) {
                let message = format!("undeclared path parameter {{{name}}}");
                let help = "declare it under `parameters` with `in: path`";
                self.defects.push(Defect::at_pointer(pointer, message, help));
            }
        }
    }

    fn same_route(&mut self, pointer: &str, method: &'static str, template: &'a str, parts: &Template<'_>) {
        match self.routes.get(&(method, parts.blank.clone())) {
            Some(first) => {
                let message = format!("the operation answers the same requests as the one of `{first}`");
                let help = "remove one of the two, or make their fixed parts differ";
                self.defects.push(Defect::at_pointer(pointer, message, help));
            }
            None => {
                self.routes.insert((method, parts.blank.clone()), template);
            }
        }
    }
}

/// A path template in its parts.
struct Template<'a> {
    names: BTreeSet<&'a str>,
    /// The template with all names taken out.
    blank: String,
}

impl<'a> Template<'a> {
    fn parse(template: &'a str) -> Result<Self, String> {
        if !template.starts_with('/') {
            return Err(format!("the path `{template}` does not begin with `/`"));
        }
        let malformed = |what: &str| format!("the path `{template}` has {what}");
        let mut names = BTreeSet::new();
        let mut blank = String::new();
        let mut rest = template;
        while let Some(open) = rest.find(['{', '}']) {
            let (fixed, from_open) = rest.split_at(open);
            let inner = from_open.strip_prefix('{').ok_or_else(|| malformed("`}` without `{`"))?;
            let (name, behind) = inner.split_once('}').ok_or_else(|| malformed("`{` without `}`"))?;
            if name.is_empty() {
                return Err(malformed("a parameter without a name"));
            }
            if name.contains(['{', '/']) {
                return Err(malformed("`{` without `}`"));
            }
            names.insert(name);
            blank.push_str(fixed);
            blank.push_str("{}");
            rest = behind;
        }
        blank.push_str(rest);
        Ok(Self { names, blank })
    }
}
