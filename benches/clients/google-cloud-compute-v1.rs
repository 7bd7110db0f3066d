//! Creates an instance and lists a hundred.

use google_cloud_compute_v1::client::Instances;
use google_cloud_compute_v1::model::Instance;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Instances::builder().build().await?;
    let instance = Instance::new().set_name("network").set_machine_type("zones/europe-west3-a/machineTypes/e2-micro");
    client.insert().set_project("checkout").set_zone("europe-west3-a").set_body(instance).send().await?;
    let list = client.list().set_project("checkout").set_zone("europe-west3-a").set_max_results(100_u32);
    for instance in list.send().await?.items {
        println!("{:?} {:?}", instance.name, instance.description);
    }
    Ok(())
}
