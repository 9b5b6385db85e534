//! The history of an area.

use std::io;

use serde_json::json;

use super::history::{announced, changes, compared, facts, headline};
use super::report::judgements;
use super::{id_line, page_line};
use crate::answers::area::{AreaHistory, AreaReport, Due, Themes};
use crate::answers::summary::Summary;
use crate::render::view::{Entry, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::words::count;
use crate::render::{Answer, JsonLines, OutputStyle, notes};

/// What is due may have been, without a report on it that was given to us.
const NOT_INDEXED: &str = "no report of it is indexed yet";
const NOTHING_DUE: &str = "No report says when the next inspection is due.";
const NO_CHANGE: &str =
    "No two of these reports are of the same kind of inspection: there is nothing to compare.";

impl Answer for AreaHistory {
    fn summary(&self) -> Option<&Summary> {
        Some(&self.summary)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let passes = match self.filters[..] {
            [] => "",
            _ => " passes the filters",
        };
        let (area, indexed) = (&self.area.name, self.summary.indexed_reports);
        let none = format!("no report on {area}{passes} ({indexed} are indexed)");
        let kin = kin(self).into_iter().map(|kin| format!("  {kin}"));
        let lines = [none].into_iter().chain(kin);
        self.reports.is_empty().then(|| lines.collect())
    }

    fn view(&self, style: &OutputStyle<'_>) -> View {
        let known = self.area.region.iter().cloned();
        let known = known.chain([totals(self)]).chain(kin(self));
        let known: Vec<String> = known.chain(notes::options(&self.filters)).collect();
        let mut view = vec![
            Piece::heading(Level::Title, &self.area.name),
            Piece::Note(known.join("; ").into()),
        ];
        if self.next.is_empty() {
            view.push(Piece::Note(Line::new(Style::Quiet, NOTHING_DUE)));
        }
        view.extend(self.next.iter().map(|due| next(due, self, style)));
        for report in &self.reports {
            let info = &report.entry.report;
            view.push(Piece::heading(Level::Section, headline(info)));
            let pages = report.entry.facts.pages;
            let pages = pages.map_or_else(String::new, |pages| count(u64::from(pages), "page"));
            let size = [pages, count(report.entry.passages as u64, "passage")];
            let id = [id_line(&info.id, info, None, style)].into_iter();
            let size = size.map(|size| Line::new(Style::Quiet, size));
            let own = [("report".to_owned(), Line::joined(id.chain(size)))];
            view.push(Piece::Facts(
                own.into_iter().chain(labelled(facts(report))).collect(),
            ));
        }
        if !self.changes.is_empty() {
            view.push(Piece::heading(Level::Section, "What changed"));
        } else if self.reports.len() > 1 {
            view.push(Piece::Note(Line::new(Style::Quiet, NO_CHANGE)));
        }
        for change in &self.changes {
            view.push(Piece::heading(Level::Group, compared(change, self)));
            view.push(Piece::Facts(labelled(changes(change)).collect()));
        }
        view
    }

    fn records(&self) -> Table {
        let change = |report: &AreaReport| {
            let mut changed = self.changes.iter();
            changed.find(|change| change.after == report.entry.report.id)
        };
        let due = |report: &AreaReport, part: fn(&Due) -> String| {
            let parts: Vec<String> = report.due.iter().map(part).collect();
            parts.join("; ")
        };
        Table::of(&self.reports)
            .report("report", |report| Some(&report.entry.report))
            .column("judgements", |report| judgements(&report.entry))
            .column("strengths", |report| report.strengths.as_ref().map(numbers))
            .column("weaknesses", |report| {
                report.weaknesses.as_ref().map(numbers)
            })
            .column("actions", |report| {
                let actions = report.actions.iter();
                let actions = actions.map(|(kind, number)| format!("{}={number}", kind.name()));
                actions.collect::<Vec<_>>().join("; ")
            })
            .column("asked", |report| numbers(&report.asked))
            .column("due", |report| {
                due(report, |due| {
                    let until = due.until.map(|until| until.to_string());
                    format!("{}={}", due.kind.name(), until.unwrap_or_default())
                })
            })
            .column("due_page", |report| {
                due(report, |due| {
                    due.page_start
                        .map(|page| page.to_string())
                        .unwrap_or_default()
                })
            })
            .column("due_sentence", |report| {
                due(report, |due| due.sentence.clone())
            })
            .column("compared_with", |report| {
                change(report).map(|change| &change.before)
            })
            .column("changes", |report| {
                let lines = change(report).map(changes).unwrap_or_default().into_iter();
                let lines = lines.map(|(label, line)| format!("{label}: {line}"));
                lines.collect::<Vec<_>>().join(". ")
            })
            .column("path", |report| report.entry.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("report", &self.reports)?;
        out.objects("change", &self.changes)?;
        let own = json!({
            "area": self.area,
            "predecessors": self.predecessors,
            "next": self.next,
        });
        out.summary(own, &self.summary)
    }
}

/// `4 reports, 2016 to 2024; searched 183 reports`.
fn totals(answer: &AreaHistory) -> String {
    let reports = answer.reports.iter();
    let years: Vec<i16> = reports
        .filter_map(|report| report.entry.report.year)
        .collect();
    let years = match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) if first < last => format!(", {first} to {last}"),
        (Some(only), _) => format!(", {only}"),
        _ => String::new(),
    };
    let indexed = count(answer.summary.indexed_reports, "report");
    let number = count(answer.reports.len() as u64, "report");
    format!("{number}{years}; searched {indexed}")
}

/// What became of an area, and what it came from.
fn kin(answer: &AreaHistory) -> Vec<String> {
    let named = |what: &str, areas: &[String]| {
        (!areas.is_empty()).then(|| format!("{what} {}", areas.join(" and ")))
    };
    let successors = named("followed by", &answer.area.successors).into_iter();
    successors
        .chain(named("followed", &answer.predecessors))
        .collect()
}

/// An inspection to come, with the sentence that announces it.
fn next(due: &Due, answer: &AreaHistory, style: &OutputStyle<'_>) -> Piece {
    let marks: Vec<_> = due.highlight.into_iter().collect();
    let mut reports = answer.reports.iter().map(|report| &report.entry.report);
    let place = match reports.find(|report| report.id == due.report) {
        Some(report) => Line::joined([
            page_line(report, (due.page_start, due.page_end), style),
            id_line(&due.id, report, due.page_start, style),
        ]),
        None => Line::new(Style::Id, &due.id),
    };
    Piece::Entry(Entry {
        title: Line::joined([
            Line::new(Style::Strong, format!("next: {}", announced(due))),
            Line::new(Style::Quiet, NOT_INDEXED),
        ]),
        passages: vec![Passage {
            place,
            text: Line::marked(&due.sentence, &marks),
            ..Passage::default()
        }],
        ..Entry::default()
    })
}

fn labelled(facts: Vec<(&'static str, String)>) -> impl Iterator<Item = (String, Line)> {
    let facts = facts.into_iter();
    facts.map(|(label, fact)| (label.to_owned(), fact.into()))
}

/// `health/camhs=3; care/early-help=1`.
fn numbers(themes: &Themes) -> String {
    let themes = themes
        .iter()
        .map(|(theme, number)| format!("{theme}={number}"));
    themes.collect::<Vec<_>>().join("; ")
}
