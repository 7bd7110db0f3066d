//! Registries, budgets and inventories.

use harness_sdk_ccm::types::{AlertThreshold, BasedOn, Budget, BudgetType, Period, PerspectiveBudgetScope};
use harness_sdk_registry::types::*;

use super::written;

written! {
    budget "a budget of a perspective" => Budget::new().name("Shop").account_id("acc").r#type(BudgetType::SpecifiedAmount)
        .budget_amount(1000.0).period(Period::Monthly).growth_rate(0.0).start_time(1_664_436_857_059_i64).is_ng_budget(true)
        .scope(PerspectiveBudgetScope::new().view_id("v1").view_name("Shop"))
        .alert_thresholds([AlertThreshold::new().percentage(80.0).based_on(BasedOn::ActualCost)
            .email_addresses(["me@example.com".to_owned()]).user_group_ids(Vec::<String>::new()).slack_webhooks(Vec::<String>::new())]);
    registry "a registry of one's own packages is made" => RegistryRequest::new().identifier("images")
        .package_type(PackageType::Docker).description("d").parent_ref("acc/default/shop").is_public(false)
        .allowed_pattern(Vec::<String>::new()).blocked_pattern(["*-test".to_owned()])
        .config(VirtualConfig::new().upstream_proxies(["hub".to_owned()]));
    upstream "a registry before another is made, with a user's password" => RegistryRequest::new().identifier("hub")
        .package_type(PackageType::Docker).parent_ref("acc/default/shop").is_public(false)
        .config(UpstreamConfig::new().source(UpstreamConfigSource::Dockerhub).url("https://registry-1.docker.io")
            .auth(UserPassword::new().user_name("me").secret_identifier("hub").secret_space_path("acc")));
}
