//! The part of Harness that a request is about.

use super::asked::Asked;
use crate::catalogue::Role;

/// The part of Harness that a request is about, as far as it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Scope {
    pub(super) account: String,
    pub(super) org: Option<String>,
    pub(super) project: Option<String>,
}

impl Scope {
    /// The scope of a request; `others` takes the accounts that it names and that are not the server's.
    pub(super) fn of(asked: &Asked<'_>, account: &str, others: &mut Vec<String>) -> Scope {
        let mut scope = Scope { account: account.to_owned(), ..Scope::default() };
        for declared in &asked.operation().parameters {
            let Some(role) = declared.role else { continue };
            for value in asked.values(&declared.place, &declared.name) {
                scope.take(role, &value, others);
            }
        }
        for place in &asked.operation().scope {
            if let (Some(role), Some(value)) = (place.role, asked.in_body(&place.at)) {
                scope.take(role, &value, others);
            }
        }
        scope
    }

    fn take(&mut self, role: Role, value: &str, others: &mut Vec<String>) {
        match role {
            Role::Account if value != self.account => others.push(value.to_owned()),
            Role::Account => {}
            Role::Org => fill(&mut self.org, value),
            Role::Project => fill(&mut self.project, value),
            Role::Scope => self.take_all(value, others),
        }
    }

    /// `account.org.project`, the account said by that word, or `ACCOUNT/org/project`.
    fn take_all(&mut self, value: &str, others: &mut Vec<String>) {
        let is_reference = value.contains('/') || value == self.account;
        let mut parts = value.split(if is_reference { '/' } else { '.' });
        let account = parts.next().unwrap_or_default();
        if is_reference {
            self.take(Role::Account, account, others);
        }
        if let Some(org) = parts.next() {
            self.take(Role::Org, org, others);
        }
        if let Some(project) = parts.next() {
            self.take(Role::Project, project, others);
        }
    }

    /// The same without the part that names the thing itself.
    pub(super) fn without(mut self, own: Option<Role>) -> Scope {
        match own {
            Some(Role::Org) => (self.org, self.project) = (None, None),
            Some(Role::Project) => self.project = None,
            _ => {}
        }
        self
    }

    /// Whether something of the scope `other` is within this one; `wide`: what this one does not say does not matter.
    pub(super) fn holds(&self, other: &Scope, wide: bool) -> bool {
        let fits = |mine: &Option<String>, theirs: &Option<String>| (wide && mine.is_none()) || mine == theirs;
        self.account == other.account && fits(&self.org, &other.org) && fits(&self.project, &other.project)
    }

    /// A text that tells the scope from others.
    pub(super) fn text(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        format!("{}/{}/{}", self.account, part(&self.org), part(&self.project))
    }
}

fn fill(part: &mut Option<String>, value: &str) {
    if part.is_none() && !value.is_empty() {
        *part = Some(value.to_owned());
    }
}
