//! Families of operations that take a key of their own: the mock wants that key, and no other beside it.

use harness_sdk::Service;
use harness_sdk_mock::MockHarness;

#[tokio::test]
async fn the_client_of_a_mock_has_the_keys_of_all_families() {
    let mock = MockHarness::answering().in_process();
    mock.client().sei().list_collections().send().await.expect("an answer");
    let seen = mock.requests().pop().expect("a request");
    assert_eq!(seen.path(), "/gratis/sei/api/v1/org/units/list");
    assert_eq!((seen.header("authorization"), seen.header("x-api-key")), (Some("APIKEY mock-key-of-sei"), None));
    assert!(!format!("{seen} {seen:?}").contains("mock-key-of-sei"), "{seen:?}");
}

#[tokio::test]
async fn a_wrong_key_of_a_family_is_refused() {
    let other = |client: harness_sdk::ContextBuilder| client.service(Service::new("sei").key("other-key"));
    let mock = MockHarness::answering().client_with(other).in_process();
    let error = mock.client().sei().list_collections().send().await.unwrap_err();
    assert!(error.is_auth() && !error.to_string().contains("other-key"), "{error}");
}
