//! Opens an issue and lists those that are open.

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = octocrab::Octocrab::builder().personal_token(std::env::var("GITHUB_TOKEN")?).build()?;
    let issues = client.issues("owner", "network");
    issues.create("Network").body("Made by a program").send().await?;
    for issue in issues.list().per_page(100).send().await?.items {
        println!("{} {:?}", issue.number, issue.body);
    }
    Ok(())
}
