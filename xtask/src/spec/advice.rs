//! Guesses about a new document, as lines to paste.

use harness_sdk_codegen::suggest::Suggestions;

/// The guesses as text; empty when there are none.
pub(super) fn text(suggestions: &Suggestions) -> String {
    let mut text = String::new();
    if suggestions.is_empty() {
        return text;
    }
    text.push_str("\n## Suggestions, all of them guesses\n");
    for home in &suggestions.modules {
        let best = home.scores.first().map_or("a new module", |(module, _)| module.as_str());
        text.push_str(&format!(
            "\nmodules.toml: tag {:?} fits [{best}] (scores: {}):\n{}",
            home.tag,
            home.ranking(),
            indented(&home.lines())
        ));
    }
    for guess in &suggestions.paging {
        text.push_str(&format!(
            "\npagination.toml: {:?} ({}) {}:\n{}",
            guess.operation,
            guess.endpoint,
            guess.because,
            indented(&guess.lines)
        ));
    }
    for guess in &suggestions.scope {
        text.push_str(&format!(
            "\nscope.toml: {} parameter {:?} could carry the {}:\n{}",
            guess.location,
            guess.name,
            guess.level,
            indented(&guess.lines)
        ));
    }
    text
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("    {line}\n")).collect()
}
