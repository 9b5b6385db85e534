//! Figures on waiting and timeliness.

use std::io;

use serde_json::json;

use super::{head, id_line, listed, page_line};
use crate::answers::summary::Summary;
use crate::answers::waits::{Bound, Figure, FigureKind, FigureOf, Waits};
use crate::render::view::{Entry, Line, Passage, Piece, Style, Table, View};
use crate::render::words::count;
use crate::render::{Answer, JsonLines, OutputStyle, citation, nothing};

impl Answer for Waits {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        self.waits.is_empty().then(|| absence(self))
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let totals = listed(self.waits.len(), self.total, "figure", &self.summary);
        let mut view = head(totals, &self.summary);
        view.extend(self.waits.iter().map(|figure| entry(figure, style)));
        view
    }

    fn records(&self) -> Table {
        Table::of(&self.waits)
            .column("id", |figure| &figure.id)
            .column("service", |figure| figure.service.as_ref())
            .column("figure", |figure| figure.kind.name())
            .column("of", |figure| figure.of.name())
            .column("bound", |figure| figure.bound.name())
            .column("number", |figure| figure.number)
            .column("number_to", |figure| figure.number_to)
            .column("unit", |figure| figure.unit.name())
            .column("days", |figure| figure.days)
            .column("printed", |figure| &figure.printed)
            .column("sentence", |figure| &figure.sentence)
            .report("report", |figure| Some(&figure.report))
            .place(|figure| (&figure.section, (figure.page_start, figure.page_end)))
            .column("path", |figure| figure.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("figure", &self.waits)?;
        out.summary(json!({"total": self.total}), &self.summary)
    }
}

/// Why there is no figure.
fn absence(answer: &Waits) -> Vec<String> {
    if let Some(absence) = &answer.absence {
        return nothing::no_hits(&answer.summary, absence);
    }
    nothing::beyond(answer.total, "figure").unwrap_or_else(|| {
        let without = answer.without.iter().map(|without| {
            let figures = count(without.found, "figure");
            format!("  without `{}`: {figures}", without.filter)
        });
        let none = "the matching passages contain no such figure".to_owned();
        [none].into_iter().chain(without).collect()
    })
}

/// A figure with the sentence that gives it.
fn entry(figure: &Figure, style: &OutputStyle<'_>) -> Piece {
    let service = figure.service.as_deref().unwrap_or("service not named");
    // The usual is a wait in the area of the report.
    let target = (figure.kind == FigureKind::Target).then_some("target");
    let elsewhere = (figure.of == FigureOf::Elsewhere).then_some("elsewhere");
    let title = [Line::new(Style::Strong, length(figure)), service.into()];
    let marks = target.into_iter().chain(elsewhere).map(Line::from);
    let (report, page) = (&figure.report, figure.page_start);
    let passage = Passage {
        cited: Line::new(Style::Quiet, citation(report)),
        place: Line::joined([
            page_line(report, (page, figure.page_end), style),
            id_line(&figure.id, report, page, style),
        ]),
        text: Line::marked(&figure.sentence, &[figure.highlight]),
        ..Passage::default()
    };
    Piece::Entry(Entry {
        title: Line::joined(title.into_iter().chain(marks)),
        passages: vec![passage],
        ..Entry::default()
    })
}

/// `up to 18 months`: as printed but for the words of the bound.
fn length(figure: &Figure) -> String {
    let bound = match figure.bound {
        Bound::UpTo => "up to ",
        Bound::Average => "average ",
        Bound::Over => "over ",
        Bound::Within => "within ",
        Bound::AtLeast => "at least ",
        Bound::About => "about ",
        Bound::Range | Bound::Exactly => "",
    };
    format!("{bound}{}", figure.printed)
}
