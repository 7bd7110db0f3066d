//! Repositories and pull requests.

use harness_sdk_code::types::*;

use super::written;

written! {
    repository "a repository is made with a first file" => CreateRepositoryRequest::new().identifier("web").default_branch("main")
        .description("d").is_public(false).readme(true).license("mit").git_ignore("Rust");
    pull_request "a pull request is made, and is answered with its check" => CreatePullReqRequest::new().title("Faster")
        .description("d").source_branch("fast").target_branch("main").is_draft(false).reviewer_ids([5]);
    merge "a pull request is merged" => MergePullReq::new().method(MergeMethod::Squash).source_sha("a1").title("Faster").message("m")
        .delete_source_branch(true).bypass_rules(false).dry_run(false);
}
