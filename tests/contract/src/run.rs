//! From the tables of a module to tests.

use std::process::ExitCode;

use libtest_mimic::{Arguments, Failed, FormatSetting, Trial};

use crate::case::{Case, Type};
use crate::checks::kinds::CHECKS;
use crate::checks::{Subject, complete, pages, types, unions};
use crate::document::{self, Facts};
use crate::{wire, worker};

/// Runs the tests of a module as the command line says.
pub fn run(module: &'static str, cases: &'static [Case], types: &'static [Type]) -> ExitCode {
    let mut arguments = Arguments::from_args();
    if arguments.format.is_none() && !arguments.list {
        arguments.format = Some(FormatSetting::Terse);
    }
    match document::load(module).and_then(|facts| Ok((facts, wire::of(module)?))) {
        Ok((facts, of_wire)) => {
            let own = facts.bases.iter().filter(|base| base.scheme().is_some());
            worker::tell_families(own.map(|base| base.name.as_str()).collect());
            let mut trials = trials(facts, module, cases, types);
            trials.extend(of_wire.into_iter().map(|(subject, case)| {
                trial(format!("wire::{subject}::{}", case.name), move || wire::check(&case, cases))
            }));
            libtest_mimic::run(&arguments, trials).exit_code()
        }
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn trials(facts: &'static Facts, module: &'static str, cases: &'static [Case], all: &'static [Type]) -> Vec<Trial> {
    let mut trials = vec![trial("operations".to_owned(), move || complete::operations(facts, module, cases))];
    for case in cases {
        let Some(operation) = facts.operations.get(case.id) else { continue };
        let subject = Subject { facts, operation, case };
        for (kind, check) in CHECKS {
            trials.push(trial(format!("{}::{kind}", case.name), move || check(subject)));
        }
        if case.items.is_some() {
            trials.push(trial(format!("{}::pages", case.name), move || pages::walk(subject)));
        }
    }
    trials.push(trial("unions".to_owned(), move || unions::complete(facts, all)));
    for union in facts.unions.iter().filter(|union| all.iter().any(|one| one.schema == union.parent)) {
        let name = format!("unions::{}::{}", union.base, union.parent);
        trials.push(trial(name, move || unions::cases(union, all)));
    }
    let named = all.iter().filter(|one| facts.sampler.has(one.schema));
    trials.extend(named.map(|one| trial(format!("types::{}", one.schema), move || types::round_trip(facts, one))));
    trials
}

fn trial(name: String, check: impl FnOnce() -> Result<(), String> + Send + 'static) -> Trial {
    Trial::test(name, move || check().map_err(Failed::from))
}
