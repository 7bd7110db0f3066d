//! `README.md` of a module crate, and the call that its documentation shows.

use std::fmt::Write as _;

use crate::emit::docs;
use crate::emit::index::{ModuleIndex, anchors, by_tag, escaped, is_paged_by};
use crate::emit::package::crate_name;
use crate::ir::{Answer, Location, Module, Operation, Parameter, Type};
use crate::rust_name::{escape_keyword, snake};

/// `README.md`.
pub fn text(module: &Module) -> String {
    let index = ModuleIndex::of(module);
    let package = &index.package;
    let mut text = format!(
        "<!-- {about} -->

# {package}

Harness {title}: {description}

A module of [harness-sdk](https://crates.io/crates/harness-sdk), the Rust client of the Harness platform: {count} \
         operations, each with its endpoint and its documentation in [OPERATIONS.md](OPERATIONS.md). An independent client, \
         not an official Harness product.

## Use

As `harness.{accessor}()` of the facade, beside other modules:

```toml
[dependencies]
harness-sdk = {{ version = \"0.1\", features = [\"{module}\"] }}
```

or alone, for a program that needs nothing else:

```toml
[dependencies]
{package} = \"0.1\"
```
",
        about = index.about,
        title = docs::clean(&index.title),
        description = docs::clean(&module.description),
        count = index.operations.len(),
        accessor = index.accessor,
        module = index.module,
    );
    if let Some(example) = example(module) {
        let shown: Vec<&str> = example.iter().map(String::as_str).filter(|line| !line.starts_with('#')).collect();
        let _ = write!(text, "\n```rust\n{}\n```\n", shown.join("\n"));
    }
    text.push_str(
        "
Keys, hosts, scope, lists, errors and retries are the same for all modules: see the
[guide](https://docs.rs/harness-sdk/latest/harness_sdk/guide/index.html).

## Tags

| tag | operations |
| --- | ---: |
",
    );
    let tags = by_tag(&index.operations);
    for ((tag, operations), anchor) in tags.iter().zip(anchors(tags.keys().copied())) {
        let _ = writeln!(text, "| [{}](OPERATIONS.md#{anchor}) | {} |", escaped(tag), operations.len());
    }
    text
}

/// A call of the module that needs nothing but text, as the lines of a function's body; lines that begin with `#` are for
/// the compiler alone.
pub fn example(module: &Module) -> Option<Vec<String>> {
    let operation = shown(module)?;
    let mut lines = vec![
        "# async fn run() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
        "// Key, account and scope from HARNESS_API_KEY, HARNESS_ORG_ID, HARNESS_PROJECT_ID.".to_owned(),
        format!("let client = {}::Client::from_env()?;", snake(&crate_name(&module.name))),
    ];
    let setters: String =
        needed(operation).map(|parameter| format!(".{}(\"...\")", escape_keyword(&parameter.setter))).collect();
    let call = format!("client.{}(){setters}", escape_keyword(&operation.name));
    if operation.paging.is_some() {
        lines.push(format!("let mut items = {call}.items();"));
        lines.push("while let Some(item) = items.try_next().await? {".to_owned());
        lines.push("    println!(\"{item:?}\");".to_owned());
        lines.push("}".to_owned());
    } else {
        lines.push(format!("let response = {call}.send().await?;"));
        lines.push("println!(\"{response:?}\");".to_owned());
    }
    lines.push("# Ok(())".to_owned());
    lines.push("# }".to_owned());
    Some(lines)
}

/// What is wrong with the example that the data names.
pub fn problem(module: &Module) -> Option<String> {
    let id = module.example.as_ref()?;
    let operation = module.operations.iter().find(|operation| operation.id == *id);
    let fault = match operation {
        None => "is no operation of the module",
        Some(operation) if !fits(operation) => "needs more than text, answers no JSON or is deprecated",
        Some(_) => return None,
    };
    Some(format!("modules.toml: [{}] example {id:?} {fault}; name another one", module.name))
}

/// The operation that the data names, else the plainest list.
fn shown(module: &Module) -> Option<&Operation> {
    let fitting = || module.operations.iter().filter(|operation| fits(operation));
    let named = fitting().find(|operation| module.example.as_ref() == Some(&operation.id));
    named.or_else(|| {
        let plain = fitting().filter(|operation| operation.method == "GET");
        plain.min_by_key(|operation| (operation.paging.is_none(), needed(operation).count(), &operation.name))
    })
}

fn needed(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| {
        let asked = parameter.required && !parameter.client && !parameter.role.is_filled();
        asked && !is_paged_by(operation, &parameter.wire)
    })
}

fn fits(operation: &Operation) -> bool {
    !operation.deprecated
        && operation.body.as_ref().is_none_or(|body| !body.required)
        && matches!(operation.answer, Answer::Json(_))
        && needed(operation).all(|parameter| parameter.ty == Type::String && parameter.location != Location::Form)
}
