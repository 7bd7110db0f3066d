//! Characters that no generated text may hold, and those that Markdown would read as markup.

/// The most characters of a text that are shown.
const LONGEST: usize = 16_000;

/// The text with line feeds as its only controls, without marks that are not seen and change what is, and not too long.
///
/// rustc refuses comments with marks that turn the direction of writing, since they hide what a reader should see.
pub(super) fn sanitized(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(LONGEST));
    let mut characters = text.chars().peekable();
    for _ in 0..LONGEST {
        match characters.next() {
            None => return out,
            Some('\r') if characters.peek() == Some(&'\n') => {}
            Some('\n' | '\r' | '\u{85}' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}') => out.push('\n'),
            Some('\t') => out.push_str("    "),
            Some(c) if c.is_control() || is_unseen(c) => {}
            Some(c) => out.push(c),
        }
    }
    if characters.next().is_some() {
        out.push('…');
    }
    out
}

/// Whether the character is not seen, or turns the text around it.
pub(in crate::emit) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text in one line, each run of spaces as one.
pub(super) fn one_line(text: &str) -> String {
    sanitized(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A URL of the web, or of a mailbox, fit to stand in a link.
pub(super) fn url(url: &str) -> Option<String> {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme) && url.len() > scheme.len())
    });
    if !known || url.len() > LONGEST {
        return None;
    }
    let mut out = String::new();
    for c in url.chars() {
        let plain = !c.is_whitespace() && !c.is_control() && !is_unseen(c) && !"()<>[]\\`\"|{}^*_".contains(c);
        if plain || c == '_' {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        }
    }
    Some(out)
}

/// Text so that Markdown shows it as it is; what counts only at the start of a line is left to [`line_start`].
pub(super) fn escaped(text: &str, out: &mut String) {
    let mut before = out.chars().next_back();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().next();
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' => true,
            '_' => !(in_word(before) && in_word(after)),
            '&' => after.is_some_and(|after| after.is_ascii_alphanumeric() || after == '#'),
            _ => false,
        };
        if markup {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
}

/// A line of a paragraph, with an escape where it would begin a heading, a list, a quotation or a rule.
pub(super) fn line_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && line[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let begins = line.starts_with(['-', '+', '=', '#', '>', ':']) || line.starts_with("~~~");
    if begins { format!("\\{line}") } else { line.to_owned() }
}

/// A code span, with spaces that do not break.
pub(super) fn span(text: &str, space: char) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let padding = if longest > 0 { " " } else { "" };
    let text = if text.trim().is_empty() { " " } else { text };
    format!("{fence}{padding}{text}{padding}{fence}").replace(' ', &space.to_string())
}
