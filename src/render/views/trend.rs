//! Shares over the years.

use std::io;

use serde_json::json;

use super::head;
use crate::answers::summary::Summary;
use crate::answers::trend::Trend;
use crate::render::view::{Bar, Cell, Chart, Piece, Table, View};
use crate::render::words::{among, count, shortened, thousands};
use crate::render::{Answer, JsonLines, OutputStyle, nothing};

/// Longest query in the title of a chart, in characters.
const QUERY: usize = 80;

impl Answer for Trend {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let absence = self.absence.as_ref()?;
        Some(nothing::no_hits(&self.summary, absence))
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let mut view = head(totals(self), &self.summary);
        view.extend(left_out(self).map(|line| Piece::Note(line.into())));
        let bars = self.years.iter().map(|year| Bar {
            label: year.year.to_string(),
            reports: year.reports,
            of: year.of,
            share: year.share,
        });
        view.push(Piece::Chart(Chart {
            title: title(self),
            source: source(self),
            bars: bars.collect(),
            table: self.records().titled("of", "n"),
        }));
        view
    }

    fn records(&self) -> Table {
        Table::of(&self.years)
            .column("year", |year| year.year)
            .column("passages", |year| year.passages)
            .column("reports", |year| year.reports)
            .column("of", |year| year.of)
            .column("share", |year| Cell::Share(year.share))
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("year", &self.years)?;
        let own = json!({"undated": self.undated, "passing_reports": self.passing_reports});
        out.summary(own, &self.summary)
    }
}

/// `34 passages in 24 of 183 reports`.
fn totals(answer: &Trend) -> String {
    let summary = &answer.summary;
    format!(
        "{} in {} of {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        among(answer.passing_reports, summary.indexed_reports)
    )
}

fn left_out(answer: &Trend) -> Option<String> {
    let undated = count(answer.undated, "report");
    (answer.undated > 0).then(|| format!("omitted, because their year is unknown: {undated}"))
}

fn title(answer: &Trend) -> String {
    let query = shortened(answer.summary.query.trim(), QUERY);
    // A phrase brings its own marks.
    let query = if query.contains('"') {
        query
    } else {
        format!("“{query}”")
    };
    format!("Reports that mention {query}, by year of inspection")
}

/// What the shares were counted from.
fn source(answer: &Trend) -> String {
    let mut source = totals(answer);
    if let (Some(first), Some(last)) = (answer.years.first(), answer.years.last()) {
        source += &format!(", inspected {} to {}", first.year, last.year);
    }
    if !answer.filters.is_empty() {
        source += &format!("; filters: {}", answer.filters.join(" "));
    }
    source + &left_out(answer).map_or_else(String::new, |line| format!("; {line}"))
}
