//! Addresses as people write them, and where operations end up.

use harness_sdk_core::{Cluster, Host, HostFault};
use url::Url;

#[test]
fn every_form_of_address_is_read() {
    let rows = [
        ("prod0", "https://accounts.harness.io"),
        ("prod1", "https://app.harness.io"),
        ("prod2", "https://app.harness.io"),
        ("prod3", "https://app3.harness.io"),
        ("prod4", "https://accounts.harness.io"),
        ("eu", "https://accounts.eu.harness.io"),
        ("EU", "https://accounts.eu.harness.io"),
        ("acme", "https://acme.harness.io"),
        ("app", "https://app.harness.io"),
        ("acme-corp-2", "https://acme-corp-2.harness.io"),
        ("acme.harness.io", "https://acme.harness.io"),
        ("acme.harness.io/", "https://acme.harness.io"),
        ("acme.harness.io/gateway", "https://acme.harness.io/gateway"),
        ("harness.example.com", "https://harness.example.com"),
        ("harness.example.com:8443/base", "https://harness.example.com:8443/base"),
        ("https://app.harness.io", "https://app.harness.io"),
        ("https://app.harness.io/", "https://app.harness.io"),
        ("https://app.harness.io///", "https://app.harness.io"),
        ("https://app.harness.io:443", "https://app.harness.io"),
        ("HTTPS://APP.Harness.IO", "https://app.harness.io"),
        ("https://app.harness.io/gateway", "https://app.harness.io/gateway"),
        ("https://app.harness.io/gateway/", "https://app.harness.io/gateway"),
        ("https://app.harness.io/gateway/gateway", "https://app.harness.io/gateway"),
        ("https://harness.example.com/base/path/", "https://harness.example.com/base/path"),
        ("https://harness.example.com/base/gateway/", "https://harness.example.com/base/gateway"),
        ("https://harness.example.com/mygateway", "https://harness.example.com/mygateway"),
        ("https://apidocs.harness.io/_mock/openapi-merged/", "https://apidocs.harness.io/_mock/openapi-merged"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://harness.localhost", "http://harness.localhost"),
        ("http://127.0.0.1:3000/harness", "http://127.0.0.1:3000/harness"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://10.0.0.5:8443", "https://10.0.0.5:8443"),
    ];
    for (text, expected) in rows {
        let host = Host::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(host.to_string(), expected, "{text}");
    }
}

#[test]
fn faults_are_named_all_at_once() {
    use HostFault::{
        Blank, Credential, Empty, EmptySegment, Fragment, Malformed, NoScheme, Number, Page, PlainHttp, Query, Scheme,
        UserInfo,
    };
    let rows: [(&str, &[HostFault]); 36] = [
        ("", &[Empty]),
        (" ", &[Blank]),
        ("https://app.harness.io\r", &[Blank]),
        ("pat.account.token.secret", &[Credential]),
        ("sat.account.token.secret", &[Credential]),
        ("localhost", &[NoScheme]),
        ("localhost:8080", &[NoScheme]),
        ("127.0.0.1:8080", &[NoScheme]),
        ("[::1]:8080", &[NoScheme]),
        ("::1", &[NoScheme]),
        ("acme/gateway", &[NoScheme]),
        ("-acme", &[NoScheme]),
        ("ftp://app.harness.io", &[Scheme]),
        ("https://", &[Malformed]),
        ("https://app.harness.io:port", &[Malformed]),
        ("https:\\\\app.harness.io", &[Malformed]),
        ("http://app.harness.io", &[PlainHttp]),
        ("http://127.0.0.1.example.com", &[PlainHttp]),
        ("http://localhost.example.com", &[PlainHttp]),
        ("https://user:word@app.harness.io", &[UserInfo]),
        ("user@app.harness.io", &[UserInfo]),
        ("https://app.harness.io?account=a", &[Query]),
        ("https://app.harness.io/#top", &[Fragment]),
        ("https://app.harness.io//gateway", &[EmptySegment]),
        ("https://app.harness.io/ng/account/abc/home", &[Page]),
        ("https://app.harness.io/ng/#/account/abc/home", &[Page]),
        ("1.2.3", &[Number]),
        ("https://1.2.3", &[Number]),
        ("https://1.2.3:8443/base", &[Number]),
        ("https://127.1", &[Number]),
        ("http://2130706433", &[Number]),
        ("https://0x7f.0.0.1", &[Number]),
        ("https://010.0.0.1", &[Number]),
        ("https://1.2.3.4.", &[Number]),
        ("https://\u{ff11}.2.3.4", &[Number]),
        ("http://user@harness.example.com/a//b?c#d", &[PlainHttp, UserInfo, EmptySegment, Query, Fragment]),
    ];
    for (text, expected) in rows {
        let error = Host::parse(text).err().unwrap_or_else(|| panic!("{text}: taken"));
        assert_eq!(error.faults(), expected, "{text}");
    }
}

#[test]
fn an_error_never_repeats_the_address() {
    let text = "http://somebody:canary-word@harness.example.com?token=canary-query";
    let error = Host::parse(text).unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!shown.contains("canary"), "{shown}");
    assert!(shown.contains("user name or password"), "{shown}");
    assert!(shown.contains("HARNESS_ALLOW_HTTP"), "{shown}");
}

#[test]
fn plain_http_to_others_needs_leave() {
    let host = Host::parse_allowing_plain_http("http://harness.example.com/base").unwrap();
    assert_eq!(host.join("/v1/orgs").unwrap().as_str(), "http://harness.example.com/base/v1/orgs");
    assert_eq!((host.scheme(), host.name(), host.port()), ("http", "harness.example.com", 80));
    assert!(Host::parse_allowing_plain_http("ftp://harness.example.com").is_err());
}

#[test]
fn operations_pass_the_gateway_once() {
    let rows = [
        ("app", "/ng/api/projects", "https://app.harness.io/ng/api/projects"),
        ("app", "/gateway/lw/api/v1", "https://app.harness.io/gateway/lw/api/v1"),
        ("https://h.io/gateway", "/ng/api/projects", "https://h.io/gateway/ng/api/projects"),
        ("https://h.io/gateway/", "/gateway/lw/api/v1", "https://h.io/gateway/lw/api/v1"),
        ("https://h.io/gateway", "/gateway", "https://h.io/gateway"),
        ("https://h.io/gateway", "/gateways/x", "https://h.io/gateway/gateways/x"),
        ("https://h.io/base", "/gateway/x", "https://h.io/base/gateway/x"),
        ("https://h.io/base/gateway", "/gateway/x", "https://h.io/base/gateway/x"),
        ("https://h.io/base/gateway", "/v1/x", "https://h.io/base/gateway/v1/x"),
        ("https://h.io/gateway/base", "/gateway/x", "https://h.io/gateway/base/gateway/x"),
    ];
    for (host, path, expected) in rows {
        let url = Host::parse(host).unwrap().join(path).unwrap();
        assert_eq!(url.as_str(), expected, "{host} {path}");
    }
    assert_eq!(
        Host::documentation_mock().join("/v1/orgs").unwrap().as_str(),
        "https://apidocs.harness.io/_mock/openapi-merged/v1/orgs"
    );
}

#[test]
fn encoded_paths_are_kept_to_the_letter() {
    let host = Host::default();
    for path in ["/", "/a%2Fb", "/a%2fb%252F", "/a//b/", "/ref/+", "/a%20b:sync", "/...", "/a;b=c,d", "/%E2%82%AC"] {
        assert_eq!(host.join(path).unwrap().as_str(), format!("https://app.harness.io{path}"));
    }
}

#[test]
fn paths_that_would_change_are_refused() {
    let host = Host::parse("https://h.io/base/gateway").unwrap();
    let paths = [
        "",
        "v1/orgs",
        "@evil.example/x",
        "/a/../b",
        "/a/.",
        "/a/%2E%2e/b",
        "/a/%2e",
        "/a\\b",
        "/a b",
        "/a\tb",
        "/a?b",
        "/a#b",
        "/é",
    ];
    for path in paths {
        let error = host.join(path).err().unwrap_or_else(|| panic!("{path}: taken"));
        assert_eq!(error.faults(), [HostFault::Path], "{path}");
    }
}

#[test]
fn only_the_same_origin_is_the_same() {
    let host = Host::parse("https://acme.harness.io/gateway").unwrap();
    let rows = [
        ("https://acme.harness.io/anything?x=1", true),
        ("https://ACME.harness.io:443/", true),
        ("http://acme.harness.io/", false),
        ("https://acme.harness.io:8443/", false),
        ("https://acme.harness.io.evil.example/", false),
        ("https://app.harness.io/gateway", false),
        ("https://acme.harness.io@evil.example/", false),
        ("https://sub.acme.harness.io/", false),
        ("data:text/plain,acme.harness.io", false),
    ];
    for (url, same) in rows {
        assert_eq!(host.is_same_origin(&Url::parse(url).unwrap()), same, "{url}");
    }
}

#[test]
fn clusters_are_addresses() {
    for cluster in Cluster::ALL {
        assert_eq!(Host::from(cluster), Host::parse(cluster.as_str()).unwrap());
        assert_eq!(Host::from(cluster).name(), cluster.name());
    }
    assert_eq!(Host::default().to_string(), "https://app.harness.io");
    assert_eq!(format!("{:?}", Host::default()), "Host(https://app.harness.io)");
    assert_eq!("acme".parse::<Host>().unwrap().to_string(), "https://acme.harness.io");
}

/// The paths of the document and of what supplements it.
fn published_paths() -> Vec<String> {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");
    let text = std::fs::read_to_string(format!("{spec}/harness-openapi.json")).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut paths: Vec<String> = document["paths"].as_object().unwrap().keys().cloned().collect();
    for file in std::fs::read_dir(format!("{spec}/supplement")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let lines = text.lines().filter(|line| line.starts_with("  /"));
        paths.extend(lines.map(|line| line.trim().trim_end_matches(':').to_owned()));
    }
    assert!(paths.len() > 1000, "{}", paths.len());
    paths
}

#[test]
fn paths_of_operations_are_no_part_of_an_address() {
    for path in published_paths() {
        let fixed = path.split('{').next().unwrap().trim_end_matches('/');
        for host in [format!("https://app.harness.io{fixed}"), format!("acme.harness.io{fixed}")] {
            let error = Host::parse(&host).err().unwrap_or_else(|| panic!("{host}: taken"));
            assert_eq!(error.faults(), [HostFault::Operation], "{host}");
        }
    }
    for inner in ["/ng/api", "/base/ng/api/projects", "/gateway/pipeline/api", "/v1", "/code"] {
        let error = Host::parse(&format!("https://harness.example.com{inner}")).unwrap_err();
        assert_eq!(error.faults(), [HostFault::Operation], "{inner}");
    }
    for base in ["/gateway", "/base", "/harness/api", "/tools/code", "/v1-installation"] {
        Host::parse(&format!("https://harness.example.com{base}")).unwrap_or_else(|fault| panic!("{base}: {fault}"));
    }
}
