//! What a media type means for sending and reading.

/// Kinds of media types the runtime tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Media {
    /// JSON, under any of its names.
    Json,
    /// JSON values, one a line.
    JsonLines,
    /// Server-sent events.
    Events,
    /// YAML, under its application names.
    Yaml,
    /// Text of any other kind.
    Text,
    /// A form of parts.
    Multipart,
    /// A form of pairs.
    Urlencoded,
    /// Anything, says the document.
    Any,
    /// Bytes.
    Binary,
}

impl Media {
    /// Reads a media type; parameters such as `charset` and the case do not count.
    pub(crate) fn of(name: &str) -> Self {
        let name = essence(name);
        match name.as_str() {
            "application/json" | "text/json" => Media::Json,
            "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
                Media::JsonLines
            }
            "text/event-stream" => Media::Events,
            "application/yaml" | "application/x-yaml" => Media::Yaml,
            "multipart/form-data" => Media::Multipart,
            "application/x-www-form-urlencoded" => Media::Urlencoded,
            "*/*" | "application/*" => Media::Any,
            "application/xml" | "application/csv" | "application/javascript" => Media::Text,
            other if other.ends_with("+json") => Media::Json,
            other if other.ends_with("+yaml") => Media::Yaml,
            other if other.ends_with("+xml") || other.starts_with("text/") => Media::Text,
            _ => Media::Binary,
        }
    }
}

/// A media type without its parameters, in lower case.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the name is a pattern, which can be asked for but not sent.
pub(crate) fn is_pattern(name: &str) -> bool {
    name.contains('*')
}

/// Whether a media type says by its name that it holds an error, as `application/problem+json` does.
pub(crate) fn is_of_errors(name: &str) -> bool {
    let name = essence(name);
    let subtype = name.rsplit('/').next().unwrap_or_default();
    let stem = subtype.split('+').next().unwrap_or_default();
    stem.rsplit('.').next().is_some_and(|last| ["problem", "error", "errors"].contains(&last))
}

/// The media types of a body or answer, in a fixed order: the plain name of a kind before its variants.
pub(crate) struct Choices<'a>(Vec<(&'a str, Media)>);

impl<'a> Choices<'a> {
    /// The names of a `content` object.
    pub(crate) fn new(names: impl Iterator<Item = &'a String>) -> Self {
        let mut all: Vec<(&str, Media)> = names.map(|name| (name.as_str(), Media::of(name))).collect();
        all.sort_by_key(|(name, _)| (rank(name), *name));
        Choices(all)
    }

    /// The names of a successful answer: those of errors only where there are no others.
    pub(crate) fn of_success(names: impl Iterator<Item = &'a String>) -> Self {
        let all = Self::new(names).0;
        let (errors, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(name, _)| is_of_errors(name));
        Choices(if rest.is_empty() { errors } else { rest })
    }

    /// The first media type of a kind.
    pub(crate) fn first(&self, kind: Media) -> Option<&'a str> {
        self.0.iter().find(|(_, other)| *other == kind).map(|(name, _)| *name)
    }

    /// Whether all media types are of these kinds.
    pub(crate) fn all(&self, kinds: &[Media]) -> bool {
        self.0.iter().all(|(_, kind)| kinds.contains(kind))
    }

    /// The first media type of any kind.
    pub(crate) fn any(&self) -> Option<&'a str> {
        self.0.first().map(|(name, _)| *name)
    }

    /// All media types with their kinds.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, Media)> {
        self.0.iter().copied()
    }
}

/// The names of kinds without any variant.
const PLAIN: [&str; 3] = ["application/json", "application/yaml", "text/plain"];

/// Whether it is the plain name of a kind, with parameters or without.
pub(crate) fn is_plain(name: &str) -> bool {
    PLAIN.contains(&essence(name).as_str())
}

/// Plain names first, then those with parameters, then other types, then other names of plain types.
fn rank(name: &str) -> u8 {
    let bare = essence(name);
    match () {
        () if PLAIN.contains(&name) => 0,
        () if is_plain(name) => 1,
        () if bare == "text/json" || is_pattern(&bare) => 3,
        () => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_suffixes_and_case_are_seen_through() {
        let cases = [
            ("application/json; charset=utf-8", Media::Json),
            ("application/merge-patch+JSON", Media::Json),
            ("text/yaml", Media::Text),
            ("application/x-yaml", Media::Yaml),
            ("text/plain; charset=utf-8", Media::Text),
            ("application/x-kryo", Media::Binary),
            ("*/*", Media::Any),
            ("application/x-ndjson", Media::JsonLines),
            ("text/event-stream; charset=utf-8", Media::Events),
        ];
        for (name, expected) in cases {
            assert_eq!(Media::of(name), expected, "{name}");
        }
    }

    #[test]
    fn types_of_errors_are_no_answers_of_success_while_there_are_others() {
        let names = ["application/problem+json", "application/vnd.goa.error", "application/vnd.a+json; v=1"];
        let names = names.map(str::to_owned);
        assert_eq!(Choices::of_success(names.iter()).first(Media::Json), Some("application/vnd.a+json; v=1"));
        assert_eq!(Choices::of_success(names[..2].iter()).first(Media::Json), Some("application/problem+json"));
        assert!(!is_of_errors("application/vnd.terror+json") && !is_of_errors("application/error-report+json"));
    }

    #[test]
    fn the_plain_name_comes_before_its_variants() {
        let names = ["application/geo+json".to_owned(), "application/json".to_owned()];
        assert_eq!(Choices::new(names.iter()).first(Media::Json), Some("application/json"));
        let names = ["application/*+json", "application/b+json", "application/JSON; charset=utf-8", "text/json"];
        let names = names.map(str::to_owned);
        assert_eq!(Choices::new(names.iter()).first(Media::Json), Some("application/JSON; charset=utf-8"));
        assert_eq!(Choices::new(names[..2].iter()).first(Media::Json), Some("application/b+json"));
    }
}
