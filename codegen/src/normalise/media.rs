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
        let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
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

/// The media types of a body or answer, in a fixed order: the plain name of a kind before its variants.
pub(crate) struct Choices<'a>(Vec<(&'a str, Media)>);

impl<'a> Choices<'a> {
    /// The names of a `content` object.
    pub(crate) fn new(names: impl Iterator<Item = &'a String>) -> Self {
        let mut all: Vec<(&str, Media)> = names.map(|name| (name.as_str(), Media::of(name))).collect();
        let plain = ["application/json", "application/yaml", "text/plain"];
        all.sort_by_key(|(name, _)| (!plain.contains(name), *name));
        Choices(all)
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
    fn the_plain_name_comes_before_its_variants() {
        let names = ["application/geo+json".to_owned(), "application/json".to_owned()];
        assert_eq!(Choices::new(names.iter()).first(Media::Json), Some("application/json"));
    }
}
