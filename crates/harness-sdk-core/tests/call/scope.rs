//! Scopes and their identifiers.

use harness_sdk_core::{IdentifierFault, Scope, ScopePart};

#[test]
fn levels_name_what_they_hold() {
    let account = Scope::account();
    assert_eq!((account.account_id(), account.org_id(), account.project_id()), (None, None, None));
    let org = Scope::org("o").with_account("a");
    assert_eq!((org.account_id(), org.org_id(), org.project_id()), (Some("a"), Some("o"), None));
    let project = Scope::project("o", "p");
    assert_eq!(ScopePart::ALL.map(|part| project.get(part)), [None, Some("o"), Some("p")]);
    assert_eq!(project, Scope::project("o".to_owned(), "p"));
    assert_ne!(project, Scope::org("o"));
}

#[test]
fn every_faulty_identifier_is_named() {
    let scope = Scope::project(" shop", "").with_account("pat.canary.token.secret");
    let error = scope.validate().unwrap_err();
    assert_eq!(
        error.faults(),
        [
            (ScopePart::Account, IdentifierFault::Credential),
            (ScopePart::Org, IdentifierFault::Surrounded),
            (ScopePart::Project, IdentifierFault::Empty),
        ]
    );
    let text = error.to_string();
    assert!(text.contains("the project identifier of the scope is empty"), "{text}");
    assert!(!text.contains("canary"), "{text}");
    assert_eq!(Scope::org("a\nb").validate().unwrap_err().faults(), [(ScopePart::Org, IdentifierFault::Control)]);
}

#[test]
fn an_identifier_that_would_be_read_as_several_is_refused() {
    for id in ["a.b", ".", "..", "a/b", "/a", "a/", "a\\b", "account.x"] {
        for part in ScopePart::ALL {
            let scope = match part {
                ScopePart::Account => Scope::account().with_account(id),
                ScopePart::Org => Scope::org(id),
                ScopePart::Project => Scope::project("default", id),
            };
            assert_eq!(scope.validate().unwrap_err().faults(), [(part, IdentifierFault::Separator)], "{id}");
        }
    }
}

#[test]
fn identifiers_of_the_wire_are_taken() {
    for id in ["default", "My_Org", "a-b", "x$1", "Ünit", "two words", "0"] {
        assert_eq!(Scope::org(id).validate(), Ok(()), "{id}");
    }
}

#[test]
fn parts_know_their_variables() {
    assert_eq!(ScopePart::Account.variables(), ["HARNESS_ACCOUNT_ID", "HARNESS_ACCOUNT"]);
    assert_eq!(ScopePart::Org.variables(), ["HARNESS_ORG_ID", "HARNESS_ORG"]);
    assert_eq!(ScopePart::Project.variables(), ["HARNESS_PROJECT_ID", "HARNESS_PROJECT"]);
    assert_eq!(ScopePart::Org.to_string(), "organization");
}
