//! Text of any length as one line.

/// Runs of white space and control characters become one space; longer texts are cut at a character.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    let mut line = String::new();
    let mut shown = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if shown > 0 {
            line.push(' ');
            shown += 1;
        }
        for c in word.chars() {
            if shown == limit {
                line.push('…');
                return line;
            }
            line.push(c);
            shown += 1;
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn one_bounded_line() {
        assert_eq!(one_line("  a\n\tb \u{7}c ", 10), "a b c");
        assert_eq!(one_line("ééé", 2), "éé…");
        assert_eq!(one_line("", 2), "");
    }
}
