//! Texts that match a pattern.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::draw::Draw;

/// A text that matches the pattern; nothing if the pattern cannot be read.
pub(super) fn text(pattern: &str, draw: &mut Draw) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, draw, &mut text);
    Some(text)
}

fn write(hir: &Hir, draw: &mut Draw, text: &mut String) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(&String::from_utf8_lossy(&literal.0)),
        HirKind::Class(class) => text.extend(member(class, draw)),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX).min(repetition.min.saturating_add(3));
            let times = u64::from(repetition.min) + draw.bits() % (u64::from(most - repetition.min) + 1);
            (0..times).for_each(|_| write(&repetition.sub, draw, text));
        }
        HirKind::Capture(capture) => write(&capture.sub, draw, text),
        HirKind::Concat(parts) => parts.iter().for_each(|part| write(part, draw, text)),
        HirKind::Alternation(parts) => {
            let index = draw.choose(parts.len());
            parts.iter().skip(index).take(1).for_each(|part| write(part, draw, text));
        }
    }
}

/// A character of the class, one of ASCII's letters and digits if there is one.
fn member(class: &Class, draw: &mut Draw) -> Option<char> {
    let Class::Unicode(class) = class else { return Some('0') };
    let within = |c: char| class.iter().any(|range| (range.start()..=range.end()).contains(&c));
    let plain: Vec<char> = ('a'..='z').chain('A'..='Z').chain('0'..='9').filter(|c| within(*c)).collect();
    match plain.get(draw.choose(plain.len())) {
        Some(c) => Some(*c),
        None => class.iter().next().map(|range| range.start()),
    }
}
