//! From a call to what is sent: everything is checked here, and every problem is reported, before anything is sent.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use http::header::{ACCEPT, IF_MATCH, USER_AGENT};
use url::Url;

use super::argument::{Argument, header_text};
use super::draft::Draft;
use super::scope_fill::{Filler, missing, missing_in_query};
use super::whole_url::is_whole;
use super::{Call, Headers, Outgoing, Parts};
use crate::auth::Credentials;
use crate::context::Context;
use crate::encode::{Values, path, query};
use crate::error::{CallFacts, Error};
use crate::host::HostError;
use crate::operation::{Failure, Location, Parameter, RequestLimit, RetryClass, Role, Style};
use crate::retry::{Repeat, RetryPolicy};
use crate::service::Way;
use crate::transport::Watch;

/// Headers that the transport owns.
const TRANSPORT_HEADERS: &[&str] = &["host", "content-length", "transfer-encoding", "connection", "upgrade", "te"];

/// The longest URL that the `http` crate can hold.
const LONGEST_URL: usize = u16::MAX as usize - 1;

/// A call that can be sent, and sent again.
pub(crate) struct Prepared {
    pub(crate) context: Context,
    pub(crate) facts: Arc<CallFacts>,
    pub(crate) url: Url,
    pub(crate) headers: Headers,
    pub(crate) outgoing: Outgoing,
    /// The call's own policy.
    retry: Option<RetryPolicy>,
    pub(crate) repeat: Repeat,
    /// Whether the call changes something, as far as its method and retry class tell.
    pub(crate) is_write: bool,
    pub(crate) timeout: Option<Duration>,
    /// The limit that the operation has for itself.
    pub(crate) limit: Option<&'static RequestLimit>,
    /// How far the body has come, when it may be of any size.
    pub(crate) watch: Option<Watch>,
    pub(crate) credentials: bool,
    /// The way to the operation's family, when it belongs to one.
    pub(crate) way: Option<Arc<Way>>,
    pub(crate) redirects: bool,
    pub(crate) failure: Option<&'static Failure>,
    /// Names of query parameters whose values are secrets.
    pub(crate) sensitive: Vec<&'static str>,
}

impl Prepared {
    /// The policy of the call, else that of its client.
    pub(crate) fn retry(&self) -> &RetryPolicy {
        self.retry.as_ref().unwrap_or_else(|| self.context.retry())
    }

    /// What the call proves itself with: what its family has for itself, else what the client has.
    pub(crate) fn credentials(&self) -> &Credentials {
        let own = self.way.as_ref().and_then(|way| way.credentials());
        own.unwrap_or_else(|| self.context.credentials())
    }

    /// Whether it goes to a host that is neither the client's nor that of its family.
    pub(crate) fn is_foreign(&self) -> bool {
        self.way.is_none() && !self.context.host().is_same_origin(&self.url)
    }

    /// Whether the body can be sent again.
    pub(crate) fn outgoing_repeats(&self) -> bool {
        self.outgoing.repeats()
    }
}

/// The declared parameters with their values, set or filled.
type Declared<'a> = Vec<(&'static Parameter, Argument<'a>)>;

impl Call {
    /// Checks the call and writes it out.
    pub(crate) fn prepare(&self) -> Result<Prepared, Error> {
        let parts = self.parts();
        let (method, template) = parts.method_and_template();
        let template = match template {
            // The operation's own, which was written before there were keys.
            Cow::Borrowed(_) => template,
            Cow::Owned(given) => Cow::Owned(parts.context.secrets(None).blank(&given).into_owned()),
        };
        let facts = Arc::new(CallFacts {
            operation: parts.operation_id(&method, &template),
            method,
            template,
            host: parts.context.host().name().to_owned(),
        });
        let filler = Filler::new(&parts.context, parts.options.scope.as_ref());
        let draft = Draft { parts, filler, problems: parts.problems.clone(), way: None };
        draft
            .finish(Arc::clone(&facts))
            .map_err(|problems| Error::request(&problems).with_call(&facts, 0).blanked(&parts.context.secrets(None)))
    }
}

impl Parts {
    pub(super) fn method_and_template(&self) -> (Method, Cow<'static, str>) {
        match &self.raw {
            Some(raw) => (raw.method.clone(), Cow::Owned(template_of(&raw.target))),
            None => (self.operation.method.clone(), Cow::Borrowed(self.operation.path)),
        }
    }

    fn operation_id(&self, method: &Method, template: &str) -> Cow<'static, str> {
        match self.raw {
            Some(_) => Cow::Owned(format!("{method} {template}")),
            None => Cow::Borrowed(self.operation.id),
        }
    }

    pub(super) fn set_values(&self, parameter: &Parameter) -> Option<&Values> {
        let field = self.values.iter().find(|field| {
            field.location == parameter.location
                && match field.location {
                    Location::Header => field.name.eq_ignore_ascii_case(parameter.name),
                    _ => field.name == parameter.name,
                }
        });
        field.map(|field| &field.values).filter(|values| !values.is_unset())
    }
}

impl<'a> Draft<'a> {
    fn finish(mut self, facts: Arc<CallFacts>) -> Result<Prepared, Vec<String>> {
        let parts = self.parts;
        if let Err(fault) = self.filler.check() {
            self.problems.push(fault.to_string());
        }
        self.problems.extend(parts.options.git.complaints(parts.operation));
        self.find_way();
        let declared = self.declared_values();
        self.problems.extend(parts.query_lacks.iter().map(|(name, lack)| missing_in_query(name, lack)));
        let url = self.url(&declared);
        let mut headers = self.headers(&declared);
        let outgoing = self.outgoing(&mut headers);
        let length = url.as_ref().map_or(0, |url| url.as_str().len());
        if length > LONGEST_URL {
            let what = format!("the URL has {length} bytes, and the HTTP client can send {LONGEST_URL}");
            self.problems.push(format!("{what}: give fewer or shorter path and query parameters"));
        }
        let (Some(url), true) = (url, self.problems.is_empty()) else { return Err(self.problems) };
        let retry = parts.options.retry.as_ref().unwrap_or_else(|| parts.context.retry());
        let class = match &parts.raw {
            Some(raw) if raw.safe => RetryClass::Safe,
            _ => parts.operation.retry,
        };
        let conditional = headers.get(&IF_MATCH).is_some();
        let sensitive = parts.operation.parameters.iter().filter(|parameter| parameter.sensitive);
        Ok(Prepared {
            context: parts.context.clone(),
            repeat: if outgoing.repeats() { retry.repeat(&facts.method, class, conditional) } else { Repeat::Never },
            is_write: !(facts.method.is_safe() || facts.method == Method::POST && class == RetryClass::Safe),
            facts: facts_at(facts, &url),
            url,
            headers,
            watch: outgoing.is_streamed().then(Watch::new),
            outgoing,
            limit: parts.operation.limit,
            retry: parts.options.retry.clone(),
            timeout: parts.options.timeout,
            credentials: parts.options.credentials,
            way: self.way,
            redirects: parts.raw.as_ref().map_or(parts.operation.redirects, |raw| raw.redirects),
            failure: parts.operation.failure.filter(|_| parts.options.check_failure),
            sensitive: sensitive.map(|parameter| parameter.name).collect(),
        })
    }

    fn find_way(&mut self) {
        let Some(base) = self.parts.operation.base else { return };
        match self.parts.context.services().way(base) {
            Ok(way) => self.way = Some(way),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// The values of the declared parameters, filled from the scope where the caller set none.
    fn declared_values(&mut self) -> Declared<'a> {
        let parts = self.parts;
        let mut declared = Vec::with_capacity(parts.operation.parameters.len());
        for parameter in parts.operation.parameters {
            let values = match parts.set_values(parameter) {
                Some(values) => self.filler.completed(parameter, values),
                None => Argument::filled(self.unset(parameter)),
            };
            if values.is_unset() && parameter.required {
                self.problems.push(missing(parameter));
            }
            declared.push((parameter, values));
        }
        declared
    }

    /// The value of a parameter that no setter gave: a Git option, or a part of the scope.
    fn unset(&self, parameter: &Parameter) -> Option<Cow<'a, str>> {
        let parts = self.parts;
        let git = match parameter.location {
            Location::Query => parts.options.git.for_query(parts.operation.git, parameter.name),
            _ => None,
        };
        git.map(Cow::Borrowed).or_else(|| self.filler.identifier(parameter.role))
    }

    fn url(&mut self, declared: &Declared<'a>) -> Option<Url> {
        let parts = self.parts;
        if let Some(raw) = &parts.raw {
            return self.raw_url(&raw.target);
        }
        let way = self.way.clone();
        let client = parts.context.host();
        let (host, template) = match &way {
            Some(way) => (way.at(client), way.template(parts.operation.path)),
            None => (client, parts.operation.path),
        };
        let mut path = String::with_capacity(template.len() + 128);
        let problems = &mut self.problems;
        path::render(&mut path, template, |out, name| {
            let named = declared.iter().find(|(parameter, given)| {
                parameter.location == Location::Path && parameter.name == name && !given.is_unset()
            });
            let pushed = named.map(|(parameter, given)| given.push_segment(out, parameter));
            if let Some(Err(fault)) = pushed {
                problems.push(format!("the value of `{name}` {}", fault.text()));
            }
            pushed == Some(Ok(()))
        });
        if path.contains('{') {
            let path_unset = declared.iter().any(|(parameter, _)| parameter.location == Location::Path);
            if self.problems.is_empty() || !path_unset {
                self.problems.push(format!("the path {path} has a parameter that the operation does not declare"));
            }
            return None;
        }
        let mut query = String::with_capacity(128);
        for (parameter, given) in declared.iter().filter(|(parameter, _)| parameter.location == Location::Query) {
            given.push_query(&mut query, parameter);
        }
        self.push_extra_query(&mut query);
        let joined = host.join_with_query(path, &query);
        self.sendable(joined)
    }

    fn raw_url(&mut self, target: &str) -> Option<Url> {
        if target.contains('#') {
            self.problems
                .push("the target holds a fragment, which is never sent: leave out the # and all after it".to_owned());
            return None;
        }
        if target.contains(char::is_control) {
            self.problems.push("the target holds a line end or another control character".to_owned());
            return None;
        }
        if is_whole(target) {
            return self.whole_url(target);
        }
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let mut query = query.to_owned();
        let fill = self.parts.raw.as_ref().is_some_and(|raw| raw.fill_scope);
        for (name, role) in RAW_SCOPE.iter().filter(|_| fill) {
            let set = self.parts.values.iter().any(|field| field.name == *name);
            if let Some(value) = self.filler.identifier(*role).filter(|_| !set) {
                query::push(&mut query, name, &[value], Style::Multi);
            }
        }
        self.join(path, query)
    }

    fn join(&mut self, path: &str, mut query: String) -> Option<Url> {
        self.push_extra_query(&mut query);
        let joined = self.parts.context.host().join(path);
        let mut url = self.sendable(joined)?;
        url.set_query((!query.is_empty()).then_some(&query));
        Some(url)
    }

    fn sendable(&mut self, joined: Result<Url, HostError>) -> Option<Url> {
        joined.map_err(|fault| self.problems.push(format!("the path cannot be sent: {fault}"))).ok()
    }

    fn headers(&mut self, declared: &Declared<'a>) -> Headers {
        let parts = self.parts;
        let mut headers = Headers::with_capacity(8);
        headers.insert(USER_AGENT, parts.context.user_agent().clone());
        match parts.raw.as_ref().and_then(|raw| raw.accept.as_deref()) {
            Some(accept) => self.insert(&mut headers, ACCEPT.as_str(), accept, false),
            None => self.insert_fixed(&mut headers, ACCEPT, parts.operation.accept),
        }
        for (parameter, given) in declared.iter().filter(|(parameter, _)| parameter.location == Location::Header) {
            if let Some(text) = given.header_text(parameter.style) {
                let secret = parameter.sensitive
                    || (parameter.role == Role::None && crate::redact::is_secret_header(parameter.name));
                self.insert(&mut headers, parameter.name, &text, secret);
            }
        }
        if parts.raw.as_ref().is_some_and(|raw| raw.fill_scope)
            && let Some(account) = self.filler.identifier(Role::Account)
        {
            self.insert(&mut headers, "Harness-Account", &account, false);
        }
        let known = |name: &str| parts.operation.parameter(Location::Header, name).is_some();
        for field in parts.values.iter().filter(|field| field.location == Location::Header && !known(&field.name)) {
            if TRANSPORT_HEADERS.contains(&field.name.to_ascii_lowercase().as_str()) {
                self.problems.push(format!("the header `{}` is set by the transport: leave it out", field.name));
            } else if let Some(text) = header_text(field.values.as_slice(), Style::Csv) {
                self.insert(&mut headers, &field.name, &text, crate::redact::is_secret_header(&field.name));
            }
        }
        headers
    }
}

/// The facts with the host that the call really goes to, which a whole URL names itself.
fn facts_at(facts: Arc<CallFacts>, url: &Url) -> Arc<CallFacts> {
    match url.host_str() {
        Some(host) if host != facts.host => Arc::new(CallFacts { host: host.to_owned(), ..CallFacts::clone(&facts) }),
        _ => facts,
    }
}

/// The query parameters of most services, which a raw request takes from the scope when asked to.
const RAW_SCOPE: &[(&str, Role)] =
    &[("accountIdentifier", Role::Account), ("orgIdentifier", Role::Org), ("projectIdentifier", Role::Project)];

/// The target without query and, for a whole URL, without scheme and host: nothing that may be secret.
fn template_of(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    match path.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or_else(|| "/".to_owned(), |start| rest[start..].to_owned()),
        None => path.to_owned(),
    }
}
