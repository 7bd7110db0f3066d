//! Security exemptions: lists those that wait, asks for one, approves it.
//!
//! ```sh
//! cargo run --example sto_exemptions
//! cargo run --example sto_exemptions -- ISSUE_ID --apply
//! ```
//!
//! On a real account, an exemption is asked for and approved with `--apply` alone.

mod support;

use harness_sdk::sto::types::{
    ApproveExemptionRequestBodyV2, CreateExemptionRequestBodyV2, ExemptionV2Type as Reason,
    ExemptionsApproveExemptionAction as Action, OverrideStatus, PendingChanges,
};
use support::{Outcome, Session};

#[tokio::main]
async fn main() -> Outcome {
    let session = Session::start().await?;
    let sto = session.harness.sto();

    let mut exemptions = sto.list_exemptions().items();
    let mut waiting = 0;
    let mut count = 0;
    while let Some(exemption) = exemptions.try_next().await? {
        count += 1;
        if exemption.status == OverrideStatus::Pending {
            waiting += 1;
            println!("{}  {:?}  {}", exemption.id, exemption.r#type, exemption.reason);
        }
    }
    println!("{waiting} of {count} exemptions wait for a decision");

    if !session.may_write("asks for an exemption and approves it") {
        return Ok(());
    }
    let issue = support::argument().unwrap_or_else(|| "issue_0".to_owned());
    let wanted = CreateExemptionRequestBodyV2::new()
        .issue_id(issue)
        .r#type(Reason::FalsePositive)
        .reason("the finding is in test data")
        .pending_changes(PendingChanges::new().duration_days(30));
    let created = sto.create_exemption().body(wanted).send().await?;
    println!("created {}", created.id);

    let comment = ApproveExemptionRequestBodyV2::new().comment("reviewed");
    let approved = sto.approve_exemption().id(&created.id).action(Action::Approve).body(comment).send().await?;
    println!("approved {}", approved.id);
    Ok(())
}
