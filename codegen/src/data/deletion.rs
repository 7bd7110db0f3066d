//! Where the entries of data files stand that are to be deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use serde::Serialize;
use toml_edit::{Array, Document, Item, Table, Value};

use crate::data::entry::{Entry, Step};
use crate::defect::Defect;

/// How many lines of a deletion a message shows.
const SHOWN: usize = 12;

/// Lines of a data file to delete, or a part of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deletion {
    /// Name of the file, below the folder of data files.
    pub file: String,
    /// The first line, from 1.
    pub first: usize,
    /// The last line.
    pub last: usize,
    /// Whether the lines go whole.
    pub whole_lines: bool,
    /// What goes.
    pub text: String,
    /// What it says, such as `[methods] "getThing"`.
    pub entries: Vec<String>,
    /// The bytes of the file that go.
    #[serde(skip)]
    pub range: Range<usize>,
}

/// Finds the entries in the files of a folder. An entry in a file that cannot be read is left out.
pub fn locate(folder: &Path, entries: &[Entry]) -> Vec<Deletion> {
    let mut by_file: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_file.entry(&entry.file).or_default().push(entry);
    }
    let mut found = Vec::new();
    for (file, entries) in by_file {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else { continue };
        found.extend(locate_in(file, &text, &entries));
    }
    found
}

/// The text without the deletions, which are deletions of its file.
pub fn without<'a>(text: &str, deletions: impl IntoIterator<Item = &'a Deletion>) -> String {
    let mut ranges: Vec<&Range<usize>> = deletions.into_iter().map(|deletion| &deletion.range).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut kept = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        kept.push_str(text.get(at..range.start).unwrap_or_default());
        at = at.max(range.end);
    }
    kept.push_str(text.get(at..).unwrap_or_default());
    kept
}

impl Deletion {
    /// What is wrong with what goes, as a defect that shows it; `why` is the second half of a sentence.
    pub fn defect(&self, folder: &Path, why: &str) -> Defect {
        let message = format!("{} {why}", self.entries.join(", "));
        let file = folder.join(&self.file).display().to_string();
        Defect::at_line(self.first, 1, message, self.advice()).in_file(file)
    }

    /// What to do, with the text that goes.
    pub fn advice(&self) -> String {
        if !self.whole_lines {
            return format!("delete `{}` there", self.text.trim());
        }
        let lines: Vec<&str> = self.text.trim_end().lines().collect();
        if let [line] = lines.as_slice() {
            return format!("delete line {}: `{}`", self.first, line.trim());
        }
        let mut advice = format!("delete lines {} to {}:", self.first, self.last);
        for line in lines.iter().take(SHOWN) {
            advice.push_str(&format!("\n        {line}"));
        }
        if lines.len() > SHOWN {
            advice.push_str(&format!("\n        ... {} more lines", lines.len() - SHOWN));
        }
        advice
    }
}

fn locate_in(file: &str, text: &str, entries: &[&Entry]) -> Vec<Deletion> {
    let Ok(document) = Document::parse(text) else {
        return Vec::new();
    };
    let root = document.as_table();
    let mut beside: BTreeMap<&[Step], BTreeSet<&Step>> = BTreeMap::new();
    for entry in entries {
        if let Some((last, container)) = entry.steps.split_last() {
            beside.entry(container).or_default().insert(last);
        }
    }
    let mut targets: BTreeMap<&[Step], Vec<String>> = BTreeMap::new();
    for entry in entries {
        let Some((_, container)) = entry.steps.split_last() else { continue };
        let all_go = beside.get(container).map_or(0, BTreeSet::len) >= children(root, container);
        let target = match entry.whole {
            Some(whole) if all_go => &entry.steps[..whole],
            _ => &entry.steps[..],
        };
        targets.entry(target).or_default().push(entry.label.clone());
    }
    let mut found: Vec<Deletion> = targets
        .into_iter()
        .filter_map(|(steps, labels)| {
            let range = range_of(text, root, steps)?;
            Some(deletion(file, text, range, labels))
        })
        .collect();
    found.sort_by_key(|deletion| deletion.range.start);
    found
}

fn deletion(file: &str, text: &str, range: Range<usize>, entries: Vec<String>) -> Deletion {
    let line_of = |offset: usize| text[..offset].matches('\n').count() + 1;
    let removed = &text[range.clone()];
    let starts_line = text[..range.start].is_empty() || text[..range.start].ends_with('\n');
    let shown = removed.trim_end();
    Deletion {
        file: file.to_owned(),
        first: line_of(range.start),
        last: line_of(range.start + shown.len()),
        whole_lines: starts_line && (removed.ends_with('\n') || range.end == text.len()),
        text: shown.to_owned(),
        entries,
        range,
    }
}

/// A place in a TOML file.
#[derive(Clone, Copy)]
enum Node<'a> {
    Table(&'a Table),
    Item(&'a Item),
    Value(&'a Value),
}

impl<'a> Node<'a> {
    fn step(self, step: &Step) -> Option<Self> {
        match (self, step) {
            (Self::Table(table), Step::Key(key)) => table.get(key).map(Self::Item),
            (Self::Item(item), Step::Key(key)) => item.as_table_like()?.get(key).map(Self::Item),
            (Self::Item(Item::ArrayOfTables(tables)), Step::Index(index)) => tables.get(*index).map(Self::Table),
            (node, Step::Index(index)) => node.array()?.get(*index).map(Self::Value),
            (node, Step::Item(text)) => {
                node.array()?.iter().find(|value| value.as_str() == Some(text)).map(Self::Value)
            }
            (Self::Value(value), Step::Key(key)) => value.as_inline_table()?.get(key).map(Self::Value),
        }
    }

    fn array(self) -> Option<&'a Array> {
        match self {
            Self::Item(item) => item.as_array(),
            Self::Value(value) => value.as_array(),
            Self::Table(_) => None,
        }
    }
}

fn node<'a>(root: &'a Table, steps: &[Step]) -> Option<Node<'a>> {
    steps.iter().try_fold(Node::Table(root), |node, step| node.step(step))
}

/// How many entries stand at a place.
fn children(root: &Table, steps: &[Step]) -> usize {
    match node(root, steps) {
        Some(Node::Table(table)) => table.len(),
        Some(Node::Item(Item::ArrayOfTables(tables))) => tables.len(),
        Some(Node::Item(Item::Table(table))) => table.len(),
        Some(other) => other.array().map_or(usize::MAX, Array::len),
        None => usize::MAX,
    }
}

fn range_of(text: &str, root: &Table, steps: &[Step]) -> Option<Range<usize>> {
    let (last, container) = steps.split_last()?;
    match node(root, steps)? {
        Node::Value(value) => Some(item_range(text, value.span()?)),
        Node::Table(table) | Node::Item(Item::Table(table)) => table_range(text, table),
        Node::Item(item) => {
            let Step::Key(key) = last else { return None };
            let start = match node(root, container)? {
                Node::Table(table) => table.key(key)?.span()?.start,
                Node::Item(parent) => parent.as_table_like()?.key(key)?.span()?.start,
                Node::Value(_) => return None,
            };
            Some(whole_line_or(text, start..item.span()?.end))
        }
    }
}

/// A table with its header, its own comment above, and the empty lines that set it apart from the next.
fn table_range(text: &str, table: &Table) -> Option<Range<usize>> {
    let header = table.span()?;
    let mut start = line_start(text, header.start);
    while let Some(above) = text[..start].strip_suffix('\n') {
        let line = line_start(text, above.len());
        if !text[line..above.len()].starts_with('#') {
            break;
        }
        start = line;
    }
    let mut end = line_end(text, end_of(table).max(header.end));
    while text[end..].starts_with('\n') {
        end += 1;
    }
    Some(start..end)
}

fn end_of(table: &Table) -> usize {
    let ends = table.iter().map(|(_, item)| match item {
        Item::Table(inner) => end_of(inner),
        Item::ArrayOfTables(tables) => tables.iter().map(end_of).max().unwrap_or_default(),
        other => other.span().map_or(0, |span| span.end),
    });
    let own = table.span().map_or(0, |span| span.end);
    ends.max().unwrap_or_default().max(own)
}

/// An item of a list with the comma behind it: its whole line when nothing else stands there.
fn item_range(text: &str, span: Range<usize>) -> Range<usize> {
    let after = &text[span.end..];
    let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
    let end = if after[gap..].starts_with(',') { span.end + gap + 1 } else { span.end };
    let range = whole_line_or(text, span.start..end);
    if range != (span.start..end) {
        return range;
    }
    let blanks = text[end..].len() - text[end..].trim_start_matches(' ').len();
    let is_last_of_line = text[end + blanks..].starts_with(['\n', ']']);
    let before = text[..span.start].trim_end_matches(' ');
    // The last item of a line takes the space, and without a comma of its own the comma, before it along.
    match (is_last_of_line, end > span.end) {
        (false, _) => span.start..end + blanks,
        (true, true) => before.len()..end,
        (true, false) => before.strip_suffix(',').unwrap_or(before).len()..end,
    }
}

/// The whole lines of the range when beside it only blanks and a comment stand there.
fn whole_line_or(text: &str, range: Range<usize>) -> Range<usize> {
    let start = line_start(text, range.start);
    let end = line_end(text, range.end);
    let behind = text[range.end..end].trim();
    let alone = text[start..range.start].trim().is_empty() && (behind.is_empty() || behind.starts_with('#'));
    if alone { start..end } else { range }
}

fn line_start(text: &str, offset: usize) -> usize {
    text[..offset].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Behind the newline of the line.
fn line_end(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |newline| offset + newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# About the file.

# About one.
[[account]]
in = \"query\"
except = [\"a\", \"b\"]

# About two.
[[account]]
in = \"path\"
except = [
  \"c\", \"d\",  # both
  \"e\",
]

[methods]
\"one\" = \"1\"  # why
\"two\" = \"2\"

[fields.Thing]
x = \"y\"
";

    fn account(index: usize) -> Entry {
        Entry::new("f.toml", format!("account {index}")).key("account").index(index)
    }

    fn except(index: usize, item: &str) -> Entry {
        account(index).key("except").or_all_of_it().item(item)
    }

    #[track_caller]
    fn deleted(entries: &[Entry], expected: &[(usize, usize, &str)]) -> String {
        let entries: Vec<&Entry> = entries.iter().collect();
        let found = locate_in("f.toml", FILE, &entries);
        let shown: Vec<_> = found.iter().map(|one| (one.first, one.last, one.text.as_str())).collect();
        assert_eq!(shown, expected);
        let text = without(FILE, &found);
        assert!(Document::parse(text.as_str()).is_ok(), "{text}");
        text
    }

    #[test]
    fn a_table_goes_with_its_comment() {
        let text =
            deleted(&[account(0)], &[(3, 6, "# About one.\n[[account]]\nin = \"query\"\nexcept = [\"a\", \"b\"]")]);
        assert!(text.starts_with("# About the file.\n\n# About two.\n"), "{text}");
    }

    #[test]
    fn items_go_alone_and_the_last_takes_the_list() {
        let text = deleted(&[except(0, "a")], &[(6, 6, "\"a\",")]);
        assert!(text.contains("except = [\"b\"]\n"), "{text}");
        let text = deleted(&[except(0, "b")], &[(6, 6, ", \"b\"")]);
        assert!(text.contains("except = [\"a\"]\n"), "{text}");
        let text = deleted(&[except(0, "a"), except(0, "b")], &[(6, 6, "except = [\"a\", \"b\"]")]);
        assert!(!text.contains("[\"a\""), "{text}");
        let text = deleted(&[except(1, "d"), except(1, "e")], &[(12, 12, "\"d\","), (13, 13, "  \"e\",")]);
        assert!(text.contains("  \"c\", # both\n]\n"), "{text}");
    }

    #[test]
    fn keys_go_with_their_line_and_the_last_takes_the_table() {
        let method = Entry::new("f.toml", "m").key("methods").key("one");
        let text = deleted(&[method], &[(17, 17, "\"one\" = \"1\"  # why")]);
        assert!(text.contains("[methods]\n\"two\""), "{text}");
        let field = Entry::new("f.toml", "f").key("fields").key("Thing").or_all_of_it().key("x");
        let text = deleted(&[field], &[(20, 21, "[fields.Thing]\nx = \"y\"")]);
        assert!(text.ends_with("\"two\" = \"2\"\n\n"), "{text}");
    }

    #[test]
    fn inline_tables_are_looked_into() {
        let file = "term = [\n  { text = \"a\", names = [\"b\", \"c\"] },\n  { text = \"d\", names = [\"e\"] },\n]\n";
        let name = |index: usize, item: &str| {
            Entry::new("f.toml", "t").key("term").index(index).or_all_of_it().key("names").item(item)
        };
        let found = locate_in("f.toml", file, &[&name(0, "b"), &name(1, "e")]);
        assert_eq!(without(file, &found), "term = [\n  { text = \"a\", names = [\"c\"] },\n]\n");
    }

    #[test]
    fn advice_shows_what_goes() {
        let entry = account(1);
        let found = locate_in("f.toml", FILE, &[&entry]);
        let defect = found[0].defect(Path::new("spec"), "matches nothing").to_string();
        assert!(defect.starts_with("spec/f.toml:8:1: account 1 matches nothing; delete lines 8 to 14:\n"), "{defect}");
        assert!(defect.ends_with("        ]"), "{defect}");
    }
}
