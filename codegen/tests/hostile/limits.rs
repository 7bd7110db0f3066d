//! Documents that ask for more time or memory than there is: each is generated, or refused with a reason, by a process
//! that may use 2 GiB and a minute of the processor.
#![cfg(unix)]

use std::fmt::Write as _;
use std::process::Command;

use rayon::prelude::*;

use crate::exercise::exercise;

/// The variable that tells the process of a case which it is.
const CASE: &str = "HOSTILE_CASE";

/// A name, the text of a document, and what the report must say; nothing when it generates.
type Case = (&'static str, fn() -> String, Option<&'static str>);

const CASES: [Case; 24] = [
    ("more_paths_than_may_be", more_paths, Some("more than 600000 objects")),
    ("many_operations", || operations(25_000, ""), Some("#/paths: 25000 operations, more than 20000")),
    ("deep_json", || format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000)), Some("nest deeper than 200")),
    ("deep_yaml", || format!("a: {}", "[".repeat(100_000)), Some("nest deeper than 200")),
    ("deep_yaml_sequence", || format!("a:\n{}x", "- ".repeat(100_000)), Some("deeper than 200")),
    ("huge_enum", || enumeration(100_000), Some("100000 entries, more than 10000")),
    ("large_enum_of_one_name", || enumeration(9_990), None),
    ("many_properties_of_one_name", properties_of_one_name, None),
    ("anchor_bomb", anchor_bomb, Some("more than 4000000 values")),
    ("anchors_in_anchors", anchors_in_anchors, Some("more than 4000000 values")),
    ("anchored_text", anchored_text, Some("aliases repeat more than 64 MiB")),
    ("doubled_extension", || extended(30, 2), Some("with references written out")),
    ("long_extension", || extended(5_000, 1), Some("more than 32 components are made of each other")),
    ("large_answer_everywhere", large_answer, Some("with references written out")),
    ("fields_beside_alternatives", beside_alternatives, Some("with references written out")),
    ("long_chain_of_types", || chain(9_000), None),
    ("chain_from_everywhere", chain_from_everywhere, Some("schemas, each counted for each operation")),
    ("unions_of_each_other", unions_of_each_other, None),
    ("union_of_itself", union_of_itself, None),
    ("long_names_inside_each_other", long_names, Some("the names of all parts have more than 128 MiB")),
    ("inline_objects_inside_each_other", inline_objects, None),
    ("long_description", || described(&"word <b> `x [y] ".repeat(2_000_000)), None),
    ("brackets_in_a_description", || described(&"[".repeat(100_000)), None),
    ("quotations_in_a_description", || described(&format!("{}a", "> - ".repeat(50_000))), None),
];

#[test]
fn every_case_ends_within_its_bounds() {
    let failures: Vec<String> = CASES.par_iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// What is wrong about the end of a case's process.
fn failure((name, _, expected): &Case) -> Option<String> {
    let output = Command::new("sh")
        .args(["-c", "ulimit -v 2097152; ulimit -t 60; exec \"$0\" --exact limits::the_case --nocapture"])
        .arg(std::env::current_exe().expect("the test"))
        .env(CASE, name)
        .output()
        .expect("a process");
    let told = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    let shown = |text: &str| text.chars().take(1_500).collect::<String>();
    let is_right = output.status.success() && told.contains(expected.unwrap_or("generated"));
    (!is_right).then(|| format!("{name}: {} {}\n{}", output.status, shown(&told), shown(&error)))
}

/// The case that the variable names; run by the test above.
#[test]
fn the_case() {
    let Ok(wanted) = std::env::var(CASE) else {
        return;
    };
    let (_, text, _) = CASES.iter().find(|(name, ..)| *name == wanted).expect("a known case");
    match exercise(text()) {
        Ok(output) => println!("generated {} files", output.files.len()),
        Err(defects) => println!("{defects}"),
    }
}

fn document(paths: &str, components: &str) -> String {
    format!(
        "{{\"openapi\":\"3.0.3\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{{paths}}},\
         \"components\":{{{components}}}}}"
    )
}

fn listed(count: usize, entry: impl Fn(usize) -> String) -> String {
    (0..count).map(entry).collect::<Vec<_>>().join(",")
}

fn operations(count: usize, response: &str) -> String {
    let response = if response.is_empty() { "{\"description\":\"\"}" } else { response };
    document(&listed(count, |index| format!("\"/p{index}\":{{\"get\":{{\"responses\":{{\"200\":{response}}}}}}}")), "")
}

/// One operation whose answer is the schema `S0`.
fn answered(schemas: &str) -> String {
    let path = "\"/x\":{\"get\":{\"responses\":{\"200\":{\"description\":\"\",\"content\":{\"application/json\":\
                {\"schema\":{\"$ref\":\"#/components/schemas/S0\"}}}}}}}";
    document(path, &format!("\"schemas\":{{{schemas}}}"))
}

fn more_paths() -> String {
    document(&listed(600_001, |index| format!("\"/p{index}\":{{}}")), "")
}

fn enumeration(count: usize) -> String {
    let values = listed(count, |index| format!("\"{}a{}\"", "-".repeat(index / 1_000), "-".repeat(index % 1_000)));
    answered(&format!("\"S0\":{{\"type\":\"string\",\"enum\":[{values}]}}"))
}

fn properties_of_one_name() -> String {
    let fields = listed(3_000, |index| format!("\"{}a\":{{\"type\":\"string\"}}", "_".repeat(index)));
    answered(&format!("\"S0\":{{\"type\":\"object\",\"properties\":{{{fields}}}}}"))
}

fn anchor_bomb() -> String {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let inner = format!("*a{}, ", level - 1).repeat(10);
        let _ = writeln!(text, "a{level}: &a{level} [{inner}]");
    }
    text
}

fn anchors_in_anchors() -> String {
    let open = (0..190).map(|level| format!("&a{level} [")).collect::<String>();
    format!("a: {open}{}0{}", "0,".repeat(100_000), "]".repeat(190))
}

fn anchored_text() -> String {
    format!("a: &a {}\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(100))
}

fn extended(count: usize, times: usize) -> String {
    answered(&listed(count, |index| {
        let base = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", index + 1);
        let bases = if index + 1 < count { vec![base; times].join(",") } else { "{\"type\":\"object\"}".to_owned() };
        format!("\"S{index}\":{{\"allOf\":[{bases},{{\"properties\":{{\"p{index}\":{{\"type\":\"string\"}}}}}}]}}")
    }))
}

fn large_answer() -> String {
    let fields = listed(5_000, |index| format!("\"p{index}\":{{\"type\":\"string\"}}"));
    let answer = format!(
        "\"R\":{{\"description\":\"\",\"content\":{{\"application/json\":{{\"schema\":{{\"properties\":{{{fields}}}}}}}}}}}"
    );
    let paths = listed(10_000, |index| {
        format!("\"/p{index}\":{{\"get\":{{\"responses\":{{\"200\":{{\"$ref\":\"#/components/responses/R\"}}}}}}}}")
    });
    document(&paths, &format!("\"responses\":{{{answer}}}"))
}

fn beside_alternatives() -> String {
    let fields = listed(5_000, |index| format!("\"p{index}\":{{\"type\":\"string\"}}"));
    let parts = listed(5_000, |index| format!("{{\"properties\":{{\"q{index}\":{{}}}}}}"));
    answered(&format!("\"S0\":{{\"properties\":{{{fields}}},\"oneOf\":[{parts}]}}"))
}

fn chain_of(count: usize) -> String {
    listed(count, |index| {
        let next = format!("{{\"$ref\":\"#/components/schemas/S{}\"}}", (index + 1) % count);
        format!("\"S{index}\":{{\"type\":\"object\",\"properties\":{{\"next\":{next}}}}}")
    })
}

fn chain(count: usize) -> String {
    answered(&chain_of(count))
}

fn chain_from_everywhere() -> String {
    let content = "{\"description\":\"\",\"content\":{\"application/json\":{\"schema\":{\"$ref\":\
                   \"#/components/schemas/S0\"}}}}";
    let paths = listed(101, |index| format!("\"/p{index}\":{{\"get\":{{\"responses\":{{\"200\":{content}}}}}}}"));
    document(&paths, &format!("\"schemas\":{{{}}}", chain_of(20_000)))
}

fn unions_of_each_other() -> String {
    const COUNT: usize = 16;
    answered(&listed(COUNT, |index| {
        let others = (0..COUNT).filter(|other| *other != index);
        let others: Vec<_> = others.map(|other| format!("{{\"$ref\":\"#/components/schemas/S{other}\"}}")).collect();
        let fields = format!("\"t\":{{\"type\":\"string\"}},\"p{index}\":{{\"type\":\"string\"}}");
        format!(
            "\"S{index}\":{{\"properties\":{{{fields}}},\"discriminator\":{{\"propertyName\":\"t\"}},\"oneOf\":[{}]}}",
            others.join(",")
        )
    }))
}

fn union_of_itself() -> String {
    let itself = "{\"$ref\":\"#/components/schemas/S0\"}";
    let list = format!("{{\"oneOf\":[{itself},{{\"type\":\"string\"}}]}}");
    let parameter = format!("{{\"name\":\"q\",\"in\":\"query\",\"schema\":{itself}}}");
    let path = format!(
        "\"/x\":{{\"get\":{{\"parameters\":[{parameter}],\"responses\":{{\"200\":{{\"description\":\"\",\"content\":\
         {{\"application/json\":{{\"schema\":{itself}}}}}}}}}}}}}"
    );
    document(&path, &format!("\"schemas\":{{\"S0\":{list}}}"))
}

fn long_names() -> String {
    let name = "n".repeat(10_000);
    let open = format!("{{\"type\":\"object\",\"properties\":{{\"{name}\":").repeat(80);
    let fields = listed(1_000, |index| format!("\"p{index}\":{{\"type\":\"string\"}}"));
    answered(&format!("\"S0\":{open}{{\"properties\":{{{fields}}}}}{}", "}}".repeat(80)))
}

fn inline_objects() -> String {
    let open = "{\"type\":\"object\",\"properties\":{\"a_rather_long_name_of_a_property\":".repeat(80);
    let fields = listed(500, |index| format!("\"p{index}\":{{\"properties\":{{\"q\":{{}}}}}}"));
    answered(&format!("\"S0\":{open}{{\"properties\":{{{fields}}}}}{}", "}}".repeat(80)))
}

fn described(text: &str) -> String {
    let text = serde_json::Value::from(text);
    answered(&format!(
        "\"S0\":{{\"type\":\"object\",\"description\":{text},\"properties\":{{\"a\":{{\"type\":\"string\"}}}}}}"
    ))
}
