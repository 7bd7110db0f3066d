//! Connectors.

use harness_sdk_connectors::types::*;

use super::{map, written};

fn connector(identifier: &str, name: &str, spec: impl Into<ConnectorConfig>) -> Connector {
    Connector::new().connector(ConnectorInfo::new().name(name).identifier(identifier).spec(spec))
}

fn kubernetes(auth: impl Into<KubernetesAuthCredential>) -> KubernetesClusterConfig {
    let auth = KubernetesAuth::new().spec(auth);
    let details = KubernetesClusterDetails::new().master_url("https://kube.example").auth(auth);
    KubernetesClusterConfig::new().credential(KubernetesCredential::new().spec(details))
}

fn git_token() -> GithubHttpCredentials {
    GithubHttpCredentials::new().spec(GithubUsernameToken::new().username("me").token_ref("account.github_token"))
}

fn hub_access() -> GithubApiAccess {
    GithubApiAccess::new().spec(GithubTokenSpec::new().token_ref("account.github_token"))
}

fn app() -> GithubAppSpec {
    GithubAppSpec::new().installation_id("41").application_id("17").private_key_ref("account.app_key")
}

written! {
    kubernetes_by_token "Kubernetes with a service account's token" => connector("kube_token", "Kube token", kubernetes(
        KubernetesServiceAccount::new().service_account_token_ref("account.kube_token").ca_cert_ref("account.kube_ca"),
    ).delegate_selectors(["east".to_owned()]));
    kubernetes_by_password "Kubernetes with a user's password" => connector("kube_password", "Kube password", kubernetes(
        KubernetesUserNamePassword::new().username("admin").password_ref("account.kube_password"),
    ));
    kubernetes_by_certificate "Kubernetes with a client's certificate" => connector("kube_certificate", "Kube certificate", kubernetes(
        KubernetesClientKeyCert::new().client_cert_ref("account.cert").client_key_ref("account.key")
            .client_key_passphrase_ref("account.phrase").client_key_algo("RSA"),
    ));
    kubernetes_by_delegate "Kubernetes with what the delegate has" => connector("kube_delegate", "Kube delegate",
        KubernetesClusterConfig::new()
            .credential(KubernetesCredential::new().spec(KubernetesCredentialSpec::InheritFromDelegate))
            .delegate_selectors(["east".to_owned(), "west".to_owned()]));
    github_by_token "GitHub over HTTP with a token, and API access with one" => connector("github_token", "Github token",
        GithubConnector::new().url("https://github.com/shop").r#type(GithubConnectorType::Account).validation_repo("web")
            .execute_on_delegate(false).authentication(GithubAuthentication::new().spec(git_token())).api_access(hub_access()));
    github_by_ssh "GitHub over SSH" => connector("github_ssh", "Github ssh",
        GithubConnector::new().url("git@github.com:shop/web.git").r#type(GithubConnectorType::Repo).execute_on_delegate(true)
            .authentication(GithubAuthentication::new().spec(GithubSshCredentials::new().ssh_key_ref("account.ssh_key"))));
    github_by_app "GitHub with an app" => connector("github_app", "Github app",
        GithubConnector::new().url("https://github.com/shop").r#type(GithubConnectorType::Account).validation_repo("web")
            .execute_on_delegate(true)
            .authentication(GithubAuthentication::new().spec(GithubHttpCredentials::new().spec(
                GithubApp::new().installation_id("41").application_id("17").private_key_ref("account.app_key"))))
            .api_access(GithubApiAccess::new().spec(app())));
    gitlab_by_password "GitLab over HTTP with a password" => connector("gitlab_password", "Gitlab password",
        GitlabConnector::new().url("https://gitlab.example/shop").r#type(GitlabConnectorType::Account).validation_repo("web")
            .execute_on_delegate(true)
            .authentication(GitlabAuthentication::new().spec(GitlabHttpCredentials::new().spec(
                GitlabUsernamePassword::new().username_ref("account.git_user").password_ref("account.git_password")))));
    bitbucket "Bitbucket over HTTP, and API access with a user's token" => connector("bitbucket_password", "Bitbucket password",
        BitbucketConnector::new().url("https://bitbucket.org/shop").r#type(GithubConnectorType::Account).validation_repo("web")
            .execute_on_delegate(true)
            .authentication(BitbucketAuthentication::new().spec(BitbucketHttpCredentials::new().spec(
                BitbucketUsernamePassword::new().username("me").password_ref("account.bitbucket"))))
            .api_access(BitbucketApiAccess::new().spec(
                BitbucketUsernameTokenApiAccess::new().username("me").token_ref("account.bitbucket"))));
    git_over_http "Git over HTTP: type tells the way and connectionType the reach" => connector("git_http", "Git http",
        GitConfig::new().url("https://git.example/shop").connection_type(ConnectionType::Account).validation_repo("web")
            .branch_name("main").execute_on_delegate(false)
            .spec(GitHttpAuthentication::new().username("me").password_ref("account.git_password")));
    docker_by_password "Docker registry with a password" => connector("docker_password", "Docker password",
        DockerConnector::new().docker_registry_url("https://index.docker.io/v2/").provider_type(ProviderType::DockerHub)
            .auth(DockerAuthentication::new().spec(DockerUserNamePassword::new().username("me").password_ref("account.docker")))
            .execute_on_delegate(false).delegate_selectors(["east".to_owned()]));
    docker_anonymous "Docker registry without an account" => connector("docker_anonymous", "Docker anonymous",
        DockerConnector::new().docker_registry_url("https://images.example").provider_type(ProviderType::Other)
            .auth(DockerAuthentication::new().spec(DockerAuthCredentials::Anonymous)).execute_on_delegate(true));
    aws_by_keys "AWS with keys, and into another account" => connector("aws_keys", "Aws keys", AwsConnector::new()
        .credential(AwsCredential::new().region("us-east-1")
            .cross_account_access(CrossAccountAccess::new().cross_account_role_arn("arn:aws:iam::1:role/shop").external_id("shop"))
            .spec(AwsManualConfigSpec::new().access_key_ref("account.aws_access").secret_key_ref("account.aws_secret")))
        .execute_on_delegate(false));
    aws_by_delegate "AWS with the delegate's role and a fixed delay between tries" => connector("aws_delegate", "Aws delegate",
        AwsConnector::new().credential(AwsCredential::new().region("eu-west-1").spec(AwsCredentialSpec::InheritFromDelegate))
            .delegate_selectors(["east".to_owned()]).execute_on_delegate(true)
            .aws_sdk_client_back_off_strategy_override(AwsSdkClientBackoffStrategy::new()
                .spec(AwsFixedDelayBackoffStrategy::new().fixed_backoff(10).retry_count(3))));
    aws_kms "AWS KMS with keys" => connector("aws_kms_keys", "Aws kms keys", AwsKmsConnector::new()
        .credential(AwsKmsConnectorCredential::new()
            .spec(AwsKmsCredentialSpecManualConfig::new().access_key("account.kms_access").secret_key("account.kms_secret")))
        .kms_arn("account.kms_arn").region("us-east-1").default(false));
    azure "Azure with a secret" => connector("azure_secret", "Azure secret", AzureConnector::new()
        .credential(AzureCredential::new().spec(AzureManualDetails::new().application_id("app").tenant_id("tenant")
            .auth(AzureAuth::new().spec(AzureClientSecretKey::new().secret_ref("account.azure_secret")))))
        .azure_environment_type(AzureEnvironmentType::Azure).execute_on_delegate(false));
    google "Google Cloud with a key" => connector("gcp_key", "Gcp key", GcpConnector::new()
        .credential(GcpConnectorCredential::new().spec(GcpManualDetails::new().secret_key_ref("account.gcp_key")))
        .execute_on_delegate(true).delegate_selectors(["east".to_owned()]));
    vault "Vault with a token" => connector("vault_token", "Vault token", VaultConnector::new()
        .vault_url("https://vault.example").base_path("harness").secret_engine_name("kv").secret_engine_version(1)
        .renewal_interval_minutes(0).auth_token("account.vault_token").access_type(AccessType::Token).read_only(true).default(false));
    artifactory "Artifactory with a password" => connector("artifactory", "Artifactory", ArtifactoryConnector::new()
        .artifactory_server_url("https://artifactory.example").execute_on_delegate(false)
        .auth(ArtifactoryAuthentication::new()
            .spec(ArtifactoryUsernamePasswordAuth::new().username("me").password_ref("account.artifactory"))));
    nexus "Nexus with a password" => connector("nexus", "Nexus", NexusConnector::new()
        .nexus_server_url("https://nexus.example").version("3.x").delegate_selectors(["east".to_owned()])
        .auth(NexusAuthentication::new().spec(NexusUsernamePasswordAuth::new().username("me").password_ref("account.nexus"))));
    jenkins "Jenkins with a bearer token: the type has spaces and brackets" => connector("jenkins_token", "Jenkins token",
        JenkinsConnector::new().jenkins_url("https://jenkins.example").delegate_selectors(["east".to_owned()])
            .auth(JenkinsAuthentication::new().spec(JenkinsBearerToken::new().token_ref("account.jenkins"))));
    jira "Jira with a password" => connector("jira_password", "Jira password", JiraConnector::new()
        .jira_url("https://jira.example").delegate_selectors(["east".to_owned()])
        .auth(JiraAuthentication::new().spec(JiraUserNamePassword::new().username("me").password_ref("account.jira"))));
    terraform_cloud "Terraform Cloud" => connector("terraform_cloud", "Terraform cloud", TerraformCloudConnector::new()
        .terraform_cloud_url("https://app.terraform.io").execute_on_delegate(false)
        .credential(TerraformCloudCredential::new().spec(TerraformCloudTokenCredentials::new().api_token("account.tfc"))));
    spot "Spot with an account's token" => connector("spot", "Spot", SpotConnector::new().execute_on_delegate(false)
        .credential(SpotCredential::new()
            .spec(SpotPermanentTokenConfigSpec::new().spot_account_id("act-1").api_token_ref("account.spot"))));
    hosts "Hosts by name with attributes" => connector("hosts", "Hosts", PhysicalDataCenterConnector::new()
        .hosts([
            Host::new().hostname("one.example").host_attributes(map([("type", "node")])),
            Host::new().hostname("two.example"),
        ])
        .delegate_selectors(["east".to_owned()]));
    pager_duty "PagerDuty" => connector("pagerduty", "Pagerduty", PagerDutyConnector::new()
        .api_token_ref("account.pagerduty").delegate_selectors(["east".to_owned()]));
}
