//! Requests written in Rust: each comes to the very body that its case sends.

mod access;
mod connectors;
mod delivery;
mod products;
mod repositories;
mod secrets;

use std::sync::LazyLock;

use harness_sdk_core::model::{self, Slot};
use serde_json::Value;

/// Holds a value against the body of the case of that name.
fn hold(name: &str, value: &dyn Slot) {
    static CASES: LazyLock<Vec<wire::Case>> = LazyLock::new(|| wire::all().expect("the cases"));
    let case = CASES.iter().find(|case| case.name == name).unwrap_or_else(|| panic!("no case {name:?}"));
    let written = model::write_out(value).expect("JSON");
    let written: Value = serde_json::from_slice(&written).expect("JSON");
    assert_eq!(Some(&written), case.body.as_ref(), "{name}");
    assert_eq!(model::unknown(value), Vec::<String>::new(), "{name}");
}

/// Tests by the names of their cases.
macro_rules! written {
    ($($test:ident $name:literal => $value:expr;)*) => {$(
        #[test]
        fn $test() {
            $crate::written::hold($name, &$value);
        }
    )*};
}
pub(crate) use written;

/// A map from pairs.
fn map<const N: usize>(pairs: [(&str, &str); N]) -> model::Map<String> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
