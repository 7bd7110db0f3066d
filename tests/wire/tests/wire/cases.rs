//! The cases as a whole.

#[test]
fn cases_are_told_apart_and_each_names_a_module_and_a_source() {
    assert_eq!(wire::faults(), Ok(Vec::new()));
}
