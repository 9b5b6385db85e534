//! Completions of what is being typed, in every format.

use std::io::{self, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::style::{AREA, HEADING, QUIET, paint};
use super::{Look, csv, json, markdown, safe, thousands};
use crate::api::{SCHEMA, Suggestion, Suggestions};

/// Columns of the kind and of the number of passages, the gaps before them included.
const KIND: usize = 9;
const PASSAGES: usize = 10;

/// Columns before the meaning: a gap where it stands beside, an indent where it stands below.
const GAP: usize = 2;
const INDENT: usize = 4;

/// Widest column of completions where lines may be long; what is longer stands out.
const WIDEST: usize = 60;

/// A line a completion; what a completion means stands beside it, or below where there is no room.
pub(super) fn text(out: &mut dyn Write, answer: &Suggestions, look: Look) -> io::Result<()> {
    let room = look
        .width
        .map(|width| width.saturating_sub(KIND + PASSAGES));
    let texts: Vec<String> = answer
        .suggestions
        .iter()
        .map(|one| safe(&one.text).into_owned())
        .collect();
    let head = "suggestion";
    let widest = texts.iter().map(|text| text.width());
    let column = widest
        .chain([head.width()])
        .max()
        .unwrap_or(0)
        .min(room.unwrap_or(WIDEST).min(WIDEST));
    let head = format!("{head:<column$}  {:<7}  {:>8}", "kind", "passages");
    writeln!(out, "{}", paint(&head, HEADING, look.colour))?;
    for (one, text) in answer.suggestions.iter().zip(&texts) {
        write_one(out, one, text, column, look)?;
    }
    Ok(())
}

fn write_one(
    out: &mut dyn Write,
    one: &Suggestion,
    text: &str,
    column: usize,
    look: Look,
) -> io::Result<()> {
    // A text that is wider than its column goes on below; the last of its lines takes the rest.
    let mut lines = match look.width {
        Some(_) => textwrap::wrap(text, column),
        None => vec![text.into()],
    };
    let last = lines.pop().unwrap_or_default();
    for line in lines {
        writeln!(out, "{}", paint(line.trim_end(), AREA, look.colour))?;
    }
    write!(
        out,
        "{}{}  {:<7}  {:>8}",
        paint(&last, AREA, look.colour),
        " ".repeat(column.saturating_sub(last.width())),
        one.kind.name(),
        thousands(one.passages)
    )?;
    let meaning = one.meaning.as_deref().map(safe).unwrap_or_default();
    let left = look.width.map_or(usize::MAX, |width| {
        width.saturating_sub(column + KIND + PASSAGES + GAP)
    });
    if meaning.is_empty() {
        return writeln!(out);
    }
    if meaning.width() <= left {
        let meaning = paint(&meaning, QUIET, look.colour);
        return writeln!(out, "{:GAP$}{meaning}", "");
    }
    writeln!(out)?;
    let width = look.width.unwrap_or(WIDEST).saturating_sub(INDENT);
    for line in textwrap::wrap(&meaning, width) {
        writeln!(out, "{:INDENT$}{}", "", paint(&line, QUIET, look.colour))?;
    }
    Ok(())
}

/// An object a completion, and one that says what was asked.
pub(super) fn lines(out: &mut dyn Write, answer: &Suggestions) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Suggestion(&'a Suggestion),
        Summary {
            schema: u32,
            text: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            elapsed_ms: Option<f64>,
        },
    }
    for one in &answer.suggestions {
        json::line(out, &Line::Suggestion(one))?;
    }
    let summary = Line::Summary {
        schema: SCHEMA,
        text: &answer.text,
        elapsed_ms: answer.elapsed_ms,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &Suggestions) -> io::Result<()> {
    let head = ["text", "completion", "kind", "passages", "meaning"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for one in &answer.suggestions {
        rows.push(vec![
            one.text.clone(),
            one.completion.clone(),
            one.kind.name().to_owned(),
            one.passages.to_string(),
            one.meaning.clone().unwrap_or_default(),
        ]);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Suggestions) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(
        out,
        "| suggestion | kind | passages | meaning |\n| --- | --- | ---: | --- |"
    )?;
    for one in &answer.suggestions {
        writeln!(
            out,
            "| {} | {} | {} | {} |",
            escaped(&one.text),
            one.kind.name(),
            one.passages,
            escaped(one.meaning.as_deref().unwrap_or_default())
        )?;
    }
    Ok(())
}
