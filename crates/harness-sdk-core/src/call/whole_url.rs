//! Whole URLs as targets: sent as they were written, or not at all.

use url::Url;

use super::draft::Draft;

/// Whether a target names its host.
pub(super) fn is_whole(target: &str) -> bool {
    ["https://", "http://"]
        .iter()
        .any(|scheme| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

impl Draft<'_> {
    pub(super) fn whole_url(&mut self, target: &str) -> Option<Url> {
        let Ok(mut url) = Url::parse(target) else {
            self.problems.push("the URL cannot be read".to_owned());
            return None;
        };
        if !url.username().is_empty() || url.password().is_some() {
            self.problems.push("the URL holds a user name or password: leave out all up to the @".to_owned());
            return None;
        }
        if self.parts.options.credentials && !self.parts.context.host().is_same_origin(&url) {
            let host = url.host_str().unwrap_or_default();
            self.problems.push(format!(
                "`{host}` is not the client's host, and credentials are sent nowhere else: use .without_credentials()"
            ));
            return None;
        }
        if !is_kept(target, &url) {
            self.problems.push(
                "the URL would be another one on its way: write it without segments `.` and `..`, backslashes and white \
                 space, and its path percent-encoded"
                    .to_owned(),
            );
            return None;
        }
        let mut query = url.query().unwrap_or_default().to_owned();
        let before = query.len();
        self.push_extra_query(&mut query);
        if query.len() > before {
            url.set_query(Some(&query));
        }
        Some(url)
    }
}

/// Whether the path is the one that was written, and the query but for characters that travel percent-encoded only.
fn is_kept(target: &str, url: &Url) -> bool {
    if target.contains(char::is_control) || target.ends_with(char::is_whitespace) {
        return false;
    }
    let rest = target.split_once("://").map_or(target, |(_, rest)| rest);
    let (address, query) = rest.split_once('?').map_or((rest, None), |(address, query)| (address, Some(query)));
    let path = address.find('/').map_or("/", |start| &address[start..]);
    path == url.path() && query.is_some() == url.query().is_some()
}
