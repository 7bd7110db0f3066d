//! The key of a call, blanked out of any text whoever repeats it: as it is, percent-encoded, escaped or in base64.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use http::{HeaderMap, HeaderValue};
use memchr::memmem;
use zeroize::Zeroizing;

use super::{MASK, text};
use crate::model::Value;

/// A key shorter than this is found in too many innocent texts.
const SHORTEST: usize = 4;
/// How many keys a client remembers with their spellings; a family of operations may have one for itself.
const MOST_KEYS: usize = 16;
/// The fewest characters of base64 that are taken for the key's.
const SHORTEST_BASE64: usize = 8;
const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// What a call proves itself with, to be kept out of texts. Its spellings are worked out when the key itself may be there.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    own: Option<Key>,
    /// Other keys of the client, which its other calls prove themselves with.
    others: Vec<Key>,
}

type Key = Arc<Secret>;

/// A key, and what it looks like in texts, worked out once when a text is long enough to hold it.
struct Secret {
    text: Zeroizing<String>,
    spellings: OnceLock<Vec<Zeroizing<String>>>,
    base64_parts: OnceLock<Vec<Zeroizing<String>>>,
}

impl Secret {
    fn new(text: &str) -> Secret {
        Secret { text: Zeroizing::new(text.to_owned()), spellings: OnceLock::new(), base64_parts: OnceLock::new() }
    }

    /// The spellings that a text of so many bytes has room for; none is shorter than the key.
    fn spellings(&self, room: usize) -> &[Zeroizing<String>] {
        if room < self.text.len() { &[] } else { self.spellings.get_or_init(|| spellings(&self.text)) }
    }

    /// As [`Secret::spellings`], in base64.
    fn base64_parts(&self, room: usize) -> &[Zeroizing<String>] {
        if room < self.shortest_base64() {
            &[]
        } else {
            self.base64_parts.get_or_init(|| base64_parts(self.text.as_bytes()))
        }
    }

    /// Base64 takes four characters for three bytes, and shares two with its neighbours.
    fn shortest_base64(&self) -> usize {
        (self.text.len() * 4 / 3).saturating_sub(2)
    }

    /// No text of fewer bytes holds the key.
    fn shortest(&self) -> usize {
        self.text.len().min(self.shortest_base64())
    }
}

/// The last keys that calls of a client proved themselves with, so that their spellings are worked out once for all calls.
#[derive(Default)]
pub(crate) struct Keyring(RwLock<Vec<(HeaderValue, Key)>>);

impl Keyring {
    /// The secrets of headers such as `x-api-key` or `authorization`, that of the call itself first.
    pub(crate) fn secrets<'h>(
        &self,
        of_call: Option<&HeaderValue>,
        others: impl IntoIterator<Item = &'h HeaderValue>,
    ) -> Secrets {
        let mut secrets = Secrets { own: of_call.and_then(|header| self.key(header)), others: Vec::new() };
        let others = others.into_iter().filter(|other| Some(*other) != of_call);
        for other in others.filter_map(|header| self.key(header)) {
            if secrets.keys().all(|known| known.text != other.text) {
                secrets.others.push(other);
            }
        }
        secrets
    }

    fn key(&self, header: &HeaderValue) -> Option<Key> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, key)) = known.iter().find(|(known, _)| known == header) {
            return Some(Arc::clone(key));
        }
        drop(known);
        let key = Arc::new(Secret::new(header.to_str().ok().and_then(key_of)?));
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KEYS {
            known.remove(0);
        }
        known.push((header.clone(), Arc::clone(&key)));
        Some(key)
    }
}

/// The key in the text of a header: the scheme before it, such as `Bearer` or `APIKEY`, is no secret.
fn key_of(header: &str) -> Option<&str> {
    let start = header.rfind(' ').map_or(0, |space| space + 1);
    header.get(start..).filter(|key| key.len() >= SHORTEST)
}

impl Secrets {
    /// The key in the text of a header.
    pub(crate) fn of_text(header: Option<&str>) -> Secrets {
        Secrets { own: header.and_then(key_of).map(|key| Arc::new(Secret::new(key))), others: Vec::new() }
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.own.iter().chain(&self.others)
    }

    /// The text without the key and without anything that looks like one.
    pub(crate) fn blank<'a>(&self, value: &'a str) -> Cow<'a, str> {
        match self.own(value) {
            Some(clean) => Cow::Owned(text(&clean).into_owned()),
            None => text(value),
        }
    }

    /// As [`Secrets::blank`] for the first part of a longer text, at whose end the key may be cut in two.
    pub(crate) fn blank_cut(&self, value: &str) -> String {
        let clean = self.blank(value).into_owned();
        let cut = self.keys().filter_map(|key| {
            (SHORTEST..key.text.len())
                .rev()
                .find(|length| key.text.get(..*length).is_some_and(|part| clean.ends_with(part)))
        });
        match cut.max() {
            Some(length) => format!("{}{MASK}", &clean[..clean.len() - length]),
            None => clean,
        }
    }

    /// Blanks the texts and names of a JSON value, before anything is cut out of it.
    pub(crate) fn blank_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                if let Cow::Owned(clean) = self.blank(text) {
                    *text = clean;
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.blank_json(item)),
            Value::Object(members) => {
                let named: Vec<(String, String)> = members
                    .keys()
                    .filter_map(|name| match self.blank(name) {
                        Cow::Owned(clean) => Some((name.clone(), clean)),
                        Cow::Borrowed(_) => None,
                    })
                    .collect();
                for (name, clean) in named {
                    if let Some(member) = members.remove(&name) {
                        members.insert(clean, member);
                    }
                }
                members.values_mut().for_each(|member| self.blank_json(member));
            }
            _ => {}
        }
    }

    /// Blanks the values of headers that repeat the key.
    pub(crate) fn blank_headers(&self, headers: &mut HeaderMap) {
        let Some(shortest) = self.keys().map(|key| key.shortest()).min() else { return };
        for value in headers.values_mut().filter(|value| value.len() >= shortest) {
            let clean = value.to_str().ok().and_then(|text| self.own(text));
            if let Some(clean) = clean {
                let sensitive = value.is_sensitive();
                *value = HeaderValue::from_str(&clean).unwrap_or(HeaderValue::from_static(MASK));
                value.set_sensitive(sensitive);
            }
        }
    }

    /// Whether the text holds the key in any spelling.
    pub(crate) fn are_in(&self, value: &str) -> bool {
        self.own(value).is_some()
    }

    /// The text without the key, when it is there.
    fn own(&self, value: &str) -> Option<String> {
        let mut clean: Option<String> = None;
        for key in self.keys() {
            for spelling in key.spellings(value.len()) {
                let shown = clean.as_deref().unwrap_or(value);
                if memmem::find(shown.as_bytes(), spelling.as_bytes()).is_some() {
                    clean = Some(shown.replace(&**spelling, MASK));
                }
            }
            for part in key.base64_parts(value.len()) {
                while let Some(replaced) = without_word(clean.as_deref().unwrap_or(value), part) {
                    clean = Some(replaced);
                }
            }
        }
        clean
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

/// The key as it is, as JSON and HTML escape it, and percent-encoded in upper and lower case.
fn spellings(key: &str) -> Vec<Zeroizing<String>> {
    // A key of unreserved characters has one spelling.
    if key.bytes().all(is_unreserved) {
        return vec![Zeroizing::new(key.to_owned())];
    }
    let percent = |lower: bool| {
        key.bytes().fold(String::with_capacity(key.len() * 3), |mut text, byte| {
            match byte {
                _ if is_unreserved(byte) => text.push(byte.into()),
                _ if lower => _ = write!(text, "%{byte:02x}"),
                _ => _ = write!(text, "%{byte:02X}"),
            }
            text
        })
    };
    let json = key.replace('\\', r"\\").replace('"', "\\\"");
    let slashes = json.replace('/', r"\/");
    let html = key.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut all = vec![key.to_owned()];
    for other in [percent(false), percent(true), json, slashes, html] {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all.into_iter().map(Zeroizing::new).collect()
}

/// Whether a byte stands for itself in a URL (RFC 3986, section 2.3).
fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// What the base64 of any text that holds the key must hold, for each of the three places in a group of bytes where the key
/// may begin, in both alphabets.
fn base64_parts(key: &[u8]) -> Vec<Zeroizing<String>> {
    let mut parts = Vec::new();
    for before in 0..3 {
        let mut bytes = Zeroizing::new(vec![0; before]);
        bytes.extend_from_slice(key);
        let whole = bytes.len() * 8 / 6;
        let first = (before * 8).div_ceil(6);
        let part: String = (first..whole).map(|index| char::from(STANDARD[six_bits(&bytes, index)])).collect();
        if part.len() < SHORTEST_BASE64 {
            continue;
        }
        let url = part.replace('+', "-").replace('/', "_");
        if url != part {
            parts.push(Zeroizing::new(url));
        }
        parts.push(Zeroizing::new(part));
    }
    parts
}

fn six_bits(bytes: &[u8], index: usize) -> usize {
    let (byte, shift) = (index * 6 / 8, index * 6 % 8);
    let pair = u16::from(bytes[byte]) << 8 | u16::from(bytes.get(byte + 1).copied().unwrap_or(0));
    usize::from(pair >> (10 - shift) & 0x3f)
}

/// The text without the run of base64 characters that holds the part.
fn without_word(value: &str, part: &str) -> Option<String> {
    let at = memmem::find(value.as_bytes(), part.as_bytes())?;
    let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=');
    let start = value[..at]
        .rfind(|c| !is_base64(c))
        .map_or(0, |before| before + value[before..].chars().next().map_or(1, char::len_utf8));
    let end = value[at..].find(|c| !is_base64(c)).map_or(value.len(), |length| at + length);
    Some(format!("{}{MASK}{}", &value[..start], &value[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets(key: &'static str) -> Secrets {
        Secrets::of_text(Some(key))
    }

    #[test]
    fn every_spelling_of_the_key_is_blanked() {
        let own = secrets("Bearer QWERTY/42+\"x&y");
        for text in [
            "glueQWERTY/42+\"x&yd",
            "k=QWERTY%2F42%2B%22x%26y",
            "k=QWERTY%2f42%2b%22x%26y",
            r#"{"k":"QWERTY\/42+\"x&y"}"#,
            "<b>QWERTY/42+&quot;x&amp;y</b>",
        ] {
            let clean = own.blank(text);
            assert!(clean.contains(MASK) && !clean.contains("QWERTY"), "{clean}");
        }
        assert_eq!(own.blank("nothing here"), "nothing here");
        assert_eq!(own.blank_cut("so far QWERTY/4"), "so far [redacted]");
        assert!(!own.are_in("QWERTY"));
    }

    #[test]
    fn base64_at_any_place_of_a_group() {
        let own = secrets("legacyKEY0123456789");
        // base64 of "legacyKEY0123456789", ":legacyKEY0123456789" and "u:legacyKEY0123456789!"
        for text in ["bGVnYWN5S0VZMDEyMzQ1Njc4OQ==", "OmxlZ2FjeUtFWTAxMjM0NTY3ODk=", "dTpsZWdhY3lLRVkwMTIzNDU2Nzg5IQ=="]
        {
            assert_eq!(own.blank(&format!("é Basic {text}.")), format!("é Basic {MASK}."));
        }
    }

    #[test]
    fn a_keyring_blanks_every_key_that_it_is_asked_about_however_many_came_before() {
        let ring = Keyring::default();
        for number in (0..=MOST_KEYS).chain(0..=MOST_KEYS) {
            let key = format!("QWERTY{number:04}");
            let (header, client) =
                (HeaderValue::try_from(format!("Bearer {key}")), HeaderValue::from_static("ASDFGH42"));
            let own = ring.secrets(header.as_ref().ok(), [&client]);
            assert_eq!(own.blank(&format!("{key} ASDFGH42")), format!("{MASK} {MASK}"));
        }
        assert!(ring.0.read().unwrap().len() <= MOST_KEYS);
    }

    #[test]
    fn names_texts_and_headers() {
        let own = secrets("QWERTY42");
        let mut value = serde_json::json!({"QWERTY42": ["a QWERTY42"], "n": 1});
        own.blank_json(&mut value);
        assert_eq!(value, serde_json::json!({"[redacted]": ["a [redacted]"], "n": 1}));
        let mut headers = HeaderMap::new();
        headers.insert("x-request-id", HeaderValue::from_static("r-QWERTY42"));
        own.blank_headers(&mut headers);
        assert_eq!(headers["x-request-id"], "r-[redacted]");
        assert_eq!(Secrets::default().blank("a"), "a");
    }
}
