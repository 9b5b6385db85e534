//! Hits of a search, and counts by facet.

use std::io;

use serde::Serialize;

use super::{cell, head, id_line, page_line};
use crate::answers::facets::Facets;
use crate::answers::hit::Hit;
use crate::answers::search::SearchResponse;
use crate::answers::summary::{FacetCount, Summary};
use crate::error::{alternatives, list};
use crate::render::view::{Layout, Level, Line, Passage, Piece, Records, Style, Table, View};
use crate::render::words::{count, thousands};
use crate::render::{Answer, JsonLines, OutputStyle, citation, notes, nothing};
use crate::report::facet::Dimension;

/// Words that are named above partial matches; more are left to the hits.
const NAMED_IN_DIVIDER: usize = 3;

impl Answer for SearchResponse {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        if self.hits.is_empty() {
            return View::new();
        }
        let searched = count(self.summary.indexed_reports, "report");
        let totals = match self.summary.passages {
            0 => format!("no passage holds all of it (searched {searched})"),
            _ => totals(&self.summary),
        };
        let mut view = head(totals, &self.summary);
        let (partial, full): (Vec<&Hit>, Vec<&Hit>) =
            self.hits.iter().partition(|hit| !hit.missing.is_empty());
        let piece = |hit: &Hit| Piece::Passage(Layout::Hit, passage(hit, style));
        view.extend(full.into_iter().map(piece));
        if !partial.is_empty() {
            view.push(Piece::heading(Level::Divider, divider(&partial)));
            view.extend(partial.into_iter().map(piece));
        }
        let facets = self.summary.facets.iter();
        view.extend(facets.map(|(dimension, counts)| table(*dimension, counts)));
        view
    }

    fn records(&self) -> Table {
        let any = |of: fn(&Hit) -> bool| self.hits.iter().any(of);
        let similar = any(|hit| hit.alike.is_some());
        let alike = |hit: &Hit| {
            hit.alike
                .as_ref()
                .map_or((0, 0), |alike| (alike.passages, alike.reports))
        };
        hit_records(&self.hits)
            .column_if(
                any(|hit| hit.more_in_report.is_some()),
                "more_in_report",
                |hit| hit.more_in_report,
            )
            .column_if(any(|hit| !hit.missing.is_empty()), "missing", |hit| {
                cell(&hit.missing)
            })
            .column_if(similar, "alike", |hit| alike(hit).0)
            .column_if(similar, "alike_reports", |hit| alike(hit).1)
            .column_if(
                any(|hit| hit.more_in_area.is_some()),
                "more_in_area",
                |hit| hit.more_in_area,
            )
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        for hit in &self.hits {
            out.object("hit", hit)?;
        }
        if let Some(absence) = &self.absence {
            out.object("absence", absence)?;
        }
        out.object("summary", &self.summary)
    }
}

/// Hits as records, without what only some answers tell of them.
pub(in crate::render) fn hit_records(hits: &[Hit]) -> Records<'_, Hit> {
    Table::of(hits)
        .column("rank", |hit| hit.rank)
        .column("score", |hit| hit.score)
        .column("id", |hit| &hit.id)
        .report("report", |hit| Some(&hit.report))
        .place(|hit| (&hit.section, (hit.page_start, hit.page_end)))
        .column("themes", |hit| cell(&hit.themes))
        .column("text", |hit| &hit.text)
        .column("path", |hit| &hit.report.path)
}

/// A hit as it is shown.
pub(super) fn passage(hit: &Hit, style: &OutputStyle<'_>) -> Passage {
    let cited = citation(&hit.report);
    let (area, rest) = cited.split_once(" · ").unwrap_or((&cited, ""));
    let (text, marks) = if style.full {
        (&hit.text, &hit.highlights)
    } else {
        (&hit.snippet.text, &hit.snippet.highlights)
    };
    let missing = Line::message(&format!("without {}", list(&hit.missing)));
    let context = |before: bool| {
        let context = hit.context.iter();
        let passages = context.flat_map(|context| {
            if before {
                &context.before
            } else {
                &context.after
            }
        });
        passages.map(|passage| passage.text.clone()).collect()
    };
    let parts = hit.explanation.iter();
    let parts = parts.map(|part| (format!("{:+.3}", part.score), part.part.clone()));
    let sum = (format!("{:.3}", hit.score), "score".to_owned());
    Passage {
        rank: (hit.rank > 0).then_some(hit.rank),
        cited: Line::joined([Line::new(Style::Subject, area), rest.into()]),
        place: Line::joined([
            Line::new(Style::Heading, &hit.section.heading),
            Line::new(Style::Quiet, &hit.section.role),
            page_line(&hit.report, (hit.page_start, hit.page_end), style),
            id_line(&hit.id, &hit.report, hit.page_start, style),
        ]),
        above: (!hit.missing.is_empty())
            .then_some(missing)
            .into_iter()
            .collect(),
        before: context(true),
        text: Line::marked(text, marks),
        after: context(false),
        below: notes::more(hit)
            .map(|more| Line::new(Style::Quiet, more))
            .into_iter()
            .collect(),
        explanation: parts
            .chain((!hit.explanation.is_empty()).then_some(sum))
            .collect(),
    }
}

/// What is said above passages that lack some of the words.
fn divider(partial: &[&Hit]) -> String {
    let mut missing: Vec<&String> = Vec::new();
    for word in partial.iter().flat_map(|hit| &hit.missing) {
        if !missing.contains(&word) {
            missing.push(word);
        }
    }
    let everywhere = partial.iter().all(|hit| hit.missing.len() == missing.len());
    let without = if everywhere {
        format!("without {}", list(&missing))
    } else if missing.len() > NAMED_IN_DIVIDER {
        "each says what it is without".to_owned()
    } else {
        format!("without {}, as each says", alternatives(&missing))
    };
    format!("most of the words, but not all: {without}")
}

/// `34 passages in 24 of 183 reports`.
fn totals(summary: &Summary) -> String {
    format!(
        "{} in {} of {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        count(summary.indexed_reports, "report")
    )
}

fn table(dimension: Dimension, counts: &[FacetCount]) -> Piece {
    let table = Table::of(counts)
        .column(dimension.name(), |count| &count.value)
        .column("passages", |count| count.passages)
        .column("reports", |count| count.reports);
    Piece::Table(table.table())
}

/// A count with its facet.
#[derive(Serialize)]
struct Counted<'a> {
    facet: Dimension,
    #[serde(flatten)]
    count: &'a FacetCount,
}

fn counted(facets: &Facets) -> Vec<Counted<'_>> {
    let counts = |facet: &Dimension| {
        facets
            .summary
            .facets
            .get(facet)
            .map_or(&[][..], Vec::as_slice)
    };
    let of = |&facet: &Dimension| {
        let counts = counts(&facet).iter();
        counts
            .map(move |count| Counted { facet, count })
            .collect::<Vec<_>>()
    };
    facets.by.iter().flat_map(of).collect()
}

impl Answer for Facets {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let absence = self.absence.as_ref()?;
        Some(nothing::no_hits(&self.summary, absence))
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let mut view = head(totals(&self.summary), &self.summary);
        let counts = |facet| {
            self.summary
                .facets
                .get(facet)
                .map_or(&[][..], Vec::as_slice)
        };
        view.extend(self.by.iter().map(|facet| table(*facet, counts(facet))));
        view
    }

    fn records(&self) -> Table {
        let counted = counted(self);
        Table::of(&counted)
            .column("facet", |one| one.facet.name())
            .column("value", |one| &one.count.value)
            .column("path", |one| &one.count.path)
            .column("passages", |one| one.count.passages)
            .column("reports", |one| one.count.reports)
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        for count in counted(self) {
            out.object("facet", &count)?;
        }
        out.object("summary", &self.summary)
    }
}
