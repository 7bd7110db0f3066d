//! Writing plans to trees, comparing them, and sections of files kept by hand.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use harness_sdk_codegen::defect::Defect;
use harness_sdk_codegen::write::{MARKER, Outcome, Plan, section};
use tempfile::TempDir;

const OWNED: [&str; 1] = ["src/generated"];

fn generated(text: &str) -> String {
    format!("// {MARKER}\n{text}\n")
}

fn plan(files: &[(&str, &str)]) -> Plan {
    let mut plan = Plan::new();
    for (path, text) in files {
        plan.insert(*path, *text);
    }
    plan
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    root
}

/// Every file and every empty directory below `root`, with the text.
fn contents(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(directory) = open.pop() {
        let entries: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect();
        if entries.is_empty() {
            found.insert(directory.strip_prefix(root).unwrap().display().to_string(), "an empty directory".to_owned());
        }
        for path in entries {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            let metadata = fs::symlink_metadata(&path).unwrap();
            if metadata.is_dir() {
                open.push(path);
            } else if metadata.is_symlink() {
                found.insert(name, "a link".to_owned());
            } else {
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

fn messages(outcome: Result<Outcome, Vec<Defect>>) -> Vec<String> {
    outcome.unwrap_err().iter().map(Defect::to_string).collect()
}

/// Neither applying nor checking is possible, for the same reasons, and nothing changes.
fn refused(root: &Path, plan: &Plan, owned: &[&str]) -> Vec<String> {
    let before = contents(root);
    let applied = messages(plan.apply(root, owned));
    assert_eq!(messages(plan.check(root, owned)), applied);
    assert_eq!(contents(root), before);
    applied
}

#[test]
fn a_plan_is_applied_and_then_current() {
    let (same, new) = (generated("same"), generated("new"));
    let root = tree(&[
        ("README.md", "old"),
        ("src/lib.rs", "by hand"),
        ("src/generated/same.rs", &same),
        ("src/generated/stale.rs", &generated("old")),
        ("src/generated/gone/deep/extra.rs", &generated("extra")),
        ("src/generated/gone/other.rs", &generated("extra")),
        ("src/generated/kept/extra.rs", &generated("extra")),
    ]);
    let planned = [
        ("README.md", "new"),
        ("src/generated/same.rs", same.as_str()),
        ("src/generated/stale.rs", &new),
        ("src/generated/kept/missing.rs", &new),
        ("other/new/file.txt", "new"),
    ];
    let plan = plan(&planned);
    let before = contents(root.path());
    let checked = plan.check(root.path(), &OWNED).unwrap();
    assert_eq!(contents(root.path()), before, "checking writes nothing");
    let shown = "stale   README.md\nmissing other/new/file.txt\nmissing src/generated/kept/missing.rs\n\
                 stale   src/generated/stale.rs\nextra   src/generated/gone/deep/extra.rs\n\
                 extra   src/generated/gone/other.rs\nextra   src/generated/kept/extra.rs";
    assert_eq!(checked.to_string(), shown);
    assert!(!checked.is_current());

    let modified = |path: &str| fs::metadata(root.path().join(path)).unwrap().modified().unwrap();
    let untouched = modified("src/generated/same.rs");
    let applied = plan.apply(root.path(), &OWNED).unwrap();
    assert_eq!(applied, checked);
    assert_eq!(applied.unchanged, ["src/generated/same.rs"]);
    assert_eq!(modified("src/generated/same.rs"), untouched);
    let mut expected: BTreeMap<String, String> =
        planned.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    expected.insert("src/lib.rs".to_owned(), "by hand".to_owned());
    assert_eq!(contents(root.path()), expected);

    let again = plan.apply(root.path(), &OWNED).unwrap();
    assert!(again.is_current() && again.to_string().is_empty());
    assert_eq!(again.unchanged.len(), planned.len());
}

#[test]
fn a_plan_without_files_removes_all_that_was_generated() {
    let root = tree(&[("src/generated/a/b.rs", &generated("x")), ("src/lib.rs", "by hand")]);
    let outcome = Plan::new().apply(root.path(), &["src/generated", "src/generated/a", "never/there"]).unwrap();
    assert_eq!(outcome.removed, ["src/generated/a/b.rs"]);
    assert_eq!(contents(root.path()).keys().collect::<Vec<_>>(), ["src/lib.rs"]);
    assert!(!root.path().join("src/generated").exists());
}

#[test]
fn a_root_that_does_not_exist_is_created() {
    let outer = tempfile::tempdir().unwrap();
    let root = outer.path().join("a/b");
    let outcome = plan(&[("c/d", "text")]).apply(&root, &OWNED).unwrap();
    assert_eq!(outcome.created, ["c/d"]);
    assert_eq!(fs::read_to_string(root.join("c/d")).unwrap(), "text");
}

#[test]
fn files_by_hand_in_a_generated_directory_stop_the_run() {
    let far = format!("{}{MARKER}", " ".repeat(5_000));
    let root = tree(&[
        ("src/generated/hand.rs", "by hand"),
        ("src/generated/far.rs", &far),
        ("src/generated/planned.rs", "by hand, but planned"),
        ("src/generated/extra.rs", &generated("extra")),
    ]);
    let text = generated("planned");
    let found = refused(root.path(), &plan(&[("src/generated/planned.rs", &text)]), &OWNED);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert!(found[0].contains(
        "src/generated/far.rs: the file stands in a directory of generated files without `@generated`; move it away"
    ));
    assert!(found[1].contains("src/generated/hand.rs: "));
}

#[test]
fn planned_files_in_a_generated_directory_carry_the_marker() {
    let root = tree(&[("a", "b")]);
    let found = refused(root.path(), &plan(&[("src/generated/a.rs", "text"), ("src/generated.rs", "text")]), &OWNED);
    assert_eq!(
        found,
        [
            "src/generated/a.rs: the file is planned in a generated directory without `@generated`; let its first lines hold `@generated`"
        ]
    );
}

#[test]
fn paths_that_lead_elsewhere_or_cannot_stand_everywhere_are_refused() {
    let outer = tree(&[("root/a", "b")]);
    let root = outer.path().join("root");
    let wrong = [
        "",
        "/etc/x",
        "../x",
        "a/../../x",
        "./x",
        "a//b",
        "a/",
        "x\0y",
        "a\\b",
        "c:x",
        "con",
        "a/AUX.rs",
        "com1.txt",
        "x.",
        "x ",
        ".git/hooks/x",
        "x/.GIT",
        "tab\tx",
        "q?",
        "a*",
    ];
    for path in wrong {
        let found = refused(&root, &plan(&[(path, "text")]), &[]);
        assert_eq!(found.len(), 1, "{path:?}: {found:?}");
        assert!(found[0].contains(&format!("the path {path:?} cannot be written: ")), "{found:?}");
        assert_eq!(refused(&root, &Plan::new(), &[path]), found, "as an owned directory");
    }
    let all = plan(&wrong.map(|path| (path, "text")));
    assert_eq!(refused(&root, &all, &[]).len(), wrong.len(), "all are reported at once");
    assert!(!outer.path().join("x").exists());
    for path in ["console", "com10", "aux_", "..x", "a.b", ".gitignore", "é"] {
        assert!(plan(&[(path, "text")]).check(&root, &[] as &[&str]).is_ok(), "{path:?}");
    }
}

#[test]
fn paths_that_exclude_each_other_are_refused() {
    let root = tree(&[("z", "z")]);
    let mut doubled = plan(&[("dir", "1"), ("dir/deep/file", "2"), ("Case.rs", "3"), ("case.rs", "4")]);
    doubled.extend(plan(&[("dir", "again")]));
    let found = refused(root.path(), &doubled, &[]);
    assert_eq!(
        found,
        [
            "the path \"case.rs\" cannot be written: it differs from `Case.rs` by case only; correct the name from which the path was made",
            "the path \"dir/deep/file\" cannot be written: `dir` is planned as a file; correct the name from which the path was made",
            "dir: the file is planned twice; give one of the two another name",
        ]
    );
}

#[test]
fn what_is_no_file_is_not_replaced() {
    let root = tree(&[("dir/inner", "x"), ("file", "x"), ("other", "x")]);
    let found = refused(root.path(), &plan(&[("dir", "1"), ("file/below/x", "2")]), &["file/owned", "other"]);
    assert_eq!(found.len(), 3, "{found:#?}");
    assert!(found[0].contains("dir: a directory stands where a generated file belongs; move it away"), "{found:#?}");
    assert!(found[1].contains("file: a file stands where a directory belongs"), "{found:#?}");
    assert!(found[2].contains("other: a file stands where a directory of generated files belongs"), "{found:#?}");
}

#[test]
fn a_write_that_fails_leaves_the_tree_as_it_was() {
    let root = tree(&[("a", "before"), ("src/generated/extra.rs", &generated("extra"))]);
    let long = "x".repeat(300);
    let found = refused(root.path(), &plan(&[("a", "after"), ("b/c", "new"), (&long, "new")]), &OWNED);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].contains(&long), "{found:#?}");
}

#[test]
fn files_without_the_marker_are_not_replaced_in_a_folder_of_somebody_elses() {
    let text = generated("planned");
    let planned = [("Cargo.toml", text.as_str()), ("src/lib.rs", &text), ("README.md", &text), ("new.rs", &text)];
    let old = generated("old");
    let own = [("Cargo.toml", "[package]"), ("README.md", "# mine"), ("src/lib.rs", &old), ("notes.txt", "mine")];
    let root = tree(&own);
    let found = refused(root.path(), &plan(&planned).replacing_marked_only(), &[]);
    assert_eq!(found.len(), 2, "{found:#?}");
    for (name, found) in ["Cargo.toml", "README.md"].iter().zip(&found) {
        assert!(found.contains(&format!("{name}: a file without `{MARKER}`")), "{found}");
    }
    let root = tree(&own[2..]);
    for _ in 0..2 {
        plan(&planned).replacing_marked_only().apply(root.path(), &[] as &[&str]).unwrap();
        assert_eq!(fs::read_to_string(root.path().join("src/lib.rs")).unwrap(), text);
        assert_eq!(fs::read_to_string(root.path().join("notes.txt")).unwrap(), "mine");
    }
    let found = refused(root.path(), &plan(&[("other.rs", "unmarked")]).replacing_marked_only(), &[]);
    assert!(found[0].contains("other.rs: the file is planned"), "{found:#?}");
}

#[test]
fn runs_in_one_tree_do_not_mix() {
    let root = tempfile::tempdir().unwrap();
    let root = root.path().join("new");
    let texts: Vec<String> = (0..8).map(|number| generated(&format!("run {number}"))).collect();
    for _ in 0..10 {
        std::thread::scope(|scope| {
            for text in &texts {
                let root = &root;
                scope.spawn(move || {
                    let names: Vec<String> = (0..30).map(|file| format!("src/generated/{file}/a.rs")).collect();
                    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
                    plan(&files).apply(root, &OWNED).unwrap();
                });
            }
        });
        let found = contents(&root);
        let last = found.values().next().unwrap().clone();
        assert_eq!(found.len(), 30, "{:?}", found.keys());
        assert!(texts.contains(&last) && found.values().all(|text| *text == last), "files of several runs");
    }
}

/// What the test below runs in a process that is killed; by itself it has nothing to write.
#[test]
fn writes_until_it_is_killed() {
    let Some(root) = std::env::var_os("TREE_TO_WRITE") else { return };
    for number in 0.. {
        big(number).apply(Path::new(&root), &OWNED).unwrap();
    }
}

fn big(number: usize) -> Plan {
    let text = generated(&format!("{number}\n{}", "x".repeat(20_000)));
    let names: Vec<String> = (0..100).map(|file| format!("src/generated/{file}.rs")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), text.as_str())).collect();
    files.push(("README.md", &text));
    plan(&files)
}

#[test]
fn what_a_killed_run_leaves_does_not_stop_the_next_one() {
    for _ in 0..10 {
        let root = tempfile::tempdir().unwrap();
        let mut run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "write::writes_until_it_is_killed"])
            .env("TREE_TO_WRITE", root.path())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let is_writing = || {
            let entries = fs::read_dir(root.path().join("src/generated")).into_iter().flatten().flatten();
            entries.into_iter().any(|entry| entry.file_name().to_string_lossy().ends_with(".tmp"))
        };
        while !is_writing() {
            assert!(run.try_wait().unwrap().is_none(), "it ended by itself");
            std::thread::yield_now();
        }
        run.kill().unwrap();
        run.wait().unwrap();
        big(0).check(root.path(), &OWNED).unwrap();
        big(0).apply(root.path(), &OWNED).unwrap();
        let found = contents(root.path());
        assert_eq!(found.len(), 101, "{:?}", found.keys());
    }
}

#[test]
fn only_what_a_run_made_is_cleaned_up() {
    let kept = [
        ("src/generated/a.rs", generated("a")),
        ("mine.tmp", "mine".to_owned()),
        (".generated-1-x.tmp", "mine".to_owned()),
        (".generated-1-3.tmp", "nobody noted it".to_owned()),
        (".generated-1-2.tmp/inner", "a directory".to_owned()),
    ];
    let outer = tree(&[(".generated-7-7.tmp", "outside")]);
    let root = outer.path().join("root");
    let noted = "mine.tmp\n.generated-1-x.tmp\n../.generated-7-7.tmp\n.generated-1-2.tmp\n.generated-1-0.tmp\n\n/etc\n";
    for (path, text) in &kept {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }
    fs::write(root.join(".generated-1-0.tmp"), "partial").unwrap();
    fs::write(root.join(".generated.lock"), noted).unwrap();
    let text = generated("a");
    plan(&[("src/generated/a.rs", &text)]).apply(&root, &OWNED).unwrap();
    let expected: BTreeMap<String, String> =
        kept.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect();
    let mut found = contents(&root);
    // Where a file that is open cannot be removed for good, the lock stays.
    found.remove(".generated.lock");
    assert_eq!(found, expected);
    assert!(outer.path().join(".generated-7-7.tmp").exists());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_not_followed() {
        let outside = tree(&[("secret", "kept"), ("dir/x.rs", &generated("kept"))]);
        let root = tree(&[("src/generated/a.rs", &generated("a")), ("real/x", "x")]);
        symlink(outside.path().join("dir"), root.path().join("src/generated/linked")).unwrap();
        symlink(outside.path(), root.path().join("out")).unwrap();
        symlink(outside.path().join("secret"), root.path().join("file")).unwrap();
        symlink(outside.path().join("none"), root.path().join("dangling")).unwrap();
        symlink("real", root.path().join("inside")).unwrap();
        let text = generated("new");
        let plan = plan(&[
            ("out/new", "1"),
            ("file", "2"),
            ("dangling", "3"),
            ("inside/x", &text),
            ("src/generated/linked/x.rs", &text),
        ]);
        let before = contents(outside.path());
        let found = refused(root.path(), &plan, &["src/generated", "out/dir", "inside"]);
        assert_eq!(contents(outside.path()), before);
        assert!(found.iter().all(|text| text.contains("a symbolic link stands")), "{found:#?}");
        for name in ["out", "file", "dangling", "inside", "src/generated/linked"] {
            let place = root.path().join(name).display().to_string();
            assert!(found.iter().any(|text| text.starts_with(&format!("{place}: "))), "{name}: {found:#?}");
        }
    }

    #[test]
    fn rights_of_a_file_survive_a_new_text() {
        let root = tree(&[("run.sh", "old")]);
        let path = root.path().join("run.sh");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        plan(&[("run.sh", "new")]).apply(root.path(), &[] as &[&str]).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o750);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }
}

#[test]
fn a_section_is_replaced_and_nothing_else() {
    let text = "# Title\n<!-- generated:list -->\nold\n<!-- /generated:list -->\ntail <!-- generated:lists --><!-- /generated:lists -->";
    let once = section(text, "list", "\n| a |\n| b |\n\n").unwrap();
    let expected = "# Title\n<!-- generated:list -->\n| a |\n| b |\n<!-- /generated:list -->\n\
                    tail <!-- generated:lists --><!-- /generated:lists -->";
    assert_eq!(once, expected);
    assert_eq!(section(&once, "list", "| a |\n| b |").unwrap(), once);
    let empty = section(&once, "list", "").unwrap();
    assert!(empty.starts_with("# Title\n<!-- generated:list -->\n<!-- /generated:list -->\n"));
    let inline = section(text, "lists", "x").unwrap();
    assert!(inline.ends_with("tail <!-- generated:lists -->\nx\n<!-- /generated:lists -->"));
}

#[test]
fn markers_that_are_not_one_pair_are_defects() {
    let (open, close) = ("<!-- generated:a -->", "<!-- /generated:a -->");
    let message = |text: &str, body: &str| section(text, "a", body).unwrap_err().in_file("README.md").to_string();
    let cases = [
        (
            String::new(),
            format!("README.md: the marker `{open}` is missing; add it, on a line of its own, beside `{close}`"),
        ),
        (
            open.to_owned(),
            format!("README.md: the marker `{close}` is missing; add it, on a line of its own, beside `{open}`"),
        ),
        (
            format!("{open}{close}\né {open}"),
            format!("README.md:2:3: the marker `{open}` stands twice; keep one of the two"),
        ),
        (
            format!("{open}\n{close}\n{close}"),
            format!("README.md:3:1: the marker `{close}` stands twice; keep one of the two"),
        ),
        (format!("\n{close}{open}"), format!("README.md:2:1: `{close}` stands before `{open}`; swap the two markers")),
    ];
    for (text, expected) in cases {
        assert_eq!(message(&text, "body"), expected);
    }
    let found = message(&format!("{open}{close}"), &format!("x {close}"));
    assert!(found.contains("the new text of section `a` contains its marker"), "{found}");
}
