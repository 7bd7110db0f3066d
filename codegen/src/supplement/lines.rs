//! Where the entries of a supplement stand in its text, so that a message can name the lines to delete.

use std::cell::OnceCell;
use std::path::Path;

/// The lines of one file, read when they are asked for.
pub(super) struct Lines<'p> {
    path: &'p Path,
    text: OnceCell<String>,
}

impl<'p> Lines<'p> {
    pub(super) fn new(path: &'p Path) -> Self {
        Self { path, text: OnceCell::new() }
    }

    /// The file, as messages name it.
    pub(super) fn file(&self) -> String {
        self.path.display().to_string()
    }

    /// The first and the last line of what stands under these keys, from 1; nothing where the text is not written as
    /// blocks of YAML. An entry that stands alone below its key is found with the key, as an empty one says nothing.
    pub(super) fn of(&self, keys: &[&str]) -> Option<(usize, usize)> {
        let text = self.text.get_or_init(|| std::fs::read_to_string(self.path).unwrap_or_default());
        let lines: Vec<&str> = text.lines().collect();
        let mut inner = 0..lines.len();
        let mut found: Option<Range> = None;
        for key in keys {
            let next = entry(&lines, inner.clone(), key)?;
            let is_alone = found.is_some() && next == inner;
            if !is_alone || keys.last() != Some(key) {
                found = Some(next.clone());
            }
            inner = below(&lines, next);
        }
        let found = found?;
        let last = found.clone().rev().find(|index| !is_empty(lines[*index]))?;
        Some((found.start + 1, last + 1))
    }
}

type Range = std::ops::Range<usize>;

/// The lines below the head of a block.
fn below(lines: &[&str], block: Range) -> Range {
    let first = (block.start + 1..block.end).find(|index| !is_empty(lines[*index]));
    first.unwrap_or(block.end)..block.end
}

/// The entry of a key among the entries of a block.
fn entry(lines: &[&str], block: Range, key: &str) -> Option<Range> {
    let depth = block.clone().find(|index| !is_empty(lines[*index])).map(|index| indent(lines[index]))?;
    let heads = |from: usize| {
        let end = block.end;
        (from..end).filter(|index| !is_empty(lines[*index]) && indent(lines[*index]) == depth)
    };
    let start = heads(block.start).find(|index| is_head(lines[*index], key))?;
    Some(start..heads(start + 1).next().unwrap_or(block.end))
}

fn is_head(line: &str, key: &str) -> bool {
    let line = line.trim_start();
    let quoted = [format!("{key}:"), format!("'{key}':"), format!("\"{key}\":")];
    quoted
        .iter()
        .any(|head| line.strip_prefix(head.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

fn is_empty(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
