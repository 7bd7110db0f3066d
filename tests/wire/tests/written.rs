#[test]
fn all() {}
