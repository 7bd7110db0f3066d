//! `cargo xtask site`: the page holds every operation of the index and asks nobody. How it behaves is tested in a browser,
//! by `xtask/browser/run`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn page() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("deep/index.html");
    let run = Command::new(env!("CARGO_BIN_EXE_xtask")).args(["site", "--out"]).arg(&file).output().expect("a run");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    fs::read_to_string(file).expect("the page")
}

fn data(page: &str) -> Value {
    let (_, after) = page.split_once("<script type=\"application/json\" id=\"data\">").expect("the data");
    let (json, _) = after.split_once("</script>").expect("its end");
    serde_json::from_str(json).expect("JSON")
}

#[test]
fn the_page_holds_every_operation_of_the_index() {
    let data = data(&page());
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let modules: Vec<String> =
        data["modules"].as_array().expect("modules").iter().map(|module| text(&module["name"])).collect();
    let shown: BTreeSet<(String, String)> = data["operations"]
        .as_array()
        .expect("operations")
        .iter()
        .map(|row| (modules[row[0].as_u64().expect("a module") as usize].clone(), text(&row[1])))
        .collect();
    let mut wanted = BTreeSet::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/index")).expect("the index").flatten()
    {
        let module: Value = serde_json::from_str(&fs::read_to_string(entry.path()).expect("a file")).expect("JSON");
        let operations = module["operations"].as_array().expect("operations");
        wanted.extend(operations.iter().map(|operation| (text(&module["module"]), text(&operation["name"]))));
    }
    assert!(wanted.len() > 2_000);
    assert_eq!(shown, wanted);
}

#[test]
fn the_page_counts_with_the_numbers_of_the_finder() {
    let data = data(&page());
    assert_eq!(data["places"], serde_json::json!(harness_sdk_find::PLACES));
    assert_eq!(data["fillers"], serde_json::json!(harness_sdk_find::FILLERS));
    assert_eq!(data["least"], serde_json::json!(harness_sdk_find::LEAST));
    let finder = harness_sdk_find::Finder::new();
    assert_eq!(data["vocabulary"], serde_json::json!(finder.vocabulary()));
    for (row, shown) in finder.rows().zip(data["operations"].as_array().expect("operations")) {
        assert_eq!(shown[12], serde_json::json!(row.words), "{}", row.operation.name);
    }
}

#[test]
fn the_page_asks_nobody() {
    let page = page();
    let (before, after) = page.split_once("id=\"data\">").expect("the data");
    let (_, scripts) = after.split_once("</script>").expect("its end");
    for word in ["src=", "@import", "url(", "fetch(", "XMLHttpRequest", "<link", "<img", "innerHTML"] {
        assert!(!before.contains(word) && !scripts.contains(word), "{word}");
    }
    assert!(page.contains("default-src 'none'"), "the page forbids itself to ask");
}

#[test]
fn llms_txt_names_every_module_in_a_few_pages() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../llms.txt")).expect("llms.txt");
    assert!(text.len() < 60_000, "{} bytes", text.len());
    for module in harness_sdk_find::Finder::new().modules() {
        assert!(text.contains(&format!("(`{}`)", module.name)), "{}", module.name);
    }
}
