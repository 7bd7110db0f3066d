//! Generated sections of files that are otherwise kept by hand.

use crate::defect::Defect;

/// Replaces what stands between `<!-- generated:NAME -->` and `<!-- /generated:NAME -->` by `body`, on lines of its own.
///
/// Doing so twice gives the same text as doing it once.
///
/// # Errors
/// When a marker is missing, stands twice, stands behind its partner, or occurs in `body`.
pub fn section(text: &str, name: &str, body: &str) -> Result<String, Defect> {
    let open = format!("<!-- generated:{name} -->");
    let close = format!("<!-- /generated:{name} -->");
    if let Some(marker) = [&open, &close].into_iter().find(|marker| body.contains(*marker)) {
        let message = format!("the new text of section `{name}` contains its marker `{marker}`");
        return Err(Defect::whole(message, "leave the marker out"));
    }
    let start = only(text, &open, &close)? + open.len();
    let end = only(text, &close, &open)?;
    let Some(_) = text.get(start..end) else {
        let message = format!("`{close}` stands before `{open}`");
        return Err(Defect::at_offset(text, end, message, "swap the two markers"));
    };
    let (before, after) = (&text[..start], &text[end..]);
    let body = body.trim_matches(['\n', '\r']);
    let newline = if body.is_empty() { "" } else { "\n" };
    Ok(format!("{before}\n{body}{newline}{after}"))
}

/// Where the only occurrence of `marker` begins.
fn only(text: &str, marker: &str, partner: &str) -> Result<usize, Defect> {
    let mut places = text.match_indices(marker).map(|(offset, _)| offset);
    match (places.next(), places.next()) {
        (Some(offset), None) => Ok(offset),
        (None, _) => {
            let message = format!("the marker `{marker}` is missing");
            let help = format!("add it, on a line of its own, beside `{partner}`");
            Err(Defect::whole(message, help))
        }
        (Some(_), Some(second)) => {
            let message = format!("the marker `{marker}` stands twice");
            Err(Defect::at_offset(text, second, message, "keep one of the two"))
        }
    }
}
