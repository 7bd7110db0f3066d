//! Prints Rust: source is written line by line and block by block, and laid out as a file of items, each formatted by itself,
//! items and methods set apart by blank lines.

use std::fmt::Display;

use syn::{File, Item, ItemImpl};

use crate::emit::docs;

/// Source while it is written. What it documents is told from what it says.
#[derive(Debug, Default)]
pub(super) struct Source {
    lines: Vec<Line>,
    depth: usize,
}

#[derive(Debug)]
struct Line {
    text: String,
    is_doc: bool,
}

impl Source {
    /// The documentation of what comes next.
    pub(super) fn docs(&mut self, texts: &[String]) {
        let mut text = String::new();
        docs::lines(&mut text, &self.indent(), texts);
        self.lines.extend(text.lines().map(|line| Line { text: line.to_owned(), is_doc: true }));
    }

    /// One line of documentation.
    pub(super) fn doc(&mut self, text: impl Display) {
        self.docs(&[text.to_string()]);
    }

    /// One line, at the indent of its block.
    pub(super) fn line(&mut self, line: impl Display) {
        self.lines.push(Line { text: format!("{}{line}", self.indent()), is_doc: false });
    }

    /// A block: what stands before its brace, what is in it, and what ends it.
    pub(super) fn block(&mut self, head: impl Display, end: &str, inside: impl FnOnce(&mut Self)) {
        self.line(format_args!("{head} {{"));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(end);
    }

    /// The same source, behind another.
    pub(super) fn append(&mut self, mut other: Source) {
        self.lines.append(&mut other.lines);
    }

    /// Whether it says a word, its documentation aside.
    pub(super) fn says(&self, word: &str) -> bool {
        self.lines.iter().any(|line| !line.is_doc && line.text.contains(word))
    }

    fn indent(&self) -> String {
        "    ".repeat(self.depth)
    }

    /// The text as it was written.
    pub(super) fn text(&self) -> String {
        self.lines.iter().flat_map(|line| [line.text.as_str(), "\n"]).collect()
    }

    /// The text as a file, laid out.
    ///
    /// # Errors
    /// When it is no Rust.
    pub(super) fn print(&self) -> syn::Result<String> {
        syn::parse_file(&self.text()).map(print)
    }
}

/// The text of a file. Imports stand together, and a macro call stands directly below the block that it is about.
fn print(file: File) -> String {
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
    fn source_is_indented_and_its_documentation_is_not_what_it_says() {
        let mut source = Source::default();
        source.doc("A `types::A`.");
        source.block("impl A", "}", |source| {
            source.block("fn f()", "}", |source| source.line("g();"));
        });
        assert_eq!(source.text(), "/// A `types::A`.\nimpl A {\n    fn f() {\n        g();\n    }\n}\n");
        assert!(source.says("g()") && !source.says("types::"));
        assert_eq!(source.print().unwrap(), source.text());
        source.line("}");
        assert!(source.print().is_err());
    }

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
