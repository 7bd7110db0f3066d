//! Links to the web interface.

use harness_sdk::link::{Link, Target};
use harness_sdk::{Client, Host, Scope};
use proptest::prelude::*;

fn identifier() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Za-z_][A-Za-z0-9_$]{0,20}", "[^.\u{0}-\u{1f}][ -~äß✓]{0,8}"]
}

fn target() -> impl Strategy<Value = Target> {
    let two = || (identifier(), identifier());
    prop_oneof![
        Just(Target::Overview),
        identifier().prop_map(|id| Target::Pipeline { id }),
        two().prop_map(|(pipeline, id)| Target::Execution { pipeline, id }),
        two().prop_map(|(pipeline, id)| Target::InputSet { pipeline, id }),
        identifier().prop_map(|pipeline| Target::Triggers { pipeline }),
        two().prop_map(|(pipeline, id)| Target::Trigger { pipeline, id }),
        identifier().prop_map(|id| Target::Service { id }),
        identifier().prop_map(|id| Target::Environment { id }),
        identifier().prop_map(|id| Target::Connector { id }),
        identifier().prop_map(|id| Target::Secret { id }),
        identifier().prop_map(|id| Target::Template { id }),
        identifier().prop_map(|id| Target::Repository { id }),
        (identifier(), any::<u64>()).prop_map(|(repository, number)| Target::PullRequest { repository, number }),
        (identifier(), identifier()).prop_map(|(a, b)| Target::Other(vec!["chaos".to_owned(), a, b])),
    ]
}

proptest! {
    #[test]
    fn what_is_made_is_read_as_it_was(
        target in target(),
        account in identifier(),
        org in identifier(),
        project in identifier(),
        module in proptest::option::of("[a-z]{2,8}"),
        query in proptest::collection::vec((identifier(), ".{0,8}"), 0..3),
    ) {
        let scope = Scope::project(org, project).with_account(account);
        let mut link = Link::new(&scope, target).expect("a link");
        if let Some(module) = module {
            link = link.in_module(module);
        }
        for (name, value) in query {
            link = link.with_query(name, value);
        }
        let vanity = Host::parse("https://acme.harness.io/gateway").expect("a host");
        prop_assert_eq!(&link.to_url(&vanity).parse::<Link>().expect("read"), &link);
        prop_assert_eq!(&link.to_path().parse::<Link>().expect("read"), &link);
        prop_assert_eq!(link.scope(), scope);
    }

    #[test]
    fn no_text_makes_reading_fail_otherwise_than_by_an_error(text in "\\PC{0,60}") {
        let _ = text.parse::<Link>();
        let _ = format!("/ng/account/{text}").parse::<Link>();
    }
}

#[test]
fn all_forms_that_people_paste_are_read() {
    let execution = Target::Execution { pipeline: "deploy".into(), id: "E1".into() };
    let pipeline = Target::Pipeline { id: "deploy".into() };
    let place = "orgs/o/projects/p/pipelines/deploy";
    for (path, module, target) in [
        (format!("account/A/module/ci/{place}/executions/E1/pipeline?storeType=INLINE"), Some("ci"), &execution),
        (format!("account/A/all/cd/{place}/deployments/E1/pipeline"), Some("cd"), &execution),
        (format!("account/A/home/{place}/executions/E1"), None, &execution),
        (format!("account/A/cd/{place}/pipeline-studio/"), Some("cd"), &pipeline),
        (format!("#/account/A/all/{place}"), None, &pipeline),
    ] {
        for host in
            ["https://app.harness.io/ng/", "https://acme.harness.io/ng/", "http://harness.local:8080/ng/", "/ng/"]
        {
            let link: Link = format!(" {host}{path}\n").parse().expect("a link");
            assert_eq!((link.module(), link.target()), (module, target), "{host}{path}");
            assert_eq!((link.account(), link.org(), link.project()), ("A", Some("o"), Some("p")));
        }
    }
    let secret: Link = "/ng/account/A/all/settings/secrets/key/overview".parse().expect("a link");
    assert_eq!((secret.target(), secret.org()), (&Target::Secret { id: "key".into() }, None));
    assert_eq!(secret.scope(), Scope::account().with_account("A"));
    for text in ["", "https://example.com/", "/ng/account", "%%%"] {
        let error = text.parse::<Link>().expect_err(text);
        assert!(!error.to_string().contains("example"), "{error}");
    }
}

#[test]
fn an_execution_is_found_by_its_link_in_the_links_project_and_account() {
    let context = Client::builder().host("acme").api_key("pat.A.tok.CANARY").build();
    let client = Client::new(context.expect("a configuration"));
    let url = "https://app.harness.io/ng/account/A/all/orgs/o/projects/p/pipelines/deploy/executions/E1/pipeline";
    let execution = client.execution_of_link(url).expect("an execution");
    assert_eq!((execution.id(), execution.pipeline()), ("E1", Some("deploy")));
    let link = "https://acme.harness.io/ng/account/A/all/orgs/o/projects/p/pipelines/deploy/deployments/E1/pipeline";
    assert_eq!(execution.link().as_deref(), Some(link));
    let other = client.execution_of_link(&url.replace("account/A", "account/B")).expect_err("another account");
    assert!(other.to_string().contains("`B`"), "{other}");
    client.execution_of_link("/ng/account/A/all/settings/connectors/c").expect_err("no execution");
    client.link(Target::Pipeline { id: "deploy".into() }).expect_err("no project");
    let project = client.project("o", "p");
    project.link(Target::Pipeline { id: "..".into() }).expect_err("no identifier");
}
