//! A text held against reports.

use std::io;

use serde_json::json;

use super::Pages;
use crate::answers::check::{
    Asked, Check, CheckSummary, CheckedQuotation, Claim, DifferenceKind, DifferencePart,
    NearPassage, QuotedSource, Verdict,
};
use crate::answers::hit::Hit;
use crate::answers::report_info::ReportInfo;
use crate::answers::snippet;
use crate::render::view::{Entry, Layout, Level, Line, Passage, Piece, Style, Table, View};
use crate::render::words::count;
use crate::render::{Answer, JsonLines, OutputStyle, citation, pages};

/// What is said of a text that cannot be checked.
const NOTHING: &str =
    "the text contains no quotation, and no sentence names an area or an inspection";
const UNKNOWN: &str = "the report that the text is about is not recognised; name it with --report";

impl Answer for Check {
    fn elapsed_ms(&mut self) -> Option<&mut Option<f64>> {
        Some(&mut self.summary.elapsed_ms)
    }

    fn nothing(&self) -> Option<Vec<String>> {
        let nothing = self.quotations.is_empty() && self.claims.is_empty();
        nothing.then(|| vec![NOTHING.to_owned()])
    }

    fn view(&self, _: &OutputStyle<'_>) -> View {
        let about: Vec<String> = self.about.iter().map(citation).collect();
        let about = match &about[..] {
            [] if self.notes.is_empty() => Some(UNKNOWN.to_owned()),
            [] => None,
            about => Some(format!("about {}", about.join("; "))),
        };
        let lines = about.into_iter().chain(self.notes.iter().cloned());
        let lines = lines.chain(totals(&self.summary));
        let mut view: View = lines.map(|line| Piece::Note(line.into())).collect();
        let only = match &self.about[..] {
            [report] => Some(report),
            _ => None,
        };
        let unmentioned = self.asked.iter().filter(|asked| asked.mentioned.is_none());
        let quotations = self.quotations.iter().map(|one| quotation(one, only));
        let claims = self.claims.iter().map(|one| claim(one, only));
        let unmentioned = unmentioned.map(|one| asked(one, only));
        let parts: [(&str, View); 3] = [
            ("Quotations", quotations.collect()),
            ("Other sentences", claims.collect()),
            (
                "Required by the report, omitted by the text",
                unmentioned.collect(),
            ),
        ];
        for (title, pieces) in parts.into_iter().filter(|(_, pieces)| !pieces.is_empty()) {
            view.push(Piece::heading(Level::Section, title));
            view.extend(pieces);
        }
        view
    }

    /// A row a quotation, a row a passage near a claim, a row a thing asked for.
    fn records(&self) -> Table {
        let mut findings: Vec<Finding<'_>> = self.quotations.iter().map(quotation_record).collect();
        findings.extend(self.claims.iter().flat_map(claim_records));
        findings.extend((1..).zip(&self.asked).map(asked_record));
        Table::of(&findings)
            .column("type", |one| one.kind)
            .column("number", |one| one.number)
            .column("page", |one| one.page)
            .column("said", |one| one.said)
            .column("speaker", |one| one.speaker)
            .column("verdict", |one| one.verdict)
            .column("shared", |one| one.shared)
            .column("notes", |one| &one.notes)
            .report("report", |one| one.report)
            .column("section", |one| one.section)
            .column("heading", |one| one.heading)
            .column("page_start", |one| one.pages.0)
            .column("page_end", |one| one.pages.1)
            .column("id", |one| &one.id)
            .column("text", |one| one.text)
            .column("path", |one| Some(one.report?.path()))
            .table()
    }

    fn lines(&self, out: &mut JsonLines<'_>) -> io::Result<()> {
        out.objects("quotation", &self.quotations)?;
        out.objects("claim", &self.claims)?;
        out.objects("asked", &self.asked)?;
        let own = json!({"about": self.about, "notes": self.notes});
        out.summary(own, &self.summary)
    }
}

/// What the numbers say, a line each.
fn totals(summary: &CheckSummary) -> Vec<String> {
    let quotations = summary.verbatim + summary.near + summary.not_found;
    let mut lines = Vec::new();
    if quotations > 0 {
        let mut line = format!(
            "{}: {} verbatim, {} near, {} not found",
            count(quotations, "quotation"),
            summary.verbatim,
            summary.near,
            summary.not_found
        );
        if summary.not_found > 0 {
            line += &format!(" in {}", count(summary.indexed_reports, "report"));
        }
        lines.push(line);
    }
    if summary.elsewhere > 0 {
        lines.push(format!(
            "{} of them found only in reports that the text is not about",
            summary.elsewhere
        ));
    }
    if summary.not_found > 0 {
        let mut line = "not found: no indexed report has these words".to_owned();
        if summary.short > 0 {
            line += &format!(
                "; {} of one or two words, looked for only in the reports that the text is about",
                summary.short
            );
        }
        if summary.spoken > 0 {
            let are = if summary.spoken == 1 { "is" } else { "are" };
            line += &format!(
                "; {} of them {are} attributed to a person, and reports seldom quote people",
                summary.spoken
            );
        }
        lines.push(line);
    }
    if summary.claims > 0 {
        lines.push(format!(
            "{} about an area or an inspection: {} without a similar passage",
            count(summary.claims, "sentence"),
            summary.unsupported
        ));
    }
    if summary.misstated > 0 {
        let verb = if summary.misstated == 1 {
            "gives"
        } else {
            "give"
        };
        lines.push(format!(
            "{} of them {verb} another outcome than the report",
            summary.misstated
        ));
    }
    if summary.asked > 0 {
        lines.push(format!(
            "The report asks for {}; this text omits {}",
            count(summary.asked, "thing"),
            summary.unmentioned
        ));
    }
    lines
}

/// A passage of a report, and its place in one line. Of the report that all is about, which is cited at
/// the head, the outcome alone is named.
fn passage(
    (report, only): (&ReportInfo, Option<&ReportInfo>),
    (role, (start, end)): (&str, Pages),
    facts: Option<String>,
    ids: &[String],
    text: Line,
) -> Passage {
    let cited = match only {
        Some(only) if only.id == report.id => report.outcome.clone(),
        _ => citation(report),
    };
    let place = [role.to_owned(), pages(start, end).unwrap_or_default()];
    let place = place.into_iter().chain(facts);
    let place = place.map(|part| Line::new(Style::Quiet, part));
    let ids = ids.iter().map(|id| Line::new(Style::Id, id));
    Passage {
        cited: Line::new(Style::Quiet, cited),
        place: Line::joined(place.chain(ids)),
        text,
        ..Passage::default()
    }
}

fn quotation(quotation: &CheckedQuotation, only: Option<&ReportInfo>) -> Piece {
    let verdict = match quotation.verdict {
        Verdict::NotFound => "not found",
        verdict => verdict.name(),
    };
    let mut facts = vec![verdict.to_owned()];
    facts.extend(quotation.page.map(|page| format!("page {page}")));
    let speaker = quotation.speaker.iter();
    facts.extend(speaker.map(|speaker| format!("said by {speaker}")));
    let source = quotation.source.iter().map(|source| {
        let text = if quotation.difference.is_empty() {
            let cut = snippet::cut(&source.text, &[source.highlight]);
            Line::marked(&cut.text, &cut.highlights)
        } else {
            difference(&quotation.difference)
        };
        let others = count(source.also_in, "other report");
        let also = (source.also_in > 0).then(|| format!("also in {others}"));
        let place = (
            source.section.role.as_str(),
            (source.page_start, source.page_end),
        );
        passage((&source.report, only), place, also, &source.ids, text)
    });
    Piece::Entry(Entry {
        number: Some(quotation.number),
        title: Line::new(Style::Strong, facts.join(" · ")),
        text: format!("“{}”", quotation.text).into(),
        warnings: quotation.notes.clone(),
        passages: source.collect(),
    })
}

/// What the text and the report share, and what only one of them has.
fn difference(parts: &[DifferencePart]) -> Line {
    let mut line = Line::default();
    for part in parts {
        if !line.is_empty() {
            line = line.and(Style::Plain, " ");
        }
        line = match part.kind {
            DifferenceKind::Both => line.and(Style::Plain, &part.text),
            DifferenceKind::Text => line.and(Style::Match, format!("[text: {}]", part.text)),
            DifferenceKind::Report => line.and(Style::Match, format!("[report: {}]", part.text)),
        };
    }
    line
}

fn claim(claim: &Claim, only: Option<&ReportInfo>) -> Piece {
    let mut facts = Vec::new();
    facts.extend(claim.page.map(|page| format!("page {page}")));
    let spoken = claim.quotation;
    facts.extend(spoken.map(|number| format!("in quotation {number}")));
    if claim.times > 1 {
        facts.push(format!("{} times", claim.times));
    }
    let facts = match &facts[..] {
        [] => String::new(),
        facts => format!(" ({})", facts.join(", ")),
    };
    let near = claim.nearest.iter().map(|NearPassage { hit, shared, .. }| {
        let shared = format!("{:.0}% of its words", shared * 100.0);
        let text = Line::marked(&hit.snippet.text, &hit.snippet.highlights);
        let place = (hit.section.role.as_str(), (hit.page_start, hit.page_end));
        let id = [hit.id.clone()];
        passage((&hit.report, only), place, Some(shared), &id, text)
    });
    Piece::Entry(Entry {
        number: Some(claim.number),
        title: Line::new(Style::Subject, format!("{}{facts}", claim.text)),
        text: Line::default(),
        warnings: claim.notes.clone(),
        passages: near.collect(),
    })
}

fn asked(asked: &Asked, only: Option<&ReportInfo>) -> Piece {
    let place = (asked.section.as_str(), (asked.page_start, asked.page_end));
    let text = asked.text.as_str().into();
    let id = [asked.id.clone()];
    Piece::Passage(
        Layout::Item,
        passage((&asked.report, only), place, None, &id, text),
    )
}

/// What is said of a part of the text, and what a report has to it.
#[derive(Default)]
struct Finding<'a> {
    kind: &'static str,
    number: usize,
    page: Option<u32>,
    said: &'a str,
    speaker: Option<&'a String>,
    verdict: &'static str,
    shared: Option<f64>,
    notes: String,
    report: Option<&'a ReportInfo>,
    section: &'a str,
    heading: &'a str,
    pages: Pages,
    id: String,
    text: &'a str,
}

fn quotation_record(quotation: &CheckedQuotation) -> Finding<'_> {
    let differing = quotation.difference.iter();
    let differing = differing.filter_map(|part| match part.kind {
        DifferenceKind::Both => None,
        DifferenceKind::Text => Some(format!("text: {}", part.text)),
        DifferenceKind::Report => Some(format!("report: {}", part.text)),
    });
    let notes: Vec<String> = quotation.notes.iter().cloned().chain(differing).collect();
    let own = Finding {
        kind: "quotation",
        number: quotation.number,
        page: quotation.page,
        said: &quotation.text,
        speaker: quotation.speaker.as_ref(),
        verdict: quotation.verdict.name(),
        notes: notes.join("; "),
        ..Finding::default()
    };
    match &quotation.source {
        None => own,
        Some(QuotedSource {
            report,
            section,
            text,
            ids,
            page_start,
            page_end,
            ..
        }) => Finding {
            report: Some(report),
            section: &section.role,
            heading: &section.heading,
            pages: (*page_start, *page_end),
            id: ids.join("; "),
            text,
            ..own
        },
    }
}

fn claim_records(claim: &Claim) -> Vec<Finding<'_>> {
    let own = || Finding {
        kind: "claim",
        number: claim.number,
        page: claim.page,
        said: &claim.text,
        verdict: "nothing near",
        notes: claim.notes.join("; "),
        ..Finding::default()
    };
    if claim.nearest.is_empty() {
        return vec![own()];
    }
    let near = claim.nearest.iter().map(|near| {
        let Hit {
            report,
            section,
            id,
            text,
            page_start,
            page_end,
            ..
        } = &near.hit;
        Finding {
            verdict: if near.contrast { "contrast" } else { "near" },
            shared: Some(near.shared),
            report: Some(report),
            section: &section.role,
            heading: &section.heading,
            pages: (*page_start, *page_end),
            id: id.clone(),
            text,
            ..own()
        }
    });
    near.collect()
}

fn asked_record((number, asked): (usize, &Asked)) -> Finding<'_> {
    let verdict = match asked.mentioned {
        Some(_) => "mentioned",
        None => "not mentioned",
    };
    Finding {
        kind: "asked",
        number,
        said: asked.mentioned.as_deref().unwrap_or_default(),
        verdict,
        report: Some(&asked.report),
        section: &asked.section,
        pages: (asked.page_start, asked.page_end),
        id: asked.id.clone(),
        text: &asked.text,
        ..Finding::default()
    }
}
