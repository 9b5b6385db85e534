//! Reports: listed, whole or in part, and as the parser understands them.

use std::io;

use serde::{Serialize, Serializer};

use super::cell;
use crate::answers::report_info::{PassageInfo, ReportEntry, ReportText, SectionText};
use crate::answers::show::ReportList;
use crate::indexing::overrides::GIVEN;
use crate::render::view::{Cell, Layout, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::words::count;
use crate::render::{Answer, JsonLines, OutputStyle, citation, notes, nothing, pages};
use crate::report::Date;

/// A list of reports; in JSON, an array.
#[derive(Debug)]
pub struct Listing(pub ReportList);

impl Serialize for Listing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.reports.serialize(serializer)
    }
}

impl Answer for Listing {
    fn nothing(&self) -> Option<Vec<String>> {
        let indexed = self.0.indexed_reports;
        let none = || {
            let none = format!("no report passes the filters ({indexed} are indexed)");
            let filters = self.0.not_indexed.iter().map(nothing::not_indexed);
            let filters = filters.map(|line| format!("  {line}"));
            [none].into_iter().chain(filters).collect()
        };
        let beyond = nothing::beyond(self.0.total as u64, "report");
        let nothing = self.0.reports.is_empty();
        nothing.then(|| beyond.unwrap_or_else(none))
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let list = Table::of(&self.0.reports)
            .column("report", |entry| Cell::Id(entry.report.id.clone()))
            .column("what", summary);
        let list = Piece::Table(Table {
            headless: true,
            ..list.table()
        });
        let filters = notes::options(&self.0.filters).map(|line| Piece::Note(line.into()));
        filters.into_iter().chain([list]).collect()
    }

    fn records(&self) -> Table {
        Table::of(&self.0.reports)
            .report("id", |entry| Some(&entry.report))
            .column("outcome_text", |entry| entry.facts.outcome_text.as_ref())
            .column("judgements", judgements)
            .column("sections", |entry| entry.sections)
            .column("passages", |entry| entry.passages)
            .column("pages", |entry| entry.facts.pages)
            .column("sha256", |entry| &entry.facts.sha256)
            .column("warnings", |entry| cell(&entry.facts.warnings))
            .column("duplicates", |entry| cell(&entry.facts.duplicates))
            .column("path", |entry| entry.report.path())
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        let mut reports = self.0.reports.iter();
        reports.try_for_each(|report| out.plain(report))
    }
}

/// `Kent · good · 3 to 7 June 2024 · area SEND inspection · 4 pages · 41 passages`.
fn summary(entry: &ReportEntry) -> String {
    let mut parts = vec![citation(&entry.report)];
    parts.extend(
        entry
            .facts
            .pages
            .map(|pages| count(u64::from(pages), "page")),
    );
    parts.push(count(entry.passages as u64, "passage"));
    if !entry.facts.warnings.is_empty() {
        parts.push(count(entry.facts.warnings.len() as u64, "warning"));
    }
    parts.join(" · ")
}

/// `leaders=good; overall=good`.
pub(super) fn judgements(entry: &ReportEntry) -> String {
    let judgements = entry.facts.judgements.iter();
    let judgements = judgements.map(|judgement| format!("{}={}", judgement.row, judgement.grade));
    judgements.collect::<Vec<_>>().join("; ")
}

impl Answer for ReportText {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let outcome = self.facts.outcome_text.as_ref();
        let mut view = vec![
            Piece::heading(Level::Title, &self.report.title),
            Piece::Note(citation(&self.report).into()),
        ];
        view.extend(corrected(self).map(|line| Piece::Note(Line::message(&line))));
        view.extend(outcome.map(|words| Piece::Note(format!("Outcome: {words}").into())));
        view.push(Piece::Note(Line::new(Style::Quiet, self.report.path())));
        view.extend(self.sections.iter().flat_map(section));
        view
    }

    fn records(&self) -> Table {
        passage_records(self, false)
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        #[derive(Serialize)]
        struct Placed<'a> {
            report: &'a str,
            heading: &'a str,
            role: &'a str,
            #[serde(flatten)]
            passage: &'a PassageInfo,
        }
        for section in &self.sections {
            for passage in &section.passages {
                let placed = Placed {
                    report: &self.report.id,
                    heading: &section.heading,
                    role: &section.role,
                    passage,
                };
                out.object("passage", &placed)?;
            }
        }
        Ok(())
    }
}

/// A section with its passages.
fn section(section: &SectionText) -> View {
    let role = match &section.verdict {
        Some(verdict) => format!("[{}, {verdict} progress]", section.role),
        None => format!("[{}]", section.role),
    };
    let heading = Piece::Heading {
        level: Level::Section,
        text: section.heading.clone(),
        aside: Some(role),
    };
    let passages = section.passages.iter().map(|passage| {
        let pages = pages(passage.page_start, passage.page_end).unwrap_or_default();
        let themes = passage
            .themes
            .iter()
            .map(|theme| Line::new(Style::Quiet, theme));
        let place = [
            Line::new(Style::Id, &passage.id),
            Line::new(Style::Quiet, pages),
        ];
        let passage = Passage {
            place: Line::joined(place.into_iter().chain(themes)),
            text: passage.text.as_str().into(),
            ..Passage::default()
        };
        Piece::Passage(Layout::Paragraph, passage)
    });
    [heading].into_iter().chain(passages).collect()
}

/// What the parser made of a file, and why.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Inspection<'a> {
    /// The report.
    pub report: &'a ReportText,
    /// Whether its passages are shown, and not only counted.
    #[serde(skip)]
    pub passages: bool,
}

impl Answer for Inspection<'_> {
    fn view(&self, _: &OutputStyle<'_>) -> View {
        let report = self.report;
        let mut facts: Vec<(String, Line)> = Vec::new();
        for (label, key, value) in fields(report) {
            let words = report.evidence.get(key).filter(|words| **words != value);
            facts.push((label.to_owned(), Line::new(Style::Strong, value)));
            let words = words.map(|words| Line::new(Style::Quiet, format!("by: {words}")));
            facts.extend(words.map(|words| (String::new(), words)));
        }
        for judgement in &report.facts.judgements {
            let label = format!("judgement: {}", judgement.row);
            facts.push((label, judgement.grade.as_str().into()));
        }
        for warning in &report.facts.warnings {
            facts.push(("warning".to_owned(), warning.as_str().into()));
        }
        let passages = count(report.passages as u64, "passage");
        let sections = count(report.sections.len() as u64, "section");
        facts.push((
            "sections".to_owned(),
            format!("{passages} in {sections}").into(),
        ));
        let mut view = vec![Piece::Facts(facts)];
        if self.passages {
            view.extend(report.sections.iter().flat_map(section));
        } else {
            let table = Table::of(&report.sections)
                .column("section", |section| &section.role)
                .column("passages", |section| section.passages.len())
                .column("heading", headed);
            view.push(Piece::Table(table.table()));
        }
        view
    }

    fn records(&self) -> Table {
        self.report.records()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        self.report.lines(out)
    }
}

/// The heading of a section, with the verdict of a revisit.
fn headed(section: &SectionText) -> String {
    let heading = match section.heading.as_str() {
        "" => "(no heading)",
        heading => heading,
    };
    match &section.verdict {
        Some(verdict) => format!("{heading} ({verdict} progress)"),
        None => heading.to_owned(),
    }
}

/// Label, key of the evidence (empty if there is none) and value of every field.
fn fields(report: &ReportText) -> [(&'static str, &'static str, String); 11] {
    let (info, facts) = (&report.report, &report.facts);
    let unknown = || "not recognised".to_owned();
    let date = |day: Option<Date>| day.map_or_else(unknown, |day| day.to_string());
    let area = info.area.as_ref().map(|area| match &info.region {
        Some(region) => format!("{area} ({region})"),
        None => format!("{area} (not on the list of areas)"),
    });
    let kind = match &facts.variant {
        Some(variant) => format!("{} ({variant})", info.kind),
        None => info.kind.clone(),
    };
    let outcome = format!("{} (scale {})", info.outcome, info.outcome_scale);
    let (start, end) = (date(info.inspection_start), date(info.inspection_end));
    let year = info.year.map_or_else(unknown, |year| year.to_string());
    let previous = facts.previous_inspection.clone().unwrap_or_else(unknown);
    let pages = facts.pages.map(|pages| pages.to_string());
    let pages = pages.unwrap_or_else(|| "none in the file".to_owned());
    [
        ("id", "", info.id.clone()),
        ("title", "title", info.title.clone()),
        ("kind", "kind", kind),
        ("area", "areas", area.unwrap_or_else(unknown)),
        ("outcome", "outcome", outcome),
        ("inspection start", "inspection_start", start),
        ("inspection end", "inspection_end", end),
        ("published", "published", date(info.published)),
        ("year", "", year),
        ("previous inspection", "previous_inspection", previous),
        ("pages", "", pages),
    ]
}

/// The fields that a metadata table corrects, with what was recognised: the words of the report below
/// say the old.
fn corrected(report: &ReportText) -> Option<String> {
    let fields = report.evidence.iter();
    let fields = fields.filter_map(|(field, words)| {
        let recognised = words.strip_prefix(GIVEN)?;
        Some(match recognised.strip_prefix("; recognised: ") {
            Some(recognised) => format!("{field} (the report says: {recognised})"),
            None => field.clone(),
        })
    });
    let fields: Vec<String> = fields.collect();
    (!fields.is_empty()).then(|| format!("Corrected by a metadata table: {}", fields.join(", ")))
}

/// The passages of a report with their sections.
fn passages(report: &ReportText) -> Vec<(&SectionText, &PassageInfo)> {
    let sections = report.sections.iter();
    let passages = sections.flat_map(|section| {
        let passages = section.passages.iter();
        passages.map(move |passage| (section, passage))
    });
    passages.collect()
}

/// The passages of a report with the facets of the report, a row each.
pub(in crate::render) fn flat_records(report: &ReportText) -> Table {
    passage_records(report, true)
}

/// The passages of a report, a row each; `flat` repeats the report in every row.
fn passage_records(report: &ReportText, flat: bool) -> Table {
    let passages = passages(report);
    let mut records = Table::of(&passages).column("id", |(_, passage)| &passage.id);
    if flat {
        records = records.report("report", |_| Some(&report.report));
    }
    records = records
        .column("section", |(section, _)| &section.role)
        .column("heading", |(section, _)| &section.heading)
        .column("page_start", |(_, passage)| passage.page_start)
        .column("page_end", |(_, passage)| passage.page_end)
        .column("themes", |(_, passage)| cell(&passage.themes))
        .column("text", |(_, passage)| &passage.text);
    if flat {
        records = records.column("path", |_| report.report.path());
    }
    records.table()
}
