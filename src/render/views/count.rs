//! Tables of counts, by one facet or two.

use std::io;

use serde::Serialize;
use serde_json::json;

use super::head;
use crate::answers::count::{Count, CountCell, CountTable};
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::Summary;
use crate::render::view::{Cell, Piece, Records, Table, View};
use crate::render::words::{among, count, percent, thousands};
use crate::render::{Answer, JsonLines, OutputStyle, citation, nothing};
use crate::report::facet::{Dimension, FacetPath};

impl Answer for Count {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let nothing = match self.absent_reports {
            Some(absent) => absent == 0,
            None => self.summary.passages == 0,
        };
        nothing.then(|| match &self.absence {
            Some(absence) => nothing::no_hits(&self.summary, absence),
            None => vec!["every report that passes the filters mentions it".to_owned()],
        })
    }

    fn has_zeros(&self) -> bool {
        self.absent.is_none() && !self.tables.is_empty()
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let mut view = head(totals(self), &self.summary);
        if let Some(absent) = &self.absent {
            view.push(Piece::Note(without(self, absent).into()));
            view.push(Piece::Table(report_list(absent)));
            return view;
        }
        match self.by[..] {
            [rows, columns] => view.extend(
                self.tables
                    .iter()
                    .map(|table| Piece::Table(two_way(self, table, rows, columns))),
            ),
            [rows] => view.push(Piece::Table(one_way(self, rows))),
            _ => {}
        }
        view
    }

    fn records(&self) -> Table {
        if let Some(absent) = &self.absent {
            let records = Table::of(absent).report("report", Some);
            return records.column("path", ReportInfo::path).table();
        }
        let cells = self.tables.iter().flat_map(|table| &table.cells);
        let mut records = Table::of(cells);
        for (at, &by) in self.by.iter().enumerate() {
            if by == Dimension::Outcome {
                records = records.column("outcome_scale", move |cell: &CountCell| {
                    Some(cell.values.get(at)?.top().leaf().to_owned())
                });
            }
            records = records.column(by.name(), move |cell| Some(label(cell.values.get(at)?, by)));
        }
        numbers(records).table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        #[derive(Serialize)]
        struct Counted<'a> {
            by: &'a [Dimension],
            #[serde(skip_serializing_if = "Option::is_none")]
            scale: Option<&'a str>,
            #[serde(flatten)]
            cell: &'a CountCell,
        }
        if let Some(absent) = &self.absent {
            out.objects("absent", absent)?;
        } else {
            for table in &self.tables {
                let (by, scale) = (&self.by[..], table.scale.as_deref());
                for cell in &table.cells {
                    out.object("cell", &Counted { by, scale, cell })?;
                }
            }
        }
        let own = json!({"passing_reports": self.passing_reports});
        out.summary(own, &self.summary)
    }
}

/// `34 passages in 24 of 120 reports that pass the filters (of 183): 20%`.
fn totals(answer: &Count) -> String {
    let summary = &answer.summary;
    let passing = answer.passing_reports;
    let share = (passing > 0).then(|| summary.reports as f64 / passing as f64);
    format!(
        "{} in {} of {}: {}",
        count(summary.passages, "passage"),
        thousands(summary.reports),
        among(passing, summary.indexed_reports),
        percent(share)
    )
}

/// The number of reports that do not match.
fn without(answer: &Count, absent: &[ReportInfo]) -> String {
    let number = count(absent.len() as u64, "report");
    let (verb, pass) = if absent.len() == 1 {
        ("does", "passes")
    } else {
        ("do", "pass")
    };
    let passing = thousands(answer.passing_reports);
    format!("{number} of the {passing} that {pass} the filters {verb} not mention it")
}

/// Reports, a line each.
fn report_list(reports: &[ReportInfo]) -> Table {
    let list = Table::of(reports)
        .column("report", |report| Cell::Id(report.id.clone()))
        .column("what", citation);
    Table {
        headless: true,
        ..list.table()
    }
}

/// A value as a cell of a table: within its scale, an outcome goes by its own name.
fn label(value: &FacetPath, dimension: Dimension) -> String {
    match dimension {
        Dimension::Outcome => value.leaf().to_owned(),
        _ => value.label(dimension),
    }
}

/// What a table counts by, with the scale of outcomes.
fn title(answer: &Count, table: &CountTable) -> String {
    let names = answer.by.iter().map(|&by| match (&table.scale, by) {
        (Some(scale), Dimension::Outcome) => format!("{by} ({scale})"),
        _ => by.to_string(),
    });
    names.collect::<Vec<_>>().join(" by ")
}

/// A block for each scale.
fn one_way(answer: &Count, rows: Dimension) -> Table {
    let mut all = Table::default();
    for table in &answer.tables {
        let records = Table::of(&table.cells)
            .column(rows.name(), |cell| Some(label(cell.values.first()?, rows)));
        let counts = numbers(records).table();
        let block = counts.blocks.into_iter().next().unwrap_or_default();
        all.columns = counts.columns;
        all.block(Some(title(answer, table)), block.rows);
    }
    all
}

/// Adds the numbers of cells.
fn numbers(cells: Records<'_, CountCell>) -> Records<'_, CountCell> {
    cells
        .column("passages", |cell| cell.passages)
        .column("reports", |cell| cell.reports)
        .column("of", |cell| cell.of)
        .column("share", |cell| Cell::Share(cell.share))
}

fn two_way(answer: &Count, counted: &CountTable, rows: Dimension, columns: Dimension) -> Table {
    let heads = counted.columns.iter().map(|column| label(column, columns));
    let heads: Vec<String> = heads.collect();
    let mut table = Table::new(
        [rows.name()]
            .into_iter()
            .chain(heads.iter().map(String::as_str)),
    );
    let title = title(answer, counted);
    table.caption = Some(format!("{title}: reports that mention it / reports"));
    let cells = counted.cells.chunks(counted.columns.len().max(1));
    let rows = counted.rows.iter().zip(cells).map(|(row, cells)| {
        let label = Cell::from(label(row, rows));
        [label].into_iter().chain(cells.iter().map(of)).collect()
    });
    table.block(None, rows.collect());
    table
}

/// `3/9`; `·` where there are no reports.
fn of(cell: &CountCell) -> Cell {
    if cell.of == 0 {
        Cell::Number("·".to_owned())
    } else {
        let (reports, of) = (thousands(cell.reports), thousands(cell.of));
        Cell::Number(format!("{reports}/{of}"))
    }
}
