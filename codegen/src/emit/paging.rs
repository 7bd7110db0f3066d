//! What an operation's table and builder hold so that it can be paged.

use crate::emit::docs;
use crate::emit::printer::Source;
use crate::ir::{Advance, Operation, Paging};

/// The `paging` field of the operation's table, or nothing.
pub(super) fn field(out: &mut Source, operation: &Operation) {
    if let Some(paging) = &operation.paging {
        out.line(format_args!("paging: Some(&{}),", table(paging)));
    }
}

/// The methods of the builder that walk the list, or nothing.
pub(super) fn methods(out: &mut Source, operation: &Operation) {
    let Some(paging) = &operation.paging else { return };
    let item = paging.item.rust("types::");
    out.doc("All items, page after page as they are needed.");
    out.line(format_args!("pub fn items(self) -> Items<{item}> {{ self.0.items() }}"));
    out.doc("All pages, one after the other.");
    out.line(format_args!("pub fn pages(self) -> Pages<{item}> {{ self.0.pages() }}"));
}

fn table(paging: &Paging) -> String {
    let mut text = match &paging.advance {
        Advance::Page { to, first } => format!("Paging::page({}, {first})", docs::literal(to)),
        Advance::Offset { to } => format!("Paging::offset({})", docs::literal(to)),
        Advance::Cursor { to, next } => format!("Paging::cursor({}, {})", docs::literal(to), docs::literal(next)),
        Advance::Keyset(carry) => {
            let pairs: Vec<_> =
                carry.iter().map(|(to, place)| format!("({}, {})", docs::literal(to), docs::literal(place))).collect();
            format!("Paging::keyset(&[{}])", pairs.join(", "))
        }
    };
    let texts = [
        ("items", Some(&paging.items).filter(|items| !items.is_empty())),
        ("size", paging.size.as_ref()),
        ("total", paging.total.as_ref()),
        ("pages", paging.pages.as_ref()),
        ("last", paging.last.as_ref()),
        ("more", paging.more.as_ref()),
        ("total_header", paging.total_header.as_ref()),
        ("pages_header", paging.pages_header.as_ref()),
        ("next_header", paging.next_header.as_ref()),
        ("only_without", paging.only_without.as_ref()),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            text.push_str(&format!(".{name}({})", docs::literal(value)));
        }
    }
    for (name, number) in [("default_size", paging.default_size), ("ask", paging.ask), ("max", paging.max)] {
        if let Some(number) = number {
            text.push_str(&format!(".{name}({number})"));
        }
    }
    if let Some((place, to)) = &paging.token {
        text.push_str(&format!(".token({}, {})", docs::literal(place), docs::literal(to)));
    }
    for (name, is_set) in [("always_sized", paging.send_size), ("short_pages", !paging.short)] {
        if is_set {
            text.push_str(&format!(".{name}()"));
        }
    }
    text
}
