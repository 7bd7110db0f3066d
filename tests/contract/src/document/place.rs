//! Where something stands: in a request, and within a value.

use harness_sdk_mock::sample::Sampler;
use serde_json::Value;

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

impl Place {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
        }
    }

    /// Whether two names mean the same there.
    pub(crate) fn same_name(self, one: &str, other: &str) -> bool {
        if self == Self::Header { one.eq_ignore_ascii_case(other) } else { one == other }
    }
}

/// The schema at a place of a value, through objects with known properties.
pub(crate) fn property_at<'v>(sampler: &Sampler<'static>, schema: &'v Value, pointer: &str) -> Option<&'v Value>
where
    'static: 'v,
{
    pointer.split('/').skip(1).try_fold(schema, |current, token| {
        let name = token.replace("~1", "/").replace("~0", "~");
        if sampler.is_union(current) { None } else { sampler.property(current, &name) }
    })
}
