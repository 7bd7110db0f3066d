//! Reading links.

use std::str::FromStr;

use percent_encoding::percent_decode_str;
use url::Url;

use super::{Link, LinkError, Target};

/// Stands in for the host of a link that has none; the host is not looked at.
const NO_HOST: &str = "https://harness.invalid";

impl FromStr for Link {
    type Err = LinkError;

    /// Reads an address with or without a host, in any of the forms the web interface has had.
    fn from_str(text: &str) -> Result<Link, LinkError> {
        link(text)
    }
}

fn link(text: &str) -> Result<Link, LinkError> {
    let base = Url::parse(NO_HOST).map_err(|_| LinkError("no link can be read".to_owned()))?;
    let url = base.join(text.trim()).map_err(|_| LinkError("the text is no link".to_owned()))?;
    let url = match url.fragment().filter(|fragment| fragment.starts_with("/account/")) {
        // An older form has the whole path behind a hash.
        Some(fragment) => base.join(fragment).map_err(|_| LinkError("the text is no link".to_owned()))?,
        None => url,
    };
    let segments = url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty());
    let mut segments: Vec<String> = segments.map(decoded).collect::<Result<_, _>>()?;
    let account = segments.iter().position(|segment| segment == "account").filter(|at| at + 1 < segments.len());
    let Some(account) = account else {
        return Err(LinkError("the link is none of the web interface: it has no /account/ in it".to_owned()));
    };
    let mut rest = segments.split_off(account + 1).into_iter();
    let account = rest.next().unwrap_or_default();
    let mut rest: Vec<String> = rest.collect();
    let module = take_module(&mut rest);
    let org = take_named(&mut rest, "orgs");
    let project = org.as_ref().and_then(|_| take_named(&mut rest, "projects"));
    let query = url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    Ok(Link { account, module, org, project, target: Target::of(rest), query })
}

fn decoded(segment: &str) -> Result<String, LinkError> {
    let text = percent_decode_str(segment).decode_utf8();
    text.map(|text| text.into_owned()).map_err(|_| LinkError("the link holds bytes that are no text".to_owned()))
}

/// Takes what stands between the account and the scope: `module/cd`, `all/cd`, `all`, `home`, or `cd` alone.
fn take_module(rest: &mut Vec<String>) -> Option<String> {
    let first = rest.first().map(String::as_str)?;
    if first == "module" {
        rest.remove(0);
        return (!rest.is_empty()).then(|| rest.remove(0));
    }
    if matches!(first, "all" | "home") {
        rest.remove(0);
    }
    // A product is told by the scope that follows it, for products are added over time.
    (rest.len() > 1 && rest[0] != "orgs" && rest[1] == "orgs").then(|| rest.remove(0))
}

/// Takes `orgs/NAME` from the front.
fn take_named(rest: &mut Vec<String>, kind: &str) -> Option<String> {
    if rest.len() < 2 || rest[0] != kind {
        return None;
    }
    rest.remove(0);
    Some(rest.remove(0))
}
