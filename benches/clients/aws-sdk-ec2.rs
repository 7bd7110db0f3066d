//! Starts an instance and lists a hundred.

use aws_config::BehaviorVersion;
use aws_sdk_ec2::types::InstanceType;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = aws_sdk_ec2::Client::new(&aws_config::load_defaults(BehaviorVersion::latest()).await);
    let run = client.run_instances().image_id("ami-1").instance_type(InstanceType::T3Micro);
    run.min_count(1).max_count(1).send().await?;
    for reservation in client.describe_instances().max_results(100).send().await?.reservations() {
        println!("{:?} {:?}", reservation.reservation_id(), reservation.instances().len());
    }
    Ok(())
}
