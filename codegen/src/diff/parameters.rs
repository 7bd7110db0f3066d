//! Changes of parameters and parts of forms.

use crate::diff::change::{Level, What};
use crate::diff::matching::Matched;
use crate::diff::pair::Pair;
use crate::ir::{Location, Parameter, Role};

/// Compares the parameters a caller sets: by place and name, then by name alone.
pub(super) fn compare(pair: &mut Pair<'_>) {
    let seen = |parameters: &'_ [Parameter]| -> Vec<Parameter> {
        parameters.iter().filter(|parameter| !parameter.client).cloned().collect()
    };
    let (olds, news) = (seen(&pair.old.parameters), seen(&pair.new.parameters));
    let matched = Matched::none(olds.iter().collect(), news.iter().collect())
        .by(|one| Some((one.location, one.wire.clone())))
        .by(|one| Some((one.wire.clone(), one.ty.clone())))
        .by(|one| (one.location == Location::Path).then_some(()));
    for old in &matched.removed {
        pair.add(What::ParameterRemoved, Level::Breaking, format!("{} is gone: `{}`", named(old), old.setter));
    }
    for new in &matched.added {
        if is_demanded(new) {
            pair.add(What::RequiredParameterAdded, Level::Breaking, format!("{} is new and required", named(new)));
        } else {
            pair.add(What::ParameterAdded, Level::Addition, format!("{} is new: `{}`", named(new), new.setter));
        }
    }
    for (old, new) in &matched.pairs {
        parameter(pair, old, new);
    }
}

fn parameter(pair: &mut Pair<'_>, old: &Parameter, new: &Parameter) {
    let name = named(new);
    if old.setter != new.setter {
        let text = format!("{name}: `{}` is called `{}` now", old.setter, new.setter);
        let keep = format!("names.toml: [parameters.overrides.{:?}] {:?} = {:?}", pair.new.id, new.wire, old.setter);
        pair.renamed(What::ParameterChanged, text, keep);
    }
    if (old.location, &old.wire) != (new.location, &new.wire) {
        pair.add(What::ParameterChanged, Level::Fix, format!("{name} was {}", named(old)));
    }
    let before = pair.today(&old.ty);
    if before != new.ty {
        let text = format!("{name} took `{}` and takes `{}`", before.rust(""), new.ty.rust(""));
        pair.add(What::ParameterType, Level::Breaking, text);
    }
    match (old.role, new.role) {
        (Role::None, Role::None) => match (old.required, new.required) {
            (false, true) => pair.add(What::ParameterRequired, Level::Breaking, format!("{name} is required now")),
            (true, false) => {
                pair.add(What::ParameterOptional, Level::Addition, format!("{name} is no longer required"));
            }
            _ => {}
        },
        (Role::None, _) => {
            pair.add(What::ParameterChanged, Level::Addition, format!("{name} is filled from the scope now"));
        }
        (_, Role::None) => {
            let text = format!("{name} is no longer filled from the scope");
            pair.add(What::ParameterChanged, Level::Breaking, text);
        }
        (old, new) if old != new => {
            pair.add(What::ParameterChanged, Level::Breaking, format!("{name} carried {old:?} and carries {new:?}"));
        }
        _ => {}
    }
}

/// Whether a caller must set it: what the scope fills need not be set.
fn is_demanded(parameter: &Parameter) -> bool {
    parameter.required && parameter.role == Role::None
}

fn named(parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Header => "header",
        Location::Form => "form",
    };
    format!("{place} parameter `{}`", parameter.wire)
}
