//! Path templates and the paths that match them.

use percent_encoding::percent_decode_str;
use serde::Deserialize;

/// Which characters of a path value stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Encoding {
    /// One segment.
    #[default]
    Segment,
    /// Several segments.
    Slashes,
    /// Several segments and `+`, or one.
    Reference,
    /// Segments and `+`.
    Terminated,
}

/// A path template.
#[derive(Debug)]
pub(crate) struct Pattern(Vec<Vec<Piece>>);

/// A part of a segment.
#[derive(Debug)]
enum Piece {
    Literal(String),
    Value(String, Encoding),
}

/// Names and values of path parameters.
type Values = Vec<(String, String)>;

impl Pattern {
    /// Reads a template; `encoding` tells how the value of a parameter is written.
    pub(crate) fn new(template: &str, encoding: impl Fn(&str) -> Encoding) -> Pattern {
        let mut segments = vec![Vec::new()];
        let mut rest = template.trim_start_matches('/');
        while !rest.is_empty() {
            let end = rest.find(['/', '{']).unwrap_or(rest.len());
            let (text, tail) = rest.split_at(end);
            if !text.is_empty() {
                push(&mut segments, Piece::Literal(text.to_owned()));
            }
            rest = tail;
            if let Some(tail) = rest.strip_prefix('/') {
                segments.push(Vec::new());
                rest = tail;
            } else if let Some((name, tail)) = rest.strip_prefix('{').and_then(|tail| tail.split_once('}')) {
                push(&mut segments, Piece::Value(name.to_owned(), encoding(name)));
                rest = tail;
            } else if !rest.is_empty() {
                push(&mut segments, Piece::Literal(rest.to_owned()));
                rest = "";
            }
        }
        Pattern(segments)
    }

    /// How much of the template is literal: whole segments count most.
    pub(crate) fn weight(&self) -> (usize, usize) {
        let literal = |segment: &&Vec<Piece>| segment.iter().all(|piece| matches!(piece, Piece::Literal(_)));
        let letters = self.0.iter().flatten().map(|piece| match piece {
            Piece::Literal(text) => text.len(),
            Piece::Value(..) => 0,
        });
        (self.0.iter().filter(literal).count(), letters.sum())
    }

    /// The values of the parameters, when the path matches. Segments are percent-encoded.
    pub(crate) fn matches(&self, segments: &[&str]) -> Option<Values> {
        let mut values = Values::new();
        walk(&self.0, segments, &mut values).then_some(values)
    }
}

fn push(segments: &mut [Vec<Piece>], piece: Piece) {
    if let Some(segment) = segments.last_mut() {
        segment.push(piece);
    }
}

fn walk(pattern: &[Vec<Piece>], segments: &[&str], values: &mut Values) -> bool {
    let Some((first, rest)) = pattern.split_first() else { return segments.is_empty() };
    let wide = first.iter().any(|piece| matches!(piece, Piece::Value(_, encoding) if *encoding != Encoding::Segment));
    let most = if wide { segments.len() } else { 1.min(segments.len()) };
    (1..=most).any(|count| {
        let known = values.len();
        let (taken, left) = segments.split_at(count);
        let fits = within(first, &taken.join("/"), values) && walk(rest, left, values);
        if !fits {
            values.truncate(known);
        }
        fits
    })
}

/// Matches the pieces of one segment of the template.
fn within(pieces: &[Piece], text: &str, values: &mut Values) -> bool {
    let Some((first, rest)) = pieces.split_first() else { return text.is_empty() };
    match first {
        Piece::Literal(literal) => {
            text.strip_prefix(literal.as_str()).is_some_and(|tail| within(rest, tail, values))
                || (rest.is_empty() && decoded(text) == *literal)
        }
        Piece::Value(name, encoding) => {
            let ends = match rest.first() {
                Some(Piece::Literal(literal)) => text.match_indices(literal.as_str()).map(|(at, _)| at).collect(),
                _ => vec![text.len()],
            };
            ends.into_iter().any(|end| {
                let (taken, tail) = text.split_at(end);
                let known = values.len();
                let Some(value) = value(taken, *encoding) else { return false };
                values.push((name.clone(), value));
                let fits = within(rest, tail, values);
                if !fits {
                    values.truncate(known);
                }
                fits
            })
        }
    }
}

/// The value that a text of the path stands for, when it is written as the encoding asks.
fn value(text: &str, encoding: Encoding) -> Option<String> {
    let stem = text.strip_suffix("/+");
    let written = match encoding {
        Encoding::Segment => Some(text).filter(|text| !text.contains('/')),
        Encoding::Slashes => Some(text),
        Encoding::Reference => stem.or(Some(text).filter(|text| !text.contains('/'))),
        Encoding::Terminated => stem,
    };
    written.filter(|text| !text.is_empty()).map(decoded)
}

/// The text without percent signs.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(template: &str, encoding: Encoding, path: &str) -> Option<Vec<String>> {
        let segments: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        let values = Pattern::new(template, |_| encoding).matches(&segments)?;
        Some(values.into_iter().map(|(_, value)| value).collect())
    }

    #[test]
    fn a_value_is_one_segment() {
        let one = |path| matched("/v1/{a}/x", Encoding::Segment, path);
        assert_eq!(one("/v1/a%2Fb/x"), Some(vec!["a/b".to_owned()]));
        assert_eq!(one("/v1/a/b/x"), None);
        assert_eq!(one("/v1//x"), None);
    }

    #[test]
    fn values_share_a_segment_with_text() {
        assert_eq!(matched("/a/{x}:sync", Encoding::Segment, "/a/b:sync"), Some(vec!["b".to_owned()]));
        assert_eq!(
            matched("/a/{x}...{y}", Encoding::Slashes, "/a/m/1...m/2"),
            Some(vec!["m/1".to_owned(), "m/2".to_owned()])
        );
    }

    #[test]
    fn references_end_in_a_plus() {
        let one = |encoding, path| matched("/r/{ref}/tags", encoding, path);
        assert_eq!(one(Encoding::Reference, "/r/repo/tags"), Some(vec!["repo".to_owned()]));
        assert_eq!(one(Encoding::Reference, "/r/acc/org/repo/+/tags"), Some(vec!["acc/org/repo".to_owned()]));
        assert_eq!(one(Encoding::Reference, "/r/acc/repo/tags"), None, "a reference with a slash is closed");
        assert_eq!(one(Encoding::Terminated, "/r/repo/tags"), None);
        assert_eq!(one(Encoding::Terminated, "/r/repo/+/tags"), Some(vec!["repo".to_owned()]));
    }

    #[test]
    fn the_rest_of_the_path_is_a_value() {
        let rest = |path| matched("/c/{path}", Encoding::Slashes, path);
        assert_eq!(rest("/c/dir/a%20b.txt"), Some(vec!["dir/a b.txt".to_owned()]));
    }
}
