//! What is known of every operation: read once a process from the catalogues that codegen wrote.

mod entry;
mod pattern;
mod schemas;

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, OnceLock};

use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value};

pub(crate) use entry::{Base, Operation, Paging, Part, Role};
pub(crate) use pattern::{Encoding, Pattern, decoded};
pub(crate) use schemas::Schemas;

use crate::generated::catalogues;

/// All catalogues of the enabled features.
#[derive(Debug)]
pub(crate) struct Catalogue {
    pub(crate) common: Common,
    pub(crate) modules: Vec<Module>,
    by_id: HashMap<String, (usize, usize)>,
    /// Operations by method and first segment of the path.
    routes: HashMap<(Method, String), Vec<(usize, usize)>>,
}

/// What all modules share.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Common {
    pub(crate) members: BTreeMap<String, Vec<String>>,
    pub(crate) page: BTreeMap<String, Vec<String>>,
    pub(crate) families: Vec<Family>,
    pub(crate) stories: Vec<Story>,
}

/// How some services word errors.
#[derive(Debug, Deserialize)]
pub(crate) struct Family {
    pub(crate) paths: Vec<String>,
    pub(crate) body: Value,
    pub(crate) codes: Map<String, Value>,
    /// Whether a page before the first one is refused.
    pub(crate) strict_pages: bool,
}

/// Operations that speak of the same things.
#[derive(Debug, Deserialize)]
pub(crate) struct Story {
    pub(crate) noun: String,
    pub(crate) own: Option<Role>,
    pub(crate) subject: Option<String>,
    #[serde(default)]
    pub(crate) running: String,
    #[serde(default)]
    pub(crate) waiting: String,
    #[serde(default)]
    pub(crate) done: String,
}

/// The operations and schemas of one module.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) operations: Vec<Operation>,
    /// The lines of the schemas, read when the first is needed.
    lines: &'static str,
    schemas: OnceLock<Schemas>,
}

/// An operation and the module it belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Found {
    pub(crate) module: &'static Module,
    pub(crate) operation: &'static Operation,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::read);

/// The line between operations and schemas.
const SCHEMAS: &str = "\n\"schemas\"\n";

impl Catalogue {
    pub(crate) fn get() -> &'static Catalogue {
        &CATALOGUE
    }

    /// The catalogues are a part of this crate: a line that cannot be read is a defect of its own, found by its tests.
    fn read() -> Catalogue {
        let common = lines(catalogues::COMMON).next().unwrap_or_default();
        let modules: Vec<Module> = catalogues::ALL.iter().map(|(_, text)| Module::read(text)).collect();
        let mut by_id = HashMap::new();
        let mut routes: HashMap<(Method, String), Vec<(usize, usize)>> = HashMap::new();
        for (outer, module) in modules.iter().enumerate() {
            for (inner, operation) in module.operations.iter().enumerate() {
                by_id.insert(operation.id.clone(), (outer, inner));
                let first = operation.path.trim_start_matches('/').split('/').next().unwrap_or_default();
                routes.entry((operation.method.clone(), first.to_owned())).or_default().push((outer, inner));
            }
        }
        Catalogue { common, modules, by_id, routes }
    }

    /// The families of operations that take a key of their own, by name.
    pub(crate) fn own_keys(&self) -> BTreeMap<&str, String> {
        let operations = self.modules.iter().flat_map(|module| &module.operations);
        operations
            .filter_map(|operation| operation.base.as_ref())
            .filter_map(|base| Some((&*base.name, base.key()?)))
            .collect()
    }

    /// The operation of an id.
    pub(crate) fn by_id(&'static self, id: &str) -> Option<Found> {
        self.by_id.get(id).and_then(|place| self.found(*place))
    }

    fn found(&'static self, (outer, inner): (usize, usize)) -> Option<Found> {
        let module = self.modules.get(outer)?;
        Some(Found { module, operation: module.operations.get(inner)? })
    }

    /// The operation that a request means, and the values of its path parameters. The most literal template wins.
    pub(crate) fn route(&'static self, method: &Method, path: &str) -> Option<(Found, Vec<(String, String)>)> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let first = segments.first().copied().unwrap_or_default();
        let candidates = self.routes.get(&(method.clone(), first.to_owned()));
        let matches = candidates.into_iter().flatten().filter_map(|place| {
            let found = self.found(*place)?;
            let values = found.operation.pattern.matches(&segments)?;
            Some((found, values))
        });
        // The first of equals wins, as `max_by_key` would not have it.
        matches.reduce(|best, next| {
            let weight = |found: &Found| found.operation.pattern.weight();
            if weight(&next.0) > weight(&best.0) { next } else { best }
        })
    }

    /// Whether any operation has the path, whatever its method.
    pub(crate) fn knows_path(&'static self, path: &str) -> bool {
        let methods = [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::HEAD];
        methods.iter().any(|method| self.route(method, path).is_some())
    }

    /// How errors of a path are worded.
    pub(crate) fn family_of_path(&self, path: &str) -> Option<&Family> {
        self.common.families.iter().find(|family| family.paths.iter().any(|prefix| path.starts_with(prefix.as_str())))
    }

    /// How errors of an operation are worded.
    pub(crate) fn family(&self, operation: &Operation) -> Option<&Family> {
        self.common.families.get(operation.family)
    }

    /// The story of a part, by its number.
    pub(crate) fn story(&self, index: usize) -> Option<&Story> {
        self.common.stories.get(index)
    }

    /// The number of the story of a noun.
    pub(crate) fn story_of(&self, noun: &str) -> Option<usize> {
        self.common.stories.iter().position(|story| story.noun == noun)
    }

    /// The names of members that say the same thing.
    pub(crate) fn members(&self, kind: &str) -> &[String] {
        self.common.members.get(kind).map_or(&[], Vec::as_slice)
    }
}

impl Module {
    fn read(text: &'static str) -> Module {
        let (operations, lines) = text.split_once(SCHEMAS).unwrap_or((text, ""));
        Module { operations: self::lines(operations).collect(), lines, schemas: OnceLock::new() }
    }

    /// The schemas that answers of the module need.
    pub(crate) fn schemas(&self) -> &Schemas {
        self.schemas.get_or_init(|| Schemas::read(self.lines))
    }
}

/// What stands in the lines below the first.
fn lines<T: for<'de> Deserialize<'de> + 'static>(text: &'static str) -> impl Iterator<Item = T> {
    text.lines().skip(1).filter_map(|line| serde_json::from_str(line).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        let catalogue = Catalogue::get();
        assert!(catalogue.common.families.len() > 5);
        for ((name, text), module) in catalogues::ALL.iter().zip(&catalogue.modules) {
            let (operations, schemas) = text.split_once(SCHEMAS).expect("schemas");
            assert_eq!(module.operations.len(), operations.lines().count() - 1, "{name}");
            assert_eq!(module.schemas().len(), schemas.lines().count(), "{name}");
        }
    }

    /// A path of the template, with a word for each parameter.
    fn filled(operation: &Operation) -> String {
        let mut path = operation.path.clone();
        for declared in operation.parameters.iter().filter(|one| one.place == "path") {
            let value = match declared.encoding {
                Encoding::Segment => "some%2Fword",
                Encoding::Slashes => "some/word",
                Encoding::Reference | Encoding::Terminated => "some/word/+",
            };
            path = path.replace(&format!("{{{}}}", declared.name), value);
        }
        path
    }

    #[test]
    fn every_operation_is_found_by_its_path() {
        let catalogue = Catalogue::get();
        let mut lost = Vec::new();
        for operation in catalogue.modules.iter().flat_map(|module| &module.operations) {
            let path = filled(operation);
            match catalogue.route(&operation.method, &path) {
                Some((found, values)) if found.operation.id == operation.id => {
                    assert!(values.iter().all(|(_, value)| value == "some/word"), "{path}: {values:?}");
                }
                other => {
                    let other = other.map(|(found, _)| found.operation.path.clone());
                    lost.push(format!("{} {}: {path} leads to {other:?}", operation.method, operation.path));
                }
            }
        }
        assert!(lost.is_empty(), "{}", lost.join("\n"));
    }
}
