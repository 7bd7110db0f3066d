//! Texts, cut into the words by which they are compared.

use heck::ToSnakeCase;

/// The words of a text: split where case and signs change, in lower case, singular.
pub fn words(text: &str) -> Vec<String> {
    let plain: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    plain.to_snake_case().split('_').filter(|word| !word.is_empty()).map(singular).collect()
}

/// A word without the ending of the plural or of the third person; crude, and the same on both sides.
fn singular(word: &str) -> String {
    match word.strip_suffix("ies") {
        Some(stem) if stem.len() > 1 => format!("{stem}y"),
        _ if word.len() > 3 && !["ss", "us", "is"].iter().any(|end| word.ends_with(end)) => {
            word.strip_suffix('s').unwrap_or(word).to_owned()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn words_are_split_and_singular() {
        assert_eq!(words("list-policies"), ["list", "policy"]);
        assert_eq!(words("Frontend#AllIssuesListV2"), ["frontend", "all", "issue", "list", "v2"]);
        assert_eq!(words("access"), ["access"]);
        assert!(words(" \u{202e}!").is_empty());
    }
}
