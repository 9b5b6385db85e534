//! Shares over the years.

use std::io::{self, Write};

use serde::Serialize;

use super::bars::{bar, percent};
use super::style::{AREA, HEADING, paint};
use super::text::write_notes;
use super::words::among;
use super::{Look, count, csv, json, markdown, thousands};
use crate::api::{Summary, Trend, TrendYear};

/// Columns of the longest bar.
const BAR: usize = 40;

/// `34 passages in 24 of 183 reports`.
pub(super) fn totals(answer: &Trend) -> String {
    let summary = &answer.summary;
    format!(
        "{} in {} of {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        among(answer.passing_reports, summary.indexed_reports)
    )
}

/// What is left out, if anything is.
pub(super) fn left_out(answer: &Trend) -> Option<String> {
    let undated = count(answer.undated, "report");
    (answer.undated > 0).then(|| format!("left out without a year: {undated}"))
}

pub(super) fn text(out: &mut dyn Write, answer: &Trend, look: Look) -> io::Result<()> {
    writeln!(out, "{}", totals(answer))?;
    write_notes(out, &answer.summary, look)?;
    writeln!(out)?;
    let head = format!("{:<6}{:>5}  {:>8}  {:>5}", "year", "share", "reports", "n");
    writeln!(out, "{}", paint(&head, HEADING, look.colour))?;
    for year in &answer.years {
        let line = format!(
            "{:<6}{:>5}  {:>8}  {:>5}",
            year.year,
            percent(year.share),
            thousands(year.reports),
            thousands(year.of)
        );
        match look.width {
            Some(room) => {
                let room = room.saturating_sub(line.chars().count() + 2).min(BAR);
                let bar = bar(year.share.unwrap_or(0.0), room);
                let bar = paint(&bar, AREA, look.colour);
                writeln!(out, "{}", format!("{line}  {bar}").trim_end())?;
            }
            None => writeln!(out, "{line}")?,
        }
    }
    left_out(answer).map_or(Ok(()), |line| writeln!(out, "{line}"))
}

pub(super) fn lines(out: &mut dyn Write, answer: &Trend) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Year(&'a TrendYear),
        Summary {
            undated: u64,
            passing_reports: u64,
            #[serde(flatten)]
            summary: &'a Summary,
        },
    }
    for year in &answer.years {
        json::line(out, &Line::Year(year))?;
    }
    let summary = Line::Summary {
        undated: answer.undated,
        passing_reports: answer.passing_reports,
        summary: &answer.summary,
    };
    json::line(out, &summary)
}

pub(super) fn csv(out: &mut dyn Write, answer: &Trend) -> io::Result<()> {
    let head = ["year", "passages", "reports", "of", "share"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for year in &answer.years {
        rows.push(vec![
            year.year.to_string(),
            year.passages.to_string(),
            year.reports.to_string(),
            year.of.to_string(),
            csv::optional(year.share),
        ]);
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Trend) -> io::Result<()> {
    let escaped = markdown::escaped;
    let query = escaped(&answer.summary.query);
    writeln!(out, "**{query}**: {}\n", escaped(&totals(answer)))?;
    markdown::write_notes(out, &answer.summary)?;
    writeln!(
        out,
        "| year | passages | reports | n | share |\n| --- | ---: | ---: | ---: | ---: |"
    )?;
    for year in &answer.years {
        let share = escaped(&percent(year.share));
        let (passages, reports, of) = (year.passages, year.reports, year.of);
        writeln!(
            out,
            "| {} | {passages} | {reports} | {of} | {share} |",
            year.year
        )?;
    }
    left_out(answer).map_or(Ok(()), |line| writeln!(out, "\n{line}"))
}
