//! Areas side by side.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

use super::bars::percent;
use super::citation::{kind_label, when};
use super::side_by_side::{self, Block, Row};
use super::style::{AREA, HEADING, QUIET, paint};
use super::text::{write_notes, write_unranked};
use super::{Look, citation, count, csv, json, markdown, notes, pages, safe, thousands};
use crate::api::{ActionKind, ComparedArea, Comparison, Hit, Matching, ReportInfo, Summary};
use crate::report::{Kind, Scale};

/// What an area has none of.
const NONE: &str = "–";

/// `2 areas; searched 183 reports`.
fn totals(answer: &Comparison) -> String {
    let indexed = count(answer.summary.indexed_reports, "report");
    let areas = count(answer.areas.len() as u64, "area");
    format!("{areas}; searched {indexed}")
}

fn heads(answer: &Comparison) -> Vec<String> {
    let areas = answer.areas.iter();
    areas
        .map(|area| safe(&area.area.name).into_owned())
        .collect()
}

/// The tables. What stands in them is safe.
fn blocks(answer: &Comparison) -> Vec<Block> {
    let areas = &answer.areas;
    let row = |label: &str, cell: &dyn Fn(&ComparedArea) -> String| Row {
        label: safe(label).into_owned(),
        cells: areas
            .iter()
            .map(|area| safe(&cell(area)).into_owned())
            .collect(),
    };
    let mut size = vec![
        row("reports", &|area| thousands(area.reports)),
        row("passages", &|area| thousands(area.passages)),
    ];
    if areas.iter().any(|area| area.matching.is_some()) {
        size.push(row("passages that match", &|area| {
            number(
                area.matching
                    .as_ref()
                    .map_or(0, |matching| matching.passages),
            )
        }));
    }
    let mut blocks = vec![Block {
        title: String::new(),
        rows: size,
    }];
    for scale in Scale::ALL {
        let kinds = Kind::ALL.into_iter().filter(|kind| {
            let mut latest = areas.iter().filter_map(|area| latest(area, *kind));
            latest.any(|report| report.outcome_scale == scale.name())
        });
        let rows: Vec<Row> = kinds
            .map(|kind| {
                row(kind_label(kind.name()), &|area| {
                    latest(area, kind).map_or_else(|| NONE.to_owned(), outcome)
                })
            })
            .collect();
        if !rows.is_empty() {
            let title = match scale {
                Scale::None => "latest without a judgement".to_owned(),
                scale => format!("latest outcome ({})", scale.name()),
            };
            blocks.push(Block { title, rows });
        }
    }
    let kinds = ActionKind::ALL.into_iter();
    let kinds = kinds.filter(|kind| areas.iter().any(|area| area.actions.contains_key(kind)));
    let rows: Vec<Row> = kinds
        .map(|kind| {
            row(kind.name(), &|area| {
                number(area.actions.get(&kind).copied().unwrap_or(0))
            })
        })
        .collect();
    if !rows.is_empty() {
        let title = "actions asked for".to_owned();
        blocks.push(Block { title, rows });
    }
    let themes: BTreeSet<&str> = areas
        .iter()
        .flat_map(|area| area.themes.iter().map(|share| share.theme.as_str()))
        .collect();
    let most = areas.iter().flat_map(|area| &area.themes);
    let most = most.map(|share| thousands(share.passages).len()).max();
    let digits = most.unwrap_or(0);
    let mut rows: Vec<Row> = themes
        .into_iter()
        .map(|theme| {
            row(theme, &|area| {
                let mut shares = area.themes.iter();
                let share = shares.find(|share| share.theme == theme);
                share.map_or_else(
                    || format!("{NONE:>digits$}"),
                    |share| {
                        let number = thousands(share.passages);
                        format!("{number:>digits$} {:>4}", percent(share.share))
                    },
                )
            })
        })
        .collect();
    if rows.is_empty() {
        rows.push(row("none", &|_| NONE.to_owned()));
    }
    let title = "passages by theme".to_owned();
    blocks.push(Block { title, rows });
    blocks
}

fn number(number: u64) -> String {
    if number == 0 {
        NONE.to_owned()
    } else {
        thousands(number)
    }
}

fn latest(area: &ComparedArea, kind: Kind) -> Option<&ReportInfo> {
    let mut latest = area.latest.iter();
    latest.find(|report| report.kind == kind.name())
}

/// `good, October 2024`; for a report without a judgement the month alone.
fn outcome(report: &ReportInfo) -> String {
    let judged = report.outcome_scale != Scale::None.name();
    let parts = judged.then(|| report.outcome.clone()).into_iter();
    let parts: Vec<String> = parts.chain(when(report)).collect();
    if parts.is_empty() {
        "undated".to_owned()
    } else {
        parts.join(", ")
    }
}

/// `best for “CAMHS waiting”`.
fn best_title(answer: &Comparison) -> String {
    format!("Best passage for “{}”", answer.summary.query.trim())
}

fn has_query(answer: &Comparison) -> bool {
    answer.areas.iter().any(|area| area.matching.is_some())
}

pub(super) fn text(out: &mut dyn Write, answer: &Comparison, look: Look) -> io::Result<()> {
    writeln!(out, "{}", totals(answer))?;
    write_notes(out, &answer.summary, look)?;
    writeln!(out)?;
    side_by_side::write(out, &heads(answer), &blocks(answer), look)?;
    if !has_query(answer) {
        return Ok(());
    }
    let title = safe(&best_title(answer)).into_owned();
    writeln!(out, "\n{}", paint(&title, HEADING, look.colour))?;
    for area in &answer.areas {
        writeln!(out)?;
        match best(area) {
            Some(hit) => write_unranked(out, hit, look)?,
            None => {
                let name = paint(&safe(&area.area.name), AREA, look.colour);
                let none = paint("no passage holds any of it", QUIET, look.colour);
                writeln!(out, "{name} · {none}")?;
            }
        }
    }
    Ok(())
}

fn best(area: &ComparedArea) -> Option<&Hit> {
    area.matching.as_ref()?.best.as_ref()
}

pub(super) fn lines(out: &mut dyn Write, answer: &Comparison) -> io::Result<()> {
    #[derive(Serialize)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Line<'a> {
        Area(&'a ComparedArea),
        Summary(&'a Summary),
    }
    for area in &answer.areas {
        json::line(out, &Line::Area(area))?;
    }
    json::line(out, &Line::Summary(&answer.summary))
}

/// One measure a row: spreadsheets turn that into any table.
pub(super) fn csv(out: &mut dyn Write, answer: &Comparison) -> io::Result<()> {
    let head = [
        "area",
        "region",
        "measure",
        "item",
        "value",
        "share",
        "outcome_scale",
        "date",
        "id",
        "page_start",
        "text",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for area in &answer.areas {
        let region = area.area.region.clone().unwrap_or_default();
        let mut add = |measure: &str, item: &str, value: String, rest: [String; 6]| {
            let own = [&area.area.name, &region, measure, item].map(str::to_owned);
            let mut row = own.to_vec();
            row.push(value);
            row.extend(rest);
            rows.push(row);
        };
        let plain = || std::array::from_fn(|_| String::new());
        add("reports", "", area.reports.to_string(), plain());
        add("passages", "", area.passages.to_string(), plain());
        for report in &area.latest {
            let mut rest: [String; 6] = plain();
            rest[1].clone_from(&report.outcome_scale);
            rest[2] = csv::optional(report.inspection_end.or(report.published));
            rest[3].clone_from(&report.id);
            add("outcome", &report.kind, report.outcome.clone(), rest);
        }
        for (kind, number) in &area.actions {
            add("actions", kind.name(), number.to_string(), plain());
        }
        for share in &area.themes {
            let mut rest: [String; 6] = plain();
            rest[0] = csv::optional(share.share);
            add("theme", &share.theme, share.passages.to_string(), rest);
        }
        let Some(Matching { passages, best, .. }) = &area.matching else {
            continue;
        };
        add("matching", "", passages.to_string(), plain());
        if let Some(hit) = best {
            let mut rest: [String; 6] = plain();
            rest[2] = csv::optional(hit.report.inspection_end.or(hit.report.published));
            rest[3].clone_from(&hit.id);
            rest[4] = csv::optional(hit.page_start);
            rest[5].clone_from(&hit.text);
            let missing = hit.missing.join("; ");
            add("best", &hit.report.kind, missing, rest);
        }
    }
    csv::write(out, &rows)
}

pub(super) fn markdown(out: &mut dyn Write, answer: &Comparison) -> io::Result<()> {
    let escaped = markdown::escaped;
    writeln!(out, "{}\n", escaped(&totals(answer)))?;
    markdown::write_notes(out, &answer.summary)?;
    let heads: Vec<String> = heads(answer).iter().map(|head| escaped(head)).collect();
    for block in blocks(answer) {
        writeln!(out, "| {} | {} |", escaped(&block.title), heads.join(" | "))?;
        writeln!(out, "| --- |{}", " --- |".repeat(heads.len()))?;
        for row in block.rows {
            // What aligns numbers is for a terminal.
            let bare = |cell: &String| cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let cells: Vec<String> = row.cells.iter().map(|cell| escaped(&bare(cell))).collect();
            writeln!(out, "| {} | {} |", escaped(&row.label), cells.join(" | "))?;
        }
        writeln!(out)?;
    }
    if !has_query(answer) {
        return Ok(());
    }
    writeln!(out, "**{}**\n", escaped(&best_title(answer)))?;
    for area in &answer.areas {
        let Some(hit) = best(area) else {
            let name = escaped(&area.area.name);
            writeln!(out, "{name}: no passage holds any of it\n")?;
            continue;
        };
        let snippet = &hit.snippet;
        let quoted = markdown::marked(&snippet.text, &snippet.highlights);
        writeln!(out, "> {quoted}\n>")?;
        let mut place = vec![escaped(&citation(&hit.report))];
        place.extend(pages(hit.page_start, hit.page_end));
        place.push(format!("`{}`", safe(&hit.id)));
        if !hit.missing.is_empty() {
            place.push(escaped(&format!("without {}", hit.missing.join(", "))));
        }
        place.extend(notes::more(hit));
        writeln!(out, "> — {}\n", place.join(" · "))?;
    }
    Ok(())
}
