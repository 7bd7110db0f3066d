//! Fills what the caller left out from the scope, and says what cannot be filled.

use std::borrow::Cow;

use super::argument::Argument;
use super::spelling;
use crate::context::Context;
use crate::encode::Values;
use crate::model::pointer::unescaped;
use crate::model::{Lack, Value};
use crate::operation::{Parameter, Role};
use crate::scope::{Scope, ScopeError, ScopePart};

/// The scope of one call: its own, else the client's; the account falls back to that of the client.
pub(super) struct Filler<'a> {
    scope: &'a Scope,
    account: Option<&'a str>,
}

impl<'a> Filler<'a> {
    pub(super) fn new(context: &'a Context, own: Option<&'a Scope>) -> Filler<'a> {
        let scope = own.unwrap_or_else(|| context.scope());
        Filler { scope, account: scope.account_id().or_else(|| context.account()) }
    }

    /// Checks what is filled in: the scope, and the account of the client where that one counts.
    pub(super) fn check(&self) -> Result<(), ScopeError> {
        match (self.scope.account_id(), self.account) {
            (None, Some(account)) => self.scope.clone().with_account(account).validate(),
            _ => self.scope.validate(),
        }
    }

    /// The identifier that a role stands for.
    pub(super) fn identifier(&self, role: Role) -> Option<Cow<'a, str>> {
        match role {
            Role::None | Role::InSpace => None,
            Role::Account => self.account.map(Cow::Borrowed),
            Role::Org => self.scope.org_id().map(Cow::Borrowed),
            Role::Project => self.scope.project_id().map(Cow::Borrowed),
            Role::ScopeRef => Some(Cow::Owned(self.level())),
            Role::Space => self.space().map(Cow::Owned),
        }
    }

    /// The value as it was set; the name of a thing in the scope becomes its full name.
    pub(super) fn completed(&self, parameter: &Parameter, values: &'a Values) -> Argument<'a> {
        match (parameter.role, values) {
            (Role::InSpace, Values::One(name)) if !name.is_empty() && !name.contains('/') => {
                let full = self.space().map(|space| format!("{space}/{name}"));
                full.map_or(Argument::Set(values), |full| Argument::Filled(Cow::Owned(full)))
            }
            _ => Argument::Set(values),
        }
    }

    /// `account.org.project`, as deep as the scope reaches; the account is said by that word, not by its identifier.
    fn level(&self) -> String {
        let parts = [Some("account"), self.scope.org_id(), self.scope.project_id()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// `ACCOUNT/org/project`, as deep as the scope reaches.
    fn space(&self) -> Option<String> {
        let parts = [Some(self.account?), self.scope.org_id(), self.scope.project_id()];
        Some(parts.into_iter().flatten().collect::<Vec<_>>().join("/"))
    }
}

/// What to say of a required parameter that has no value.
pub(super) fn missing(parameter: &Parameter) -> String {
    let setter = setter(parameter);
    let part = match parameter.role {
        Role::None | Role::InSpace => return format!("`{}` is required: set it with .{setter}(..)", parameter.name),
        Role::Account | Role::ScopeRef | Role::Space => ScopePart::Account,
        Role::Org => ScopePart::Org,
        Role::Project => ScopePart::Project,
    };
    let variable = part.variables().first().copied().unwrap_or_default();
    format!(
        "the {part} is missing (`{}`): set it with .{setter}(..), by a scope, or for the client, in code or as {variable}",
        parameter.name
    )
}

/// What to say of a required body property that has no value.
pub(super) fn missing_in_body(pointer: &str, role: Role) -> String {
    let parameter = Parameter { role, setter: "body", ..Parameter::query("") };
    missing(&parameter).replace("(``)", &format!("(`{pointer}` of the body)"))
}

/// What to say of a required member of a body that was not given.
pub(crate) fn missing_member(lack: &Lack) -> String {
    format!("`{}` of the body is required: set it with `{}::{}(..)`", lack.pointer, lack.model, lack.setter)
}

/// What to say of a required member of an object in the query that was not given.
pub(super) fn missing_in_query(name: &str, lack: &Lack) -> String {
    let Lack { pointer, model, setter } = lack;
    format!("`{pointer}` of the query parameter `{name}` is required: set it with `{model}::{setter}(..)`")
}

fn setter(parameter: &Parameter) -> String {
    if parameter.setter.is_empty() { spelling::setter(parameter.name) } else { parameter.setter.to_owned() }
}

/// Whether the place a pointer names is absent, null or empty text.
pub(super) fn is_vacant(body: &Value, pointer: &str) -> bool {
    match body.pointer(pointer) {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(_) => false,
    }
}

/// Whether the object that a pointer leads into is there: the scope fills what was given, and adds no objects of its own.
pub(super) fn has_parent(body: &Value, pointer: &str) -> bool {
    pointer.rsplit_once('/').and_then(|(parent, _)| body.pointer(parent)).is_some_and(Value::is_object)
}

/// Puts a value where a pointer says, making the objects on the way. Fails when something else is in the way.
pub(super) fn place(body: &mut Value, pointer: &str, value: Value) -> Result<(), ()> {
    let mut at = body;
    for part in pointer.strip_prefix('/').ok_or(())?.split('/') {
        let name = unescaped(part);
        if at.is_null() {
            *at = Value::Object(serde_json::Map::new());
        }
        at = match at {
            Value::Object(members) => members.entry(name).or_insert(Value::Null),
            Value::Array(items) => items.get_mut(name.parse::<usize>().map_err(drop)?).ok_or(())?,
            _ => return Err(()),
        };
    }
    *at = value;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_placed() {
        let mut body = json!({"a": {"b": 1}, "l": [1, 2]});
        assert_eq!(place(&mut body, "/a/c/d~1e", json!("x")), Ok(()));
        assert_eq!(place(&mut body, "/l/1", json!(3)), Ok(()));
        assert_eq!(place(&mut body, "/l/9", json!(3)), Err(()));
        assert_eq!(place(&mut body, "/a/b/c", json!(3)), Err(()));
        assert_eq!(body, json!({"a": {"b": 1, "c": {"d/e": "x"}}, "l": [1, 3]}));
        assert!(
            is_vacant(&json!({"x": ""}), "/x") && is_vacant(&json!({}), "/x") && !is_vacant(&json!({"x": 0}), "/x")
        );
    }
}
