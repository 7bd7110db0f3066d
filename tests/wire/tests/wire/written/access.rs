//! Roles, groups, service accounts, keys, organisations, projects and variables.

use harness_sdk_access::types::*;
use harness_sdk_platform::types::{Module, Organization, OrganizationRequest, Project, ProjectRequest};

use super::{map, written};

written! {
    role "a role with its permissions" => Role::new().identifier("deployer").name("Deployer")
        .permissions(["core_pipeline_view".to_owned(), "core_pipeline_execute".to_owned()])
        .allowed_scope_levels([AllowedScopeLevel::Project]).description("d").tags(map([("team", "web")]));
    emptied_role "a role loses all its permissions" => Role::new().identifier("deployer").name("Deployer")
        .permissions(Vec::<String>::new()).allowed_scope_levels([AllowedScopeLevel::Project]).tags(map([]));
    assignment "a role is given to a user" => AuthzRoleAssignment::new().identifier("one")
        .resource_group_identifier("_all_project_level_resources").role_identifier("deployer")
        .role_reference(AuthzRoleReference::new().identifier("deployer").scope_level("project"))
        .principal(AuthzPrincipal::new().identifier("u1").r#type(PrincipalType::User)).disabled(false).managed(false);
    emptied_group "a group of users is made, empty" => UserGroup::new().identifier("web").name("Web")
        .users(Vec::<String>::new()).notification_configs(Vec::<NotificationSettingConfig>::new()).is_sso_linked(false)
        .externally_managed(false).tags(map([]));
    service_account "a service account" => ServiceAccount::new().identifier("bot").name("Bot").email("bot@service.harness.io")
        .description("d").tags(map([("team", "web")])).account_identifier("acc").org_identifier("default").project_identifier("shop");
    key "a key of a service account" => ApiKey::new().identifier("ci").name("CI").description("").tags(map([]))
        .api_key_type(TokenApiKeyType::ServiceAccount).parent_identifier("bot").default_time_to_expire_token(604_800_000_i64)
        .account_identifier("acc").org_identifier("default").project_identifier("shop");
    token "a token, whose value comes once" => Token::new().identifier("ci").name("CI").valid_from(1_664_436_857_059_i64)
        .valid_to(1_680_161_657_059_i64).account_identifier("acc").org_identifier("default").project_identifier("shop")
        .api_key_identifier("ci").parent_identifier("bot").api_key_type(TokenApiKeyType::ServiceAccount).description("")
        .tags(map([])).valid(true);
    organisation "an organisation" => OrganizationRequest::new().organization(Organization::new().identifier("east").name("East")
        .description("d").tags(map([("region", "east")])));
    project "a project with its modules" => ProjectRequest::new().project(Project::new().org_identifier("default")
        .identifier("shop").name("Shop").color("#0063F7")
        .modules([Module::Cd, Module::Ci, Module::Cf]).description("d").tags(map([("team", "web")])));
}
