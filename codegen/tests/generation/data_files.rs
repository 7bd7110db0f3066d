//! Data files steer strictly: what matches nothing, is not known or collides stops the run and says what to do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::{Input, generate};

const DOCUMENT: &str = r#"{
  "openapi": "3.0.3", "info": {"title": "T", "version": "1"},
  "paths": {
    "/a": {"get": {"operationId": "listThings", "tags": ["Things"], "responses": {"200": {"description": "ok"}}}},
    "/b": {"get": {"operationId": "list-things", "tags": ["Things"], "responses": {"200": {"description": "ok"}}}},
    "/c": {"get": {"operationId": "getOther", "tags": ["Others"],
      "parameters": [{"name": "X-Odd", "in": "header", "schema": {"type": "string"}}],
      "responses": {"200": {"description": "ok"}}}}
  }
}"#;

const MODULES: &str = "[things]\ntitle = \"Things\"\ndescription = \"All things.\"\ntags = [\"Things\", \"Others\"]\n";
const NAMES: &str = "[methods]\n\"list-things\" = \"list_more_things\"\n";
const HEADERS: &str = "call = [\"X-Odd\"]\n";

/// What generation says to these data files.
fn outcome(files: &[(&str, &str)]) -> Result<usize, String> {
    generated(files).map(|files| files.len())
}

/// The files that generation makes of these data files.
fn generated(files: &[(&str, &str)]) -> Result<BTreeMap<PathBuf, String>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let document = folder.path().join("document.json");
    fs::write(&document, DOCUMENT).expect("the document");
    let data = folder.path().join("data");
    fs::create_dir(&data).expect("a folder");
    for (name, text) in [("modules.toml", MODULES), ("names.toml", NAMES), ("headers.toml", HEADERS)] {
        fs::write(data.join(name), text).expect("a data file");
    }
    for (name, text) in files {
        let path = data.join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).expect("a folder");
        fs::write(path, text).expect("a data file");
    }
    match generate(&Input { document, data: Some(data) }, &|_| {}) {
        Ok(output) => Ok(output.files),
        Err(defects) => Err(Defects::from(defects).to_string()),
    }
}

#[track_caller]
fn refused(files: &[(&str, &str)], words: &[&str]) {
    let message = outcome(files).expect_err("a refusal");
    for word in words {
        assert!(message.contains(word), "{word:?} is not in:\n{message}");
    }
}

#[test]
fn data_that_fits_is_taken() {
    assert!(outcome(&[]).expect("generated") > 5);
}

#[test]
fn an_unknown_key_names_file_and_line() {
    refused(&[("names.toml", "[methodz]\na = \"b\"\n")], &["names.toml", "line 1", "methodz"]);
}

#[test]
fn a_tag_that_no_module_claims_comes_with_the_lines_to_paste() {
    let modules = MODULES.replace(", \"Others\"", "");
    refused(
        &[("modules.toml", &modules)],
        &["modules.toml", "no module claims tag \"Others\"", "\"Others\",  # 1 operations, such as GET /c"],
    );
}

#[test]
fn a_collision_comes_with_the_line_to_add() {
    refused(&[("names.toml", "")], &["list_things", "names.toml: [methods] \"list-things\" = \"...\""]);
}

#[test]
fn what_matches_nothing_stops_the_run_all_at_once() {
    let modules = MODULES.replace("\"Others\"", "\"Others\", \"Nobody\"");
    refused(
        &[("modules.toml", &modules)],
        &["modules.toml:4:1: [things] tag \"Nobody\" matches nothing in the document; delete `, \"Nobody\"` there"],
    );
    refused(
        &[
            ("names.toml", &format!("{NAMES}\"gone\" = \"x\"\n")),
            ("retry.toml", "[[operation]]\nclass = \"safe\"\nwhy = \"w\"\noperations = [\"gone\"]\n"),
            (
                "limits.toml",
                "[[limit]]\nname = \"n\"\nwhy = \"w\"\nrequests = 1\nseconds = 1\noperations = [\"gone\"]\n",
            ),
            ("sensitive.toml", "[[name]]\nproperty = \"ghost\"\n"),
            ("leaks.toml", "names = [\"leak\"]\n"),
            ("headers.toml", "client = [\"X-Never\"]\ncall = [\"X-Odd\"]\n"),
        ],
        &[
            "6 defects",
            "names.toml:3:1: [methods] \"gone\" matches nothing in the document; delete line 3: `\"gone\" = \"x\"`",
            "retry.toml:1:1: [[operation]] \"gone\"",
            "delete lines 1 to 4:\n        [[operation]]\n        class = \"safe\"",
            "limits.toml:1:1: [[limit]] \"gone\"",
            "sensitive.toml:1:1: [[name]] \"ghost\"",
            "leaks.toml:1:1: names \"leak\"",
            "headers.toml:1:1: client \"X-Never\"",
        ],
    );
}

#[test]
fn a_header_that_nobody_decided_on_stops_the_run() {
    refused(&[("headers.toml", "")], &["headers.toml", "\"X-Odd\" stands neither under `client` nor under `call`"]);
}

#[test]
fn an_override_must_find_what_it_expects() {
    let patch = |was: &str| {
        format!(
            "why = \"w\"\nexpect = 1\n[[patch]]\npointer = \"/paths/~1a/get/summary\"\nwas = '{was}'\nset = '\"S\"'\n"
        )
    };
    assert!(outcome(&[("overrides/a.toml", &patch("absent"))]).is_ok());
    refused(&[("overrides/a.toml", &patch("\"old\""))], &["a.toml", "/paths/~1a/get/summary", "finds absent"]);
}

#[test]
fn overrides_and_data_that_no_longer_bite_are_told_in_one_run_with_the_lines_to_delete() {
    let dead = "why = \"w\"\nexpect = 2\n\n[[patch]]\npointer = \"/paths/~1a/get/summary\"\nwas = 'absent'\nset = '\"S\"'\n\n\
                [[patch]]\npointer = \"/paths/~1b/get/deprecated\"\nwas = 'true'\nset = 'false'\n";
    let mended = "why = \"w\"\nexpect = 1\n[[patch]]\npointer = \"/info/title\"\nwas = '\"U\"'\nset = '\"T\"'\n";
    refused(
        &[
            ("overrides/dead.toml", dead),
            ("overrides/mended.toml", mended),
            ("modules.toml", &MODULES.replace(", \"Others\"", "")),
            ("names.toml", &format!("{NAMES}\"gone\" = \"x\"\n")),
        ],
        &[
            "4 defects in 4 files",
            "dead.toml:9:1: the patch of /paths/~1b/get/deprecated finds absent, not what `was` says",
            "set `expect = 1`, and delete lines 9 to 12:\n        [[patch]]",
            "mended.toml:3:1: the patch of /info/title finds what it would make: upstream has mended it",
            "delete the file, of which no patch is left",
            "no module claims tag \"Others\"",
            "[methods] \"gone\"",
        ],
    );
}

#[test]
fn a_synonym_for_a_word_that_no_operation_has_stops_the_run() {
    assert!(outcome(&[("synonyms.toml", "[words]\nshow = [\"list\"]\n")]).is_ok());
    refused(&[("synonyms.toml", "[words]\nshow = [\"list\", \"display\"]\n")], &["synonyms.toml", "display", "delete"]);
}

#[test]
fn an_example_that_cannot_be_shown_stops_the_run() {
    let with = |id: &str| format!("{MODULES}example = \"{id}\"\n");
    refused(&[("modules.toml", &with("gone"))], &["modules.toml", "[things]", "gone", "no operation"]);
    refused(&[("modules.toml", &with("listThings"))], &["listThings", "answers no JSON"]);
}

const VERBS: &str = r#"
refused = ["^get_other$"]

[[rule]]
http = ["GET"]
name = "^list_(?P<noun>.+)s$"
summary = "^$"
with = "all_${noun}"
"#;

#[test]
fn a_name_without_a_verb_stops_the_run_with_the_line_to_write() {
    refused(&[("verbs.toml", VERBS)], &["get_other", "verbs.toml: [methods] \"getOther\" = \"...\""]);
    let kept = format!("{VERBS}\n[methods]\ngetOther = \"get_other\"\n");
    assert!(outcome(&[("verbs.toml", &kept)]).expect("generated") > 5);
}

#[test]
fn verbs_that_change_nothing_or_clash_are_refused() {
    let idle = VERBS.replace("^list_", "^show_").replace("^get_other$", "^nothing$");
    refused(&[("verbs.toml", &idle)], &["verbs.toml", "[[rule]] \"^show_", "matches nothing"]);
    refused(
        &[("verbs.toml", "[methods]\nlistThings = \"list_things\"\n")],
        &["verbs.toml", "[methods] \"listThings\" matches nothing"],
    );
    let clash = "[methods]\ngetOther = \"list_things\"\n";
    refused(&[("verbs.toml", clash)], &["are both called list_things", "names.toml: [methods]"]);
    refused(&[("verbs.toml", "refused = [\"(\"]\n")], &["verbs.toml: pattern \"(\""]);
}

#[test]
fn the_former_name_of_a_method_stays_findable() {
    let kept = format!("{VERBS}\n[methods]\ngetOther = \"get_other\"\n");
    let files = generated(&[("verbs.toml", &kept)]).expect("generated");
    let things = files.iter().find(|(path, _)| path.ends_with("operations/things.rs")).map(|(_, text)| text);
    let things = things.expect("the operations of the tag");
    assert!(things.contains("pub fn all_things(&self)") && things.contains("\"list_things\""), "{things}");
}

#[test]
fn versions_tell_which_one_the_official_clients_call() {
    let names = ("names.toml", "[methods]\n\"list-things\" = \"list_things_v2\"\n");
    let preferred = |id: &str, over: &str, callers: &str| {
        format!("[[operation]]\nid = \"{id}\"\nover = [\"{over}\"]\ncallers = [{callers}]\nsource = \"cli main.go\"\n")
    };
    let callers = "\"CLI\", \"Go SDK\"";
    let files = generated(&[names, ("preferred.toml", &preferred("list-things", "listThings", callers))]);
    let text: String = files.expect("files").into_values().collect();
    assert!(text.contains("Client::list_things_v2), which the official CLI and Go SDK call."), "{text}");
    assert!(text.contains("This one is preferred: the official CLI and Go SDK call it."), "{text}");

    let with = |text: &str, words: &[&str]| refused(&[names, ("preferred.toml", text)], words);
    with(&preferred("gone", "listThings", callers), &["preferred.toml:1:1", "\"gone\" matches nothing"]);
    with(&preferred("list-things", "getOther", callers), &["preferred.toml", "\"list-things\" matches nothing"]);
    with(&preferred("list-things", "listThings", ""), &["preferred.toml", "callers"]);
}
