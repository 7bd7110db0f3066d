//! The tests of the README.

mod expectations {
    use harness_sdk_mock::MockHarness;
    use serde_json::json;

    #[tokio::test]
    async fn deploy_pipelines_are_found() {
        let mock = MockHarness::start().await;
        let listing = mock.pipelines().list_pipelines(|when, then| {
            (when.search_term("deploy"), then.items([json!({"identifier": "deploy_web"})]))
        });

        let project = mock.client().project("default", "checkout");
        let pipelines = project.pipelines().list_pipelines().search_term("deploy").send().await.unwrap();
        assert_eq!(pipelines.len(), 1);
        listing.assert();
    }
}

mod answers {
    use harness_sdk_mock::{Fault, MockHarness};

    #[tokio::test]
    async fn long_lists_survive_failures() {
        let mock = MockHarness::answering().items(57).fail_every(5, Fault::Unavailable).start().await;
        let mut projects = mock.client().platform().list_projects().items();
        let mut count = 0;
        while projects.try_next().await.unwrap().is_some() {
            count += 1;
        }
        assert_eq!(count, 57);
    }
}

#[test]
fn the_readme_shows_these_tests() {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let here = plain(include_str!("readme.rs"));
    let blocks: Vec<&str> = include_str!("../../README.md").split("```rust").skip(1).collect();
    assert_eq!(blocks.len(), 2);
    for block in blocks {
        let code = block.split("```").next().unwrap_or_default();
        assert!(here.contains(&plain(code)), "{code}");
    }
}
