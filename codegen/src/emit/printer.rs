//! Lays out a file of items: each formatted by itself, items and methods set apart by blank lines.

use syn::{File, Item, ItemImpl};

/// The text of a file. Imports stand together, and a macro call stands directly below the block that it is about.
pub(super) fn print(file: File) -> String {
    let mut printer = Printer::default();
    let mut above = None;
    for item in file.items {
        let kind = Kind::of(&item);
        if above.is_some_and(|above| !kind.joins(above)) {
            printer.blank();
        }
        match item {
            Item::Impl(block) => printer.block(block),
            item => printer.lines(&formatted(item)),
        }
        above = Some(kind);
    }
    printer.text
}

/// What decides about the line above an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Import,
    Block,
    Call,
    Other,
}

impl Kind {
    fn of(item: &Item) -> Self {
        match item {
            Item::Use(_) => Self::Import,
            Item::Impl(_) => Self::Block,
            Item::Macro(_) => Self::Call,
            _ => Self::Other,
        }
    }

    fn joins(self, above: Self) -> bool {
        matches!((above, self), (Self::Import, Self::Import) | (Self::Block, Self::Call))
    }
}

#[derive(Default)]
struct Printer {
    text: String,
}

impl Printer {
    /// A block with its members, each at one indent.
    fn block(&mut self, mut block: ItemImpl) {
        let members = std::mem::take(&mut block.items);
        let whole = formatted(Item::Impl(block.clone()));
        if members.is_empty() {
            return self.lines(&whole);
        }
        self.lines(open(&whole));
        block.attrs.clear();
        let head = formatted(Item::Impl(block.clone()));
        for (index, member) in members.into_iter().enumerate() {
            if index > 0 {
                self.blank();
            }
            let text = formatted(Item::Impl(ItemImpl { items: vec![member], ..block.clone() }));
            let member = text.strip_prefix(open(&head)).unwrap_or(&text).trim_end();
            self.lines(member.strip_suffix('}').unwrap_or(member).trim_matches('\n'));
        }
        self.lines("}");
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn lines(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }
}

/// A block without members as far as its members begin.
fn open(block: &str) -> &str {
    let block = block.trim_end();
    block.strip_suffix('}').unwrap_or(block)
}

fn formatted(item: Item) -> String {
    prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_methods_are_set_apart() {
        let text = "use a;use b;impl A{fn f(&self){} /// Doc.\nfn g(&self){if x {y();} z()}} m!(A); struct B(A); /// Of B.\nimpl B{fn h(){}}";
        let printed = print(syn::parse_file(text).unwrap());
        let expected = "use a;\nuse b;\n\nimpl A {\n    fn f(&self) {}\n\n    /// Doc.\n    fn g(&self) {\n        if x {\n            \
            y();\n        }\n        z()\n    }\n}\nm!(A);\n\nstruct B(A);\n\n/// Of B.\n\
            impl B {\n    fn h() {}\n}\n";
        assert_eq!(printed, expected);
    }
}
