//! `cargo xtask docs`: what is explained, and what is not.

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use harness_sdk_codegen::defect::Defects;
use harness_sdk_codegen::emit::docs::explained::Explained;
use harness_sdk_codegen::{Survey, load};

use crate::{codegen, workspace};

/// Prints the counts, and the bare names of some modules or of all, in one list or one each.
pub(crate) fn print(modules: &[String], limit: usize, together: bool) -> Result<(), String> {
    let input = codegen::input();
    let told = |found| Defects::from(found).to_string();
    let document = load::document(&input.document).map_err(told)?;
    let folder = workspace::root().join("spec");
    let survey = Survey::of(document, &input.document.display().to_string(), Some(&folder), &|_| {}).map_err(told)?;
    if let Some(unknown) = modules.iter().find(|name| !survey.modules.iter().any(|module| module.name == **name)) {
        return Err(format!("there is no module {unknown}"));
    }
    let asked = survey.modules.iter().filter(|module| modules.is_empty() || modules.contains(&module.name));
    let counted: Vec<(&str, Explained)> = asked.map(|module| (module.name.as_str(), Explained::of(module))).collect();
    print_counts(&counted);
    if together {
        let mut all = Explained::default();
        for (_, one) in &counted {
            all.add(one);
        }
        print_bare("all", &all, limit);
    } else {
        for (name, one) in &counted {
            print_bare(name, one, limit);
        }
    }
    let of_glossary = survey.deletions.iter().filter(|one| one.file == "glossary.toml");
    let vain: Vec<String> = of_glossary.map(|one| format!("{}: {}", one.first, one.text.trim())).collect();
    if vain.is_empty() {
        Ok(())
    } else {
        Err(format!("glossary.toml: these entries are of no use, by line:\n{}", vain.join("\n")))
    }
}

fn print_counts(counted: &[(&str, Explained)]) {
    let mut table = Table::new();
    table.load_style(NOTHING).set_header(["module", "parameters", "explained", "fields", "explained"]);
    let percent = |some: usize, all: usize| {
        (some * 100).checked_div(all).map_or_else(String::new, |percent| format!("{percent} %"))
    };
    for (name, one) in counted {
        table.add_row([
            (*name).to_owned(),
            one.parameters.to_string(),
            percent(one.parameters_explained, one.parameters),
            one.fields.to_string(),
            percent(one.fields_explained, one.fields),
        ]);
    }
    for column in 1..5 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    println!("{table}");
}

fn print_bare(module: &str, one: &Explained, limit: usize) {
    let parameters = one.bare_parameters.iter().map(|(name, count)| (name.clone(), *count)).collect();
    let fields = one.bare_fields.iter().map(|((name, ty), count)| (format!("{name}: {ty}"), *count)).collect();
    for (what, names) in [("parameters", parameters), ("fields", fields)] {
        let mut names: Vec<(String, usize)> = names;
        names.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        if !names.is_empty() {
            println!("\n{module}: bare {what}, {} names", names.len());
        }
        for (name, count) in names.iter().take(limit) {
            println!("{count:>6}  {name}");
        }
    }
}
