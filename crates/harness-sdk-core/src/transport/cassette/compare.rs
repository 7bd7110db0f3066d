//! In what a request differs from the recorded one that is nearest to it.

use super::exchange::{Content, Exchange, Request};
use crate::error::one_line;
use crate::model::Value;

/// The most differences that are told.
const MOST: usize = 6;
/// The most characters of a value that are shown.
const SHOWN: usize = 80;

/// The nearest recorded request and its differences; nothing without any.
pub(super) fn nearest(asked: &Request, exchanges: &[Exchange]) -> Option<String> {
    let rated = exchanges.iter().enumerate().map(|(at, kept)| {
        let differences = differences(&kept.request, asked);
        let far = usize::from(kept.request.method != asked.method) + usize::from(kept.request.path != asked.path);
        (far, differences.len(), at, differences)
    });
    let (_, count, at, mut told) = rated.min_by_key(|(far, count, at, _)| (*far, *count, *at))?;
    told.truncate(MOST);
    if count > MOST {
        told.push(format!("and {} more", count - MOST));
    }
    Some(format!("exchange {} is nearest; {}", at + 1, told.join("; ")))
}

fn differences(kept: &Request, asked: &Request) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, kept: &str, asked: &str| {
        if kept != asked {
            found.push(format!("{what}: recorded {}, asked {}", shown(kept), shown(asked)));
        }
    };
    compare("operation", &kept.operation, &asked.operation);
    compare("method", &kept.method, &asked.method);
    compare("path", &kept.path, &asked.path);
    for (name, value) in kept.query.iter().filter(|pair| !asked.query.contains(pair)) {
        match asked.query.iter().find(|pair| pair.0 == *name && !kept.query.contains(pair)) {
            Some((_, other)) => {
                found.push(format!("query `{name}`: recorded {}, asked {}", shown(value), shown(other)))
            }
            None => found.push(format!("query `{name}`: recorded {}, not asked", shown(value))),
        }
    }
    for (name, value) in asked.query.iter().filter(|pair| !kept.query.contains(pair)) {
        if !kept.query.iter().any(|pair| pair.0 == *name && !asked.query.contains(pair)) {
            found.push(format!("query `{name}`: not recorded, asked {}", shown(value)));
        }
    }
    if kept.query.len() != asked.query.len() && found.is_empty() {
        found.push(format!("query: recorded {} parameters, asked {}", kept.query.len(), asked.query.len()));
    }
    content(&kept.body, &asked.body, &mut found);
    found
}

fn content(kept: &Content, asked: &Content, found: &mut Vec<String>) {
    match (kept, asked) {
        (kept, asked) if kept == asked => {}
        (Content::Json(kept), Content::Json(asked)) => json("", kept, asked, found),
        (Content::None, _) => found.push("body: recorded none".to_owned()),
        (_, Content::None) => found.push("body: asked without one".to_owned()),
        (Content::Text(kept), Content::Text(asked)) => {
            let line = kept.lines().zip(asked.lines()).position(|(one, other)| one != other);
            let at = line.unwrap_or_else(|| kept.lines().count().min(asked.lines().count()));
            let nth = |text: &str| text.lines().nth(at).map_or_else(|| "its end".to_owned(), shown);
            found.push(format!("body, line {}: recorded {}, asked {}", at + 1, nth(kept), nth(asked)));
        }
        _ => found.push("body: not the same".to_owned()),
    }
}

fn json(at: &str, kept: &Value, asked: &Value, found: &mut Vec<String>) {
    match (kept, asked) {
        (kept, asked) if kept == asked => {}
        (Value::Object(kept), Value::Object(asked)) => {
            for (name, value) in kept {
                match asked.get(name) {
                    Some(other) => json(&format!("{at}/{name}"), value, other, found),
                    None => found.push(format!("body {at}/{name}: recorded, not asked")),
                }
            }
            for name in asked.keys().filter(|name| !kept.contains_key(*name)) {
                found.push(format!("body {at}/{name}: asked, not recorded"));
            }
        }
        (Value::Array(kept), Value::Array(asked)) if kept.len() == asked.len() => {
            kept.iter().zip(asked).enumerate().for_each(|(index, (one, other))| {
                json(&format!("{at}/{index}"), one, other, found);
            });
        }
        _ => {
            let at = if at.is_empty() { "/" } else { at };
            found.push(format!(
                "body {at}: recorded {}, asked {}",
                shown(&kept.to_string()),
                shown(&asked.to_string())
            ));
        }
    }
}

fn shown(text: &str) -> String {
    format!("`{}`", one_line(text, SHOWN))
}
