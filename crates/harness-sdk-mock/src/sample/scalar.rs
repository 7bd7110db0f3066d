//! Texts, numbers and other values without parts.

use serde_json::{Value, json};

use super::draw::{Draw, Texts};
use super::pattern;
use super::shape::Shape;

/// A value without parts, under a property called `name`.
pub(super) fn value(shape: &Shape<'_>, name: &str, draw: &mut Draw) -> Value {
    if let Some(constant) = shape.key("const") {
        return constant.clone();
    }
    let listed = shape.key("enum").or_else(|| shape.key("x-extensible-enum"));
    let values: Vec<&Value> =
        listed.and_then(Value::as_array).into_iter().flatten().filter(|value| !value.is_null()).collect();
    if !values.is_empty() {
        let index = draw.choose(values.len());
        return values.get(index).map_or(Value::Null, |value| (*value).clone());
    }
    match shape.kind() {
        Some("string") => string(shape, name, draw),
        // Some servers print integers as text; the document's reader marks where.
        Some("integer") if shape.key("x-harness-wire").is_some_and(|kind| kind == "text") => {
            json!(integer(shape, draw).to_string())
        }
        Some("integer") => integer(shape, draw),
        Some("number") => number(shape, draw),
        Some("boolean") => json!(draw.bits() & 1 == 0),
        _ => any(name, draw),
    }
}

/// Any JSON.
pub(super) fn any(name: &str, draw: &mut Draw) -> Value {
    match draw.bits() % 5 {
        0 => json!(draw.next_count()),
        1 => json!([text(name, draw), false]),
        2 => json!({ "nested": text(name, draw), "none": null }),
        3 => json!(true),
        _ => json!(text(name, draw)),
    }
}

/// A text that did not come before in the draw.
pub(super) fn text(name: &str, draw: &mut Draw) -> String {
    let count = draw.next_count();
    match draw.texts {
        Texts::Plain => format!("{name}-{count}"),
        Texts::Hard => format!("{count} a/b%2F?c=d&e+f#\"'<\\>;,é✓ 文🚀"),
    }
}

fn string(shape: &Shape<'_>, name: &str, draw: &mut Draw) -> Value {
    if let Some(text) = shape.key("pattern").and_then(Value::as_str).and_then(|text| pattern::text(text, draw)) {
        return json!(text);
    }
    let count = draw.next_count();
    let moment = |draw: &mut Draw| (draw.bits() % 28 + 1, draw.bits() % 24, draw.bits() % 60);
    let text = match shape.key("format").and_then(Value::as_str) {
        Some("date-time") => {
            let (day, hour, minute) = moment(draw);
            format!("2026-03-{day:02}T{hour:02}:{minute:02}:07Z")
        }
        Some("date") => format!("2026-03-{:02}", moment(draw).0),
        Some("time") => format!("{:02}:{:02}:07Z", moment(draw).1, moment(draw).2),
        Some("uuid") => uuid(draw),
        Some("email") => format!("user{count}@example.com"),
        Some("uri" | "url") => format!("https://example.com/{count}"),
        Some("hostname") => format!("host{count}.example.com"),
        Some("ipv4") => format!("192.0.2.{}", count % 255),
        Some("ipv6") => format!("2001:db8::{count:x}"),
        Some("byte") => format!("aGFybmVzcy{:02}", count % 100),
        Some("int32" | "int64" | "integer") => count.to_string(),
        _ => return json!(fitted(text(name, draw), shape, draw)),
    };
    json!(text)
}

/// The text, within the lengths that the schema allows.
fn fitted(mut text: String, shape: &Shape<'_>, draw: &mut Draw) -> String {
    let limit = |key: &str| shape.key(key).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    let (least, most) = (limit("minLength").unwrap_or(0), limit("maxLength").unwrap_or(usize::MAX));
    if text.chars().count() > most {
        let count = draw.next_count().to_string();
        text = count.chars().rev().cycle().take(most).collect();
    }
    while text.chars().count() < least {
        text.push('x');
    }
    text
}

fn uuid(draw: &mut Draw) -> String {
    let (high, low) = (draw.bits(), draw.bits());
    format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xfff,
        low >> 52,
        low & 0xffff_ffff_ffff
    )
}

fn integer(shape: &Shape<'_>, draw: &mut Draw) -> Value {
    let narrow = shape.key("format").and_then(Value::as_str) == Some("int32");
    let (mut least, mut most) = (1, if narrow { 2_000_000_000 } else { 1_900_000_000_000 });
    if let Some(minimum) = shape.key("minimum").and_then(Value::as_f64) {
        least = whole(minimum) + i64::from(shape.key("exclusiveMinimum") == Some(&Value::Bool(true)));
        most = most.max(least);
    }
    if let Some(maximum) = shape.key("maximum").and_then(Value::as_f64) {
        most = whole(maximum) - i64::from(shape.key("exclusiveMaximum") == Some(&Value::Bool(true)));
        least = least.min(most);
    }
    let step = shape.key("multipleOf").and_then(Value::as_f64).map_or(1, whole).max(1);
    // Small numbers are the likelier ones: half of them are counts, the others moments.
    let span = if draw.bits() & 1 == 0 { (most - least).min(1000) } else { most - least };
    let offset = i64::try_from(draw.bits() % (span.unsigned_abs() + 1)).unwrap_or_default();
    let number = least + offset;
    json!(if number % step == 0 { number } else { (number - number % step).max(least + (step - least % step) % step) })
}

#[allow(clippy::cast_possible_truncation, reason = "a limit of a document; the cast saturates")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// The nearest quarter, which every reader of decimals takes for the same number.
fn quarter(number: f64) -> f64 {
    (number * 4.0).round() / 4.0
}

fn number(shape: &Shape<'_>, draw: &mut Draw) -> Value {
    let minimum = shape.key("minimum").and_then(Value::as_f64);
    let maximum = shape.key("maximum").and_then(Value::as_f64);
    // A quarter is exact in single precision too.
    let step = (draw.bits() % 4000) as f64 / 4.0;
    let number = match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => {
            quarter(minimum + (maximum - minimum) * (step / 1000.0)).clamp(minimum, maximum)
        }
        (Some(minimum), None) => minimum + step,
        (None, Some(maximum)) => maximum - step,
        (None, None) => step,
    };
    json!(number)
}
