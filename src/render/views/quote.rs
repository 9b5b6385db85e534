//! Passages as quotations.

use std::io;

use super::cell;
use crate::answers::quotation::Quotation;
use crate::render::view::{Line, Piece, Quoted, Table, View};
use crate::render::{Answer, JsonLines, OutputStyle};

impl Answer for Vec<Quotation> {
    fn view(&self, style: &OutputStyle<'_>) -> View {
        let pieces = self.iter().map(|quotation| {
            Piece::Quotation(Box::new(Quoted {
                quotation: quotation.clone(),
                place: place(quotation, style),
            }))
        });
        pieces.collect()
    }

    fn records(&self) -> Table {
        Table::of(self)
            .column("id", |quotation| &quotation.id)
            .column("quotation", |quotation| &quotation.text)
            .column("citation", |quotation| &quotation.citation)
            .column("inspectorates", |quotation| cell(&quotation.inspectorates))
            .column("link", |quotation| {
                quotation.web.as_ref().or(quotation.file.as_ref())
            })
            .column("licence", |quotation| &quotation.licence.statement)
            .report("report", |quotation| Some(&quotation.report))
            .place(|quotation| {
                (
                    &quotation.section,
                    (quotation.page_start, quotation.page_end),
                )
            })
            .column("path", |quotation| quotation.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        self.iter().try_for_each(|quotation| out.plain(quotation))
    }
}

/// Where it can be looked up: on the web, else in the file, at the page.
fn place(quotation: &Quotation, style: &OutputStyle<'_>) -> Line {
    let (report, page) = (&quotation.report, quotation.page_start);
    let place = quotation.web.clone().unwrap_or_else(|| match page {
        Some(page) => format!("{}#page={page}", report.path()),
        None => report.path().to_owned(),
    });
    Line::from(place).linked(style.page(report, page).as_ref())
}
