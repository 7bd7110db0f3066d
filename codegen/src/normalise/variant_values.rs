//! Which values of a tag mean which variant.
//!
//! The document says it in up to four places, none of them reliably: the mapping (often only the schemas' own names,
//! written by a tool), the variant's own tag, and the values the base allows, which resemble the variants' names.

use std::collections::BTreeSet;

use super::names::plain;

/// A variant and what the document says about its tag.
#[derive(Debug, Clone)]
pub(crate) struct Child {
    /// The schema's name.
    pub(crate) name: String,
    /// The values the mapping gives it.
    pub(crate) mapped: Vec<String>,
    /// The values its own tag allows.
    pub(crate) declared: Vec<String>,
}

/// The values of each child, in the children's order; `allowed` are those of the base's tag.
pub(crate) fn values(children: &[Child], allowed: &[String]) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = children.iter().map(|child| certain(child, allowed)).collect();
    for fits in [equal, longest_prefix, contained] {
        let taken: BTreeSet<String> = found.iter().flatten().cloned().collect();
        let free: Vec<&str> = allowed.iter().map(String::as_str).filter(|value| !taken.contains(*value)).collect();
        let picks: Vec<Option<&str>> = children
            .iter()
            .zip(&found)
            .map(|(child, values)| if values.is_empty() { fits(&plain(&child.name), &free) } else { None })
            .collect();
        for (index, pick) in picks.iter().enumerate() {
            if let Some(value) = pick.filter(|value| picks.iter().filter(|other| **other == Some(value)).count() == 1) {
                found[index].push(value.to_owned());
            }
        }
    }
    for (child, values) in children.iter().zip(&mut found) {
        let missing: Vec<String> = child.mapped.iter().filter(|value| !values.contains(value)).cloned().collect();
        values.extend(missing);
        if values.is_empty() {
            values.push(child.name.clone());
        }
    }
    found
}

/// What the document says outright: its own tag, else a mapping that is more than the schema's name.
fn certain(child: &Child, allowed: &[String]) -> Vec<String> {
    if !child.declared.is_empty() {
        return child.declared.clone();
    }
    let real = |value: &&String| **value != child.name || allowed.contains(value);
    child.mapped.iter().filter(real).cloned().collect()
}

fn equal<'a>(name: &str, free: &[&'a str]) -> Option<&'a str> {
    free.iter().copied().find(|value| plain(value) == name)
}

fn longest_prefix<'a>(name: &str, free: &[&'a str]) -> Option<&'a str> {
    let fitting = free.iter().copied().filter(|value| !plain(value).is_empty() && name.starts_with(&plain(value)));
    fitting.max_by_key(|value| plain(value).len())
}

fn contained<'a>(name: &str, free: &[&'a str]) -> Option<&'a str> {
    let mut fitting = free.iter().copied().filter(|value| !plain(value).is_empty() && name.contains(&plain(value)));
    fitting.next().filter(|_| fitting.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn child(name: &str, mapped: &[&str], declared: &[&str]) -> Child {
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Child { name: name.to_owned(), mapped: strings(mapped), declared: strings(declared) }
    }

    fn found(children: &[Child], allowed: &[&str]) -> Vec<Vec<String>> {
        let allowed: Vec<String> = allowed.iter().map(|value| (*value).to_owned()).collect();
        values(children, &allowed)
    }

    #[test]
    fn names_resemble_the_allowed_values() {
        let children = [
            child("PullRequestGithubWebhookSpec", &[], &[]),
            child("ArtifactoryConnector", &[], &[]),
            child("ArtifactoryAnonymousConnector", &[], &[]),
            child("EntityIdentifiersRule", &["EntityIdentifiersRule"], &[]),
            child("SloParams", &[], &[]),
        ];
        let found = found(
            &children,
            &["PULL_REQUEST", "Artifactory", "ArtifactoryAnonymous", "Identifiers", "SERVICE_LEVEL_OBJECTIVE"],
        );
        assert_eq!(
            found,
            [
                vec!["PULL_REQUEST"],
                vec!["Artifactory"],
                vec!["ArtifactoryAnonymous"],
                vec!["Identifiers", "EntityIdentifiersRule"],
                vec!["SloParams"],
            ]
        );
    }

    #[test]
    fn what_is_said_outright_wins() {
        let children =
            [child("A", &["one", "two"], &[]), child("B", &["B"], &["b"]), child("C", &["c"], &["see", "sea"])];
        assert_eq!(found(&children, &["one", "c"]), [vec!["one", "two"], vec!["b", "B"], vec!["see", "sea", "c"]]);
    }

    #[test]
    fn a_value_two_variants_resemble_belongs_to_neither() {
        let children = [child("PushHook", &[], &[]), child("PushSpec", &[], &[])];
        assert_eq!(found(&children, &["Push"]), [vec!["PushHook"], vec!["PushSpec"]]);
    }
}
