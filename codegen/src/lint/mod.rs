//! Everything that is wrong or odd about a document, and what mends it.

mod finding;
mod rules;
mod sift;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::defect::{Defect, Place};
use crate::document::Document;
use crate::generate::emit_survey;
use crate::report::Report;
use crate::survey::Survey;
use crate::{check, load, normalise};

pub use finding::{Finding, Group, Kind};

/// The report on one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lint {
    /// What the document is called.
    pub file: String,
    /// Whether generation would stop.
    pub stops: bool,
    /// The findings, what stops generation first.
    pub groups: Vec<Group>,
}

impl Lint {
    /// Looks at the document at `path`; with a folder of data files, at what they make of it as well.
    pub fn of(path: &Path, folder: Option<&Path>) -> Self {
        let file = path.display().to_string();
        match load::document(path) {
            Ok(document) => Self::of_document(document, &file, folder),
            Err(defects) => Self::new(&file, stopping(&file, defects)),
        }
    }

    /// As [`Lint::of`], for a document that was read already.
    pub fn of_document(document: Document, file: &str, folder: Option<&Path>) -> Self {
        let outcome = Survey::of(document.clone(), file, folder, &|_| {});
        let (defects, report) = match outcome {
            Ok(survey) => {
                let report = survey.report.clone();
                let broken = normalise::contract(&survey.document);
                let mut defects: Vec<Defect> = broken
                    .into_iter()
                    .map(|text| Defect::whole(text, "report this: no rule of the generator mends it"))
                    .collect();
                defects.extend(emit_survey(survey, &|_| {}).err().unwrap_or_default());
                (defects, report)
            }
            Err(defects) => (defects, mended(document)),
        };
        let mut groups = stopping(file, defects);
        groups.extend(rules::groups(&report));
        Self::new(file, groups)
    }

    /// How many findings become of this kind.
    pub fn count(&self, kind: Kind) -> usize {
        self.groups.iter().filter(|group| group.kind == kind).map(|group| group.findings.len()).sum()
    }

    /// The report for people; at most so many findings a group.
    pub fn text(&self, most: usize) -> String {
        let mut text = format!(
            "{}: {} defects stop generation, {} are mended, {} places are written in another form\n",
            self.file,
            self.count(Kind::Stops),
            self.count(Kind::Mended),
            self.count(Kind::Rewritten)
        );
        let mut kind = None;
        for group in &self.groups {
            if kind.replace(group.kind) != Some(group.kind) {
                text.push_str(&format!("\n{}\n", group.kind.title()));
            }
            let by = group.rule.as_ref().map_or(String::new(), |rule| format!("{rule}: "));
            text.push_str(&format!("\n  {by}{} ({})\n", group.title, group.findings.len()));
            for finding in group.findings.iter().take(most) {
                text.push_str(&format!("    {finding}\n"));
            }
            if group.findings.len() > most {
                text.push_str(&format!("    ... and {} more\n", group.findings.len() - most));
            }
        }
        text
    }

    fn new(file: &str, groups: Vec<Group>) -> Self {
        let stops = groups.iter().any(|group| group.kind == Kind::Stops);
        Self { file: file.to_owned(), stops, groups }
    }
}

/// What the rules do with the rest of a document that cannot be generated from.
fn mended(document: Document) -> Report {
    let mut report = Report::default();
    if let Some(mut rest) = sift::without_defects(document, &check::document) {
        normalise::run(&mut rest, &normalise::Settings::default(), &mut report);
    }
    report
}

/// Defects that no rule mends, those of one kind together.
fn stopping(file: &str, defects: Vec<Defect>) -> Vec<Group> {
    let mut groups: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for defect in defects {
        let place = match defect.place {
            Place::Whole => String::new(),
            Place::Line { line, column } => format!("{line}:{column}"),
            Place::Pointer(pointer) => pointer,
        };
        let other = defect.file.filter(|other| other != file);
        let title = kind_of(&defect.message);
        let finding = Finding { file: other, place, message: defect.message, help: Some(defect.help) };
        groups.entry(title).or_default().push(finding);
    }
    let groups = groups.into_iter();
    groups.map(|(title, findings)| Group { kind: Kind::Stops, rule: None, title, findings }).collect()
}

/// A message without what it says of one place alone: what is quoted, and numbers.
fn kind_of(message: &str) -> String {
    let mut kind = String::new();
    for (index, part) in message.split(['`', '"']).enumerate() {
        kind.push_str(if index % 2 == 0 { part } else { "`...`" });
    }
    let words = kind.split(' ').map(|word| match word.bytes().all(|byte| byte.is_ascii_digit()) && !word.is_empty() {
        true => "N",
        false => word,
    });
    words.collect::<Vec<_>>().join(" ")
}
