//! `CHANGELOG.md`, in the form of Keep a Changelog.

use std::collections::BTreeMap;

use crate::defect::Defect;
use crate::diff::{Change, Diff, Level, Section, What};

/// Heading of what is not released yet.
pub const UNRELEASED: &str = "## [Unreleased]";

/// An entry: lines by section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry(BTreeMap<Section, Vec<String>>);

impl Entry {
    /// What a changelog tells of a diff: what breaks and every operation line by line, the rest in numbers.
    pub fn of(diff: &Diff) -> Self {
        let mut entry = Self::default();
        let mut numbers: BTreeMap<&str, BTreeMap<What, usize>> = BTreeMap::new();
        for change in &diff.changes {
            if is_counted(change) {
                for module in &change.modules {
                    *numbers.entry(module).or_default().entry(change.what).or_default() += 1;
                }
            } else {
                entry.add(change.what.section(), line(change));
            }
        }
        for (module, counts) in numbers {
            let counts: Vec<String> = counts.iter().map(|(what, count)| format!("{count} {}", what.words())).collect();
            entry.add(Section::Added, format!("**{module}**: {}", counts.join(", ")));
        }
        entry
    }

    /// Adds a line, without the leading `- `.
    pub fn add(&mut self, section: Section, line: impl Into<String>) {
        self.0.entry(section).or_default().push(line.into());
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(Vec::is_empty)
    }

    /// The entry as Markdown, without a heading of its own.
    pub fn text(&self) -> String {
        let sections = self.0.iter().map(|(section, lines)| {
            let lines: String = lines.iter().map(|line| format!("- {line}\n")).collect();
            format!("### {}\n\n{lines}", section.title())
        });
        sections.collect::<Vec<_>>().join("\n")
    }
}

/// Puts an entry under `Unreleased`, beside what stands there; a line that stands there already is not put twice.
///
/// # Errors
/// When the changelog has no `Unreleased` section.
pub fn add(changelog: &str, entry: &Entry) -> Result<String, Defect> {
    let (before, body, after) = unreleased(changelog)?;
    let mut sections = Sections::read(body);
    for (section, lines) in &entry.0 {
        sections.add(section.title(), lines);
    }
    Ok(format!("{before}{UNRELEASED}\n{}{after}", sections.text(!after.is_empty())))
}

/// Makes `Unreleased` a version, and begins an empty `Unreleased` above it.
///
/// # Errors
/// When the changelog has no `Unreleased` section, nothing stands in it, or the version stands in the file already.
pub fn release(changelog: &str, version: &str, date: &str) -> Result<String, Defect> {
    let (before, body, after) = unreleased(changelog)?;
    if body.trim().is_empty() {
        return Err(Defect::whole("nothing stands under `Unreleased`", "there is nothing to release"));
    }
    if changelog.lines().any(|line| line.starts_with(&format!("## [{version}]"))) {
        return Err(Defect::whole(format!("version {version} stands in it already"), "choose the next version"));
    }
    Ok(format!("{before}{UNRELEASED}\n\n## [{version}] - {date}\n{body}{after}"))
}

/// What stands before `Unreleased`, in it, and after it.
fn unreleased(changelog: &str) -> Result<(&str, &str, &str), Defect> {
    let missing = || {
        let help = format!("add the line `{UNRELEASED}` above the newest version");
        Defect::whole(format!("there is no line `{UNRELEASED}`"), help)
    };
    let start = line_starts(changelog).find(|at| changelog[*at..].starts_with(UNRELEASED)).ok_or_else(missing)?;
    let body = changelog[start..].find('\n').map_or(changelog.len(), |newline| start + newline + 1);
    let end = line_starts(changelog).find(|at| *at >= body && changelog[*at..].starts_with("## "));
    let end = end.unwrap_or(changelog.len());
    Ok((&changelog[..start], &changelog[body..end], &changelog[end..]))
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// The sections of a version: what stands before the first, then title and lines.
struct Sections {
    head: String,
    sections: Vec<(String, String)>,
}

impl Sections {
    fn read(body: &str) -> Self {
        let mut read = Self { head: String::new(), sections: Vec::new() };
        for line in body.lines() {
            match (line.strip_prefix("### "), read.sections.last_mut()) {
                (Some(title), _) => read.sections.push((title.trim().to_owned(), String::new())),
                (None, Some((_, text))) => text.extend([line, "\n"]),
                (None, None) => read.head.extend([line, "\n"]),
            }
        }
        read
    }

    fn add(&mut self, title: &str, lines: &[String]) {
        let rank = |title: &str| Section::ALL.iter().position(|section| section.title() == title);
        let index = self.sections.iter().position(|(other, _)| other == title).unwrap_or_else(|| {
            let place = self.sections.iter().position(|(other, _)| rank(other) > rank(title));
            let place = place.unwrap_or(self.sections.len());
            self.sections.insert(place, (title.to_owned(), String::new()));
            place
        });
        let text = &mut self.sections[index].1;
        let mut kept = text.trim_end().to_owned();
        for line in lines.iter().map(|line| format!("- {line}")) {
            if !kept.lines().any(|other| other == line) {
                kept.push_str(&format!("\n{line}"));
            }
        }
        *text = format!("{}\n", kept.trim_start_matches('\n'));
    }

    fn text(&self, more_follows: bool) -> String {
        let head = self.head.trim();
        let mut parts: Vec<String> = if head.is_empty() { Vec::new() } else { vec![head.to_owned()] };
        parts.extend(self.sections.iter().map(|(title, text)| format!("### {title}\n\n{}", text.trim())));
        let end = if more_follows { "\n\n" } else { "\n" };
        if parts.is_empty() { "\n".to_owned() } else { format!("\n{}{end}", parts.join("\n\n")) }
    }
}

/// Additions to types are many and small.
fn is_counted(change: &Change) -> bool {
    change.level == Level::Addition
        && matches!(change.what, What::TypeAdded | What::FieldAdded | What::ValueAdded | What::VariantAdded)
}

fn line(change: &Change) -> String {
    let modules: Vec<&str> = change.modules.iter().map(String::as_str).collect();
    let breaking = if change.level == Level::Breaking { "Breaking: " } else { "" };
    if change.modules.contains(&change.subject) {
        return format!("**{}**: {breaking}{}", change.subject, change.text);
    }
    format!("**{}**: {breaking}{} {}", modules.join(", "), change.subject, change.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str =
        "# Changelog\n\n## [Unreleased]\n\n### Removed\n\n- old\n\n## [0.1.0] - 2026-01-01\n\n- first\n";

    fn entry(lines: &[(Section, &str)]) -> Entry {
        let mut entry = Entry::default();
        lines.iter().for_each(|(section, line)| entry.add(*section, *line));
        entry
    }

    #[test]
    fn lines_go_to_their_sections_once() {
        let entry = entry(&[(Section::Removed, "more"), (Section::Added, "new")]);
        let once = add(CHANGELOG, &entry).unwrap();
        let expected = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- new\n\n### Removed\n\n- old\n- more\n\n\
                        ## [0.1.0] - 2026-01-01\n\n- first\n";
        assert_eq!(once, expected);
        assert_eq!(add(&once, &entry).unwrap(), once);
    }

    #[test]
    fn an_empty_section_and_a_file_without_versions_are_filled() {
        let filled = add("# C\n\n## [Unreleased]\n", &entry(&[(Section::Fixed, "it")])).unwrap();
        assert_eq!(filled, "# C\n\n## [Unreleased]\n\n### Fixed\n\n- it\n");
    }

    #[test]
    fn a_release_begins_a_new_section() {
        let released = release(CHANGELOG, "0.2.0", "2026-02-01").unwrap();
        let expected = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-02-01\n\n### Removed\n\n- old\n\n\
                        ## [0.1.0] - 2026-01-01\n\n- first\n";
        assert_eq!(released, expected);
        assert!(release(&released, "0.3.0", "d").unwrap_err().message.contains("nothing stands"));
        assert!(release(CHANGELOG, "0.1.0", "d").unwrap_err().message.contains("0.1.0"));
        assert!(add("# C\n", &Entry::default()).unwrap_err().help.contains("[Unreleased]"));
    }
}
