//! What the documentation of an operation says of how far it is known.

use crate::emit::docs;
use crate::ir::{Answer, Operation};
use crate::rust_name::escape_keyword;

/// How far an operation is known: one that the document lacks, or whose answer is open.
pub(super) fn lines(operation: &Operation) -> Vec<String> {
    let mut sentences = Vec::new();
    if let Some(supplement) = &operation.supplement {
        let sources = supplement.sources.join("; ");
        sentences.push(format!("The published document lacks it; known from: {sources}."));
        if supplement.partial {
            sentences.push(
                "No public source tells the whole answer: its type has what is known, and what else comes is kept."
                    .to_owned(),
            );
        }
        if let Some(method) = &supplement.same_as {
            sentences.push(format!("Probably the same as `{}`, which the document has.", escape_keyword(method)));
        }
        sentences.extend(supplement.doubt.as_ref().map(|doubt| format!("In doubt: {doubt}.")));
        sentences.extend(supplement.note.as_ref().map(|note| format!("To know: {note}.")));
    }
    if operation.untyped && matches!(operation.answer, Answer::Json(_) | Answer::JsonLines(_)) {
        sentences.push(format!("The answer is any JSON: {}.", operation.untyped_reason));
    }
    let clean = sentences.iter().map(|sentence| docs::clean(sentence));
    clean.flat_map(|sentence| [String::new(), sentence]).collect()
}
