//! The cases, each called through the operation's own builder and read into its own type.

use std::process::ExitCode;

/// The operations of a module: the table of its contract tests.
macro_rules! modules {
    ($($module:ident $path:literal)*) => {
        $(
            #[rustfmt::skip]
            #[path = $path]
            mod $module;
        )*
        static TABLES: &[&[contract::Case]] = &[$($module::CASES),*];
    };
}

modules! {
    access "../../../contract/tests/access/calls.rs"
    audit "../../../contract/tests/audit/calls.rs"
    ccm "../../../contract/tests/ccm/calls.rs"
    cd "../../../contract/tests/cd/calls.rs"
    chaos "../../../contract/tests/chaos/calls.rs"
    code "../../../contract/tests/code/calls.rs"
    connectors "../../../contract/tests/connectors/calls.rs"
    delegates "../../../contract/tests/delegates/calls.rs"
    environments "../../../contract/tests/environments/calls.rs"
    flags "../../../contract/tests/flags/calls.rs"
    gitops "../../../contract/tests/gitops/calls.rs"
    iacm "../../../contract/tests/iacm/calls.rs"
    pipelines "../../../contract/tests/pipelines/calls.rs"
    platform "../../../contract/tests/platform/calls.rs"
    policy "../../../contract/tests/policy/calls.rs"
    registry "../../../contract/tests/registry/calls.rs"
    sei "../../../contract/tests/sei/calls.rs"
    sto "../../../contract/tests/sto/calls.rs"
    templates "../../../contract/tests/templates/calls.rs"
}

fn main() -> ExitCode {
    let arguments = libtest_mimic::Arguments::from_args();
    match wire::all() {
        Ok(cases) => libtest_mimic::run(&arguments, wire::trials(cases, TABLES)).exit_code(),
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}
