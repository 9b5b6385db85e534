//! Answers for machines: the answer itself, characters that a terminal may obey escaped.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::safe::is_unsafe;
use super::view::{Cell, Table};
use super::{Answer, OutputStyle};

/// One document, indented for people who look at it.
pub(super) fn document(
    out: &mut dyn Write,
    answer: &dyn Answer,
    _: &OutputStyle<'_>,
) -> io::Result<()> {
    writeln!(out, "{}", escaped(&answer.to_json()?))
}

/// One object a line.
pub(super) fn lines(
    out: &mut dyn Write,
    answer: &dyn Answer,
    _: &OutputStyle<'_>,
) -> io::Result<()> {
    answer.lines(&mut JsonLines { out })
}

/// What is written as JSON.
pub trait ToJson {
    /// The value as an indented document.
    ///
    /// # Errors
    /// The value cannot be serialised.
    fn to_json(&self) -> io::Result<String>;

    /// The value with its fields; `null` if it cannot be serialised.
    fn to_value(&self) -> Value;
}

impl<T: Serialize> ToJson for T {
    fn to_json(&self) -> io::Result<String> {
        serde_json::to_string_pretty(self).map_err(io::Error::other)
    }

    fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

/// The fields of a value, a row each, named by their paths: `skipped.0.path`.
pub(super) fn fields(value: &Value) -> Table {
    fn add(path: &str, value: &Value, rows: &mut Vec<Vec<Cell>>) {
        let below = |name: &str| match path {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    add(&below(name), value, rows);
                }
            }
            Value::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    add(&below(&at.to_string()), value, rows);
                }
            }
            Value::Null => rows.push(vec![path.into(), "".into()]),
            Value::String(text) => rows.push(vec![path.into(), text.into()]),
            other => rows.push(vec![path.into(), other.to_string().into()]),
        }
    }
    let mut table = Table::new(["field", "value"]);
    let mut rows = Vec::new();
    add("", value, &mut rows);
    table.block(None, rows);
    table
}

/// A stream of JSON objects, one a line.
pub struct JsonLines<'a> {
    pub(super) out: &'a mut dyn Write,
}

impl JsonLines<'_> {
    /// Writes objects of one type, a line each.
    ///
    /// # Errors
    /// Writing fails.
    pub fn objects(&mut self, kind: &str, values: &[impl Serialize]) -> io::Result<()> {
        values.iter().try_for_each(|value| self.object(kind, value))
    }

    /// Writes an object whose field `type` tells it from the others.
    ///
    /// # Errors
    /// Writing fails.
    pub fn object(&mut self, kind: &str, value: &impl Serialize) -> io::Result<()> {
        #[derive(Serialize)]
        struct Object<'a, T> {
            #[serde(rename = "type")]
            kind: &'a str,
            #[serde(flatten)]
            value: &'a T,
        }
        self.plain(&Object { kind, value })
    }

    /// Writes the totals of an answer, with what it tells beside them: the last object.
    ///
    /// # Errors
    /// Writing fails.
    pub fn summary(&mut self, own: Value, summary: &impl Serialize) -> io::Result<()> {
        #[derive(Serialize)]
        struct Totals<'a, T> {
            #[serde(flatten)]
            own: Value,
            #[serde(flatten)]
            summary: &'a T,
        }
        self.object("summary", &Totals { own, summary })
    }

    /// Writes an object as it is.
    ///
    /// # Errors
    /// Writing fails.
    pub fn plain(&mut self, value: &impl Serialize) -> io::Result<()> {
        let text = serde_json::to_string(value).map_err(io::Error::other)?;
        writeln!(self.out, "{}", escaped(&text))
    }
}

/// Unsafe characters can stand in JSON only within strings, where `\u` means the same. (What the
/// serialiser itself breaks lines with stays.)
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character == '\n' || !is_unsafe(character) {
            out.push(character);
        } else {
            let mut units = [0u16; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsafe_characters_are_escaped_and_come_back() {
        let text = "a\u{9b}b\u{202e}c\u{e0001}\u{7f}\n";
        let json = escaped(&serde_json::to_string(text).expect("serialisable"));
        assert!(!json.contains(is_unsafe), "{json:?}");
        assert_eq!(
            serde_json::from_str::<String>(&json).expect("still JSON"),
            text
        );
    }
}
