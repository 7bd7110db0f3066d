//! Keys and tokens that do not change.

use harness_sdk_core::auth::{ApiKey, BearerToken, Credentials, KeyError, KeyKind, Token};

#[test]
fn the_account_is_the_second_of_four_segments() {
    let rows = [
        ("pat.acc_1-x.tok.sec", KeyKind::Personal, Some("acc_1-x")),
        ("sat.acc.tok.sec", KeyKind::ServiceAccount, Some("acc")),
        // Older keys have three segments, of which the second is the token's.
        ("pat.tok.sec", KeyKind::Personal, None),
        ("PAT.acc.tok.sec", KeyKind::Other, None),
        ("one.two.three.four", KeyKind::Other, None),
        ("bm9uZQ==", KeyKind::Other, None),
    ];
    for (text, kind, account) in rows {
        let key = ApiKey::new(text).unwrap();
        assert_eq!((key.kind(), key.account()), (kind, account), "{text}");
        assert_eq!(Credentials::from(key).account(), account, "{text}");
    }
}

#[test]
fn text_that_no_header_can_carry_is_refused() {
    let rows = [
        ("", KeyError::Empty),
        ("Bearer abc", KeyError::Scheme),
        ("bearer abc", KeyError::Scheme),
        (" abc", KeyError::WhiteSpace { position: 1 }),
        ("abc\n", KeyError::WhiteSpace { position: 4 }),
        ("a\r\nx-evil: 1", KeyError::WhiteSpace { position: 2 }),
        ("ab\u{a0}c", KeyError::WhiteSpace { position: 3 }),
        ("ab\0c", KeyError::Control { position: 3 }),
        ("ab\u{7f}", KeyError::Control { position: 3 }),
        ("kéy", KeyError::Character { position: 2 }),
        ("a\u{200b}", KeyError::Character { position: 2 }),
    ];
    for (text, expected) in rows {
        assert_eq!(ApiKey::new(text).unwrap_err(), expected, "{text:?}");
        assert_eq!(BearerToken::new(text).unwrap_err(), expected, "{text:?}");
        assert_eq!(Token::bearer(text).unwrap_err(), expected, "{text:?}");
        assert_eq!(Token::api_key(text).unwrap_err(), expected, "{text:?}");
    }
}

#[test]
fn what_is_copied_along_with_a_key_is_told() {
    let rows = [
        ("\"pat.a.b.CANARY\"", KeyError::Quoted),
        ("'pat.a.b.CANARY'", KeyError::Quoted),
        ("`pat.a.b.CANARY`", KeyError::Quoted),
        ("\u{201c}pat.a.b.CANARY\u{201d}", KeyError::Quoted),
        ("pat.a.b.CANARY\"", KeyError::Quoted),
        ("\"CANARY\"", KeyError::Quoted),
        ("x-api-key:pat.a.b.CANARY", KeyError::Header),
        ("X-API-Key: pat.a.b.CANARY", KeyError::Header),
        ("Authorization: Bearer CANARY", KeyError::Header),
        ("HARNESS_API_KEY=pat.a.b.CANARY", KeyError::Assignment),
        ("export HARNESS_PLATFORM_API_KEY=\"pat.a.b.CANARY\"", KeyError::Assignment),
        ("my_key=CANARY", KeyError::Assignment),
        ("pat.a.b.CANARY,", KeyError::Trailing),
        ("pat.a.b.CANARY;", KeyError::Trailing),
        ("$HARNESS_CANARY", KeyError::Placeholder),
        ("${HARNESS_CANARY}", KeyError::Placeholder),
        ("${{ secrets.CANARY }}", KeyError::Placeholder),
        ("{{CANARY}}", KeyError::Placeholder),
        ("<+secrets.getValue(\"CANARY\")>", KeyError::Placeholder),
        ("<CANARY>", KeyError::Placeholder),
        ("%CANARY%", KeyError::Placeholder),
        ("********", KeyError::Masked),
        ("pat.CANARY.b.****", KeyError::Masked),
        ("[redacted]", KeyError::Masked),
        ("\u{2022}\u{2022}\u{2022}", KeyError::Masked),
    ];
    for (text, expected) in rows {
        for fault in [ApiKey::new(text).unwrap_err(), BearerToken::new(text).unwrap_err()] {
            assert_eq!(fault, expected, "{text:?}");
            assert!(!format!("{fault} {fault:?}").contains("CANARY"), "{fault}");
        }
    }
    for text in [
        "pat.",
        "pat.CANARY",
        "pat..b.c",
        "pat.a.b.",
        "pat.a.b.c.CANARY",
        "sat.a/c.b.c",
        "pat.a.b.CANARY...",
        "pat.a=.b.c",
    ] {
        assert_eq!(ApiKey::new(text).unwrap_err(), KeyError::Form, "{text}");
        assert!(BearerToken::new(text).is_ok(), "{text}: a bearer token is opaque");
    }
    for text in ["bm9uZQ==", "a=b", "Q0FOQVJZ=", "path.a.b", "key-of-old", "a_b", "patience", "A1=="] {
        assert!(ApiKey::new(text).is_ok(), "{text}");
    }
}

#[tokio::test]
async fn credentials_become_one_sensitive_header() {
    let key = Credentials::from(ApiKey::new("pat.a.b.c").unwrap());
    let header = key.header().await.unwrap();
    assert_eq!((header.name.as_str(), header.value.to_str().unwrap()), ("x-api-key", "pat.a.b.c"));
    assert!(header.value.is_sensitive());
    assert!(!key.can_refresh() && !key.refused(&header));

    let token = Credentials::from(BearerToken::new("eyJ.a.b").unwrap());
    let header = token.header().await.unwrap();
    assert_eq!((header.name.as_str(), header.value.to_str().unwrap()), ("authorization", "Bearer eyJ.a.b"));
    assert!(header.value.is_sensitive());
    assert!(!token.can_refresh() && !token.refused(&header));
}

#[tokio::test]
async fn nothing_secret_shows() {
    const CANARY: &str = "CANARY-5bcf";
    let key_text = format!("pat.acc.{CANARY}.{CANARY}");
    let key = ApiKey::new(key_text.as_str()).unwrap();
    let bearer = BearerToken::new(CANARY).unwrap();
    let token = Token::bearer(CANARY).unwrap();
    let for_provider = token.clone();
    let provider = Credentials::provider(
        move || {
            let token = for_provider.clone();
            async move { Ok(token) }
        },
        None,
    );
    let mut shown = format!("{key:?} {bearer:?} {token:?} {:?}", Token::api_key(key_text.as_str()).unwrap());
    for credentials in [Credentials::from(key), Credentials::from(bearer), provider] {
        let header = credentials.header().await.unwrap();
        shown += &format!("{header:?} {header:#?} {credentials:?} {credentials:#?}");
    }
    for bad in [format!("{CANARY}\n"), format!("Bearer {CANARY}"), format!("é{CANARY}")] {
        let error = ApiKey::new(bad).unwrap_err();
        shown += &format!("{error} {error:?}");
    }
    assert!(!shown.contains("CANARY"), "{shown}");
    assert!(shown.contains("acc"), "{shown}");
}
