//! What ARCHITECTURE.md promises of files: those that a crate's files import form a tree, so that each can be understood
//! after what it imports.
//!
//! Read from the text: `use` lines, and paths into the crate wherever they stand. What a folder's front only passes on counts
//! to the file that has it; what a front uses of its own folder counts as any import does.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module path below the crate.
type Module = Vec<String>;

/// An imported path, and the name it has in the file.
struct Import {
    path: Vec<String>,
    name: String,
    /// Whether others can take it from here.
    is_passed_on: bool,
}

/// What a file imports, and all else of its text.
struct File {
    imports: Vec<Import>,
    body: String,
}

/// Every crate that is written by hand.
const CRATES: [&str; 7] = [
    "codegen/src",
    "xtask/src",
    "crates/harness-sdk-core/src",
    "crates/harness-sdk/src",
    "crates/harness-sdk-mock/src",
    "crates/harness-sdk-find/src",
    "tests/contract/src",
];

/// The files of a crate by their modules.
#[derive(Default)]
struct Files(BTreeMap<Module, File>);

impl Files {
    fn of(folder: &Path) -> Self {
        let mut files = Self::default();
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
                self.0.insert(below, File::of(&text));
            }
        }
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
                self.0.contains_key(&child).then_some((module, path))?
            }
        };
        Some([base, rest].concat())
    }

    /// The file that has what a path from the crate's root leads to.
    fn home(&self, path: &[String], passed: &mut BTreeSet<Vec<String>>) -> Module {
        let known =
            (0..=path.len()).rev().map(|length| path[..length].to_vec()).find(|module| self.0.contains_key(module));
        let module = known.unwrap_or_default();
        let Some(name) = path.get(module.len()) else { return module };
        if !passed.insert(path.to_vec()) {
            return module;
        }
        for import in &self.0[&module].imports {
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
            let text = self.0.get(module).map(|file| file.body.as_str()).unwrap_or_default();
            text.match_indices(&head)
                .any(|(at, _)| !text[at + head.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_'))
        };
        kinds.iter().any(is_one)
    }

    /// The files that a file needs.
    fn needs(&self, module: &Module) -> BTreeSet<Module> {
        let file = &self.0[module];
        let used = file.imports.iter().filter(|one| !one.is_passed_on || file.says(&one.name));
        let imported = used.map(|one| one.path.strip_suffix(&["*".to_owned()]).unwrap_or(&one.path).to_vec());
        let written = file.paths().filter(|path| file.imports.iter().all(|one| one.name != path[0]));
        let paths = imported.chain(written).filter_map(|path| self.absolute(module, &path));
        paths.map(|path| self.home(&path, &mut BTreeSet::new())).filter(|home| home != module).collect()
    }

    /// The files of a circle, if there is one, each followed by one that it imports.
    fn circle(&self) -> Option<Vec<String>> {
        let needs: BTreeMap<&Module, BTreeSet<Module>> =
            self.0.keys().map(|module| (module, self.needs(module))).collect();
        let (mut done, mut way) = (BTreeSet::new(), Vec::new());
        let found = self.0.keys().find_map(|module| walk(module, &needs, &mut done, &mut way))?;
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

impl File {
    fn of(text: &str) -> Self {
        let (mut imports, mut body, mut end) = (Vec::new(), String::new(), 0);
        for (at, _) in text.match_indices("use ") {
            let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
            let visibility = text[start..at].trim();
            if is_visibility(visibility)
                && let Some((tree, _)) = text[at + 4..].split_once(';')
            {
                branches(tree, &[], !visibility.is_empty(), &mut imports);
                body.push_str(&text[end.min(start)..start]);
                end = at + 4 + tree.len() + 1;
            }
        }
        body.push_str(&text[end..]);
        let is_child =
            |line: &str| line.trim_end().ends_with(';') && line.split("mod ").next().is_some_and(is_visibility);
        let lines: Vec<&str> = body.lines().filter(|line| !(line.contains("mod ") && is_child(line))).collect();
        Self { imports, body: lines.join("\n") }
    }

    /// Names and paths as they stand, with the dot before a method and the dollar before what a macro writes elsewhere.
    fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.body.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '.' | '$')));
        words.map(|word| word.strip_prefix("..").unwrap_or(word)).filter(|word| !word.is_empty())
    }

    fn says(&self, name: &str) -> bool {
        self.words().any(|word| word.split([':', '.']).next() == Some(name))
    }

    fn paths(&self) -> impl Iterator<Item = Vec<String>> {
        let paths = self.words().filter(|word| word.contains("::") && !word.starts_with([':', '.', '$']));
        paths.map(|path| path.split("::").filter(|token| !token.is_empty()).map(str::to_owned).collect())
    }
}

fn is_visibility(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == "pub" || text.starts_with("pub(") && text.ends_with(')')
}

/// The paths of a tree such as `a::{b, c::d as e}`.
fn branches(tree: &str, before: &[String], is_passed_on: bool, found: &mut Vec<Import>) {
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
            branches(inner, &tokens(path), is_passed_on, found);
        } else if !branch.is_empty() {
            let (path, alias) =
                branch.split_once(" as ").map_or((branch, None), |(path, name)| (path, Some(name.trim())));
            let mut path = tokens(path);
            if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                path.pop();
            }
            let name = alias.map(str::to_owned).or_else(|| path.last().cloned()).unwrap_or_default();
            found.push(Import { path, name, is_passed_on });
        }
    }
}

#[test]
fn files_import_no_circle() {
    for folder in CRATES {
        let files = Files::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder));
        assert!(files.0.len() > 3, "{folder}: {} files", files.0.len());
        let circle = files.circle().map(|circle| circle.join(" -> "));
        assert!(circle.is_none(), "{folder}: files import each other, {}", circle.unwrap_or_default());
    }
}

#[test]
fn circles_are_found_through_what_fronts_pass_on() {
    let files = |texts: &[(&str, &str)]| {
        let module = |path: &str| path.split("::").filter(|token| !token.is_empty()).map(str::to_owned).collect();
        Files(texts.iter().map(|(path, text)| (module(path), File::of(text))).collect()).circle()
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
    let fronts = |front: &str| files(&[("", ""), ("a", front), ("a::b", "use super::Thing;")]);
    let circle = Some(["a", "a::b", "a"].map(str::to_owned).to_vec());
    assert_eq!(fronts("mod b;\nuse b::Other;\nstruct Thing(Other);"), circle, "a front uses what it declares");
    assert_eq!(fronts("mod b;\npub use b::Other;\nstruct Thing(Other);"), circle, "and what it passes on");
    assert_eq!(fronts("mod b;\nstruct Thing;\nfn f() {\n    b::f()\n}"), circle, "and by a path");
    assert_eq!(fronts("mod b;\npub use b::Other;\nstruct Thing;"), None, "what it only passes on is not its own");
}
