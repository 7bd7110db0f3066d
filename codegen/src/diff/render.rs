//! A diff as people read it.

use semver::Version;
use serde_json::{Value, json};

use crate::diff::{Change, Diff, Level, changelog, next};

/// How many lines of a list the short form shows.
const SHORT: usize = 40;

impl Diff {
    /// Text for a terminal: the first lines of every list.
    pub fn text(&self, current: &Version) -> String {
        self.render(current, Some(SHORT))
    }

    /// All of it as Markdown.
    pub fn markdown(&self, current: &Version) -> String {
        self.render(current, None)
    }

    /// All of it as JSON.
    pub fn json(&self, current: &Version) -> Value {
        json!({
            "level": self.level,
            "current": current.to_string(),
            "release": next(current, self.level).to_string(),
            "counts": self.counts(),
            "changes": self.changes,
            "api": self.api,
            "changelog": changelog::Entry::of(self).text(),
        })
    }

    /// One sentence: what is asked for.
    pub fn verdict(&self, current: &Version) -> String {
        let Some(level) = self.level else {
            return "Nothing changes for users.".to_owned();
        };
        let (before, after) = level.steps();
        format!(
            "The gravest change is {}: a {before} version before 1.0, a {after} version from 1.0 on. {current} becomes {}.",
            article(level),
            next(current, self.level)
        )
    }

    fn render(&self, current: &Version, most: Option<usize>) -> String {
        let mut text = format!("# Changes for users\n\n{}\n", self.verdict(current));
        if self.level.is_none() {
            return text;
        }
        let counts = self.counts();
        if !counts.is_empty() {
            text.push_str("\n| changes | |\n| --- | ---: |\n");
            counts.iter().for_each(|(what, count)| text.push_str(&format!("| {} | {count} |\n", what.words())));
        }
        for level in [Level::Breaking, Level::Addition, Level::Fix] {
            let changes: Vec<&Change> = self.changes.iter().filter(|change| change.level == level).collect();
            if !changes.is_empty() {
                let (before, after) = level.steps();
                let title = heading(level);
                text.push_str(&format!("\n## {title} ({before} before 1.0, {after} from 1.0 on)\n\n"));
                list(&mut text, changes.into_iter().map(line), most);
            }
        }
        self.api_part(&mut text, most);
        let entry = changelog::Entry::of(self);
        if !entry.is_empty() {
            text.push_str("\n## Changelog entry\n\n```markdown\n");
            list(&mut text, entry.text().lines().map(|line| format!("{line}\n")), most.map(|most| most * 2));
            text.push_str("```\n");
        }
        text
    }

    fn api_part(&self, text: &mut String, most: Option<usize>) {
        let api = &self.api;
        text.push_str(&format!(
            "\n## Rust API\n\n{} public items before, {} after: {} added, {} removed, {} changed.\n",
            api.before,
            api.after,
            api.added.len(),
            api.removed.len(),
            api.changed.len()
        ));
        if api.level().is_none() {
            return;
        }
        text.push_str("\n```diff\n");
        list(text, api.removed.iter().map(|item| format!("- {item}\n")), most);
        let changed = api.changed.iter().map(|(before, after)| format!("- {before}\n+ {after}\n"));
        list(text, changed, most);
        list(text, api.added.iter().map(|item| format!("+ {item}\n")), most);
        text.push_str("```\n");
    }
}

fn list(text: &mut String, lines: impl Iterator<Item = String>, most: Option<usize>) {
    let lines: Vec<String> = lines.collect();
    let shown = most.unwrap_or(lines.len()).min(lines.len());
    lines[..shown].iter().for_each(|line| text.push_str(line));
    if shown < lines.len() {
        text.push_str(&format!("  ... and {} more (--markdown shows all)\n", lines.len() - shown));
    }
}

fn line(change: &Change) -> String {
    let modules: Vec<&str> = change.modules.iter().map(String::as_str).collect();
    let keep = change.keep.as_ref().map_or(String::new(), |line| format!("\n  to keep the old name: `{line}`"));
    if change.modules.contains(&change.subject) {
        return format!("- {}: {}{keep}\n", change.subject, change.text);
    }
    format!("- {}: {} {}{keep}\n", modules.join(", "), change.subject, change.text)
}

fn heading(level: Level) -> &'static str {
    match level {
        Level::Breaking => "Breaking changes",
        Level::Addition => "Additions",
        Level::Fix => "Other changes",
    }
}

fn article(level: Level) -> &'static str {
    match level {
        Level::Breaking => "breaking",
        Level::Addition => "an addition",
        Level::Fix => "a fix",
    }
}
