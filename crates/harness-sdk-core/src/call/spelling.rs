//! How a setter is called that an operation's table does not name. The generator compiles this file, too, to know which it
//! has to name; so it stands alone.

/// `account_identifier` of `accountIdentifier`, `harness_account` of `Harness-Account`.
pub(crate) fn setter(name: &str) -> String {
    let mut snake = String::new();
    let mut lower_before = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            if c.is_ascii_uppercase() && lower_before {
                snake.push('_');
            }
            lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
            snake.push(c.to_ascii_lowercase());
        } else {
            if !snake.is_empty() && !snake.ends_with('_') {
                snake.push('_');
            }
            lower_before = false;
        }
    }
    snake.trim_end_matches('_').to_owned()
}

#[cfg(test)]
mod tests {
    use super::setter;

    #[test]
    fn words_are_told_by_capitals_and_signs() {
        assert_eq!(setter("accountIdentifier"), "account_identifier");
        assert_eq!(setter("Harness-Account"), "harness_account");
        assert_eq!(setter("query.repo"), "query_repo");
        assert_eq!(setter("URLs"), "urls");
        assert_eq!(setter("any[thing]"), "any_thing");
    }
}
