//! Hits of a search, and counts by facet.

use std::io;

use serde::Serialize;

use super::{cell, head, id_line, page_line};
use crate::answers::facets::Facets;
use crate::answers::hit::Hit;
use crate::answers::search::SearchResponse;
use crate::answers::summary::{FacetCount, Summary};
use crate::error::list;
use crate::render::view::{Layout, Level, Line, Passage, Piece, Records, Style, Table, View};
use crate::render::words::{count, thousands};
use crate::render::{Answer, JsonLines, OutputStyle, citation, notes, nothing};
use crate::report::facet::Dimension;

/// What stands above passages that lack some of the words, each of which names them.
const PARTIAL: &str = "Partial matches (missing words shown)";

impl Answer for SearchResponse {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn elapsed_ms(&mut self) -> Option<&mut Option<f64>> {
        Some(&mut self.summary.elapsed_ms)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        self.hits.is_empty().then(|| nothing::search(self))
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let searched = count(self.summary.indexed_reports, "report");
        let totals = match self.summary.passages {
            0 => {
                let about = self.absence.iter().flat_map(|absence| &absence.shown_for);
                let about: Vec<String> = about.map(|word| format!("`{word}`")).collect();
                let showing = match &about[..] {
                    [] => String::new(),
                    about => format!("; showing passages about {}", about.join(" + ")),
                };
                format!("No passage contains all of these words{showing} (searched {searched})")
            }
            _ => totals(&self.summary),
        };
        let mut view = head(totals, &self.summary);
        let unknown = nothing::unknown_words(self).into_iter();
        let unknown = unknown.map(|line| Piece::Note(Line::message(&line)));
        // Right below the totals, which they explain.
        view.splice(1..1, unknown);
        let (partial, full): (Vec<&Hit>, Vec<&Hit>) =
            self.hits.iter().partition(|hit| !hit.missing.is_empty());
        let piece = |hit: &Hit| Piece::Passage(Layout::Hit, passage(hit, style));
        view.extend(full.into_iter().map(piece));
        if !partial.is_empty() {
            view.push(Piece::heading(Level::Divider, PARTIAL));
            view.extend(partial.into_iter().map(piece));
        }
        let facets = self.summary.facets.iter();
        view.extend(facets.map(|(dimension, counts)| table(*dimension, counts)));
        view
    }

    fn records(&self) -> Table {
        let alike = |hit: &Hit| {
            let alike = hit.alike.as_ref();
            alike.map_or((0, 0), |alike| (alike.passages, alike.reports))
        };
        hit_records(&self.hits)
            .column("match", matched)
            .column("missing", |hit| cell(&hit.missing))
            .column("alike", move |hit| alike(hit).0)
            .column("alike_reports", move |hit| alike(hit).1)
            .column("more_in_report", |hit| hit.more_in_report)
            .column("more_in_area", |hit| hit.more_in_area)
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("hit", &self.hits)?;
        if let Some(absence) = &self.absence {
            out.object("absence", absence)?;
        }
        out.object("summary", &self.summary)
    }
}

/// Whether a hit holds all of the query.
pub(in crate::render) fn matched(hit: &Hit) -> &'static str {
    if hit.missing.is_empty() {
        "full"
    } else {
        "partial"
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
        .column("path", |hit| hit.report.path())
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
    let missing = Line::message(&format!("missing: {}", list(&hit.missing)));
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
    let columns = |counts| {
        let table = Table::of(counts).column(dimension.name(), |count: &FacetCount| &count.value);
        let table = table.column("passages", |count| count.passages);
        table.column("reports", |count| count.reports).table()
    };
    if dimension != Dimension::Outcome || counts.is_empty() {
        return Piece::Table(columns(counts));
    }
    // Outcomes of different scales are no list: each scale has a block.
    let mut all = Table::default();
    for on_scale in counts.chunk_by(|a, b| a.scale() == b.scale()) {
        let table = columns(on_scale);
        let scale = on_scale[0].scale().unwrap_or_default();
        let title = Some(format!("{dimension} ({scale})"));
        let rows = table.blocks.into_iter().flat_map(|block| block.rows);
        all.block(title, rows.collect());
        all.columns = table.columns;
    }
    Piece::Table(all)
}

/// The facets in the order in which they were asked for, with their counts.
fn counted(facets: &Facets) -> impl Iterator<Item = (Dimension, &[FacetCount])> {
    let by = facets.by.iter();
    by.map(|facet| {
        let counts = facets.summary.facets.get(facet);
        (*facet, counts.map_or(&[][..], Vec::as_slice))
    })
}

/// A count with its facet.
#[derive(Serialize)]
struct Counted<'a> {
    facet: Dimension,
    #[serde(flatten)]
    count: &'a FacetCount,
}

fn each(facets: &Facets) -> Vec<Counted<'_>> {
    let counts = counted(facets).flat_map(|(facet, counts)| {
        let counts = counts.iter();
        counts.map(move |count| Counted { facet, count })
    });
    counts.collect()
}

impl Answer for Facets {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn elapsed_ms(&mut self) -> Option<&mut Option<f64>> {
        Some(&mut self.summary.elapsed_ms)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let absence = self.absence.as_ref()?;
        Some(nothing::no_hits(&self.summary, absence))
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let mut view = head(totals(&self.summary), &self.summary);
        view.extend(counted(self).map(|(facet, counts)| table(facet, counts)));
        view
    }

    fn records(&self) -> Table {
        let counts = each(self);
        Table::of(&counts)
            .column("facet", |one| one.facet.name())
            .column("value", |one| &one.count.value)
            .column("path", |one| &one.count.path)
            .column("passages", |one| one.count.passages)
            .column("reports", |one| one.count.reports)
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("facet", &each(self))?;
        out.object("summary", &self.summary)
    }
}
