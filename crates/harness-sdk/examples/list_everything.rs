//! Counts the pipelines of every project of the account: projects page by page, their pipelines eight projects at a time.
//!
//! ```sh
//! cargo run --example list_everything
//! ```

mod support;

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use harness_sdk::{Client, Error};
use support::{Outcome, Session};

/// How many projects are asked at a time. The client keeps to the account's quota whatever this is.
const AT_ONCE: usize = 8;

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::with(|mock| mock.items(20)).await?;
    let projects = projects(&session.harness).await?;
    let bar = support::bar(projects.len() as u64);

    let mut counts: BTreeMap<(String, String), usize> = stream::iter(projects)
        .map(|(org, project)| {
            let scoped = session.harness.project(&org, &project);
            async move { Ok::<_, Error>(((org, project), pipelines(&scoped).await?)) }
        })
        .buffer_unordered(AT_ONCE)
        .inspect_ok(|_| bar.inc(1))
        .try_collect()
        .await?;
    bar.finish_and_clear();

    let total: usize = counts.values().sum();
    println!("{total} pipelines in {} projects", counts.len());
    counts.retain(|_, count| *count > 0);
    for ((org, project), count) in counts {
        println!("{count:>6}  {org}/{project}");
    }
    Ok(())
}

/// Organisation and identifier of every project that the key may see.
async fn projects(harness: &Client) -> Result<Vec<(String, String)>, Error> {
    let all = harness.account().platform().list_projects().items().page_size(100).read_ahead(2);
    let names = all.map_ok(|answer| {
        let project = answer.project;
        (project.org_identifier.unwrap_or_default(), project.identifier.unwrap_or_default())
    });
    names.try_collect().await
}

async fn pipelines(project: &Client) -> Result<usize, Error> {
    let mut items = project.pipelines().list_pipelines().items().page_size(100);
    let mut count = 0;
    while items.try_next().await?.is_some() {
        count += 1;
    }
    Ok(count)
}
