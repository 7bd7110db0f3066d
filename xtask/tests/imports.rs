//! What ARCHITECTURE.md promises of files: those that a crate's files import form a tree, so that each can be understood
//! after what it imports.
//!
//! Read from the text: `use` lines, and paths that begin with `crate` or `super` wherever they stand. What a folder's front
//! only passes on counts to the file that has it, and what a front takes of its own folder is the folder's own affair.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module path below the crate.
type Module = Vec<String>;

/// An imported path, and the name it has in the file.
struct Import {
    path: Vec<String>,
    name: String,
}

/// Every crate that is written by hand.
const CRATES: [&str; 8] = [
    "codegen/src",
    "xtask/src",
    "crates/harness-sdk-core/src",
    "crates/harness-sdk/src",
    "crates/harness-sdk-mock/src",
    "crates/harness-sdk-find/src",
    "tests/contract/src",
    "tests/wire/src",
];

/// The files of a crate by their modules.
struct Files {
    imports: BTreeMap<Module, Vec<Import>>,
    texts: BTreeMap<Module, String>,
}

impl Files {
    fn of(folder: &Path) -> Self {
        let mut files = Self { imports: BTreeMap::new(), texts: BTreeMap::new() };
        files.read(folder, &Vec::new());
        files
    }

    fn read(&mut self, folder: &Path, module: &Module) {
        for entry in fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if module.is_empty() && stem == "main" && folder.join("lib.rs").exists() {
                // A program over the library: a crate of its own, of one file.
                continue;
            }
            let below: Module = match stem.as_str() {
                "mod" => module.clone(),
                "lib" | "main" if module.is_empty() => Vec::new(),
                _ => module.iter().cloned().chain([stem]).collect(),
            };
            if path.is_dir() {
                self.read(&path, &below);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a text");
                let text: String =
                    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n");
                // What only tests import takes nobody along.
                let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
                self.add(below, text);
            }
        }
    }

    fn add(&mut self, module: Module, text: String) {
        let mut imports = imports(&text);
        imports.extend(paths(&text).map(|path| Import { path, name: String::new() }));
        self.imports.insert(module.clone(), imports);
        self.texts.insert(module, text);
    }

    /// The path from the crate's root; nothing for what another crate has.
    fn absolute(&self, module: &[String], path: &[String]) -> Option<Vec<String>> {
        let supers = path.iter().take_while(|token| *token == "super").count();
        let base = module.len().checked_sub(supers)?;
        let (base, rest) = match path.first()?.as_str() {
            "crate" => (&[][..], &path[1..]),
            "self" => (module, &path[1..]),
            "super" => (&module[..base], &path[supers..]),
            first => {
                let child: Module = module.iter().cloned().chain([first.to_owned()]).collect();
                self.texts.contains_key(&child).then_some((module, path))?
            }
        };
        Some([base, rest].concat())
    }

    /// The file that has what a path from the crate's root leads to.
    fn home(&self, path: &[String], passed: &mut BTreeSet<Vec<String>>) -> Module {
        let known =
            (0..=path.len()).rev().map(|length| path[..length].to_vec()).find(|module| self.texts.contains_key(module));
        let module = known.unwrap_or_default();
        let Some(name) = path.get(module.len()) else { return module };
        if !passed.insert(path.to_vec()) {
            return module;
        }
        for import in &self.imports[&module] {
            let Some(target) = self.absolute(&module, &import.path) else { continue };
            if import.name == *name && *name != "*" {
                return self.home(&[&target, &path[module.len() + 1..]].concat(), passed);
            }
            let all = target.split_last().filter(|(last, _)| *last == "*").map(|(_, target)| target.to_vec());
            if let Some(target) = all.filter(|target| self.defines(target, name)) {
                return target;
            }
        }
        module
    }

    fn defines(&self, module: &[String], name: &str) -> bool {
        let kinds = ["struct", "enum", "trait", "fn", "const", "type", "static", "macro_rules!"];
        let is_one = |kind: &&str| {
            let head = format!("{kind} {name}");
            let text = self.texts.get(module).map(String::as_str).unwrap_or_default();
            text.match_indices(&head)
                .any(|(at, _)| !text[at + head.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_'))
        };
        kinds.iter().any(is_one)
    }

    /// The files that a file needs by `crate` or `super`.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let own = self.imports[module].iter().filter(|one| ["crate", "super"].contains(&one.path[0].as_str()));
        let paths = own.filter_map(|one| {
            let path = one.path.strip_suffix(&["*".to_owned()]).unwrap_or(&one.path);
            self.absolute(module, path)
        });
        paths.map(|path| self.home(&path, &mut BTreeSet::new())).filter(|home| home != module).collect()
    }

    /// The files of a circle, if there is one, each followed by one that it imports.
    fn circle(&self) -> Option<Vec<String>> {
        let needs: BTreeMap<&Module, BTreeSet<Module>> =
            self.texts.keys().map(|module| (module, self.needs(module))).collect();
        let (mut done, mut way) = (BTreeSet::new(), Vec::new());
        let found = self.texts.keys().find_map(|module| walk(module, &needs, &mut done, &mut way))?;
        Some(
            found.iter().map(|module| if module.is_empty() { "crate".to_owned() } else { module.join("::") }).collect(),
        )
    }
}

fn walk(
    module: &Module,
    needs: &BTreeMap<&Module, BTreeSet<Module>>,
    done: &mut BTreeSet<Module>,
    way: &mut Vec<Module>,
) -> Option<Vec<Module>> {
    if let Some(start) = way.iter().position(|other| other == module) {
        return Some(way[start..].iter().chain([module]).cloned().collect());
    }
    if !done.insert(module.clone()) {
        return None;
    }
    way.push(module.clone());
    let found = needs[module].iter().find_map(|next| walk(next, needs, done, way));
    way.pop();
    found
}

/// The imports of a text.
fn imports(text: &str) -> Vec<Import> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("use ") {
        let line = text[..at].rsplit('\n').next().unwrap_or_default().trim();
        if (line.is_empty() || line == "pub" || line.starts_with("pub(") && line.ends_with(')'))
            && let Some((tree, _)) = text[at + 4..].split_once(';')
        {
            branches(tree, &[], &mut found);
        }
    }
    found
}

/// The paths of a text outside of `use` that begin with `crate` or `super`; what a macro writes elsewhere, by `$crate`, is not
/// the file's own.
fn paths(text: &str) -> impl Iterator<Item = Vec<String>> + use<'_> {
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let starts = ["crate::", "super::"].into_iter().flat_map(|start| text.match_indices(start));
    let starts = starts.filter(move |(at, _)| {
        let before = &text[..*at];
        !before.ends_with(|c| is_path(c) || c == '$') && !before.ends_with("use ")
    });
    starts.map(move |(at, _)| {
        let path = text[at..].split(|c| !is_path(c)).next().unwrap_or_default();
        path.split("::").filter(|token| !token.is_empty()).map(str::to_owned).collect()
    })
}

/// The paths of a tree such as `a::{b, c::d as e}`.
fn branches(tree: &str, before: &[String], found: &mut Vec<Import>) {
    let (mut depth, mut start) = (0, 0);
    let ends = tree.char_indices().filter(|(_, c)| {
        depth += i32::from(*c == '{') - i32::from(*c == '}');
        *c == ',' && depth == 0
    });
    for end in ends.map(|(at, _)| at).chain([tree.len()]).collect::<Vec<_>>() {
        let branch = tree[start..end].trim();
        start = (end + 1).min(tree.len());
        let tokens = |path: &str| -> Vec<String> {
            let tokens = path.split("::").map(|token| token.trim().trim_start_matches("r#").to_owned());
            before.iter().cloned().chain(tokens.filter(|token| !token.is_empty())).collect()
        };
        if let Some((path, inner)) = branch.split_once('{') {
            let inner = inner.rsplit_once('}').map_or(inner, |(inner, _)| inner);
            branches(inner, &tokens(path), found);
        } else if !branch.is_empty() {
            let (path, alias) =
                branch.split_once(" as ").map_or((branch, None), |(path, name)| (path, Some(name.trim())));
            let mut path = tokens(path);
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = alias.map(str::to_owned).or_else(|| path.last().cloned()).unwrap_or_default();
            found.push(Import { path, name });
        }
    }
}

#[test]
fn files_import_no_circle() {
    for folder in CRATES {
        let files = Files::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder));
        assert!(files.texts.len() > 3, "{folder}: {} files", files.texts.len());
        let circle = files.circle().map(|circle| circle.join(" -> "));
        assert!(circle.is_none(), "{folder}: files import each other, {}", circle.unwrap_or_default());
    }
}

#[test]
fn circles_are_found_through_what_fronts_pass_on() {
    let files = |texts: &[(&str, &str)]| {
        let mut files = Files { imports: BTreeMap::new(), texts: BTreeMap::new() };
        for (module, text) in texts {
            let module = module.split("::").filter(|token| !token.is_empty()).map(str::to_owned).collect();
            files.add(module, (*text).to_owned());
        }
        files.circle()
    };
    let front = ("a", "mod b;\npub(crate) use b::{self, Thing as Other};\npub use c::*;");
    let circle = files(&[
        front,
        ("a::b", "use crate::d;"),
        ("a::c", ""),
        ("d", "use crate::a::{Other};\nuse std::fmt;"),
        ("", ""),
    ]);
    assert_eq!(circle, Some(vec!["a::b".to_owned(), "d".to_owned(), "a::b".to_owned()]));
    let circle = files(&[
        front,
        ("a::b", ""),
        ("a::c", "use super::Glob2;\npub struct Glob;"),
        ("d", "use super::a::Glob;"),
        ("", ""),
    ]);
    assert_eq!(circle, None, "a child may use its front, when the front imports nothing back");
    let circle = files(&[("", "mod a;\nuse crate::a::f;"), ("a", "use crate::X;\nfn f() {}")]);
    assert_eq!(circle, Some(vec!["crate".to_owned(), "a".to_owned(), "crate".to_owned()]));
    let circle = files(&[
        ("", ""),
        ("a", "fn f() { crate::b::g() }"),
        ("b", "macro_rules! m { () => { $crate::a::f() } }\nfn g() -> Option<super::c::C> { None }"),
        ("c", "struct C(crate::a::T);"),
    ]);
    assert_eq!(circle, Some(["a", "b", "c", "a"].map(str::to_owned).to_vec()), "paths count wherever they stand");
}
