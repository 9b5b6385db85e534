//! Areas side by side.

use std::collections::BTreeSet;
use std::io;

use super::head;
use super::search::passage;
use crate::answers::actions::ActionKind;
use crate::answers::citation::{kind_label, when};
use crate::answers::compare::{ComparedArea, Comparison, Matching};
use crate::answers::hit::Hit;
use crate::answers::report_info::ReportInfo;
use crate::answers::summary::Summary;
use crate::render::view::{Cell, Layout, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::words::{count, percent, thousands};
use crate::render::{Answer, JsonLines, OutputStyle, nothing};
use crate::report::{Date, Kind, Scale};

/// What an area has none of.
const NONE: &str = "–";

impl Answer for Comparison {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        self.areas
            .iter()
            .all(|area| area.reports == 0)
            .then(|| nothing::compare(self))
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let areas = count(self.areas.len() as u64, "area");
        let indexed = count(self.summary.indexed_reports, "report");
        let mut view = head(format!("{areas}; searched {indexed}"), &self.summary);
        view.push(Piece::Table(table(&self.areas)));
        if self.areas.iter().all(|area| area.matching.is_none()) {
            return view;
        }
        let title = format!("Best passage for “{}”", self.summary.query.trim());
        view.push(Piece::heading(Level::Section, title));
        view.extend(self.areas.iter().map(|area| match best(area) {
            Some(hit) => {
                let hit = Passage {
                    rank: None,
                    ..passage(hit, style)
                };
                Piece::Passage(Layout::Hit, hit)
            }
            None => Piece::Note(Line::joined([
                Line::new(Style::Subject, &area.area.name),
                Line::new(Style::Quiet, "no passage holds any of it"),
            ])),
        }));
        view
    }

    /// One measure a row: spreadsheets turn that into any table.
    fn records(&self) -> Table {
        let measures: Vec<Measure<'_>> = self.areas.iter().flat_map(measures).collect();
        Table::of(&measures)
            .column("area", |one| &one.area.area.name)
            .column("region", |one| one.area.area.region.as_ref())
            .column("measure", |one| one.name)
            .column("item", |one| one.item)
            .column("value", |one| &one.value)
            .column("share", |one| Cell::Share(one.share))
            .column("outcome_scale", |one| Some(&one.outcome?.outcome_scale))
            .column("date", |one| one.date)
            .column("id", |one| one.id)
            .column("page_start", |one| one.hit?.page_start)
            .column("text", |one| Some(&one.hit?.text))
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("area", &self.areas)?;
        out.object("summary", &self.summary)
    }
}

fn best(area: &ComparedArea) -> Option<&Hit> {
    area.matching.as_ref()?.best.as_ref()
}

/// Makes a row: its label, and a cell for each area.
type RowMaker<'a> = dyn Fn(&str, &dyn Fn(&ComparedArea) -> String) -> Vec<Cell> + 'a;

/// The areas as columns, with a block for all that can be compared.
fn table(areas: &[ComparedArea]) -> Table {
    let names = areas.iter().map(|area| area.area.name.as_str());
    let mut table = Table::new([""].into_iter().chain(names));
    let row = |label: &str, cell: &dyn Fn(&ComparedArea) -> String| -> Vec<Cell> {
        let cells = areas.iter().map(|area| cell(area).into());
        [label.into()].into_iter().chain(cells).collect()
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
    table.block(None, size);
    for scale in Scale::ALL {
        let kinds = Kind::ALL.into_iter().filter(|kind| {
            let mut latest = areas.iter().filter_map(|area| latest(area, *kind));
            latest.any(|report| report.outcome_scale == scale.name())
        });
        let rows: Vec<Vec<Cell>> = kinds
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
            table.block(Some(title), rows);
        }
    }
    let kinds = ActionKind::ALL.into_iter();
    let kinds = kinds.filter(|kind| areas.iter().any(|area| area.actions.contains_key(kind)));
    let rows: Vec<Vec<Cell>> = kinds
        .map(|kind| {
            row(kind.name(), &|area| {
                number(area.actions.get(&kind).copied().unwrap_or(0))
            })
        })
        .collect();
    if !rows.is_empty() {
        table.block(Some("actions asked for".to_owned()), rows);
    }
    table.block(Some("passages by theme".to_owned()), themes(areas, &row));
    table
}

/// Passages of each theme with their share, aligned within a column.
fn themes(areas: &[ComparedArea], row: &RowMaker<'_>) -> Vec<Vec<Cell>> {
    let shares = || areas.iter().flat_map(|area| &area.themes);
    let themes: BTreeSet<&str> = shares().map(|share| share.theme.as_str()).collect();
    if themes.is_empty() {
        return vec![row("none", &|_| NONE.to_owned())];
    }
    let digits = shares().map(|share| thousands(share.passages).len()).max();
    let digits = digits.unwrap_or(0);
    let rows = themes.into_iter().map(|theme| {
        row(theme, &|area| {
            let mut shares = area.themes.iter();
            match shares.find(|share| share.theme == theme) {
                None => format!("{NONE:>digits$}"),
                Some(share) => {
                    let number = thousands(share.passages);
                    format!("{number:>digits$} {:>4}", percent(share.share))
                }
            }
        })
    });
    rows.collect()
}

fn number(number: u64) -> String {
    match number {
        0 => NONE.to_owned(),
        number => thousands(number),
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

/// Something measured of an area.
struct Measure<'a> {
    area: &'a ComparedArea,
    name: &'static str,
    item: &'a str,
    value: String,
    share: Option<f64>,
    /// The report whose outcome it is.
    outcome: Option<&'a ReportInfo>,
    date: Option<Date>,
    id: &'a str,
    hit: Option<&'a Hit>,
}

fn measures(area: &ComparedArea) -> Vec<Measure<'_>> {
    let of = |name, item, value: String| Measure {
        area,
        name,
        item,
        value,
        share: None,
        outcome: None,
        date: None,
        id: "",
        hit: None,
    };
    let mut measures = vec![
        of("reports", "", area.reports.to_string()),
        of("passages", "", area.passages.to_string()),
    ];
    measures.extend(area.latest.iter().map(|report| Measure {
        outcome: Some(report),
        date: report.inspection_end.or(report.published),
        id: &report.id,
        ..of("outcome", &report.kind, report.outcome.clone())
    }));
    let actions = area.actions.iter();
    measures.extend(actions.map(|(kind, number)| of("actions", kind.name(), number.to_string())));
    measures.extend(area.themes.iter().map(|share| Measure {
        share: share.share,
        ..of("theme", &share.theme, share.passages.to_string())
    }));
    if let Some(Matching { passages, best, .. }) = &area.matching {
        measures.push(of("matching", "", passages.to_string()));
        measures.extend(best.as_ref().map(|hit| Measure {
            date: hit.report.inspection_end.or(hit.report.published),
            id: &hit.id,
            hit: Some(hit),
            ..of("best", &hit.report.kind, hit.missing.join("; "))
        }));
    }
    measures
}
