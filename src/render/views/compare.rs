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
use crate::render::{Answer, JsonLines, OutputStyle};
use crate::report::{Date, Kind, Scale};

/// What an area has none of.
const NONE: &str = "–";

impl Answer for Comparison {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let indexed = self.summary.indexed_reports;
        let none = format!("no report on these areas passes the filters ({indexed} are indexed)");
        let nothing = self.areas.iter().all(|area| area.reports == 0);
        nothing.then(|| vec![none])
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
                Line::new(Style::Quiet, "no passage contains any of these words"),
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
            .column("value", |one| one.value.clone())
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

/// The areas as columns, with a block for all that can be compared.
fn table(areas: &[ComparedArea]) -> Table {
    let names = areas.iter().map(|area| area.area.name.as_str());
    let mut table = Table::new([""].into_iter().chain(names));
    let measured: Vec<Vec<Measure<'_>>> = areas.iter().map(measures).collect();
    let themes = measured.iter().flatten().filter(|one| one.name == "theme");
    let digits = themes.clone().map(|theme| theme.number().len()).max();
    let digits = digits.unwrap_or(0);
    // A row for an item that at least one area is measured by.
    let row = |name: &str, item: &str, label: &str| -> Option<Vec<Cell>> {
        let cells = measured.iter().map(|own| {
            let mut own = own.iter();
            let measure = own.find(|one| one.name == name && one.item == item)?;
            Some(measure.shown(digits))
        });
        let cells: Vec<Option<String>> = cells.collect();
        let width = if name == "theme" { digits } else { 0 };
        let none = || format!("{NONE:>width$}");
        cells.iter().any(Option::is_some).then(|| {
            let cells = cells.into_iter();
            let cells = cells.map(|cell| Cell::from(cell.unwrap_or_else(none)));
            [Cell::from(label)].into_iter().chain(cells).collect()
        })
    };
    let sizes = [
        ("reports", "reports"),
        ("passages", "passages"),
        ("matching", "passages that match"),
    ];
    let sizes = sizes
        .iter()
        .filter_map(|(name, label)| row(name, "", label));
    table.block(None, sizes.collect());
    for scale in Scale::ALL {
        let kinds = Kind::ALL.into_iter().filter(|kind| {
            let mut latest = areas.iter().flat_map(|area| &area.latest);
            latest.any(|one| one.kind == kind.name() && one.outcome_scale == scale.name())
        });
        let rows = kinds.filter_map(|kind| row("outcome", kind.name(), kind_label(kind.name())));
        let title = match scale {
            Scale::None => "latest without a judgement".to_owned(),
            scale => format!("latest outcome ({})", scale.name()),
        };
        block(&mut table, title, rows.collect());
    }
    let actions = ActionKind::ALL.iter().map(|kind| kind.name());
    let actions = actions.filter_map(|kind| row("actions", kind, kind));
    block(&mut table, "actions".to_owned(), actions.collect());
    let themes: BTreeSet<&str> = themes.map(|theme| theme.item).collect();
    let mut rows: Vec<Vec<Cell>> = themes
        .into_iter()
        .filter_map(|theme| row("theme", theme, theme))
        .collect();
    if rows.is_empty() {
        let none = areas.iter().map(|_| NONE.into());
        rows.push(["none".into()].into_iter().chain(none).collect());
    }
    block(&mut table, "passages by theme".to_owned(), rows);
    table
}

fn block(table: &mut Table, title: String, rows: Vec<Vec<Cell>>) {
    if !rows.is_empty() {
        table.block(Some(title), rows);
    }
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
    value: Cell,
    share: Option<f64>,
    /// The report whose outcome it is.
    outcome: Option<&'a ReportInfo>,
    date: Option<Date>,
    id: &'a str,
    hit: Option<&'a Hit>,
}

impl Measure<'_> {
    /// The number, if it is one.
    fn number(&self) -> String {
        match self.value {
            Cell::Count(number) => thousands(number),
            _ => String::new(),
        }
    }

    /// The value as a cell of the table; numbers of passages are `digits` wide.
    fn shown(&self, digits: usize) -> String {
        match (self.name, self.outcome) {
            (_, Some(report)) => outcome(report),
            ("theme", _) => format!("{:>digits$} {:>4}", self.number(), percent(self.share)),
            ("matching" | "actions", _) if self.value == Cell::Count(0) => NONE.to_owned(),
            _ => self.number(),
        }
    }
}

fn measures(area: &ComparedArea) -> Vec<Measure<'_>> {
    let of = |name, item, value: Cell| Measure {
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
        of("reports", "", area.reports.into()),
        of("passages", "", area.passages.into()),
    ];
    measures.extend(area.latest.iter().map(|report| Measure {
        outcome: Some(report),
        date: report.inspection_end.or(report.published),
        id: &report.id,
        ..of("outcome", &report.kind, (&report.outcome).into())
    }));
    let actions = area.actions.iter();
    measures.extend(actions.map(|(kind, number)| of("actions", kind.name(), (*number).into())));
    measures.extend(area.themes.iter().map(|share| Measure {
        share: share.share,
        ..of("theme", &share.theme, share.passages.into())
    }));
    if let Some(Matching { passages, best, .. }) = &area.matching {
        measures.push(of("matching", "", (*passages).into()));
        measures.extend(best.as_ref().map(|hit| Measure {
            date: hit.report.inspection_end.or(hit.report.published),
            id: &hit.id,
            hit: Some(hit),
            ..of("best", &hit.report.kind, hit.missing.join("; ").into())
        }));
    }
    measures
}
