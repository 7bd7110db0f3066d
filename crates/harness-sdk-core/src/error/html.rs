//! HTML where the API's answer was expected: a login page, a proxy's error page, a wrong address.

use http::{HeaderMap, header::CONTENT_TYPE};

use super::line::one_line;

/// Whether the body is an HTML page. A body that starts like JSON is none, whatever the content type claims.
pub(crate) fn is_html(headers: &HeaderMap, body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    body.first() == Some(&b'<') && (has_html_type(headers) || starts_like_html(body))
}

/// Whether the content type is HTML.
pub(crate) fn has_html_type(headers: &HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("text/html"))
}

/// Whether a text, such as the message in a JSON error, is an HTML page.
pub(crate) fn starts_like_html(body: &[u8]) -> bool {
    let start = body.trim_ascii_start();
    let start = &start[..start.len().min(64)];
    let start = start.to_ascii_lowercase();
    [&b"<!doctype html"[..], b"<html", b"<head", b"<body", b"<title", b"<center"]
        .iter()
        .any(|mark| start.starts_with(mark))
}

/// The title of a page, for messages.
pub(crate) fn title(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(&body[..body.len().min(16 * 1024)]);
    let lower = text.to_ascii_lowercase();
    let open = lower.find("<title")?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find("</title")?;
    let title = one_line(&text[start..end], 120);
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn recognises_pages() {
        let none = HeaderMap::new();
        let mut html = HeaderMap::new();
        html.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        assert!(is_html(&none, b"\n <!DOCTYPE HTML><html>"));
        assert!(is_html(&html, b"<svg>"));
        assert!(!is_html(&none, b"<project/>"));
        assert!(!is_html(&html, b"{\"a\":1}"));
        assert!(!is_html(&html, b"plain"));
        assert_eq!(title(b"<HTML><Title lang=en>\n 502 Bad\tGateway </title>").as_deref(), Some("502 Bad Gateway"));
        assert_eq!(title(b"<html><title>never closed"), None);
    }
}
