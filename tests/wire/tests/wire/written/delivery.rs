//! Services, environments, infrastructures, overrides and pipelines.

use harness_sdk_cd::types::*;
use harness_sdk_pipelines::types::{InputSetTemplateRequest, MergeInputSetRequest};

use super::{map, written};

written! {
    service "a service is made with its YAML" => ServiceRequest::new().identifier("web").org_identifier("default")
        .project_identifier("shop").name("Web").description("the shop").tags(map([("team", "web")]))
        .yaml("service:\n  name: Web\n  identifier: web\n");
    emptied_service "a service is changed only if it is what was read" => ServiceRequest::new().identifier("web")
        .org_identifier("default").project_identifier("shop").name("Web").description("").tags(map([])).yaml("service: {}");
    environment "an environment is made" => EnvironmentRequest::new().org_identifier("default").project_identifier("shop")
        .identifier("prod").tags(map([("tier", "one")])).name("Prod").description("live").color("#0063F7")
        .r#type(AuditEnvironmentType::Production).yaml("environment: {}");
    infrastructure "an infrastructure is made with its YAML" => InfrastructureRequest::new().identifier("east")
        .org_identifier("default").project_identifier("shop").environment_ref("prod").name("East").description("").tags(map([]))
        .r#type(InfrastructureRequestType::KubernetesDirect).yaml("infrastructureDefinition: {}");
    service_override "an override of a service in an environment" => ServiceOverrideRequestV2::new().org_identifier("default")
        .project_identifier("shop").environment_ref("prod").service_ref("web")
        .r#type(OverrideRequestType::EnvServiceOverride).yaml("variables: []");
    infra_override "an override of an infrastructure" => ServiceOverrideRequestV2::new().identifier("prod_web_east")
        .org_identifier("default").project_identifier("shop").environment_ref("prod").service_ref("web")
        .infra_identifier("east").r#type(OverrideRequestType::InfraServiceOverride).yaml("variables: []");
    older_override "an override the older way" => ServiceOverrideRequest::new().org_identifier("default").project_identifier("shop")
        .environment_identifier("prod").service_identifier("web").yaml("serviceOverrides: {}");
    environment_group "a group of environments" => EnvironmentGroupRequest::new().org_identifier("default").project_identifier("shop")
        .identifier("all").color("#0063F7").yaml("environmentGroup: {}");
    merged_inputs "sets of inputs are merged" => MergeInputSetRequest::new()
        .input_set_references(["prod".to_owned(), "east".to_owned()]).with_merged_pipeline_yaml(true)
        .stage_identifiers(Vec::<String>::new());
    asked_inputs "what a pipeline asks for when it runs" => InputSetTemplateRequest::new().stage_identifiers(Vec::<String>::new());
}
