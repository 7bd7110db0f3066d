//! Creates a team and lists a hundred.

use datadog_api_client::datadog::Configuration;
use datadog_api_client::datadogV2::api_teams::{ListTeamsOptionalParams, TeamsAPI};
use datadog_api_client::datadogV2::model::{TeamCreate, TeamCreateAttributes, TeamCreateRequest, TeamType};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = TeamsAPI::with_config(Configuration::new());
    let attributes = TeamCreateAttributes::new("network".to_owned(), "Network".to_owned());
    client.create_team(TeamCreateRequest::new(TeamCreate::new(attributes, TeamType::TEAM))).await?;
    let teams = client.list_teams(ListTeamsOptionalParams::default().page_size(100)).await?;
    for team in teams.data.unwrap_or_default() {
        println!("{} {:?}", team.attributes.handle, team.attributes.description);
    }
    Ok(())
}
