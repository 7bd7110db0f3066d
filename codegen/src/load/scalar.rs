//! What a YAML scalar means: the core schema of YAML 1.2, in which `yes` and `on` are texts.

use serde_json::{Number, Value};

/// The value of a scalar; `core_tag` is what stands behind `!!`.
///
/// # Errors
/// What is wrong with the scalar, when JSON has no such value or the tag does not fit.
pub(super) fn value(text: &str, plain: bool, core_tag: Option<&str>) -> Result<Value, String> {
    match core_tag {
        None if plain => untagged(text),
        Some(tag @ ("null" | "bool" | "int" | "float")) => {
            let value = match (tag, text) {
                // What a reader of YAML 1.1 takes for booleans is one where the tag says so.
                ("bool", "yes" | "Yes" | "YES" | "y" | "Y" | "on" | "On" | "ON") => Value::Bool(true),
                ("bool", "no" | "No" | "NO" | "n" | "N" | "off" | "Off" | "OFF") => Value::Bool(false),
                _ => untagged(text)?,
            };
            let fits = match tag {
                "null" => value.is_null(),
                "bool" => value.is_boolean(),
                "int" => value.is_i64() || value.is_u64(),
                _ => value.is_number(),
            };
            fits.then_some(value).ok_or_else(|| format!("`{text}` is no value of type !!{tag}"))
        }
        // Base64, which YAML lets span lines and JSON does not.
        Some("binary") => Ok(Value::String(text.split_whitespace().collect())),
        _ => Ok(Value::String(text.to_owned())),
    }
}

fn untagged(text: &str) -> Result<Value, String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Ok(Value::Null),
        "true" | "True" | "TRUE" => return Ok(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Ok(Value::Bool(false)),
        _ => {}
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Err(no_json(text));
    }
    if let Some(number) = integer(text, unsigned) {
        return Ok(Value::Number(number));
    }
    if !is_decimal(unsigned) {
        return Ok(Value::String(text.to_owned()));
    }
    let number = text.parse::<f64>().ok().and_then(Number::from_f64);
    number.map(Value::Number).ok_or_else(|| no_json(text))
}

fn integer(text: &str, unsigned: &str) -> Option<Number> {
    let radix = |digits: &str, radix: u32| {
        let digits_only = digits.chars().all(|digit| digit.is_digit(radix));
        digits_only.then(|| u64::from_str_radix(digits, radix).ok()).flatten()
    };
    if let Some(digits) = text.strip_prefix("0x") {
        return radix(digits, 16).map(Number::from);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return radix(digits, 8).map(Number::from);
    }
    if unsigned.is_empty() || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let signed = text.parse::<i64>().ok().map(Number::from);
    signed.or_else(|| text.parse::<u64>().ok().map(Number::from))
}

/// Whether a text without sign has the form of a decimal number.
fn is_decimal(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !exponent.is_empty() && digits(exponent)
    });
    digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty()) && exponent_fits
}

fn no_json(text: &str) -> String {
    format!("JSON has no number `{text}`")
}
