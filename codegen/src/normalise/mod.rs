//! Makes any OpenAPI document one that emission can take: every rule removes one kind of surprise and counts it.
//!
//! Rules run in a fixed order, each in a file of its own that says what would break without it. After [`run`] the
//! document keeps what [`contract`] checks. Operations come first, because they decide which schemas count; then the
//! schemas one by one; then what ties schemas together, from the outside in: wrappings, names, tags, parts, unions.

use std::collections::BTreeSet;

use crate::{document::Document, report::Report};

pub mod additional_properties;
pub mod all_of;
pub mod alternatives;
pub mod answers;
pub mod any_of;
pub mod bodies_on_get;
pub mod boolean_required;
pub mod boolean_schemas;
pub mod client_headers;
pub mod component_references;
pub mod constants;
mod contract;
pub mod defaults;
pub mod descriptions;
pub mod discriminators;
pub mod duplicate_parameters;
pub mod enums;
pub mod error_answers;
pub mod examples;
pub mod extensible_enums;
pub mod extensions;
pub mod formats;
pub mod implied_types;
pub mod inline_enums;
pub mod inline_schemas;
pub mod items;
pub mod leaked_properties;
mod media;
pub mod misspelt_paths;
pub(crate) mod names;
pub mod negations;
pub mod nullables;
pub mod object_parameters;
pub mod open_answers;
pub mod operation_ids;
mod order;
pub mod parameter_places;
pub mod parameter_schemas;
pub mod parameter_styles;
pub mod path_parameters;
pub mod path_templates;
pub mod reference_siblings;
pub mod reference_targets;
pub mod request_bodies;
pub mod required;
mod schema;
pub mod security;
pub mod single_all_of;
pub mod tags;
#[cfg(test)]
mod testing;
pub mod types;
pub mod unions;
mod variant_values;
mod visit;

pub use contract::contract;
pub(crate) use names::camel;
use visit::{SchemaRule, every_schema};

/// What the rules need to know besides the document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Header parameters the client sets itself; case does not count.
    pub client_headers: BTreeSet<String>,
}

/// The rules that look at one schema at a time.
const SCHEMA_RULES: [SchemaRule; 18] = [
    boolean_schemas::visit,
    examples::visit,
    alternatives::visit,
    constants::visit,
    extensible_enums::visit,
    types::visit,
    implied_types::visit,
    enums::visit,
    nullables::visit,
    extensions::visit,
    formats::visit,
    defaults::visit,
    additional_properties::visit,
    negations::visit,
    items::visit,
    boolean_required::visit,
    descriptions::visit,
    reference_siblings::visit,
];

/// Applies all rules in their order.
pub fn run(document: &mut Document, settings: &Settings, report: &mut Report) {
    travelling(document, settings, report);
    modelled(document, report);
}

/// The first half of [`run`]: what is asked and answered is plain; schemas are as they were published.
pub fn travelling(document: &mut Document, settings: &Settings, report: &mut Report) {
    order::sort_keys(document);
    operations(document, settings, report);
}

/// The second half of [`run`]: schemas are such that each is a type.
pub fn modelled(document: &mut Document, report: &mut Report) {
    schemas(document, report);
    compositions(document, report);
    order::remove_origins(document);
    order::sort_keys(document);
}

fn operations(document: &mut Document, settings: &Settings, report: &mut Report) {
    misspelt_paths::apply(document, report);
    error_answers::apply(document, report);
    component_references::apply(document, report);
    path_parameters::apply(document, report);
    operation_ids::apply(document, report);
    tags::apply(document, report);
    security::apply(document, report);
    parameter_places::apply(document, report);
    duplicate_parameters::apply(document, report);
    parameter_schemas::apply(document, report);
    path_templates::apply(document, report);
    client_headers::apply(document, &settings.client_headers, report);
    request_bodies::apply(document, report);
    bodies_on_get::apply(document, report);
    open_answers::apply(document, report);
    answers::apply(document, report);
}

fn schemas(document: &mut Document, report: &mut Report) {
    reference_targets::apply(document, report);
    every_schema(document, report, &SCHEMA_RULES);
    examples::elsewhere(document, report);
    descriptions::elsewhere(document, report);
    object_parameters::apply(document, report);
    parameter_styles::apply(document, report);
}

fn compositions(document: &mut Document, report: &mut Report) {
    single_all_of::apply(document, report);
    inline_schemas::apply(document, report);
    discriminators::apply(document, report);
    inline_enums::apply(document, report);
    all_of::apply(document, report);
    unions::apply(document, report);
    every_schema(document, report, &[any_of::visit, required::visit]);
}
