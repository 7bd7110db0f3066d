//! Creates a customer and lists a hundred.

use stripe_core::customer::{CreateCustomer, ListCustomer};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = stripe::Client::new(std::env::var("STRIPE_SECRET_KEY")?);
    CreateCustomer::new().name("Network").email("network@example.com").send(&client).await?;
    for customer in ListCustomer::new().limit(100).send(&client).await?.data {
        println!("{} {:?}", customer.id, customer.description);
    }
    Ok(())
}
