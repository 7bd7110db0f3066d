//! Unions as a program writes them: the tags fill themselves, inside and beside, and a contradiction is told before sending.

use harness_sdk_core::model::{from_value, to_value};
use serde_json::{Value, json};

fn written<T: harness_sdk_core::model::Slot>(value: &T) -> Value {
    to_value(value).unwrap_or_else(|fault| panic!("{}: {fault}", fault.path()))
}

mod connectors {
    use harness_sdk_connectors::types::*;

    use super::*;

    fn connector(spec: impl Into<ConnectorConfig>) -> Value {
        let info: ConnectorInfo = ConnectorInfo::new().identifier("c").name("C").spec(spec.into());
        written(&info)
    }

    #[test]
    fn a_cluster_is_one_expression() {
        let info =
            ConnectorInfo::new().identifier("k8s").name("K8s").spec(KubernetesClusterConfig::new().credential(
                KubernetesCredential::new().spec(
                    KubernetesClusterDetails::new().master_url("https://k").auth(
                        KubernetesAuth::new().spec(KubernetesServiceAccount::new().service_account_token_ref("t")),
                    ),
                ),
            ));
        let expected = json!({
            "identifier": "k8s", "name": "K8s", "type": "K8sCluster",
            "spec": {"credential": {"type": "ManualConfig", "spec": {
                "masterUrl": "https://k",
                "auth": {"type": "ServiceAccount", "spec": {"serviceAccountTokenRef": "t"}},
            }}},
        });
        assert_eq!(written(&info), expected);
        let read: ConnectorInfo = from_value(&expected).expect("a connector");
        let ConnectorConfig::KubernetesClusterConfig(cluster) = read.spec else { panic!("another connector") };
        let Some(KubernetesCredentialSpec::KubernetesClusterDetails(details)) = cluster.credential.spec else {
            panic!("another credential")
        };
        assert_eq!(details.master_url, "https://k");
        assert!(matches!(details.auth.spec, KubernetesAuthCredential::KubernetesServiceAccount(_)));
    }

    #[test]
    fn where_nothing_stands_beside_a_tag_nothing_is_sent() {
        let inherited = KubernetesCredential::new().spec(KubernetesCredentialSpec::InheritFromDelegate);
        let cluster = connector(KubernetesClusterConfig::new().credential(inherited));
        assert_eq!(cluster["spec"], json!({"credential": {"type": "InheritFromDelegate"}}));

        let auth = DockerAuthentication::new().spec(DockerAuthCredentials::Anonymous);
        let docker =
            connector(DockerConnector::new().docker_registry_url("https://d").provider_type("DockerHub").auth(auth));
        assert_eq!(
            (&docker["type"], &docker["spec"]["auth"]),
            (&json!("DockerRegistry"), &json!({"type": "Anonymous"}))
        );
    }

    #[test]
    fn a_childs_own_type_is_not_the_connectors() {
        let http = GithubHttpCredentials::new().spec(GithubUsernameToken::new().username("u").token_ref("t"));
        let github = GithubConnector::new()
            .r#type("Repo")
            .url("https://github.com/a/b")
            .authentication(GithubAuthentication::new().spec(http));
        let json = connector(github);
        assert_eq!((&json["type"], &json["spec"]["type"]), (&json!("Github"), &json!("Repo")));
        assert_eq!(
            json["spec"]["authentication"],
            json!({"type": "Http", "spec": {"type": "UsernameToken", "spec": {"username": "u", "tokenRef": "t"}}})
        );
        let read: ConnectorInfo = from_value(&json).expect("a connector");
        assert!(matches!(read.spec, ConnectorConfig::GithubConnector(_)), "{read:?}");
    }

    #[test]
    fn a_tag_that_contradicts_is_told() {
        let info = ConnectorInfo::new().r#type("Git").spec(KubernetesClusterConfig::new());
        let fault = to_value(&info).expect_err("two types");
        assert_eq!(fault.path(), "$.type");
        assert!(fault.message().contains("`Git` contradicts `spec`, which says `K8sCluster`"), "{fault}");
    }

    #[test]
    fn secrets_are_told_by_the_type_beside_them() {
        let text = SecretTextSpec::new().secret_manager_identifier("m").value_type("Inline").value("v");
        let secret = written(&Secret::new().identifier("s").name("S").spec(text));
        assert_eq!(secret["type"], "SecretText");
        assert_eq!(secret["spec"], json!({"secretManagerIdentifier": "m", "valueType": "Inline", "value": "v"}));

        let ssh = SshConfig::new().spec(SshKeyPathCredential::new().user_name("u").key_path("/k"));
        let key = Secret::new().identifier("s").name("S").spec(SshKeySpec::new().auth(SshAuth::new().spec(ssh)));
        let key = written(&key);
        assert_eq!(key["type"], "SSHKey");
        assert_eq!(
            key["spec"]["auth"],
            json!({"type": "SSH", "spec": {"credentialType": "KeyPath", "spec": {"userName": "u", "keyPath": "/k"}}})
        );
    }
}

mod elsewhere {
    use harness_sdk_ccm::types::{Budget, BudgetScope, ClusterBudgetScope};
    use harness_sdk_registry::types::{RegistryRequest, UpstreamConfig, UserPassword};
    use harness_sdk_srm::types::{HealthSource, NextGenHealthSource, RollingSloTargetSpec, SloTarget};

    use super::*;

    #[test]
    fn a_budgets_type_is_not_that_of_its_scope() {
        let budget = Budget::new().r#type("SPECIFIED_AMOUNT").scope(ClusterBudgetScope::new().cluster_ids(["c"]));
        let json = written(&budget);
        assert_eq!(
            (&json["type"], &json["scope"]),
            (&json!("SPECIFIED_AMOUNT"), &json!({"type": "CLUSTER", "clusterIds": ["c"]}))
        );
        let read: Budget = from_value(&json).expect("a budget");
        assert!(matches!(read.scope, Some(BudgetScope::ClusterBudgetScope(_))), "{read:?}");
    }

    #[test]
    fn a_service_levels_target_is_told_beside_it() {
        let target =
            SloTarget::new().slo_target_percentage(99.5).spec(RollingSloTargetSpec::new().period_length("30d"));
        assert_eq!(
            written(&target),
            json!({"type": "Rolling", "sloTargetPercentage": 99.5, "spec": {"periodLength": "30d"}})
        );
    }

    #[test]
    fn a_type_of_several_tags_wants_to_be_told_which() {
        let source = HealthSource::new().name("n").identifier("i").spec(NextGenHealthSource::new().connector_ref("c"));
        let fault = to_value(&source).expect_err("which of seven");
        assert_eq!(fault.path(), "$.type");
        assert_eq!(written(&source.r#type("SumologicLogs"))["type"], "SumologicLogs");
    }

    #[test]
    fn an_upstream_registry_is_written_with_its_credentials() {
        let upstream = UpstreamConfig::new().url("https://r").auth(UserPassword::new().user_name("u"));
        let request = written(&RegistryRequest::new().identifier("r").config(upstream));
        assert_eq!(
            request["config"],
            json!({"type": "UPSTREAM", "authType": "UserPassword", "url": "https://r", "auth": {"userName": "u"}})
        );
    }
}
